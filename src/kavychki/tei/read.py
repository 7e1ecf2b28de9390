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
from kavychki.tei.names import (
    ELEMENT_OF_TYPE,
    ENTITY_ELEMENTS,
    NO_PARENT,
    OTHER,
    ROOT,
    TEXT,
    TYPE_OF_ELEMENT,
    VALUES,
    VOCABULARIES,
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
_QUOTE_ID = re.compile(r"q[1-9][0-9]{0,5}")
_ENTITY_ID = re.compile(r"e[1-9][0-9]{0,5}")


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
        return _Reader(parse(xml.lstrip()), fragment=True).document(None).article
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
            self._check_values(element)
        self.stretches = stretches(parsed)
        self.speakers = Speakers(parsed, implicit=fragment)
        self.items: dict[tuple[str, str], Place] = {}

    def document(self, original: OriginalLookup | None) -> Document:
        root = {**(_FRAGMENT if self.fragment else {}), **self.parsed.root.attributes}
        self._check_text(root, original)
        for key in ("id", "origin"):
            if key not in root:
                self.parsed.problem(self.parsed.root.place, f"<{ROOT}> has no {key!r}")
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

    def _check_values(self, element: Element) -> None:
        for key, value in element.attributes.items():
            name = VOCABULARIES.get((element.name, key))
            known = tuple(Schema.at().vocabulary(name)) if name else VALUES.get(key, ())
            if known and value not in known:
                message = f"{key}={value!r} of <{element.name}>: known are {', '.join(known)}"
                self.parsed.problem(element.place, message)

    def _check_text(self, root: Mapping[str, str], original: OriginalLookup | None) -> None:
        """Hold the text against its canonical form, and against what it must be."""
        try:
            canonical = canonical_text(self.text)
        except (CanonicalTextError, UnicodeEncodeError) as error:
            self.parsed.problem(self.parsed.place_of(0), str(error))
            self.parsed.refuse()
            raise AssertionError from error  # refuse() has raised
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
        for key in ("status", "annotators", "guidelines", "date"):
            if found and key not in values:
                self.parsed.problem(place, f"<annotation> has no {key!r}")
        status, annotators = values.get("status", "draft"), tuple(values.get("annotators", "").split())
        return Annotation(cast("Any", status), annotators, values.get("guidelines", ""), values.get("date", ""))

    def _title(self) -> Span | None:
        heads = self._of({"head"})
        for each in heads[1:]:
            self.parsed.problem(each.element.place, "a second <head>: an article has one title")
        return heads[0].span(self.text) if heads else None

    def _quotes(self) -> list[Quote]:
        """The quotes with their cues and sources."""
        contents = self._grouped("said", self._of({"said"}), "q", _QUOTE_ID)
        roles = {role: self._by_quote(role, contents) for role in ("cue", "source")}
        quotes = [self._quote(name, parts, roles) for name, parts in contents.items()]
        parents = usual_parents(quotes)
        return [replace(quote, parent=self._parent(quote, parents[quote.id], contents)) for quote in quotes]

    def _quote(self, name: str, parts: list[Stretch], roles: Mapping[str, Mapping[str, list[Span]]]) -> Quote:
        element = parts[0].element
        values = element.attributes
        self.items["quotes", name] = element.place
        if "type" not in values:
            self.parsed.problem(element.place, "<said> has no type: direct, indirect or mixed")
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
        grouped = self._grouped("entity", listed, "e", _ENTITY_ID)
        return tuple(self._entity(name, parts) for name, parts in grouped.items())

    def _entity(self, name: str, parts: list[Stretch]) -> Entity:
        element = parts[0].element
        self.items["entities", name] = element.place
        kind = self._entity_type(element)
        if not kind:
            self.parsed.problem(element.place, f'<{element.name}> has no type: <{element.name} type="CITY">, say')
        elif element.name != (own := _element_of(kind)):
            self.parsed.problem(element.place, f"{kind} has an element of its own: <{own}>")
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

    def _grouped(
        self, what: str, listed: list[Stretch], letter: str, pattern: re.Pattern[str]
    ) -> dict[str, list[Stretch]]:
        """Stretches by the id of what they belong to; what has no id gets the lowest free number, in order."""
        firsts = [each for each in listed if "prev" not in each.element.attributes]
        taken = {each.element.attributes.get("id", "") for each in firsts}
        free = (name for name in map(f"{letter}{{}}".format, range(1, 2 * len(listed) + 2)) if name not in taken)
        found: dict[str, list[Stretch]] = {}
        for each in firsts:
            place, name = each.element.place, each.element.attributes.get("id") or next(free)
            if not pattern.fullmatch(name):
                self.parsed.problem(place, f"id={name!r}: write {letter}1, {letter}2, …")
            if name in found:
                remedy = f"give it another one, or prev={name!r}"
                self.parsed.problem(place, f"a second {what} with the id {name!r}: {remedy}")
            found[name] = [each]
        for each in listed:
            if (name := each.element.attributes.get("prev", "")) in found:
                found[name].append(each)
                self._check_continuation(each.element, found[name][0].element)
            elif name:
                self.parsed.problem(each.element.place, f"prev={name!r}: nothing that can go on has this id")
        return found

    def _check_continuation(self, element: Element, first: Element) -> None:
        if element.name != first.name:
            self.parsed.problem(element.place, f"<{element.name}> cannot go on with <{first.name}> of {first.place}")
        for key in sorted(element.attributes.keys() - {"prev", "part"}):
            self.parsed.problem(element.place, f"{key!r} belongs to the first part, at {first.place}")

    def _of(self, names: set[str] | frozenset[str]) -> list[Stretch]:
        return [each for each in self.stretches if each.element.name in names]


def _element_of(kind: str) -> str:
    return ELEMENT_OF_TYPE.get(kind, OTHER)


def _is_mention(element: Element) -> bool:
    """Whether an element marks the mere mention of a speaker."""
    values = element.attributes
    return element.name == OTHER and "type" not in values and "ref" in values
