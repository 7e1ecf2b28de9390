"""L1: the schema. jsonschema-rs decides; a record that fails is explained through jsonschema."""

from __future__ import annotations

from collections.abc import Iterator

from kavychki.schema.documents import Schema, SchemaError
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
"""Code of a failed schema keyword: every keyword by which the project's schema refuses a value."""

OTHER = "K108"
"""Code of a keyword that only another schema uses."""


def schema_problems(record: object, schema: Schema, concept: str = "article") -> Iterator[Problem]:
    """In what a record violates the schema of its concept."""
    if schema.is_valid(concept, record):
        return
    seen = set()
    for error in schema.errors(concept, record):
        # One value can fail two keywords of one code, as a date does its pattern and its format.
        key = CODES.get(error.keyword, OTHER), error.path
        if key not in seen:
            seen.add(key)
            yield Problem(key[0], _message(error), error.path)


def _message(error: SchemaError) -> str:
    value, expected = shortened(error.instance), error.expected
    if error.keyword == "required":
        return f"the key {expected!r} is missing"
    if error.keyword == "additionalProperties":
        return f"the key {shortened(error.path[-1])} is unknown; known are {', '.join(expected)}"
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
