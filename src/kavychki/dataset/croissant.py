"""The build described as Croissant: JSON-LD by which machines find its files, their columns, and how they came about.

Formats: MLCommons Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html) with its vocabulary
for responsible AI, RAI 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html). A column is told as far
as the format reaches: values, lists of values, structures, and lists of structures one level deep.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datasets import ClassLabel, Features, List

from kavychki.dataset.configs import Config
from kavychki.dataset.statement import Statement
from kavychki.model.split import SPLITS

Json = dict[str, Any]

FILE = "croissant.json"
CONFORMS_TO = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")

TOO_DEEP = "Not in this description, for it nests deeper than Croissant reaches: {}. The files have it."
"""Said of a config some of whose columns are left out."""

_TYPES = {"string": "sc:Text", "int32": "cr:Int32", "bool": "sc:Boolean", "float32": "cr:Float32"}

_COLLECTION_TYPES = {"constructed": "Others", "news": "Secondary Data analysis"}
_READ_AS = {
    "dataCollectionTimeframe": "dataCollectionTimeFrame",
    "dataManipulationProtocol": "dataDataManipulationProtocol",
}

_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(statement: Statement, configs: Sequence[Config]) -> str:
    """The Croissant file of a build, as JSON.

    Args:
        statement: what is said of the records.
        configs: the configs that the build has, whose files stand in folders of their names.
    """
    labels = _Labels()
    record_sets = [_record_set(config, labels) for config in configs]
    description: Json = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "conformsTo": list(CONFORMS_TO),
        "name": "kavychki",
        "description": statement.prose["summary"],
        "url": statement.url,
        "version": statement.version,
        "license": statement.licences,
        "inLanguage": statement.languages,
        "keywords": ["quotation extraction", "speaker attribution", "named entities", "news", "Russian"],
        "creator": {"@type": "Organization", "name": statement.prose["creator"]},
        "publisher": {"@type": "Organization", "name": statement.prose["creator"]},
        "datePublished": statement.dates[1],
        "citeAs": statement.citation,
        "isLiveDataset": False,
        **_responsible(statement),
        "distribution": [_file_set(config) for config in configs],
        "recordSet": [_splits(), *labels.record_sets(), *record_sets],
    }
    kept = {name: value for name, value in description.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def left_out(features: Features) -> list[str]:
    """What Croissant cannot tell, as ``column.part``: lists in lists of structures, structures in structures."""
    return [
        f"{column}.{part}"
        for column, feature in features.items()
        for part, inner in _parts(feature).items()
        if not _is_told(inner, isinstance(feature, List))
    ]


def _responsible(statement: Statement) -> Json:
    """The vocabulary for responsible AI."""
    prose = statement.prose
    first, last = statement.dates
    said: Json = {
        "dataCollection": prose["collection"],
        "dataCollectionType": [_COLLECTION_TYPES[origin] for origin in statement.origins],
        "dataCollectionMissingData": prose["missing"],
        "dataCollectionRawData": prose["raw"],
        "dataCollectionTimeframe": [first, last],
        "dataManipulationProtocol": "No text was changed but into canonical form.",
        "dataImputationProtocol": "Nothing was imputed.",
        "dataPreprocessingProtocol": prose["preprocessing"],
        "dataAnnotationProtocol": " ".join([prose["protocol"], *statement.statuses]),
        "dataAnnotationPlatform": [prose["platform"]],
        "dataAnnotationAnalysis": [prose["analysis"], *statement.agreement],
        "annotationsPerItem": " ".join(statement.statuses),
        "annotatorDemographics": statement.who_annotated,
        "machineAnnotationTools": [
            f"{name}: {each.name}" for name, each in statement.used_annotators.items() if each.kind != "person"
        ],
        "dataUseCases": prose["uses"],
        "dataLimitations": [*prose["limitations"], *(f"Not for: {each}" for each in prose["not_for"])],
        "dataBiases": statement.biases,
        "dataSocialImpact": prose["impact"],
        "personalSensitiveInformation": prose["personal"],
        "dataReleaseMaintenancePlan": " ".join(prose["maintenance"]),
    }
    # mlcroissant reads two of them under other names than the specification gives.
    aliases = {_READ_AS[name]: value for name, value in said.items() if name in _READ_AS}
    return {f"rai:{name}": value for name, value in {**said, **aliases}.items()}


def _file_set(config: Config) -> Json:
    return {
        "@type": "cr:FileSet",
        "@id": f"files/{config.name}",
        "name": f"files/{config.name}",
        "description": f"Parquet files of the config {config.name}, one or more a split.",
        "encodingFormat": "application/x-parquet",
        "includes": f"{config.name}/*.parquet",
    }


def _splits() -> Json:
    return _enumeration(
        "splits", "The splits of the dataset.", [{"splits/name": split} for split in SPLITS], "cr:Split"
    )


def _enumeration(name: str, description: str, data: list[Json], kind: str) -> Json:
    """A record set of values, with the fields that its data has; the first one is the key."""
    fields = [
        {
            "@type": "cr:Field",
            "@id": identifier,
            "name": identifier.rsplit("/", 1)[1],
            "dataType": "sc:Text" if isinstance(value, str) else "sc:Integer",
        }
        for identifier, value in data[0].items()
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "dataType": kind,
        "key": {"@id": fields[0]["@id"]},
        "field": fields,
        "data": data,
    }


class _Labels:
    """The vocabularies that columns take their values from, each once, however many columns share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], str] = {}

    def name_of(self, feature: ClassLabel, column: str) -> str:
        """The record set of a vocabulary, named after the first column that uses it."""
        names = tuple(feature.names)
        if names not in self._known:
            taken = set(self._known.values())
            self._known[names] = (
                f"labels/{column}" if f"labels/{column}" not in taken else f"labels/{column}{len(taken)}"
            )
        return self._known[names]

    def record_sets(self) -> Iterator[Json]:
        """An enumeration a vocabulary: number and name of each value."""
        for names, name in self._known.items():
            data = [{f"{name}/number": number, f"{name}/name": value} for number, value in enumerate(names)]
            yield _enumeration(
                name, "Values of a column by the numbers that stand in the files.", data, "sc:Enumeration"
            )


