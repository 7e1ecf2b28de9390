"""The closed vocabularies: their values, in order, with definitions and labels."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from kavychki.schema.documents import BASE, documents, schema_file


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


@cache
def vocabulary(name: str) -> dict[str, Definition]:
    """Values of a vocabulary such as ``quote-type``, in canonical order."""
    contents = documents()[f"{BASE}vocabularies/{name}.json"]
    return {value: Definition(**contents["x-definitions"][value]) for value in contents["enum"]}


@cache
def media_topics() -> dict[str, MediaTopic]:
    """The Media Topics by code, such as ``medtop:20000593``."""
    path = schema_file("vocabularies/media-topics.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: _media_topic(row) for row in rows}


def top_level(code: str) -> str | None:
    """The level 1 topic above a topic (itself where it is one); None where the hierarchy does not reach that far."""
    topics = media_topics()
    topic = topics.get(code)
    while topic is not None and topic.level != 1:
        topic = topics.get(topic.parent) if topic.parent else None
    return topic.code if topic else None


def _media_topic(row: dict[str, str]) -> MediaTopic:
    return MediaTopic(
        row["code"],
        row["label_en"],
        row["label_ru"] or None,
        int(row["level"]) if row["level"] else None,
        row["parent"] or None,
        row["wikidata"] or None,
    )
