"""The canonical form of a whole shard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import orjson

from kavychki.errors import CorpusError
from kavychki.io.lines import read_lines
from kavychki.io.serialisation import canonical_record
from kavychki.schema.documents import Schema
from kavychki.validation.level0 import parse

MENDABLE = frozenset({"K003", "K004", "K005", "K006"})
"""Findings about bytes and lines that go away when a shard is written anew, with nothing lost."""


def canonical_shard(content: bytes, schema: Schema | None = None) -> bytes:
    """The bytes of a shard with its records sorted by id, each in its canonical serialisation.

    Line ends, empty lines and a byte order mark are mended with it. Nothing is guessed: a line that is no record, or
    one from which something would be lost, refuses the shard.

    Raises:
        CorpusError: naming the line and what is wrong with it.
    """
    return shard_of(list(records_of(content, schema or Schema.at())), schema)


def records_of(content: bytes, schema: Schema) -> Iterator[dict[str, Any]]:
    """The records of a shard whose every line is one by the schema; errors as in ``canonical_shard``."""
    for line in read_lines(io.BytesIO(content)):
        parsed = parse(line)
        if parsed.record is None:
            if any(problem.code not in MENDABLE for problem in parsed.problems):
                raise CorpusError(f"line {line.number}: {parsed.problems[-1].message}: the shard is left as it is")
        elif not schema.is_valid("article", parsed.record):
            raise CorpusError(f"line {line.number} violates the schema: left as it is; `kavychki validate` says where")
        else:
            yield parsed.record


def shard_of(records: list[dict[str, Any]], schema: Schema | None = None) -> bytes:
    """The bytes of a shard of records."""
    ordered = sorted(records, key=lambda record: str(record["id"]))
    return b"".join(orjson.dumps(canonical_record(record, schema)) + b"\n" for record in ordered)
