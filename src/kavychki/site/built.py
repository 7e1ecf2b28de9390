"""The articles of a build, read from its Parquet files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Features, List

from kavychki.dataset.configs import configs
from kavychki.dataset.folder import MARKER
from kavychki.errors import DatasetError
from kavychki.hydration.local import SUFFIX
from kavychki.model import Article
from kavychki.model.split import SPLITS
from kavychki.site.source import Entry, Holding

WITH_TEXT, WITHOUT_TEXT = "articles", "standoff"
"""The config of articles with their texts, and the one of every record without."""


@dataclass(frozen=True)
class BuiltSource:
    """A folder that ``kavychki build`` wrote: its articles, and without text the records that have none there."""

    folder: Path
    holdings: Mapping[str, Holding]

    @classmethod
    def open(cls, folder: Path) -> BuiltSource:
        """The build in a folder.

        Raises:
            DatasetError: its ``build.json`` is broken, or it has no articles.
        """
        try:
            report = json.loads((folder / MARKER).read_bytes())
            holdings = {
                name: Holding(name, share["obtain"], share["redistributable"])
                for name, share in report["collections"].items()
            }
            known = report["configs"].keys()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DatasetError(f"{folder / MARKER} is broken: build the dataset again") from error
        if WITHOUT_TEXT not in known:
            raise DatasetError(f"{folder} has no articles: build the dataset again")
        return cls(folder, holdings)

    @property
    def name(self) -> str:
        return f"the build {self.folder.resolve().name}"

    def entries(self, *, public: bool) -> Iterator[Entry]:
        for split in SPLITS:
            with_text = self._articles(WITH_TEXT, split)
            ahead = next(with_text, None)
            for record in self._articles(WITHOUT_TEXT, split):
                own = None
                # Both configs hold their records in one order; a local record has its own mark behind its id.
                if ahead is not None and ahead.id in (record.id, record.id + SUFFIX):
                    own, ahead = ahead, next(with_text, None)
                if own is None or (public and not self.holdings[record.collection].redistributable):
                    yield Entry(record, split)
                else:
                    yield Entry(own, split, local=own.id != record.id)

    def _articles(self, config: str, split: str) -> Iterator[Article]:
        (features,) = (each.features for each in configs() if each.name == config)
        for path in sorted((self.folder / config).glob(f"{split}-*.parquet")):
            try:
                with pq.ParquetFile(path) as file:
                    for batch in file.iter_batches(batch_size=100):
                        for row in batch.to_pylist():
                            yield Article.from_dict({"text": None, **_named(row, features)})
            except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
                raise DatasetError(f"{path} holds no articles of this version: build the dataset again") from error


def _named(value: Any, feature: Any) -> Any:
    """A value of a row with the names of labels in place of their numbers."""
    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.int2str(value)
    if isinstance(feature, List):
        return [_named(each, feature.feature) for each in value]
    if isinstance(feature, (dict, Features)):
        return {key: _named(value[key], each) for key, each in feature.items()}
    return value
