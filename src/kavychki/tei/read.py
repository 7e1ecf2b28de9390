"""From inline XML to a record.

A whole document has a header with everything that a record has; see docs/xml.md. A *fragment* needs none: it is the
text with its marks, as in ::

    <source>Мэр</source> <cue>сообщил</cue>, что <said type="indirect" who="мэр">мост закрыт</said>.

In both, ids may be left out and are then numbered in order; a ``<cue>`` or ``<source>`` without ``corresp`` belongs to
the only quote; ``who``, ``toWhom`` and ``ref`` take ids (``"s1 s2"``) or names (``"Пётр Лугин; Анна Лугина"``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from kavychki.errors import CanonicalTextError
from kavychki.io.serialisation import canonical_record
from kavychki.model import Annotation, Article, Entity, Quote, Span
from kavychki.model.vocabulary import EntityType
from kavychki.schema.documents import Schema
from kavychki.tei.difference import first_difference
from kavychki.tei.grouping import grouped
from kavychki.tei.names import (
    ENTITY_ELEMENTS,
    NO_PARENT,
    OTHER,
    REQUIRED,
    ROOT,
    TEXT,
    TYPE_OF_ELEMENT,
    element_of,
    values_of,
)
from kavychki.tei.nesting import usual_parents
from kavychki.tei.parse import Element, Parsed, Place, parse
from kavychki.tei.spans import Stretch, stretches
from kavychki.tei.speakers import Speakers
from kavychki.text import canonical_text, text_sha256

OriginalLookup = Callable[[str, str | None], str | None]
"""From an article's id, and the SHA-256 of its text where that is given, to the text it must have, or None."""

SCHEMA_VERSION = 1

_FRAGMENT: Mapping[str, str] = {"id": "fragment-1", "origin": "constructed"}
_FRAGMENT_ANNOTATION = Annotation("draft", ("fragment",), "1.0", "2026-01-01")


@dataclass(frozen=True, slots=True)
class Document:
    """An article, and where in its XML its parts stand."""

    article: Article
    _parsed: Parsed
    _items: Mapping[tuple[str, str], Place]

    def place_of_offset(self, offset: int) -> Place:
        """Line and column of a code point of the text."""
        return self._parsed.place_of(offset)

    def place_of_item(self, layer: str, identifier: str) -> Place:
        """Line and column of a quote, an entity or a speaker, by its layer and id; the root's where it is not there."""
        return self._items.get((layer, identifier), self._parsed.root.place)


def read_article(xml: str | bytes, original: OriginalLookup | None = None) -> Article:
    """The article of an XML document; validate it before it is stored.

    Args:
        xml: the document; bytes in the encoding that they declare, UTF-8 by default.
        original: where the text is looked up that the article must have, to show the place of a difference.

    Raises:
        XmlError: naming line, column and remedy of everything that is wrong.
    """
    return read_document(xml, original).article


def read_document(xml: str | bytes, original: OriginalLookup | None = None) -> Document:
    """The article of an XML document with the places of its parts; as ``read_article``."""
    return _Reader(parse(xml), fragment=False).document(original)


def read_fragment(xml: str) -> Article:
    """The article of a few words of text with marks, without header: made for examples and tests.

    What a record must have is filled in: the id ``fragment-1``, origin ``constructed``, status ``draft``, language
    ``ru``. A speaker is declared by being named in ``who``, ``toWhom`` or ``ref`` (a named person). Line breaks around
    the fragment are not part of its text. A whole document, ``<article>…``, is read in the same lenient way, for
    examples in which speakers need more than a name.

    Raises:
        XmlError: as ``read_article``.
    """
    if re.match(rf"\s*(<\?xml|<{ROOT}[\s>])", xml):
        document = xml.lstrip()
        before = -xml[: len(xml) - len(document)].count("\n")
        return _Reader(parse(document, before), fragment=True).document(None).article
    inner = xml.strip("\n")
    before = 2 - (len(xml) - len(xml.lstrip("\n")))
    parsed = parse(f"<{ROOT}>\n<{TEXT}>\n{inner}\n</{TEXT}></{ROOT}>", before)
    return _Reader(parsed, fragment=True).document(None).article


