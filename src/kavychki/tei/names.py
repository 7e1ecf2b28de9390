"""The elements and attributes of the XML form, and what they stand for."""

from __future__ import annotations

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

VOCABULARIES = {
    (ROOT, "origin"): "origin",
    ("annotation", "status"): "status",
    ("speaker", "kind"): "speaker-kind",
    ("speaker", "anonymity"): "anonymity",
    ("said", "type"): "quote-type",
    ("said", "medium"): "medium",
    **{(name, "type"): "entity-type" for name in ENTITY_ELEMENTS - TYPE_OF_ELEMENT.keys()},
}
"""Attributes whose values are those of a vocabulary in ``schema/vocabularies``."""

VALUES = {"part": ("I", "M", "F"), "factual": ("true", "false"), "entities": ("upstream",)}
"""Attributes with a few values of their own."""

MAX_DEPTH = 200
"""Elements within elements: more than any annotation nests."""

NO_PARENT = "none"
"""A quote that lies inside another one and has no parent all the same."""
