"""An article and its stand-off annotation, as immutable values.

Each class mirrors one file of ``schema/``: the same names in the same order. Offsets are Unicode code points, half-open
``[start, end)``, into the canonical text. ``from_dict`` expects a record that the validator has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kavychki.model.vocabulary import (
    Anonymity,
    EntityType,
    Genre,
    Medium,
    Origin,
    PhenomenonType,
    QuoteType,
    SpeakerKind,
    Status,
)

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``[start, end)`` of the text in code points; ``text`` is its surface, None in a text-free record."""

    start: int
    end: int
    text: str | None = None

    @classmethod
    def from_dict(cls, data: JsonObject) -> Span:
        return cls(data["start"], data["end"], data.get("text"))

    def to_dict(self) -> dict[str, Any]:
        span: dict[str, Any] = {"start": self.start, "end": self.end}
        if self.text is not None:
            span["text"] = self.text
        return span


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of one of NEREL's 29 types; several spans where its name is discontinuous."""

    id: str
    type: EntityType
    spans: tuple[Span, ...]
    wikidata: str | None

    @classmethod
    def from_dict(cls, data: JsonObject) -> Entity:
        return cls(data["id"], data["type"], _spans(data["spans"]), data["wikidata"])

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.type, "spans": _span_dicts(self.spans), "wikidata": self.wikidata}


@dataclass(frozen=True, slots=True)
class Speaker:
    """One distinct source of words or thoughts in a document, with its mentions."""

    id: str
    name: str
    kind: SpeakerKind
    anonymity: Anonymity
    role: str | None
    wikidata: str | None
    mentions: tuple[Span, ...]

    @classmethod
    def from_dict(cls, data: JsonObject) -> Speaker:
        return cls(
            data["id"],
            data["name"],
            data["kind"],
            data["anonymity"],
            data["role"],
            data["wikidata"],
            _spans(data["mentions"]),
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "anonymity": self.anonymity,
            "role": self.role,
            "wikidata": self.wikidata,
            "mentions": _span_dicts(self.mentions),
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """Words or thoughts that the article attributes to a source other than its author, with cue and source."""

    id: str
    type: QuoteType
    medium: Medium
    factual: bool
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    parent: str | None

    @classmethod
    def from_dict(cls, data: JsonObject) -> Quote:
        return cls(
            data["id"],
            data["type"],
            data["medium"],
            data["factual"],
            _spans(data["content"]),
            _spans(data["cue"]),
            _spans(data["source"]),
            tuple(data["speakers"]),
            tuple(data["addressees"]),
            data["parent"],
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "medium": self.medium,
            "factual": self.factual,
            "content": _span_dicts(self.content),
            "cue": _span_dicts(self.cue),
            "source": _span_dicts(self.source),
            "speakers": list(self.speakers),
            "addressees": list(self.addressees),
            "parent": self.parent,
        }


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """A phenomenon of the inventory, the quotes that show it, and the places outside of quotes that do."""

    type: PhenomenonType
    quotes: tuple[str, ...]
    spans: tuple[Span, ...]

    @classmethod
    def from_dict(cls, data: JsonObject) -> Phenomenon:
        return cls(data["type"], tuple(data["quotes"]), _spans(data["spans"]))

    def to_dict(self) -> dict[str, Any]:
        return {"type": self.type, "quotes": list(self.quotes), "spans": _span_dicts(self.spans)}


@dataclass(frozen=True, slots=True)
class Annotation:
    """Who annotated a record (ids of the registry, in order of work), by which guidelines, and how far it has come."""

    status: Status
    annotators: tuple[str, ...]
    guidelines: str
    date: str

    @classmethod
    def from_dict(cls, data: JsonObject) -> Annotation:
        return cls(data["status"], tuple(data["annotators"]), data["guidelines"], data["date"])

    def to_dict(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "annotators": list(self.annotators),
            "guidelines": self.guidelines,
            "date": self.date,
        }


@dataclass(frozen=True, slots=True)
class Article:
    """One news article with all layers. ``text`` is None, and no span has a surface, in a text-free record."""

    id: str
    schema: int
    collection: str
    origin: Origin
    genre: Genre | None
    lang: str
    published: str | None
    url: str | None
    upstream: str | None
    text: str | None
    text_sha256: str
    text_length: int
    title: Span | None
    entities: tuple[Entity, ...] | None
    speakers: tuple[Speaker, ...]
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...]
    phenomena: tuple[Phenomenon, ...] | None
    annotation: Annotation

    @classmethod
    def from_dict(cls, data: JsonObject) -> Article:
        """The article of a record that has passed validation; KeyError or TypeError on one that has not."""
        title, entities, phenomena = data["title"], data["entities"], data["phenomena"]
        return cls(
            data["id"],
            data["schema"],
            data["collection"],
            data["origin"],
            data["genre"],
            data["lang"],
            data["published"],
            data["url"],
            data["upstream"],
            data["text"],
            data["text_sha256"],
            data["text_length"],
            None if title is None else Span.from_dict(title),
            None if entities is None else tuple(map(Entity.from_dict, entities)),
            tuple(map(Speaker.from_dict, data["speakers"])),
            tuple(map(Quote.from_dict, data["quotes"])),
            tuple(data["topics"]),
            None if phenomena is None else tuple(map(Phenomenon.from_dict, phenomena)),
            Annotation.from_dict(data["annotation"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """The record: plain JSON values with the keys in schema order."""
        return {
            "id": self.id,
            "schema": self.schema,
            "collection": self.collection,
            "origin": self.origin,
            "genre": self.genre,
            "lang": self.lang,
            "published": self.published,
            "url": self.url,
            "upstream": self.upstream,
            "text": self.text,
            "text_sha256": self.text_sha256,
            "text_length": self.text_length,
            "title": None if self.title is None else self.title.to_dict(),
            "entities": None if self.entities is None else [entity.to_dict() for entity in self.entities],
            "speakers": [speaker.to_dict() for speaker in self.speakers],
            "quotes": [quote.to_dict() for quote in self.quotes],
            "topics": list(self.topics),
            "phenomena": None if self.phenomena is None else [each.to_dict() for each in self.phenomena],
            "annotation": self.annotation.to_dict(),
        }


def _spans(data: Iterable[JsonObject]) -> tuple[Span, ...]:
    return tuple(map(Span.from_dict, data))


def _span_dicts(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [span.to_dict() for span in spans]
