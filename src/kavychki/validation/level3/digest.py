"""The little of a record that checks across the corpus need, so that records need not be held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rensa import RMinHash

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus, Shard
from kavychki.model import Collection
from kavychki.model.split import split_of
from kavychki.validation.level3.signatures import signature_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: file, 1-based number, and in bytes its offset in the file and its size."""

    file: str
    line: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What is kept of a record. ``signature`` is the MinHash of its text, None where it is not sought."""

    place: Place
    id: str
    collection: str
    is_pass: bool
    split: str | None
    text: bytes
    signature: RMinHash | None
    names: tuple[tuple[str, str], ...]
    types: frozenset[str] | None
    annotators: tuple[str, ...]


def digest_of(
    record: Mapping[str, Any], text: str | None, corpus: Corpus | None, shard: Shard | None, place: Place
) -> Digest:
    """The digest of a record that has no errors up to L3's look at the record alone."""
    collection = corpus.collections.get(record["collection"]) if corpus else None
    is_pass = shard is not None and shard.is_pass
    return Digest(
        place,
        record["id"],
        record["collection"],
        is_pass,
        _split(record, collection),
        bytes.fromhex(record["text_sha256"])[:16],
        signature_of(text) if text is not None and collection and not is_pass else None,
        tuple((speaker["wikidata"], speaker["name"]) for speaker in record["speakers"] if speaker["wikidata"]),
        # Entities that upstream supplies are its promise to keep.
        None if record["entities"] is None else frozenset(entity["type"] for entity in record["entities"]),
        tuple(record["annotation"]["annotators"]),
    )


def _split(record: Mapping[str, Any], collection: Collection | None) -> str | None:
    try:
        return split_of(record["id"], record["upstream"], collection.split) if collection else None
    except CorpusError:  # K311 has said so
        return None
