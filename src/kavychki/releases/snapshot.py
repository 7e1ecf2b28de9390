"""What a corpus or a built dataset holds, record by record and layer by layer, without texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import orjson

from kavychki.errors import DatasetError
from kavychki.io.corpus import MANIFEST, Corpus
from kavychki.io.records import read_articles
from kavychki.io.withdrawn import Withdrawal
from kavychki.model.split import split_of
from kavychki.model.surfaces import without_text
from kavychki.releases.columns import Columns, columns_of
from kavychki.releases.folder import dataset_of

LAYERS = ("title", "entities", "speakers", "quotes", "topics", "phenomena", "annotation")
"""The layers of a record in its order of keys."""

PARTS = ("split", "text", *LAYERS, "metadata")
"""What of a record is compared: ``text`` is its hash and length, ``metadata`` what is left."""

_TEXT = ("text_sha256", "text_length")
_STANDOFF = "standoff"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """By id of a record: the digest of each of its layers. About 750 bytes a record.

    ``withdrawn`` is known of a corpus alone, ``columns`` of a build alone; they are empty elsewhere.
    """

    records: Mapping[str, Mapping[str, bytes]]
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)
    columns: Columns = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Self:
        """The snapshot of a corpus folder, of a release folder, or of a folder that ``build`` wrote.

        Raises:
            DatasetError: the folder is none of these, a file of it is damaged, or the build is older than the config
                ``standoff``.
            CorpusError: a line holds no valid record.
        """
        if (path / MANIFEST).is_file():
            corpus = Corpus.open(path)
            return cls(_digested(_corpus_records(corpus)), corpus.withdrawn)
        folder = dataset_of(path)
        if not (folder / _STANDOFF).is_dir():
            others = f"a release folder, nor a dataset folder with the config {_STANDOFF}"
            raise DatasetError(f"{path} is neither a corpus folder ({MANIFEST}) nor {others}")
        from pyarrow import ArrowInvalid  # noqa: PLC0415 - a corpus does not need it

        try:
            return cls(_digested(_built_records(folder / _STANDOFF)), columns=columns_of(folder))
        except ArrowInvalid as error:
            raise DatasetError(f"{folder}: a Parquet file is damaged: {error}") from error


def _corpus_records(corpus: Corpus) -> Iterator[tuple[str, dict[str, Any]]]:
    for article in read_articles(corpus):
        record = without_text(article).to_dict()
        del record["text"]
        yield split_of(article.id, article.upstream, corpus.collections[article.collection].split), record


def _built_records(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    # Loading these takes most of a second, and a corpus does not need them.
    import pyarrow.parquet as pq  # noqa: PLC0415
    from datasets import Features  # noqa: PLC0415

    for path in sorted(folder.glob("*.parquet")):
        split = path.name.split("-")[0]
        file = pq.ParquetFile(path)
        features = Features.from_arrow_schema(file.schema_arrow)
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield split, _in_words(row, features)


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


def _digested(records: Iterator[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, bytes]]:
    return {record["id"]: _digests(split, record) for split, record in records}


def _digests(split: str, record: dict[str, Any]) -> dict[str, bytes]:
    layers: dict[str, Any] = {"split": split, "text": [record[key] for key in _TEXT]}
    layers |= {name: record[name] for name in LAYERS if name in record}
    layers["metadata"] = {key: value for key, value in record.items() if key not in {*LAYERS, *_TEXT}}
    return {name: hashlib.sha256(_bytes(value)).digest()[:16] for name, value in layers.items()}


def _bytes(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return json.dumps(value, sort_keys=True).encode()
