"""The elements and attributes of the XML form, and what they stand for."""

from __future__ import annotations

from kavychki.schema.documents import Schema

ROOT, HEADER, TEXT = "article", "teiHeader", "text"

ELEMENT_OF_TYPE = {
    "PERSON": "persName",
    "ORGANIZATION": "orgName",
    "PROFESSION": "roleName",
    "DATE": "date",
    **dict.fromkeys(("CITY", "COUNTRY", "DISTRICT", "FACILITY", "LOCATION", "STATE_OR_PROVINCE"), "placeName"),
}
"""Entity types with an element of their own; the others are ``rs``, TEI's referring string, with a ``type``."""

OTHER = "rs"
"""An entity of another type, or, without a ``type``, the mere mention of a speaker."""

TYPE_OF_ELEMENT = {
    element: kind for kind, element in ELEMENT_OF_TYPE.items() if [*ELEMENT_OF_TYPE.values()].count(element) == 1
}
"""Elements that say the entity type by themselves."""

ENTITY_ELEMENTS = frozenset({*ELEMENT_OF_TYPE.values(), OTHER})

_ENTITY = frozenset({"id", "type", "wikidata", "ref", "prev", "part"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    ROOT: frozenset({"id", "origin", "lang", "published", "url", "upstream", "sha256", "entities"}),
    HEADER: frozenset(),
    TEXT: frozenset({"xml:space"}),
    "annotation": frozenset({"status", "annotators", "guidelines", "date"}),
    "catRef": frozenset({"target"}),
    "speaker": frozenset({"id", "name", "kind", "anonymity", "role", "wikidata"}),
    "head": frozenset({"part"}),
    "said": frozenset({"id", "type", "medium", "factual", "who", "toWhom", "parent", "prev", "part"}),
    "cue": frozenset({"corresp", "part"}),
    "source": frozenset({"corresp", "ref", "part"}),
    **{
        name: _ENTITY - {"type"} if name in TYPE_OF_ELEMENT else _ENTITY
        for name in ("persName", "orgName", "placeName", "roleName", "date", OTHER)
    },
}
"""Every element with the attributes that it may have."""

IN_HEADER = ("annotation", "catRef", "speaker")
IN_TEXT = ("head", "said", "cue", "source", "persName", "orgName", "placeName", "roleName", "date", OTHER)

REQUIRED: dict[str, tuple[str, ...]] = {
    ROOT: ("id", "origin"),
    "annotation": ("status", "annotators", "guidelines", "date"),
    "catRef": ("target",),
    "speaker": ("name", "kind"),
    "said": ("type",),
    "placeName": ("type",),
}
"""Attributes that an element must have, unless it is a further part of something and has ``prev``."""

_VOCABULARIES = {
    (ROOT, "origin"): "origin",
    ("annotation", "status"): "status",
    ("speaker", "kind"): "speaker-kind",
    ("speaker", "anonymity"): "anonymity",
    ("said", "type"): "quote-type",
    ("said", "medium"): "medium",
}
_VALUES = {"part": ("I", "M", "F"), "factual": ("true", "false"), "entities": ("upstream",)}


def values_of(element: str, attribute: str, schema: Schema) -> tuple[str, ...]:
    """The values that an attribute can have; none where it can have any."""
    if attribute == "type" and element in ENTITY_ELEMENTS:
        return tuple(kind for kind in schema.vocabulary("entity-type") if element_of(kind) == element)
    name = _VOCABULARIES.get((element, attribute))
    return tuple(schema.vocabulary(name)) if name else _VALUES.get(attribute, ())


def element_of(entity_type: str) -> str:
    """The element of entities of a type."""
    return ELEMENT_OF_TYPE.get(entity_type, OTHER)


MAX_DEPTH = 200
"""Elements within elements: more than any annotation nests."""

NO_PARENT = "none"
"""A quote that lies inside another one and has no parent all the same."""
