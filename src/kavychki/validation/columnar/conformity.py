"""L1 over columns: whether values obey the schema, beyond what their types and the form of their lines have shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.schema.documents import Schema
from kavychki.validation.columnar.layout import resolved
from kavychki.validation.columnar.spans import are_distinct, owners

Document = Mapping[str, Any]

KNOWN = frozenset(
    {
        "$schema",
        "$id",
        "$ref",
        "title",
        "description",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
    }
    | {"allOf", "if", "then", "not", "const", "enum", "pattern", "format", "minimum", "minLength", "maxLength"}
    | {"minItems", "maxItems", "uniqueItems", "x-definitions", "x-coarse"}
)
"""Keywords that are understood here. A schema with another one is left to the exact check."""

NOT_NULL: Document = {"not": {"type": "null"}}


def conforms(values: pa.Array, document: Document, schema: Schema) -> bool:
    """Whether every value obeys a document of the schema. False also where that cannot be told from columns."""
    document = resolved(dict(document), schema)
    if not document.keys() <= KNOWN:
        return False
    if document.get("if") == NOT_NULL:
        return conforms(values.drop_null(), document["then"], schema)
    if values.null_count:
        if "null" not in document.get("type", ()):
            return False
        values = values.drop_null()
    return _parts_conform(values, document, schema) and _obeys_keywords(values, document)


def _parts_conform(values: pa.Array, document: Document, schema: Schema) -> bool:
    if pa.types.is_list(values.type):
        return "items" not in document or conforms(values.flatten(), document["items"], schema)
    if not pa.types.is_struct(values.type):
        return True
    required = document.get("required", ())
    for name, each in document.get("properties", {}).items():
        field = values.field(name)
        if not conforms(field if name in required else field.drop_null(), each, schema):
            return False
    return all(_rule_holds(values, rule) for rule in document.get("allOf", ()))


def _rule_holds(values: pa.StructArray, rule: Document) -> bool:
    """Whether what a rule demands of some objects is true of them."""
    concerned = _matches(values, rule["if"])
    for name, each in rule["then"]["properties"].items():
        if not _obeys_keywords(values.field(name).filter(concerned), each):
            return False
    return bool(rule["then"].keys() == {"properties"})


def _matches(values: pa.Array, condition: Document) -> pa.BooleanArray:
    """Which values meet a condition of constants at keys, which all objects have."""
    if "const" in condition:
        return pc.equal(values, condition["const"])
    if "enum" in condition:
        return pc.is_in(values, pa.array(condition["enum"]))
    found = pa.array(np.ones(len(values), bool))
    for name, each in condition["properties"].items():
        found = pc.and_(found, _matches(values.field(name), each))
    return found


def _obeys_keywords(values: pa.Array, document: Document) -> bool:
    """Whether values that are not null obey the keywords of one document."""
    return not len(values) or all(
        holds(values, document[keyword]) for keyword, holds in _KEYWORDS.items() if keyword in document
    )


def _matches_pattern(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, re2(pattern))).as_py())


def re2(pattern: str) -> str:
    """A pattern of the schema in the syntax of RE2, where it differs: stricter where RE2 cannot say the same."""
    spelled = pattern.replace(r"(?![\s\S])", r"\z").replace(r"[^\s]", "[!-~]")
    return re.sub(r"\\u([0-9a-fA-F]{4})", r"\\x{\1}", spelled)


def _is_date(values: pa.StringArray, form: str) -> bool:
    if form != "date":
        return False
    try:
        return all(dt.date.fromisoformat(value) for value in pc.unique(values).to_pylist())
    except ValueError:
        return False


def _are_unique(values: pa.ListArray, wanted: bool) -> bool:
    """Whether no list holds a value twice."""
    items = values.flatten()
    if not wanted or not len(items):
        return True
    codes = np.asarray(items.dictionary_encode().indices).astype(np.int64)
    return are_distinct(owners(values) * (int(codes.max()) + 1) + codes)


def _are_long_enough(values: pa.StringArray, least: int) -> bool:
    # A string of one byte or more has one code point or more, and bytes need not be counted.
    length = pc.binary_length if least <= 1 else pc.utf8_length
    return _least(length(values)) >= least


def _least(values: pa.Array) -> int:
    return int(pc.min(values).as_py())


def _most(values: pa.Array) -> int:
    return int(pc.max(values).as_py())


_KEYWORDS: dict[str, Any] = {
    "const": lambda values, constant: bool(pc.all(pc.equal(values, constant)).as_py()),
    "enum": lambda values, known: bool(pc.all(pc.is_in(values, pa.array(known))).as_py()),
    "pattern": _matches_pattern,
    "format": _is_date,
    "minimum": lambda values, least: _least(values) >= least,
    "minLength": _are_long_enough,
    "maxLength": lambda values, most: _most(pc.utf8_length(values)) <= most,
    "minItems": lambda values, least: _least(pc.list_value_length(values)) >= least,
    "maxItems": lambda values, most: _most(pc.list_value_length(values)) <= most,
    "uniqueItems": _are_unique,
}
