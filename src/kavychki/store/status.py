"""How far the annotation of each collection has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from kavychki.io.corpus import Corpus
from kavychki.schema.documents import Schema
from kavychki.store.shards import lines_of

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Progress:
    """Records of a collection by status, in the order of the vocabulary, and texts that wait for a first annotation."""

    statuses: Mapping[str, int]
    waiting: int

    @property
    def records(self) -> int:
        """All records."""
        return sum(self.statuses.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**self.statuses, "records": self.records, "waiting": self.waiting}


def progress(corpus: Corpus) -> dict[str, Progress]:
    """The progress of each collection, by name; CorpusError where a line holds no record."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in corpus.collections}
    for line in lines_of(corpus):
        counts[line.shard.collection][orjson.loads(line.line.data)["annotation"]["status"]] += 1
    statuses = Schema.at().vocabulary("status")
    return {
        name: Progress(
            {status: counts[name][status] for status in statuses},
            len(list((corpus.path / name / WAITING).glob("*.txt"))),
        )
        for name in sorted(corpus.collections)
    }
