"""The form of canonical lines as one regular expression, made from the schema.

Canonical lines have their keys in one order, no spaces and one way to write a value, and their records nest no deeper
than the schema does: they are a regular language, which RE2 decides in one pass. What is left to say of a line in this
form is what its values are: no key is repeated, unknown, missing or in another place, no number is written otherwise,
no string is escaped without need or has control characters of ASCII but LF and tab.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.schema.documents import Schema
from kavychki.validation.columnar.layout import resolved

_STRING = r'"(?:[^"\\\x00-\x1f\x7f]|\\["\\nt])*"'
"""Bytes of strings, with the escapes of news text; a line with other control characters is left to the exact check."""

_FORMS = {"string": _STRING, "integer": "(?:0|[1-9][0-9]*)", "boolean": "(?:true|false)"}


def have_canonical_form(lines: bytes, schema: Schema) -> bool:
    """Whether lines, each with its LF, are records in canonical form, as far as their values do not matter."""
    bounds = pa.py_buffer(np.array([0, len(lines)], np.int32))
    # Of binary data, RE2 reads bytes: half the work, and UTF-8 is another check's concern.
    whole = pa.BinaryArray.from_buffers(pa.binary(), 1, [None, bounds, pa.py_buffer(lines)])
    return bool(pc.match_substring_regex(whole, canonical_lines(schema))[0].as_py())


@lru_cache(maxsize=1)
def canonical_lines(schema: Schema) -> str:
    """The expression of lines, in the syntax of RE2."""
    return rf"\A(?:{_form(schema.document('article'), schema)}\n)*\z"


def _form(document: dict[str, Any], schema: Schema, *, nullable: bool = True) -> str:
    """The form of the values of a document; ``nullable`` allows null where the document does."""
    document = resolved(document, schema)
    if "then" in document:
        form, null = _form(document["then"], schema), True
    elif "enum" in document:
        form, null = _FORMS["string"], False
    elif "const" in document:
        form, null = _FORMS["integer"], False
    else:
        kinds = document["type"] if isinstance(document["type"], list) else [document["type"]]
        form, null = _form_of_type(document, schema), "null" in kinds
    return f"(?:null|{form})" if null and nullable else form


def _form_of_type(document: dict[str, Any], schema: Schema) -> str:
    if "properties" in document:
        return _form_of_object(document, schema)
    if "items" in document:
        item = _form(document["items"], schema)
        return rf"\[(?:{item}(?:,{item})*)?\]"
    kinds = document["type"] if isinstance(document["type"], list) else [document["type"]]
    (kind,) = (each for each in kinds if each != "null")
    return _FORMS[kind]


def _form_of_object(document: dict[str, Any], schema: Schema) -> str:
    """Keys in the schema's order. One that may be missing is missing rather than null."""
    found = ""
    for number, (name, each) in enumerate(document["properties"].items()):
        required = name in document["required"]
        member = f'{"," if number else ""}"{name}":{_form(each, schema, nullable=required)}'
        found += member if required else f"(?:{member})?"
    return rf"\{{{found}\}}"
