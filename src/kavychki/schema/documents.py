"""A folder of JSON Schema documents and vocabularies, loaded once and used by every check."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
from referencing import Registry, Resource

from kavychki._resources import resource_dir
from kavychki.errors import CorpusError

BASE = "https://kavychki.example/schema/1/"
"""Prefix of every ``$id``. It resolves to nothing: references are looked up in the registry alone."""

ValuePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SchemaError:
    """A value that violates the schema: its path, the keyword that failed, that keyword's value."""

    path: ValuePath
    keyword: str
    expected: Any
    instance: Any


@dataclass(frozen=True, slots=True)
class Definition:
    """What a value of a vocabulary means, in English and in Russian."""

    en: str
    ru: str


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """A subject of the IPTC Media Topics.

    ``level`` (1 to 4) and ``parent`` are None where the upstream table does not give them; ``label_ru`` is the
    project's own and unofficial.
    """

    code: str
    label_en: str
    label_ru: str | None
    level: int | None
    parent: str | None
    wikidata: str | None


@dataclass(frozen=True)
class Schema:
    """The schema in a folder laid out as ``schema/`` of this project."""

    folder: Path

    @classmethod
    def at(cls, folder: Path | None = None) -> Schema:
        """The schema in a folder, by default the project's own; each folder is loaded once.

        Raises:
            CorpusError: the folder lacks a concept, or a document is broken.
        """
        return _load(folder.resolve() if folder else resource_dir("schema"))

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        """Every schema and vocabulary by its ``$id``."""
        found = {}
        for path in sorted(self.folder.rglob("*.json")):
            try:
                contents = json.loads(path.read_bytes())
                found[contents["$id"]] = contents
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path}: is no JSON Schema document with an $id ({error!r})") from error
        return found

    def document(self, name: str) -> dict[str, Any]:
        """The schema of a concept, such as ``article``."""
        try:
            return self.documents[f"{BASE}{name}.schema.json"]
        except KeyError:
            raise CorpusError(f"{self.folder}: has no schema of {name!r} with $id {BASE}{name}.schema.json") from None

    def is_valid(self, name: str, instance: object) -> bool:
        """Whether an instance obeys the schema of a concept; decided by jsonschema-rs."""
        return self.deciding(name).is_valid(instance)

    def errors(self, name: str, instance: object) -> Iterator[SchemaError]:
        """All violations, explained by jsonschema; each missing and each unknown key is one of its own."""
        seen = set()
        for error in self.explaining(name).iter_errors(instance):
            for single in _singly(error):
                key = (single.path, single.keyword, str(single.expected))
                if key not in seen:
                    seen.add(key)
                    yield single

    @cache  # noqa: B019 - schemas live as long as the process
    def deciding(self, name: str) -> jsonschema_rs.Draft202012Validator:
        """The engine for the verdict on every record."""
        registry = jsonschema_rs.Registry(list(self.documents.items()))
        return jsonschema_rs.Draft202012Validator(self.document(name), registry=registry, validate_formats=True)

    @cache  # noqa: B019
    def explaining(self, name: str) -> jsonschema.Draft202012Validator:
        """The engine whose errors say which keyword failed where."""
        registry: Registry[Any] = Registry().with_resources(
            (identifier, Resource.from_contents(contents)) for identifier, contents in self.documents.items()
        )
        return jsonschema.Draft202012Validator(
            self.document(name), registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )

    @cache  # noqa: B019
    def vocabulary(self, name: str) -> dict[str, Definition]:
        """Values of a vocabulary such as ``quote-type``, in canonical order."""
        contents = self.documents[f"{BASE}vocabularies/{name}.json"]
        return {value: Definition(**contents["x-definitions"][value]) for value in contents["enum"]}

    @cache  # noqa: B019
    def coarse_entity_types(self, scheme: str) -> dict[str, str]:
        """The coarse type of each entity type that has one: PER, ORG, LOC of ``conll``, the five of ``bsnlp``."""
        coarse: dict[str, dict[str, str]] = self.documents[f"{BASE}vocabularies/entity-type.json"]["x-coarse"]
        return coarse[scheme]

    @cached_property
    def media_topics(self) -> dict[str, MediaTopic]:
        """The Media Topics by code, such as ``medtop:20000593``."""
        path = self.folder / "vocabularies" / "media-topics.tsv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            return {row["code"]: _media_topic(row) for row in rows}

    def broader_topics(self, code: str) -> Iterator[str]:
        """The codes above a topic, nearest first, as far as the hierarchy reaches."""
        topic = self.media_topics.get(code)
        while topic is not None and topic.parent:
            yield topic.parent
            topic = self.media_topics.get(topic.parent)

    def top_topic(self, code: str) -> str | None:
        """The level 1 topic above a topic, or itself; None where the hierarchy does not reach that far."""
        for each in (code, *self.broader_topics(code)):
            topic = self.media_topics.get(each)
            if topic is not None and topic.level == 1:
                return each
        return None


@cache
def _load(folder: Path) -> Schema:
    schema = Schema(folder)
    for name in ("article", "collections", "annotators"):
        schema.document(name)
    return schema


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


def _media_topic(row: dict[str, str]) -> MediaTopic:
    return MediaTopic(
        row["code"],
        row["label_en"],
        row["label_ru"] or None,
        int(row["level"]) if row["level"] else None,
        row["parent"] or None,
        row["wikidata"] or None,
    )
