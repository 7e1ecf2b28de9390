"""Batches of lines: read once as columns, accepted where nothing is wrong with any record alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.json as pa_json

from kavychki.io.corpus import Corpus, Shard
from kavychki.schema.documents import Schema
from kavychki.validation.columnar.conformity import conforms
from kavychki.validation.columnar.form import have_canonical_form
from kavychki.validation.columnar.layout import record_schema
from kavychki.validation.columnar.membership import are_members
from kavychki.validation.columnar.record import records_are_sound

TEXT = "text"
"""The key of texts and surfaces."""


@dataclass(frozen=True)
class QuickChecker:
    """Accepts lines of a corpus in which the exact checks up to level 3 find nothing that one record shows.

    What it accepts is certain, what it does not accept is not: text-free records, records that upstream splits, and
    the rare record that it takes more to decide are left to the exact checks, with all others of their batch.
    """

    schema: Schema
    corpus: Corpus

    def accepted(self, lines: bytes, shard: Shard) -> pa.StructArray | None:
        """The records of lines, LF included, as columns of ``record_schema``; None where they are not accepted."""
        if shard.is_pass or not have_canonical_form(lines, self.schema):
            return None
        records = self._read(lines)
        if records is None or not _is_utf8(records):
            return None
        if not conforms(records, self.schema.document("article"), self.schema) or records.field("text").null_count:
            return None
        sound = are_members(records, self.corpus, shard) and records_are_sound(records, self.schema)
        return records if sound else None

    @cached_property
    def _columns(self) -> pa.Schema:
        return record_schema(self.schema)

    def _read(self, lines: bytes) -> pa.StructArray | None:
        try:
            table = pa_json.read_json(
                pa.BufferReader(lines),
                read_options=pa_json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
                parse_options=pa_json.ParseOptions(
                    explicit_schema=self._columns, unexpected_field_behavior="error", newlines_in_values=False
                ),
            )
        except pa.ArrowInvalid:
            return None
        return table.to_struct_array().combine_chunks()


def _is_utf8(values: pa.Array) -> bool:
    """Whether all strings are UTF-8; not of texts, which are decoded later on, and surfaces, their parts."""
    if pa.types.is_struct(values.type):
        return all(_is_utf8(values.field(each.name)) for each in values.type if each.name != TEXT)
    if pa.types.is_list(values.type):
        return _is_utf8(values.values)
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
