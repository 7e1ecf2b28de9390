"""From a draft, in which annotations are named by their words, to a record with offsets.

A draft is a JSON object with the keys of a record, except that every span is an anchor (see ``anchors``), and that
what has a default may be left out: ``medium`` is ``speech``, ``factual`` true, lists empty, ``parent``, ``role`` and
``wikidata`` null, ids numbered in order. An entity has ``at`` (an anchor, or a list of them for a discontinuous one).
A ``source`` of a quote with one speaker becomes a mention of that speaker unless it holds one that is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kavychki.drafting.anchors import Anchor, locate
from kavychki.errors import AnchorError
from kavychki.io.serialisation import canonical_record
from kavychki.model import Annotation, Article, Entity, Quote, Span, Speaker
from kavychki.text import text_sha256

SCHEMA_VERSION = 1

_KEYS = {
    "article": {"id", "origin", "lang", "published", "url", "upstream", "title"}
    | {"entities", "speakers", "quotes", "topics", "annotation"},
    "entity": {"type", "at", "wikidata"},
    "speaker": {"id", "name", "kind", "anonymity", "role", "wikidata", "mentions"},
    "quote": {"id", "type", "medium", "factual", "content", "cue", "source", "speakers", "addressees", "parent"},
}


def record_from_draft(draft: Mapping[str, Any], text: str) -> Article:
    """The article of a draft and its canonical text; validate it before it is stored.

    Raises:
        AnchorError: naming the place in the draft and, of all that is wrong, everything at once.
    """
    problems: list[str] = []
    find = _Finder(text, problems)
    find.check_keys(draft, "article", "")
    quotes = [_quote(find, data, number) for number, data in enumerate(_objects(draft, "quotes", problems), 1)]
    speakers = [_speaker(find, data, number) for number, data in enumerate(_objects(draft, "speakers", problems), 1)]
    entities = _entities(find, _objects(draft, "entities", problems))
    title = find.spans("title", draft.get("title", text.split("\n", 1)[0]))
    problems.extend(f"/{key}: missing" for key in ("id", "annotation") if key not in draft)
    if problems:
        raise AnchorError("\n".join(problems))
    identifier = str(draft["id"])
    article = Article(
        id=identifier,
        schema=SCHEMA_VERSION,
        collection=identifier.split("-", 1)[0],
        origin=draft.get("origin", "news"),
        lang=draft.get("lang", "ru"),
        published=draft.get("published"),
        url=draft.get("url"),
        upstream=draft.get("upstream"),
        text=text,
        text_sha256=text_sha256(text),
        text_length=len(text),
        title=title[0] if title else None,
        entities=tuple(entities),
        speakers=tuple(_with_sources(speakers, quotes)),
        quotes=tuple(quotes),
        topics=tuple(draft.get("topics", ())),
        annotation=Annotation.from_dict(draft["annotation"]),
    )
    return Article.from_dict(canonical_record(article.to_dict()))


class _Finder:
    """Looks anchors up in one text and collects what it does not find."""

    def __init__(self, text: str, problems: list[str]) -> None:
        self.text = text
        self.problems = problems

    def spans(self, place: str, anchors: object) -> tuple[Span, ...]:
        if anchors is None:
            return ()
        listed: Sequence[Anchor] = anchors if isinstance(anchors, list) else [anchors]  # type: ignore[list-item]
        found: set[Span] = set()
        for anchor in listed:
            try:
                found.update(locate(self.text, anchor))
            except AnchorError as error:
                self.problems.append(f"/{place}: {error}")
        return tuple(sorted(found))

    def check_keys(self, data: Mapping[str, Any], concept: str, place: str) -> None:
        known = ", ".join(sorted(_KEYS[concept]))
        unknown = sorted(data.keys() - _KEYS[concept])
        self.problems.extend(f"/{place}{key}: a draft {concept} has no such key; known are {known}" for key in unknown)

    def required(self, data: Mapping[str, Any], key: str, place: str) -> Any:
        if key not in data:
            self.problems.append(f"/{place}/{key}: missing")
        return data.get(key)


def _objects(draft: Mapping[str, Any], key: str, problems: list[str]) -> Iterator[Mapping[str, Any]]:
    listed = draft.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(item, Mapping) for item in listed):
        problems.append(f"/{key}: must be a list of objects")
        return iter(())
    return iter(listed)


def _quote(find: _Finder, data: Mapping[str, Any], number: int) -> Quote:
    identifier = data.get("id", f"q{number}")
    place = f"quotes/{identifier}"
    find.check_keys(data, "quote", f"{place}/")
    return Quote(
        id=identifier,
        type=find.required(data, "type", place),
        medium=data.get("medium", "speech"),
        factual=data.get("factual", True),
        content=find.spans(f"{place}/content", find.required(data, "content", place)),
        cue=find.spans(f"{place}/cue", data.get("cue")),
        source=find.spans(f"{place}/source", data.get("source")),
        speakers=tuple(data.get("speakers", ())),
        addressees=tuple(data.get("addressees", ())),
        parent=data.get("parent"),
    )


def _speaker(find: _Finder, data: Mapping[str, Any], number: int) -> Speaker:
    identifier = data.get("id", f"s{number}")
    place = f"speakers/{identifier}"
    find.check_keys(data, "speaker", f"{place}/")
    return Speaker(
        id=identifier,
        name=find.required(data, "name", place),
        kind=find.required(data, "kind", place),
        anonymity=data.get("anonymity", "named"),
        role=data.get("role"),
        wikidata=data.get("wikidata"),
        mentions=_outermost(find.spans(f"{place}/mentions", data.get("mentions"))),
    )


def _entities(find: _Finder, listed: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """Entities in order of place; an occurrence found by ``every`` gives way to a longer one of its type around it."""
    fixed: dict[tuple[Any, tuple[Span, ...]], str | None] = {}
    swept: dict[tuple[Any, tuple[Span, ...]], str | None] = {}
    for number, data in enumerate(listed):
        place = f"entities/{number}"
        find.check_keys(data, "entity", f"{place}/")
        kind, at = find.required(data, "type", place), find.required(data, "at", place)
        spans = find.spans(f"{place}/at", at)
        if isinstance(at, Mapping) and "every" in at:
            swept |= {(kind, (span,)): data.get("wikidata") for span in spans}
        elif spans:
            fixed[kind, spans] = data.get("wikidata")
    everything = {**swept, **fixed}
    for kind, spans in swept:
        if (kind, spans) not in fixed and any(
            kind == other and _encloses(around, spans) for other, around in everything
        ):
            del everything[kind, spans]
    ordered = sorted(everything, key=lambda key: (key[1][0].start, -key[1][-1].end, key[0]))
    return [
        Entity(id=f"e{number}", type=kind, spans=spans, wikidata=everything[kind, spans])
        for number, (kind, spans) in enumerate(ordered, 1)
    ]


def _encloses(outer: tuple[Span, ...], inner: tuple[Span, ...]) -> bool:
    return outer != inner and outer[0].start <= inner[0].start and inner[-1].end <= outer[-1].end


def _outermost(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(span for span in spans if not any(_encloses((other,), (span,)) for other in spans))


def _with_sources(speakers: list[Speaker], quotes: list[Quote]) -> Iterator[Speaker]:
    """Speakers whose mentions include the sources that name them by description or pronoun."""
    for speaker in speakers:
        named = speaker.mentions
        found = set(named)
        for quote in quotes:
            if quote.speakers == (speaker.id,) and not any(_overlap(a, b) for a in quote.source for b in named):
                found.update(quote.source)
        yield replace(speaker, mentions=tuple(sorted(found)))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
