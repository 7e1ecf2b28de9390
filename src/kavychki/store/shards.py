"""Shards as lines by id: where a record stands, and a shard with records put in, changed or taken out.

Lines that are not concerned are copied byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import Line, read_lines

DEFAULT = "articles.jsonl"
"""The first shard of a collection."""

_ID = re.compile(rb'\{"id":"([a-z0-9-]+)",')


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of a shard with its record's id, and where it begins in its file, in bytes."""

    id: str
    line: Line
    shard: Shard
    offset: int


def stored_lines(shard: Shard) -> Iterator[StoredLine]:
    """The lines of a shard, in order.

    Raises:
        CorpusError: a line holds no record.
    """
    offset = 0
    with shard.path.open("rb") as stream:
        for line in read_lines(stream):
            yield StoredLine(_id_of(line, shard.path), line, shard, offset)
            offset += line.size + line.terminated


def lines_of(corpus: Corpus, collection: str | None = None) -> Iterator[StoredLine]:
    """The lines of the decided records of a corpus, or of one collection."""
    for shard in corpus.shards():
        if collection in (None, shard.collection):
            yield from stored_lines(shard)


def home_of(identifier: str, collection: str, corpus: Corpus) -> Path:
    """The shard for a new record: that of its collection which begins nearest before its id."""
    shards = [shard for shard in corpus.shards() if shard.collection == collection]
    begins = [(next((each.id for each in stored_lines(shard)), ""), shard.path) for shard in shards]
    before = [each for each in begins if each[0] <= identifier]
    if before:
        return max(before)[1]
    return min(begins)[1] if begins else corpus.path / collection / DEFAULT


def changed_lines(shard: Shard, changes: Mapping[str, bytes | None]) -> Iterator[bytes]:
    """The lines of a shard, without LF, in which records are replaced, taken out (None) or put in where they belong."""
    waiting = sorted(((name, data) for name, data in changes.items() if data is not None), reverse=True)
    if shard.path.exists():
        for stored in stored_lines(shard):
            while waiting and waiting[-1][0] < stored.id:
                yield waiting.pop()[1]
            if stored.id not in changes:
                yield stored.line.data
            elif waiting and waiting[-1][0] == stored.id:
                yield waiting.pop()[1]
    while waiting:
        yield waiting.pop()[1]


def _id_of(line: Line, path: Path) -> str:
    if found := _ID.match(line.data):
        return found[1].decode()
    try:
        identifier = orjson.loads(line.data)["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path}:{line.number}: no valid record: run `kavychki validate`") from error
    if not isinstance(identifier, str):
        raise CorpusError(f"{path}:{line.number}: the id is no string: run `kavychki validate`")
    return identifier
