"""Two passes over one article: what they agree on is merged, where they differ becomes a list of differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kavychki.errors import KavychkiError
from kavychki.io.serialisation import canonical_record
from kavychki.metrics import Fragments, match
from kavychki.metrics.matching import same_speakers
from kavychki.model import Annotation, Article
from kavychki.model.surfaces import with_text, without_text
from kavychki.review.decisions import Decision
from kavychki.tei.nesting import usual_parents

SAME_QUOTE = 0.3
"""Overlap from which two contents are two readings of one quote, rather than two quotes."""

SAME_ENTITY = 0.3

Item = dict[str, Any]
Change = dict[str, Any]

_ROLES = ("content", "cue", "source")
_QUOTE_FIELDS = ("content", "type", "medium", "factual", "cue", "source", "speakers", "addressees")
_SPEAKER_FIELDS = ("name", "kind", "anonymity", "role", "wikidata")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the passes differ.

    ``label`` says what differs; ``a`` and ``b`` what each pass has, without words of the text. An option is the list of
    changes of the merged record that make it say what that pass says; applied twice they do no more than once.
    """

    layer: str
    label: str
    place: tuple[int, int] | None
    a: str
    b: str
    options: Mapping[str, list[Change]]
    spans: Mapping[str, list[Item]] = field(default_factory=lambda: {"a": [], "b": []})

    def decision(self, identifier: str, taken: str, reason: str) -> Decision:
        """The row that records a decision about it."""
        start, end = map(str, self.place) if self.place else ("", "")
        a, b = (f"{self.label}: {said}" for said in (self.a, self.b))
        return Decision(identifier, self.layer, start, end, a, b, taken, reason)

    @property
    def key(self) -> str:
        """What tells it from the record's other differences, the same in each run."""
        return self.decision("", "", "").key

    def to_json(self) -> dict[str, Any]:
        """For the page."""
        place = None if self.place is None else {"start": self.place[0], "end": self.place[1]}
        shown = {"a": self.a, "b": self.b}
        return {
            "key": self.key,
            "layer": self.layer,
            "label": self.label,
            "place": place,
            "shown": shown,
            "options": self.options,
            "spans": self.spans,
        }


@dataclass(frozen=True, slots=True)
class Merge:
    """Two passes over one article.

    ``article`` has what both agree on, as a draft; where a value of something that both have differs, it has A's until
    that is decided. ``pool`` has the speakers that one pass alone has and that come with the quotes that cite them.
    """

    article: Article
    differences: tuple[Difference, ...]
    pool: tuple[Item, ...]


def merge(one: Article, other: Article) -> Merge:
    """Merge two annotations of one text. The title is A's, where it has one.

    Raises:
        KavychkiError: they annotate different texts, or one of them leaves the entities to upstream.
    """
    if one.id != other.id or one.text_sha256 != other.text_sha256:
        raise KavychkiError(f"{one.id}: the two passes annotate different texts")
    if (one.entities is None) != (other.entities is None):
        raise KavychkiError(f"{one.id}: one pass has entities, the other leaves them to upstream")
    a, b = without_text(one).to_dict(), without_text(other).to_dict()
    speakers = _Speakers(a, b, same_speakers(one, other))
    quotes, quote_differences = _merge_quotes(a["quotes"], speakers.renamed(b["quotes"]), speakers.names)
    entities, entity_differences = _merge_entities(a["entities"] or [], b["entities"] or [])
    topics, topic_differences = _merge_topics(a["topics"], b["topics"])
    record = {
        **a,
        "title": a["title"] or b["title"],
        "entities": None if a["entities"] is None else entities,
        "speakers": [each for each in speakers.merged if each["id"] not in speakers.pool or _cites(quotes, each["id"])],
        "quotes": quotes,
        "topics": topics,
        "annotation": _annotation(one, other).to_dict(),
    }
    article = Article.from_dict(canonical_record(record))
    parents = usual_parents(article.quotes)
    article = replace(article, quotes=tuple(replace(each, parent=parents[each.id]) for each in article.quotes))
    text = one.text if one.text is not None else other.text
    differences = (*quote_differences, *speakers.differences(), *entity_differences, *topic_differences)
    return Merge(
        article if text is None else with_text(article, text),
        tuple(differences),
        tuple(each for each in speakers.merged if each["id"] in speakers.pool),
    )


def _annotation(one: Article, other: Article) -> Annotation:
    annotators = dict.fromkeys((*one.annotation.annotators, *other.annotation.annotators))
    guidelines = max((side.annotation.guidelines for side in (one, other)), key=_version)
    return Annotation("draft", tuple(annotators), guidelines, dt.datetime.now(tz=dt.UTC).date().isoformat())


