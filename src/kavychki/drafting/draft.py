"""From a draft, in which annotations are named by their words, to a record with offsets.

A draft is a JSON object with the keys of a record, except that every span is an anchor (see ``anchors``), and that
what has a default may be left out: ``medium`` is ``speech``, ``factual`` true, lists empty, ``parent``, ``role``,
``wikidata``, ``genre`` and ``phenomena`` null, ids numbered in order. Entities and phenomena have ``at``: an anchor, or
a list of them. A ``source`` of a quote with one speaker becomes a mention of that speaker unless it holds one that is
listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from kavychki.drafting.anchors import locate
from kavychki.errors import AnchorError
from kavychki.io.serialisation import canonical_record
from kavychki.model import Annotation, Article, Entity, Phenomenon, Quote, Span, Speaker
from kavychki.model.vocabulary import PhenomenonType
from kavychki.text import text_sha256

SCHEMA_VERSION = 1

_KEYS = {
    "article": {"id", "origin", "lang", "published", "url", "upstream", "title", "genre"}
    | {"entities", "speakers", "quotes", "topics", "phenomena", "annotation"},
    "entity": {"type", "at", "wikidata"},
    "speaker": {"id", "name", "kind", "anonymity", "role", "wikidata", "mentions"},
    "phenomenon": {"type", "quotes", "at"},
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
    find.check_strings(draft, ("id",), "")
    topics = find.strings(draft, "topics", "")
    phenomena = None if draft.get("phenomena") is None else tuple(_phenomena(find, draft))
    annotation = find.annotation(draft.get("annotation"))
    if problems:
        raise AnchorError("\n".join(problems))
    identifier = str(draft["id"])
    article = Article(
        id=identifier,
        schema=SCHEMA_VERSION,
        collection=identifier.split("-", 1)[0],
        origin=draft.get("origin", "news"),
        genre=draft.get("genre"),
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
        topics=topics,
        phenomena=phenomena,
        annotation=annotation,
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
        listed = anchors if isinstance(anchors, list) else [anchors]
        found: set[Span] = set()
        for anchor in listed:
            try:
                found.update(locate(self.text, anchor))
            except AnchorError as error:
                self.problems.append(f"/{place}: {error}")
        return tuple(sorted(found))

    def content(self, data: Mapping[str, Any], place: str) -> tuple[Span, ...]:
        before = len(self.problems)
        found = self.spans(f"{place}/content", data.get("content"))
        if not found and len(self.problems) == before:
            self.problems.append(f"/{place}/content: missing")
        return found

    def check_keys(self, data: Mapping[str, Any], concept: str, place: str) -> None:
        known = ", ".join(sorted(_KEYS[concept]))
        unknown = sorted(data.keys() - _KEYS[concept])
        self.problems.extend(f"/{place}{key}: a draft {concept} has no such key; known are {known}" for key in unknown)

    def check_strings(self, data: Mapping[str, Any], keys: Iterable[str], place: str) -> None:
        self.problems.extend(f"/{place}{key}: must be a string" for key in keys if not isinstance(data.get(key), str))

    def strings(self, data: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        listed = data.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            self.problems.append(f"/{place}{key}: must be a list of strings")
            return ()
        return tuple(listed)

    def annotation(self, data: Any) -> Annotation:
        place = "annotation/"
        known = data if isinstance(data, Mapping) else {}
        self.check_strings(known, ("status", "guidelines", "date"), place)
        annotators = self.strings(known, "annotators", place)
        return Annotation(known.get("status", "draft"), annotators, known.get("guidelines", ""), known.get("date", ""))

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
    identifier = str(data.get("id", f"q{number}"))
    place = f"quotes/{identifier}"
    find.check_keys(data, "quote", f"{place}/")
    return Quote(
        id=identifier,
        type=find.required(data, "type", place),
        medium=data.get("medium", "speech"),
        factual=data.get("factual", True),
        content=find.content(data, place),
        cue=find.spans(f"{place}/cue", data.get("cue")),
        source=find.spans(f"{place}/source", data.get("source")),
        speakers=find.strings(data, "speakers", f"{place}/"),
        addressees=find.strings(data, "addressees", f"{place}/"),
        parent=data.get("parent"),
    )


def _speaker(find: _Finder, data: Mapping[str, Any], number: int) -> Speaker:
    identifier = str(data.get("id", f"s{number}"))
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
        find.check_strings(data, ("type",), f"{place}/")
        kind, at = str(data.get("type")), find.required(data, "at", place)
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


def _phenomena(find: _Finder, draft: Mapping[str, Any]) -> Iterator[Phenomenon]:
    for number, data in enumerate(_objects(draft, "phenomena", find.problems)):
        place = f"phenomena/{number}"
        find.check_keys(data, "phenomenon", f"{place}/")
        find.check_strings(data, ("type",), f"{place}/")
        quotes = find.strings(data, "quotes", f"{place}/")
        yield Phenomenon(cast("PhenomenonType", data.get("type")), quotes, find.spans(f"{place}/at", data.get("at")))


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
