"""Fingerprints: what the corpus knows of a text that it may not hold, enough to see where another version differs.

``corpus/<collection>/fingerprints.tsv`` has a row a text: the record's id, the SHA-256 of the canonical text, that of
upstream's annotation file (or nothing), and the text's *blocks*: ``start+length:digest`` in code points, the digest the
first 16 hexadecimal digits of the SHA-256 of the block's folded form (see ``fold``). Blocks are sentences, short ones
joined with those that follow in their line, so that nobody can guess a text back from its digests.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kavychki.errors import CorpusError
from kavychki.io.atomic import atomic_file
from kavychki.text import sentence_bounds, text_sha256

NAME = "fingerprints.tsv"
COLUMNS = ("id", "text_sha256", "annotation_sha256", "blocks")

SHORTEST = 80
"""Code points that a block has at least, unless its line is shorter."""

_DIGITS = 16
_FOLDED = {" ": "\t\u00a0\u2009\u202f", '"': "«»„“”‟", "'": "‘’", "-": "\u2010\u2011–—−", "е": "ё", "Е": "Ё"}
_TABLE = {ord(each): to for to, these in _FOLDED.items() for each in these}
_BLOCK = re.compile(rf"([0-9]+)\+([0-9]+):([0-9a-f]{{{_DIGITS}}})")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text: where it begins, its length (code points), its digest."""

    start: int
    length: int
    digest: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is known of a record's text and of upstream's annotation of it."""

    id: str
    text_sha256: str
    annotation_sha256: str | None
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, identifier: str, text: str, annotation: str | None = None) -> Fingerprint:
        """The fingerprint of a canonical text, and of the canonical text of its annotation file."""
        pinned = None if annotation is None else text_sha256(annotation)
        return cls(identifier, text_sha256(text), pinned, tuple(blocks_of(text)))


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text, in order; what lies between them is white space."""
    start: int | None = None
    bounds, folded = sentence_bounds(text), fold(text)
    for number, (begin, end) in enumerate(bounds):
        start = begin if start is None else start
        last = number + 1 == len(bounds) or "\n" in text[end : bounds[number + 1][0]]
        if last or end - start >= SHORTEST:
            yield Block(start, end - start, digest(folded[start:end]))
            start = None


def fold(text: str) -> str:
    """A text in which what editors and browsers change is the same: kinds of spaces, marks and dashes, ё and е.

    One code point stays one, so offsets hold.
    """
    return text.translate(_TABLE)


def digest(folded: str) -> str:
    """The digest of a block, given in its folded form."""
    return hashlib.sha256(folded.encode()).hexdigest()[:_DIGITS]


def read_fingerprints(corpus: Path, collection: str) -> Mapping[str, Fingerprint]:
    """The fingerprints of a collection by record id; none where it has no such file.

    Raises:
        CorpusError: a row is broken.
    """
    path = corpus / collection / NAME
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
    except FileNotFoundError:
        return {}
    found = {}
    for number, row in enumerate(rows, 2):
        try:
            found[row["id"]] = _from_row(row)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise CorpusError(f"{path}:{number}: no valid row ({error}): make the file anew") from error
    return found


def write_fingerprints(path: Path, fingerprints: Iterable[Fingerprint]) -> None:
    """Write a collection's file, sorted by id."""
    rows = sorted(map(_to_row, fingerprints))
    with atomic_file(path) as stream:
        stream.write("".join("\t".join(row) + "\n" for row in [COLUMNS, *rows]).encode())


def _to_row(fingerprint: Fingerprint) -> tuple[str, ...]:
    blocks = " ".join(f"{each.start}+{each.length}:{each.digest}" for each in fingerprint.blocks)
    return fingerprint.id, fingerprint.text_sha256, fingerprint.annotation_sha256 or "", blocks


def _from_row(row: Mapping[str, str]) -> Fingerprint:
    blocks = []
    for each in row["blocks"].split(" "):
        found = _BLOCK.fullmatch(each)
        if not found:
            raise ValueError(f"{each!r} is no block")
        blocks.append(Block(int(found[1]), int(found[2]), found[3]))
    return Fingerprint(row["id"], row["text_sha256"], row["annotation_sha256"] or None, tuple(blocks))
