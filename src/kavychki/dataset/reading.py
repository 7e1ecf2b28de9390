"""The articles of a build, read back from its Parquet files in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Features, List

from kavychki.dataset.configs import DEFAULT_CONFIG
from kavychki.errors import DatasetError
from kavychki.hydration.local import SUFFIX
from kavychki.model import Article
from kavychki.model.split import SPLITS

WITHOUT_TEXT = "standoff"
"""The config that has every record."""

_ROWS = 200


class BuiltArticle(NamedTuple):
    """An article of a build, and its split."""

    article: Article
    split: str


def read_build(folder: Path) -> Iterator[BuiltArticle]:
    """Every record of a build once: with its text where the build has that, else as it stands without.

    Raises:
        DatasetError: a file of the build cannot be read or lacks what a build of this version has, or there is none.
    """
    if not any((folder / WITHOUT_TEXT).glob("*.parquet")):
        raise DatasetError(f"{folder} has no {WITHOUT_TEXT}/*.parquet: build it anew")
    with_text: set[str] = set()
    for config in (DEFAULT_CONFIG, WITHOUT_TEXT):
        for split in SPLITS:
            for path in sorted((folder / config).glob(f"{split}-*.parquet")):
                for article in _articles(path):
                    if config == DEFAULT_CONFIG:
                        with_text.add(article.id.removesuffix(SUFFIX))
                    elif article.id in with_text:
                        continue
                    yield BuiltArticle(article, split)


def _articles(path: Path) -> Iterator[Article]:
    try:
        with pq.ParquetFile(path) as file:
            features = Features.from_arrow_schema(file.schema_arrow)
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    yield Article.from_dict({"text": None, **_words(row, features)})
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise DatasetError(f"{path} cannot be read as articles ({error}): build it anew") from error


def _words(value: Any, feature: Any) -> Any:
    """A value of a row with the words of its vocabularies instead of their numbers."""
    if value is None:
        return None
    if isinstance(feature, dict):
        return {name: _words(value[name], each) for name, each in feature.items()}
    if isinstance(feature, List):
        return [_words(each, feature.feature) for each in value]
    return feature.int2str(value) if isinstance(feature, ClassLabel) else value
