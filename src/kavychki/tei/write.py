"""From a record to inline XML.

Spans that cross are cut where the earlier one ends; the pieces are marked ``part="I"``, ``"M"``, ``"F"`` as in TEI.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from kavychki.errors import XmlError
from kavychki.io.serialisation import canonical_record
from kavychki.model import Article, Entity, Quote, Span, Speaker
from kavychki.schema.documents import Schema
from kavychki.tei.names import (
    HEADER,
    IN_TEXT,
    MAX_DEPTH,
    NO_PARENT,
    OTHER,
    ROOT,
    TEXT,
    TYPE_OF_ELEMENT,
    element_of,
)
from kavychki.tei.nesting import usual_entity_ids, usual_parents

Attributes = dict[str, str]
Bounds = tuple[int, int]

_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold, escaped or not."""


def write_article(article: Article) -> str:
    """The XML document of a valid article that has its text; ``read_article`` gives the same article back.

    Raises:
        XmlError: the article has no text, or XML cannot hold it.
    """
    text = article.text
    if text is None:
        raise XmlError(f"{article.id}: the record has no text; hydrate its collection first")
    article = Article.from_dict(canonical_record(article.to_dict()))
    head = "\n".join([f"<{ROOT}{_attributes(_root(article))}>", *_header(article), f'<{TEXT} xml:space="preserve">'])
    body = "".join(_Body(text, list(_marks(article))).rendered())
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</{TEXT}>\n</{ROOT}>\n'
    if found := _UNWRITABLE.search(xml):
        raise XmlError(f"{article.id}: XML cannot hold U+{ord(found[0]):04X}; keep this record in JSON")
    return xml


def _root(article: Article) -> Attributes:
    optional = {"published": article.published, "url": article.url, "upstream": article.upstream}
    return {
        "id": article.id,
        "origin": article.origin,
        "lang": article.lang,
        **{key: value for key, value in optional.items() if value is not None},
        **({"entities": "upstream"} if article.entities is None else {}),
        "sha256": article.text_sha256,
    }


def _header(article: Article) -> Iterator[str]:
    yield f"<{HEADER}>"
    done = article.annotation
    attributes = {"status": done.status, "annotators": " ".join(done.annotators)}
    yield f"  <annotation{_attributes({**attributes, 'guidelines': done.guidelines, 'date': done.date})}/>"
    for code in article.topics:
        topic = Schema.at().media_topics.get(code)
        label = f" <!-- {(topic.label_ru or topic.label_en).replace('--', '-')} -->" if topic else ""
        yield f"  <catRef{_attributes({'target': code})}/>{label}"
    for speaker in article.speakers:
        yield f"  <speaker{_attributes(_speaker(speaker))}/>"
    yield f"</{HEADER}>"


def _speaker(speaker: Speaker) -> Attributes:
    optional = {"role": speaker.role, "wikidata": speaker.wikidata}
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "anonymity": speaker.anonymity,
        **{key: value for key, value in optional.items() if value is not None},
    }


@dataclass(slots=True, eq=False)
class _Mark:
    """A stretch to be marked by an element: ``again`` are the attributes of its further pieces."""

    bounds: Bounds
    name: str
    first: Attributes
    again: Attributes
    id_only_if_cut: str | None = None
    """An id that the first piece needs only if there are others."""

    def order(self) -> tuple[int, int]:
        """Outer elements first."""
        return -self.bounds[1], IN_TEXT.index(self.name)


def _marks(article: Article) -> Iterator[_Mark]:
    mentions: dict[Bounds, list[str]] = defaultdict(list)
    for speaker in article.speakers:
        for span in speaker.mentions:
            mentions[_bounds(span)].append(speaker.id)
    if article.title is not None:
        yield _Mark(_bounds(article.title), "head", {}, {})
    parents = usual_parents(article.quotes)
    for quote in article.quotes:
        yield from _said(quote, parents[quote.id])
    usual = usual_entity_ids(article.entities or ())
    for entity in article.entities or ():
        yield from _entity(entity, mentions, numbered=not usual)
    for role in ("cue", "source"):
        yield from _attribution(article, role, mentions)
    for bounds, speakers in mentions.items():
        attributes = {"ref": " ".join(speakers)}
        yield _Mark(bounds, OTHER, attributes, attributes)