def _record_set(config: Config, labels: _Labels) -> Json:
    fields = [_field(config.name, name, feature, labels) for name, feature in config.features.items()]
    missing = left_out(config.features)
    return {
        "@type": "cr:RecordSet",
        "@id": config.name,
        "name": config.name,
        "description": " ".join([config.description, *([TOO_DEEP.format(", ".join(missing))] if missing else [])]),
        "field": [_split_field(config), *fields],
    }


def _split_field(config: Config) -> Json:
    """The split, which the names of the files tell."""
    return {
        "@type": "cr:Field",
        "@id": f"{config.name}/split",
        "name": "split",
        "description": "The split, from the name of the file.",
        "dataType": ["sc:Text", "cr:Split"],
        "source": {
            "fileSet": {"@id": f"files/{config.name}"},
            "extract": {"fileProperty": "filename"},
            "transform": {"regex": f"^({'|'.join(SPLITS)})-.*$"},
        },
    }


def _field(config: str, column: str, feature: Any, labels: _Labels) -> Json:
    """The field of a column, with the parts that can be told where it is a structure or a list of structures."""
    parts = _parts(feature)
    if not parts:
        return _leaf(config, (column,), feature, labels)
    in_list = isinstance(feature, List)
    told = [_leaf(config, (column, part), inner, labels) for part, inner in parts.items() if _is_told(inner, in_list)]
    return {**_named(config, (column,), feature), "subField": told}


def _leaf(config: str, path: tuple[str, ...], feature: Any, labels: _Labels) -> Json:
    """The field of a value or a list of values: a column, or a part of one."""
    column, *parts = path
    source: Json = {"fileSet": {"@id": f"files/{config}"}, "extract": {"column": column}}
    if parts:
        source["transform"] = {"jsonPath": ".".join(parts)}
    return {**_named(config, path, feature), **_value(_inner(feature), labels, path), "source": source}


def _named(config: str, path: tuple[str, ...], feature: Any) -> Json:
    field: Json = {"@type": "cr:Field", "@id": "/".join((config, *path)), "name": path[-1]}
    if isinstance(feature, List):
        # The first two are Croissant 1.1's, the third 1.0's, which readers still ask for.
        field |= {"isArray": True, "arrayShape": "-1", "repeated": True}
    return field


def _value(feature: Any, labels: _Labels, path: tuple[str, ...]) -> Json:
    if isinstance(feature, ClassLabel):
        name = labels.name_of(feature, "-".join(path))
        number = {"field": {"@id": f"{name}/number"}}
        return {"dataType": "sc:Integer", "description": f"The number of a value of {name}.", "references": number}
    return {"dataType": _TYPES[feature.dtype]}


def _parts(feature: Any) -> Mapping[str, Any]:
    """The parts of a structure or of a list of structures; none of other features."""
    inner = _inner(feature)
    return inner if isinstance(inner, dict) else {}


def _is_told(part: Any, in_list: bool) -> bool:
    """Whether Croissant reaches a part of a structure: a value, and unless that is one of a list, a list of values."""
    return not _parts(part) and not (in_list and isinstance(part, List))


def _inner(feature: Any) -> Any:
    return feature.feature if isinstance(feature, List) else feature