def _version(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _cites(quotes: Iterable[Item], speaker: str) -> bool:
    return any(speaker in (*quote["speakers"], *quote["addressees"]) for quote in quotes)


class _Speakers:
    """The speakers of both passes under common ids: A's keep theirs, those that B alone has are numbered on."""

    def __init__(self, a: Item, b: Item, same: Mapping[str, str]) -> None:
        self._own = {each["id"]: each for each in a["speakers"]}
        self._other = {each["id"]: each for each in b["speakers"]}
        self._pairs = [(one, same[one]) for one in self._own if one in same]
        alone = [name for name in self._other if name not in same.values()]
        highest = max((int(name[1:]) for name in self._own), default=0)
        self._common = {theirs: ours for ours, theirs in self._pairs}
        self._common |= {name: f"s{highest + number}" for number, name in enumerate(alone, 1)}
        common = {**{name: self._shared(name, theirs) for name, theirs in self._pairs}}
        self.merged = [common.get(name, each) for name, each in self._own.items()]
        self.merged += [{**self._other[name], "id": self._common[name]} for name in alone]
        self.names = {each["id"]: each["name"] for each in self.merged}
        paired = {ours for ours, _ in self._pairs}
        cited = {each for each in self._own if each not in paired and _cites(a["quotes"], each)}
        cited |= {self._common[each] for each in alone if _cites(b["quotes"], each)}
        self.pool = cited
        self._b_only = {self._common[name] for name in alone}
        self._idle = [each for each in self.merged if each["id"] not in paired and each["id"] not in cited]
        self.merged = [each for each in self.merged if each not in self._idle]

    def renamed(self, quotes: Iterable[Item]) -> list[Item]:
        """B's quotes with the common ids of their speakers."""
        return [
            {**quote, **{key: [self._common[name] for name in quote[key]] for key in ("speakers", "addressees")}}
            for quote in quotes
        ]

    def _shared(self, ours: str, theirs: str) -> Item:
        mentions = [span for span in self._own[ours]["mentions"] if span in self._other[theirs]["mentions"]]
        return {**self._own[ours], "mentions": mentions}

    def differences(self) -> Iterator[Difference]:
        for ours, theirs in self._pairs:
            yield from self._pair(self._own[ours], self._other[theirs])
        for speaker in self._idle:
            yield _existence("speakers", f"speaker {speaker['name']}", speaker, in_b=speaker["id"] in self._b_only)

    def _pair(self, one: Item, other: Item) -> Iterator[Difference]:
        spans = one["mentions"] or other["mentions"]
        place = _envelope(spans[:1]) if spans else None
        for key in _SPEAKER_FIELDS:
            if one[key] != other[key]:
                yield Difference(
                    "speakers",
                    f"{key} of {one['name']}" if key != "name" else "name",
                    place,
                    one[key] or "none",
                    other[key] or "none",
                    {side: [_set("speakers", one["id"], key, each[key])] for side, each in (("a", one), ("b", other))},
                )
        yield from _mentions(one, other)


def _mentions(one: Item, other: Item) -> Iterator[Difference]:
    """Mentions that one side alone has; two that overlap are two readings of one place."""
    left = [span for span in one["mentions"] if span not in other["mentions"]]
    right = [span for span in other["mentions"] if span not in one["mentions"]]
    pairs = {each.left: each.right for each in match(_units(left), _units(right), 0.0)}
    sides = [([span], [right[pairs[n]]] if n in pairs else []) for n, span in enumerate(left)]
    sides += [([], [span]) for n, span in enumerate(right) if n not in pairs.values()]
    for a, b in sides:
        yield Difference(
            "speakers",
            f"mention of {one['name']}",
            _envelope([*a, *b]),
            _places(a),
            _places(b),
            {"a": _spans_instead(one["id"], a, b), "b": _spans_instead(one["id"], b, a)},
            {"a": a, "b": b},
        )


def _spans_instead(speaker: str, kept: list[Item], gone: list[Item]) -> list[Change]:
    where = {"layer": "speakers", "id": speaker, "field": "mentions"}
    return [
        *({"op": "drop-span", **where, "span": span} for span in gone),
        *({"op": "add-span", **where, "span": span} for span in kept),
    ]


def _merge_quotes(a: list[Item], b: list[Item], names: Mapping[str, str]) -> tuple[list[Item], list[Difference]]:
    """Quotes that both have, numbered anew with those that one alone has, and the differences in order of place."""
    pairs = {each.left: each.right for each in match(_units_of(a, "content"), _units_of(b, "content"), SAME_QUOTE)}
    taken = set(pairs.values())
    units: list[tuple[Item | None, Item | None]] = [
        (quote, b[pairs[n]] if n in pairs else None) for n, quote in enumerate(a)
    ]
    units += [(None, quote) for n, quote in enumerate(b) if n not in taken]
    units.sort(key=lambda unit: _envelope((unit[0] or unit[1] or {})["content"]))
    merged: list[Item] = []
    differences: list[Difference] = []
    for number, (one, other) in enumerate(units, 1):
        identifier = {"id": f"q{number}", "parent": None}
        if one and other:
            merged.append({**one, **identifier})
            differences += _quote_fields({**one, **identifier}, other, names)
        else:
            quote: Item = {**(one or other or {}), **identifier}
            spans = {"a": quote["content"] if one else [], "b": [] if one else quote["content"]}
            differences.append(_existence("quotes", f"{quote['type']} quote", quote, in_b=one is None, spans=spans))
    return merged, differences


def _quote_fields(one: Item, other: Item, names: Mapping[str, str]) -> Iterator[Difference]:
    for key in _QUOTE_FIELDS:
        left, right = one[key], other[key]
        if left == right or (key in {"speakers", "addressees"} and set(left) == set(right)):
            continue
        yield Difference(
            "quotes",
            key,
            _envelope(one["content"]),
            _said(key, left, names),
            _said(key, right, names),
            {"a": [_set("quotes", one["id"], key, left)], "b": [_set("quotes", one["id"], key, right)]},
            {"a": left, "b": right} if key in _ROLES else {"a": [], "b": []},
        )


def _said(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of a quote without words of the text."""
    if key in _ROLES:
        return _places(value)
    if key == "factual":
        return "yes" if value else "no"
    if key in {"speakers", "addressees"}:
        return ", ".join(names[each] for each in value) or "none"
    return str(value)


def _merge_entities(a: list[Item], b: list[Item]) -> tuple[list[Item], list[Difference]]:
    theirs = {_entity(each): each for each in b}
    merged = [each for each in a if _entity(each) in theirs]
    ours = {_entity(each) for each in merged}
    left, right = ([each for each in side if _entity(each) not in ours] for side in (a, b))
    highest = max((int(each["id"][1:]) for each in a), default=0)
    right = [{**each, "id": f"e{highest + number}"} for number, each in enumerate(right, 1)]
    pairs = {each.left: each.right for each in match(_units_of(left, "spans"), _units_of(right, "spans"), SAME_ENTITY)}
    found: list[tuple[Item | None, Item | None]] = [
        (each, right[pairs[n]] if n in pairs else None) for n, each in enumerate(left)
    ]
    found += [(None, each) for n, each in enumerate(right) if n not in pairs.values()]
    differences = [_entity_difference(one, other) for one, other in found]
    both = ((each, theirs[_entity(each)]) for each in merged)
    differences += [_wikidata(one, other) for one, other in both if one["wikidata"] != other["wikidata"]]
    return merged, sorted(differences, key=lambda each: each.place or (0, 0))


def _entity(entity: Item) -> tuple[Any, ...]:
    return entity["type"], *((span["start"], span["end"]) for span in entity["spans"])


def _entity_difference(one: Item | None, other: Item | None) -> Difference:
    spans = {"a": one["spans"] if one else [], "b": other["spans"] if other else []}
    return Difference(
        "entities",
        "entity",
        _envelope([*spans["a"], *spans["b"]]),
        f"{one['type']} {_places(one['spans'])}" if one else "none",
        f"{other['type']} {_places(other['spans'])}" if other else "none",
        {"a": _item_instead("entities", one, other), "b": _item_instead("entities", other, one)},
        spans,
    )


def _wikidata(one: Item, other: Item) -> Difference:
    return Difference(
        "entities",
        "wikidata",
        _envelope(one["spans"]),
        one["wikidata"] or "none",
        other["wikidata"] or "none",
        {
            "a": [_set("entities", one["id"], "wikidata", one["wikidata"])],
            "b": [_set("entities", one["id"], "wikidata", other["wikidata"])],
        },
    )


def _merge_topics(a: list[str], b: list[str]) -> tuple[list[str], list[Difference]]:
    if a == b:
        return a, []
    options = {"a": [{"op": "topics", "value": a}], "b": [{"op": "topics", "value": b}]}
    said = Difference("topics", "topics", None, ", ".join(a) or "none", ", ".join(b) or "none", options)
    return [code for code in a if code in b], [said]


def _existence(
    layer: str, what: str, item: Item, *, in_b: bool, spans: Mapping[str, list[Item]] | None = None
) -> Difference:
    """An item that one pass alone has."""
    own = item.get("content") or item.get("mentions")
    present, absent = _item_instead(layer, item, None), _item_instead(layer, None, item)
    return Difference(
        layer,
        what if layer == "speakers" else "quote",
        _envelope(own) if own else None,
        "none" if in_b else what,
        what if in_b else "none",
        {"a": absent if in_b else present, "b": present if in_b else absent},
        spans or {"a": [], "b": []},
    )


def _item_instead(layer: str, kept: Item | None, gone: Item | None) -> list[Change]:
    dropped = [{"op": "drop", "layer": layer, "id": gone["id"]}] if gone else []
    return [*dropped, {"op": "put", "layer": layer, "item": kept}] if kept else dropped


def _set(layer: str, identifier: str, key: str, value: Any) -> Change:
    return {"op": "set", "layer": layer, "id": identifier, "field": key, "value": value}


def _units(spans: Iterable[Item]) -> list[Fragments]:
    return [((span["start"], span["end"]),) for span in spans]


def _units_of(items: Iterable[Item], key: str) -> list[Fragments]:
    return [tuple((span["start"], span["end"]) for span in item[key]) for item in items]


def _envelope(spans: Sequence[Item]) -> tuple[int, int]:
    return min(span["start"] for span in spans), max(span["end"] for span in spans)


def _places(spans: Iterable[Item]) -> str:
    return ", ".join(f"{span['start']}-{span['end']}" for span in spans) or "none"
