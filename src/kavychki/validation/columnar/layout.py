"""The columns of records, read from the schema: an Arrow type for every concept."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kavychki.schema.documents import BASE, Schema

_TYPES = {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}


def record_schema(schema: Schema) -> pa.Schema:
    """The columns of an article, in the order of ``schema/``; values of vocabularies are strings."""
    return pa.schema(list(_arrow_type(schema.document("article"), schema)))


def resolved(document: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """What a reference points to; another document as it is."""
    while "$ref" in document:
        document = schema.documents[BASE + document["$ref"]]
    return document


def _arrow_type(document: dict[str, Any], schema: Schema) -> pa.DataType:
    document = resolved(document, schema)
    if "then" in document:
        return _arrow_type(document["then"], schema)
    if "enum" in document:
        return pa.string()
    if "const" in document:
        return pa.scalar(document["const"], pa.int32()).type
    if "properties" in document:
        return pa.struct([(name, _arrow_type(each, schema)) for name, each in document["properties"].items()])
    if "items" in document:
        return pa.list_(_arrow_type(document["items"], schema))
    kinds = document["type"] if isinstance(document["type"], list) else [document["type"]]
    (kind,) = (each for each in kinds if each != "null")
    return _TYPES[kind]