class _Reader:
    """Reads one parsed document; what is wrong is collected, and said at once at the end."""

    def __init__(self, parsed: Parsed, *, fragment: bool) -> None:
        self.parsed = parsed
        self.fragment = fragment
        self.text = parsed.text
        for element in (parsed.root, *parsed.header, *parsed.elements):
            self._check_attributes(element)
        self.stretches = stretches(parsed)
        self.speakers = Speakers(parsed, implicit=fragment)
        self.items: dict[tuple[str, str], Place] = {}

    def document(self, original: OriginalLookup | None) -> Document:
        root = {**(_FRAGMENT if self.fragment else {}), **self.parsed.root.attributes}
        self._check_text(root, original)
        quotes = self._quotes()
        entities = self._entities(root)
        mentions = self._mentions()
        article = Article(
            id=root.get("id", ""),
            schema=SCHEMA_VERSION,
            collection=root.get("id", "").split("-", 1)[0],
            origin=cast("Any", root.get("origin")),
            lang=root.get("lang", "ru"),
            published=root.get("published"),
            url=root.get("url"),
            upstream=root.get("upstream"),
            text=self.text,
            text_sha256=text_sha256(self.text),
            text_length=len(self.text),
            title=self._title(),
            entities=entities,
            speakers=tuple(
                replace(each, mentions=tuple(sorted(mentions[each.id]))) for each in self.speakers.found.values()
            ),
            quotes=tuple(quotes),
            topics=tuple(each.attributes.get("target", "") for each in self.parsed.header if each.name == "catRef"),
            annotation=self._annotation(),
        )
        self.parsed.refuse()
        for identifier, element in self.speakers.places.items():
            self.items["speakers", identifier] = element.place
        return Document(Article.from_dict(canonical_record(article.to_dict())), self.parsed, self.items)

    def _check_attributes(self, element: Element) -> None:
        """Note attributes that are missing, and values that are none of those that there are."""
        name, values, schema = element.name, element.attributes, Schema.at()
        lenient = "prev" in values or (self.fragment and name == ROOT)
        for key in () if lenient else REQUIRED.get(name, ()):
            if key not in values:
                choice = ", ".join(values_of(name, key, schema))
                message = f"<{name}> has no {key!r}" + (f": give one of {choice}" if choice else "")
                self.parsed.problem(element.place, message)
        for key, value in values.items():
            known = values_of(name, key, schema)
            if name in ENTITY_ELEMENTS and key == "type" and value in schema.vocabulary("entity-type"):
                if value not in known:
                    self.parsed.problem(element.place, f"{value} has an element of its own: <{element_of(value)}>")
            elif known and value not in known:
                self.parsed.problem(element.place, f"{key}={value!r} of <{name}>: known are {', '.join(known)}")

    def _check_text(self, root: Mapping[str, str], original: OriginalLookup | None) -> None:
        """Hold the text against its canonical form, and against what it must be."""
        try:
            canonical = canonical_text(self.text)
        except CanonicalTextError as error:
            self.parsed.problem(self.parsed.place_of(0), str(error))
            return
        if canonical != self.text:
            self._differs(canonical, "the text is not in canonical form (NFC)")
        sha256 = root.get("sha256")
        wanted = original(root.get("id", ""), sha256) if original else None
        if wanted is not None and wanted != self.text:
            self._differs(wanted, "the text was changed")
        elif sha256 not in (None, text_sha256(self.text)):
            message = "the text was changed: its SHA-256 is not that of the header, and the original is not at hand"
            remedy = "undo the change, or remove sha256 if the article is a new one"
            self.parsed.problem(self.parsed.root.place, f"{message}: {remedy}")

    def _differs(self, wanted: str, message: str) -> None:
        offset, difference = first_difference(wanted, self.text)
        self.parsed.problem(self.parsed.place_of(offset), f"{message}: {difference}")

    def _annotation(self) -> Annotation:
        found = [each for each in self.parsed.header if each.name == "annotation"]
        if self.fragment and not found:
            return _FRAGMENT_ANNOTATION
        place = found[-1].place if found else self.parsed.root.place
        if len(found) != 1:
            self.parsed.problem(place, f"the header has {len(found)} <annotation>, where one is wanted")
        values = found[0].attributes if found else {}
        status, annotators = values.get("status", "draft"), tuple(values.get("annotators", "").split())
        return Annotation(cast("Any", status), annotators, values.get("guidelines", ""), values.get("date", ""))

    def _title(self) -> Span | None:
        heads = self._of({"head"})
        for each in heads[1:]:
            self.parsed.problem(each.element.place, "a second <head>: an article has one title")
        return heads[0].span(self.text) if heads else None

    def _quotes(self) -> list[Quote]:
        """The quotes with their cues and sources."""
        contents = grouped(self.parsed, self._of({"said"}), "q")
        roles = {role: self._by_quote(role, contents) for role in ("cue", "source")}
        quotes = [self._quote(name, parts, roles) for name, parts in contents.items()]
        parents = usual_parents(quotes)
        return [replace(quote, parent=self._parent(quote, parents[quote.id], contents)) for quote in quotes]

    def _quote(self, name: str, parts: list[Stretch], roles: Mapping[str, Mapping[str, list[Span]]]) -> Quote:
        element = parts[0].element
        values = element.attributes
        self.items["quotes", name] = element.place
        return Quote(
            id=name,
            type=cast("Any", values.get("type")),
            medium=cast("Any", values.get("medium", "speech")),
            factual=values.get("factual", "true") == "true",
            content=tuple(sorted(part.span(self.text) for part in parts)),
            cue=tuple(sorted(roles["cue"][name])),
            source=tuple(sorted(roles["source"][name])),
            speakers=self.speakers.cited(element, "who"),
            addressees=self.speakers.cited(element, "toWhom"),
            parent=None,
        )

    def _parent(self, quote: Quote, usual: str | None, contents: Mapping[str, list[Stretch]]) -> str | None:
        element = contents[quote.id][0].element
        given = element.attributes.get("parent")
        if given is not None and given != NO_PARENT and given not in contents:
            self.parsed.problem(element.place, f"parent={given!r}: no <said> has this id")
        return usual if given is None else None if given == NO_PARENT else given

    def _by_quote(self, role: str, contents: Mapping[str, list[Stretch]]) -> Mapping[str, list[Span]]:
        """The cues or sources of each quote."""
        found: dict[str, list[Span]] = defaultdict(list)
        for stretch in self._of({role}):
            element = stretch.element
            cited = element.attributes.get("corresp", "").split()
            if not cited and len(contents) == 1:
                cited = list(contents)
            if not cited:
                self.parsed.problem(element.place, f'<{role}> must say of which quote it is: corresp="q1"')
            for name in dict.fromkeys(cited):
                if name not in contents:
                    known = ", ".join(contents) or "none"
                    self.parsed.problem(element.place, f"corresp={name!r}: no <said> has this id; there are {known}")
                found[name].append(stretch.span(self.text))
        return found

    def _entities(self, root: Mapping[str, str]) -> tuple[Entity, ...] | None:
        listed = [each for each in self._of(ENTITY_ELEMENTS) if not _is_mention(each.element)]
        if root.get("entities") == "upstream":
            for each in listed:
                message = f'<{each.element.name}> marks an entity, but entities="upstream" says that there are none'
                self.parsed.problem(each.element.place, message)
            return None
        listed.sort(key=lambda each: (each.start, -each.end, self._entity_type(each.element)))
        return tuple(self._entity(name, parts) for name, parts in grouped(self.parsed, listed, "e").items())

    def _entity(self, name: str, parts: list[Stretch]) -> Entity:
        element = parts[0].element
        self.items["entities", name] = element.place
        kind = self._entity_type(element)
        if not kind and element.name == OTHER:
            self.parsed.problem(element.place, f'<{OTHER}> has neither type="EVENT", say, nor ref="s1" for a mention')
        spans = tuple(sorted(part.span(self.text) for part in parts))
        return Entity(name, cast("EntityType", kind), spans, element.attributes.get("wikidata"))

    def _entity_type(self, element: Element) -> str:
        return TYPE_OF_ELEMENT.get(element.name) or element.attributes.get("type", "")

    def _mentions(self) -> Mapping[str, list[Span]]:
        """The mentions of each speaker."""
        found: dict[str, list[Span]] = defaultdict(list)
        for stretch in self.stretches:
            for name in self.speakers.cited(stretch.element, "ref"):
                found[name].append(stretch.span(self.text))
        return found

    def _of(self, names: set[str] | frozenset[str]) -> list[Stretch]:
        return [each for each in self.stretches if each.element.name in names]


def _is_mention(element: Element) -> bool:
    """Whether an element marks the mere mention of a speaker."""
    values = element.attributes
    return element.name == OTHER and "type" not in values and "ref" in values
