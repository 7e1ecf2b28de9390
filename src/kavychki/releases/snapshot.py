"""What a corpus or a built dataset holds, record by record and layer by layer, without texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from kavychki.errors import DatasetError
from kavychki.io.corpus import MANIFEST, Corpus
from kavychki.io.records import read_articles
from kavychki.model.surfaces import without_text

LAYERS = ("title", "entities", "speakers", "quotes", "topics", "phenomena", "annotation")
"""The layers of a record in its order of keys; what is left are ``text`` (its hash) and ``metadata``."""

_TEXT = ("text_sha256", "text_length")
_STANDOFF = "standoff"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """By id of a record: the digest of each of its layers. About 700 bytes a record."""

    records: Mapping[str, Mapping[str, bytes]]

    @classmethod
    def of(cls, path: Path) -> Self:
        """The snapshot of a corpus folder, of a file or folder of records, or of a folder that ``build`` wrote.

        Raises:
            DatasetError: the folder is neither, or the build is older than the config ``standoff``.
            CorpusError: a line holds no valid record.
        """
        return cls({record["id"]: _digests(record) for record in _records(path)})


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if (path / MANIFEST).is_file():
        for article in read_articles(Corpus.open(path)):
            record = without_text(article).to_dict()
            del record["text"]
            yield record
    elif (path / _STANDOFF).is_dir():
        yield from _built_records(path / _STANDOFF)
    else:
        message = f"{path} is neither a corpus folder ({MANIFEST}) nor a dataset folder with the config {_STANDOFF}"
        raise DatasetError(message)


def _built_records(folder: Path) -> Iterator[dict[str, Any]]:
    # Loading these takes most of a second, and a corpus does not need them.
    import pyarrow.parquet as pq  # noqa: PLC0415
    from datasets import Features  # noqa: PLC0415

    for path in sorted(folder.glob("*.parquet")):
        file = pq.ParquetFile(path)
        features = Features.from_arrow_schema(file.schema_arrow)
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield _in_words(row, features)


def _in_words(value: Any, feature: Any) -> Any:
    """A row with the words of its vocabularies, since their numbers may differ from release to release."""
    from datasets import ClassLabel, List  # noqa: PLC0415

    if value is None:
        return None
    if isinstance(feature, dict):
        return {key: _in_words(value[key], feature[key]) for key in feature}
    if isinstance(feature, List):
        return [_in_words(item, feature.feature) for item in value]
    return feature.names[value] if isinstance(feature, ClassLabel) else value


def _digests(record: dict[str, Any]) -> dict[str, bytes]:
    layers: dict[str, Any] = {"text": [record[key] for key in _TEXT]}
    layers |= {name: record[name] for name in LAYERS if name in record}
    layers["metadata"] = {key: value for key, value in record.items() if key not in {*LAYERS, *_TEXT}}
    return {name: hashlib.sha256(_bytes(value)).digest()[:16] for name, value in layers.items()}


def _bytes(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return json.dumps(value, sort_keys=True).encode()
