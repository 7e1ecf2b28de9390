"""L1: the schema. jsonschema-rs decides; a record that fails is explained through jsonschema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.schema.validators import SchemaError, is_valid, schema_errors
from kavychki.validation.problem import Problem, shortened

CODES = {
    "required": "K101",
    "additionalProperties": "K102",
    "type": "K103",
    "enum": "K104",
    "const": "K104",
    "pattern": "K105",
    "format": "K105",
    "propertyNames": "K105",
    "minimum": "K106",
    "maximum": "K106",
    "minLength": "K106",
    "maxLength": "K106",
    "minItems": "K106",
    "maxItems": "K106",
    "minProperties": "K106",
    "uniqueItems": "K107",
}
"""Code of a failed schema keyword: every keyword that the schema uses to refuse a value."""


def schema_problems(record: Mapping[str, Any], concept: str = "article") -> Iterator[Problem]:
    """Everything in which a record violates the schema of its concept."""
    if is_valid(concept, record):
        return
    seen = set()
    for error in schema_errors(concept, record):
        # One value can fail two keywords of one code, as a date does its pattern and its format.
        key = CODES[error.keyword], error.path
        if key not in seen:
            seen.add(key)
            yield Problem(key[0], _message(error), error.path)


def _message(error: SchemaError) -> str:
    value, expected = shortened(error.instance), error.expected
    if error.keyword == "required":
        return f"the key {expected!r} is missing"
    if error.keyword == "additionalProperties":
        return f"the key {error.path[-1]!r} is unknown; known are {', '.join(expected)}"
    if isinstance(expected, list):
        expected = ", ".join(map(str, expected))
    return f"{value} {_COMPLAINTS.get(error.keyword, f'violates {error.keyword}')} {expected}"


_COMPLAINTS = {
    "type": "is not of type",
    "enum": "is not one of",
    "const": "is not",
    "pattern": "does not match",
    "format": "is no",
}
