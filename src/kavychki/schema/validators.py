"""Two engines over the same schema: jsonschema-rs decides fast, jsonschema explains what failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema
import jsonschema_rs
from referencing import Registry, Resource

from kavychki.schema.documents import document, documents

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SchemaError:
    """A value that violates the schema: its path, the keyword that failed and that keyword's value."""

    path: Path
    keyword: str
    expected: Any
    instance: Any


def is_valid(name: str, instance: object) -> bool:
    """Whether an instance obeys the schema of a concept, such as ``article``."""
    return deciding_validator(name).is_valid(instance)


def schema_errors(name: str, instance: object) -> Iterator[SchemaError]:
    """All violations; each missing and each unknown key is one of its own, at its own path."""
    seen = set()
    for error in explaining_validator(name).iter_errors(instance):
        for single in _singly(error):
            key = (single.path, single.keyword, str(single.expected))
            if key not in seen:
                seen.add(key)
                yield single


@cache
def deciding_validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """The engine for the verdict on every record."""
    registry = jsonschema_rs.Registry(list(documents().items()))
    return jsonschema_rs.Draft202012Validator(document(name), registry=registry, validate_formats=True)


@cache
def explaining_validator(name: str) -> jsonschema.Draft202012Validator:
    """The engine whose errors say which keyword failed where."""
    registry: Registry[Any] = Registry().with_resources(
        (identifier, Resource.from_contents(contents)) for identifier, contents in documents().items()
    )
    return jsonschema.Draft202012Validator(
        document(name), registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def _singly(error: jsonschema.ValidationError) -> Iterator[SchemaError]:
    path, keyword, instance = tuple(error.absolute_path), str(error.validator), error.instance
    expected: Any = error.validator_value
    if keyword == "required" and isinstance(instance, Mapping):
        missing = [key for key in expected if key not in instance]
        yield from (SchemaError((*path, key), keyword, key, instance) for key in missing)
    elif keyword == "additionalProperties" and isinstance(instance, Mapping) and isinstance(error.schema, Mapping):
        known = error.schema.get("properties", {})
        unknown = [key for key in instance if key not in known]
        yield from (SchemaError((*path, key), keyword, sorted(known), instance[key]) for key in unknown)
    else:
        yield SchemaError(path, keyword, expected, instance)
