"""Mending what has exactly one right answer, and nothing else.

That is: order and canonical form of records and keys; line ends, empty lines, a byte order mark; surfaces that are
missing, or that stand in a text-free record; a text in another Unicode form than NFC, with its offsets carried over.
A surface that contradicts its offsets is left: either of the two may be the wrong one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from kavychki.errors import CanonicalTextError
from kavychki.schema.documents import Schema
from kavychki.text import canonical_text, text_sha256
from kavychki.validation.formatting import records_of, shard_of
from kavychki.validation.level2 import span_lists

Record = dict[str, Any]


def fixed_shard(content: bytes, schema: Schema | None = None) -> bytes:
    """The bytes of a shard with everything mended that can only be mended in one way.

    Raises:
        CorpusError: a line is no record by the schema, naming it; such a shard is left as it is.
    """
    records = list(records_of(content, schema or Schema.at()))
    for record in records:
        fix_record(record)
    return shard_of(records, schema)


def fix_record(record: Record) -> None:
    """Mend a record that has passed the schema, in place."""
    for span in _spans(record):
        _fix_surface(span, record["text"])
    if record["text"] is not None:
        _fix_text(record)


def _spans(record: Record) -> Iterator[dict[str, Any]]:
    for _, spans in span_lists(record):
        yield from spans  # type: ignore[misc]


def _fix_surface(span: dict[str, Any], text: str | None) -> None:
    if text is None:
        span.pop("text", None)
    elif "text" not in span and 0 <= span["start"] < span["end"] <= len(text):
        span["text"] = text[span["start"] : span["end"]]


def _fix_text(record: Record) -> None:
    """Put the text into canonical form, if no offset falls into the middle of what changes and the hash allows it."""
    text = record["text"]
    try:
        canonical = canonical_text(text)
    except CanonicalTextError:
        return
    known = {text_sha256(canonical), hashlib.sha256(text.encode("utf-8")).hexdigest()}
    if canonical == text or record["text_sha256"] not in known or not _surfaces_agree(record, text):
        return
    offsets = {span[key] for span in _spans(record) for key in ("start", "end")}
    moved = {offset: _moved(text, canonical, offset) for offset in offsets}
    if None in moved.values():
        return
    for span in _spans(record):
        span["start"], span["end"] = moved[span["start"]], moved[span["end"]]
        span["text"] = canonical[span["start"] : span["end"]]
    record.update(text=canonical, text_sha256=text_sha256(canonical), text_length=len(canonical))


def _surfaces_agree(record: Record, text: str) -> bool:
    return all(span.get("text") == text[span["start"] : span["end"]] for span in _spans(record))


def _moved(text: str, canonical: str, offset: int) -> int | None:
    """An offset's place in the canonical text; None where the text before it and the text behind it change together."""
    if offset in (0, len(text)):
        return 0 if offset == 0 else len(canonical)
    before, after = canonical_text(text[:offset]), canonical_text(text[offset:])
    return len(before) if before + after == canonical else None
