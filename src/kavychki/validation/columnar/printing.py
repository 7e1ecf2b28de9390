"""Records from columns back to their canonical lines.

A line that comes out byte for byte as it went in is canonical in form, and the columns hold all of it: no key was
repeated, unknown, missing or in another place, no number written otherwise, no string escaped without need.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.schema.documents import Schema
from kavychki.validation.columnar.layout import resolved

_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))
"""The characters of news text that JSON escapes. A line with another one does not come out as it went in."""


Pieces = list[str | pa.Array]


def printed_lines(records: pa.StructArray, schema: Schema) -> pa.StringArray:
    """The line of each record, with its LF."""
    return _joined([*_struct_pieces(records, schema.document("article"), schema), "\n"])


def _pieces(values: pa.Array, document: dict[str, Any], schema: Schema) -> Pieces:
    """What stands in the lines for values, as constants and columns in turn: joining is what takes time."""
    document = resolved(document, schema)
    document = resolved(document.get("then", document), schema)
    if pa.types.is_struct(values.type):
        pieces = _struct_pieces(values, document, schema)
    elif pa.types.is_list(values.type):
        items = _joined(_pieces(values.values, document["items"], schema))
        pieces = ["[", pc.binary_join(pa.ListArray.from_arrays(values.offsets, items), ","), "]"]
    elif pa.types.is_string(values.type):
        pieces = ['"', _escaped(values), '"']
    else:
        pieces = [pc.cast(values, pa.string())]
    return [pc.if_else(values.is_valid(), _joined(pieces), "null")] if values.null_count else pieces


def _struct_pieces(values: pa.StructArray, document: dict[str, Any], schema: Schema) -> Pieces:
    found: Pieces = []
    for number, (name, each) in enumerate(document["properties"].items()):
        field, key = values.field(name), f'{"," if number else "{"}"{name}":'
        pieces = [key, *_pieces(field, each, schema)]
        if field.null_count and name not in document["required"]:
            pieces = [pc.if_else(field.is_valid(), _joined(pieces), "")]
        found += pieces
    return [*found, "}"]


def _joined(pieces: Pieces) -> pa.StringArray:
    merged: Pieces = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    if len(merged) == 1:
        return merged[0]
    return pc.binary_join_element_wise(*merged, "", null_handling="replace")


def _escaped(values: pa.StringArray) -> pa.StringArray:
    data = string_bytes(values)
    for plain, escaped in _ESCAPES:
        if (data == ord(plain)).any():
            values = pc.replace_substring(values, plain, escaped)
    return values


def string_bytes(values: pa.StringArray) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The UTF-8 bytes of all strings of an array, one behind the other."""
    _, offsets, data = values.buffers()
    bounds = np.frombuffer(offsets, np.int32)[values.offset : values.offset + len(values) + 1] if offsets else [0, 0]
    return np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]] if data else np.empty(0, np.uint8)