def _said(quote: Quote, usual_parent: str | None) -> Iterator[_Mark]:
    first: Attributes = {"id": quote.id, "type": quote.type}
    if quote.medium != "speech":
        first["medium"] = quote.medium
    if not quote.factual:
        first["factual"] = "false"
    if quote.speakers:
        first["who"] = " ".join(quote.speakers)
    if quote.addressees:
        first["toWhom"] = " ".join(quote.addressees)
    if quote.parent != usual_parent:
        first["parent"] = quote.parent or NO_PARENT
    again = {"prev": quote.id}
    for number, span in enumerate(quote.content):
        yield _Mark(_bounds(span), "said", again if number else first, again)


def _entity(entity: Entity, mentions: dict[Bounds, list[str]], *, numbered: bool) -> Iterator[_Mark]:
    name = element_of(entity.type)
    first: Attributes = {"id": entity.id} if numbered or len(entity.spans) > 1 else {}
    if name not in TYPE_OF_ELEMENT:
        first["type"] = entity.type
    if entity.wikidata is not None:
        first["wikidata"] = entity.wikidata
    if speakers := mentions.pop(_bounds(entity.spans[0]), None):
        first["ref"] = " ".join(speakers)
    again = {"prev": entity.id}
    for number, span in enumerate(entity.spans):
        yield _Mark(_bounds(span), name, again if number else first, again, None if number else entity.id)


def _attribution(article: Article, role: str, mentions: dict[Bounds, list[str]]) -> Iterator[_Mark]:
    """Cues or sources: one element a stretch, whatever quotes share it."""
    quotes: dict[Bounds, list[str]] = defaultdict(list)
    for quote in article.quotes:
        for span in quote.cue if role == "cue" else quote.source:
            quotes[_bounds(span)].append(quote.id)
    for bounds, ids in quotes.items():
        attributes = {"corresp": " ".join(ids)}
        if role == "source" and (speakers := mentions.pop(bounds, None)):
            attributes["ref"] = " ".join(speakers)
        yield _Mark(bounds, role, attributes, attributes)


@dataclass(slots=True)
class _Body:
    """The text with its marks as elements: what crosses is cut into pieces."""

    text: str
    marks: list[_Mark]
    _pieces: Counter[int] = field(default_factory=Counter)

    def rendered(self) -> Iterator[str]:
        """The pieces of the XML, in order."""
        tags = list(self._tags())
        seen = Counter[int]()
        at = 0
        for offset, mark, opens in tags:
            yield escape(self.text[at:offset])
            at = offset
            yield self._start(mark, seen[id(mark)]) if opens else f"</{mark.name}>"
            seen[id(mark)] += opens
        yield escape(self.text[at:])

    def _tags(self) -> Iterator[tuple[int, _Mark, bool]]:
        """Every start and end tag with its offset; counts the pieces of each mark."""
        opening: dict[int, list[_Mark]] = defaultdict(list)
        for mark in self.marks:
            opening[mark.bounds[0]].append(mark)
        stack: list[_Mark] = []
        for offset in sorted({offset for mark in self.marks for offset in mark.bounds}):
            cut: list[_Mark] = []
            while any(mark.bounds[1] == offset for mark in stack):
                mark = stack.pop()
                yield offset, mark, False
                if mark.bounds[1] > offset:
                    cut.append(mark)
            for mark in sorted(cut[::-1] + opening[offset], key=_Mark.order):
                stack.append(mark)
                self._pieces[id(mark)] += 1
                yield offset, mark, True
            if len(stack) >= MAX_DEPTH - 2:
                raise XmlError(f"more than {MAX_DEPTH - 2} annotations lie upon one another at code point {offset}")

    def _start(self, mark: _Mark, number: int) -> str:
        pieces = self._pieces[id(mark)]
        attributes = dict(mark.again if number else mark.first)
        if pieces > 1:
            if mark.id_only_if_cut and number == 0:
                attributes = {"id": mark.id_only_if_cut, **attributes}
            attributes["part"] = "I" if number == 0 else "F" if number == pieces - 1 else "M"
        return f"<{mark.name}{_attributes(attributes)}>"


def _bounds(span: Span) -> Bounds:
    return span.start, span.end


def _attributes(values: Attributes) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
