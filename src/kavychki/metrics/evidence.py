"""What one article, annotated twice, adds to each count, layer by layer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from kavychki.metrics.bootstrap import Evidence, Key
from kavychki.metrics.clusters import b_cubed
from kavychki.metrics.comparison import THRESHOLDS, TYPES, Comparison
from kavychki.metrics.matching import Fragments, fragments_of, length, match, matching, overlaps, shared, union
from kavychki.metrics.measure import ACCURACY, Family
from kavychki.model import Article, Entity, Quote, Span

Role = Literal["cue", "source"]
HALF = 0.5
"""Overlap from which entities are matched that need not be equal."""

Unit = TypeVar("Unit")


def content(pair: Comparison, family: Family) -> Evidence:
    """Quotes found, by content: all, and by type, where a quote of another type is no match."""
    found = {}
    for kind in ("", *TYPES):
        sides = [_of_type(side, kind) for side in (pair.left, pair.right)]
        total = [sum(chosen) for chosen in sides]
        for criterion, threshold in THRESHOLDS.items():
            found[Key("quotes", kind, criterion, family)] = (len(pair.matches(threshold, kind)), *total)
        left, right = (
            union(unit for unit, chosen in zip(units, chosen_ones, strict=True) if chosen)
            for units, chosen_ones in zip(pair.contents, sides, strict=True)
        )
        found[Key("quotes", kind, "characters", family)] = (shared(left, right), length(left), length(right))
    return found


def _of_type(side: Article, kind: str) -> list[bool]:
    return [kind in ("", quote.type) for quote in side.quotes]


def attribution(pair: Comparison, family: Family) -> Evidence:
    """Cues and sources found as units of their own, each once, wherever several quotes share one."""
    found = {}
    for role in ("cue", "source"):
        left, right = (_units(side.quotes, role) for side in (pair.left, pair.right))
        pairs = overlaps(left, right)
        for criterion, threshold in THRESHOLDS.items():
            found[Key(f"{role}s", "", criterion, family)] = (len(matching(pairs, threshold)), len(left), len(right))
    return found


def _units(quotes: Iterable[Quote], role: Role) -> list[Fragments]:
    return sorted({unit for quote in quotes if (unit := fragments_of(spans(quote, role)))})


def spans(quote: Quote, role: Role) -> tuple[Span, ...]:
    """The spans of a quote's cue or source."""
    return quote.cue if role == "cue" else quote.source


def labels(pair: Comparison) -> Evidence:
    """Accuracy of everything said of the quotes that both sides have: over all, and over those of one type on both."""
    tests: dict[str, Callable[[Quote, Quote], bool]] = {
        "type": lambda one, other: one.type == other.type,
        "medium": lambda one, other: one.medium == other.medium,
        "factual": lambda one, other: one.factual == other.factual,
        "cue": lambda one, other: fragments_of(one.cue) == fragments_of(other.cue),
        "source": lambda one, other: fragments_of(one.source) == fragments_of(other.source),
        "speakers": pair.speakers_agree,
        "parent": pair.parents_agree,
    }
    found = {}
    for kind in ("", *TYPES):
        chosen = pair.matched_of(kind)
        for name, test in tests.items():
            if not kind or name != "type":
                found[Key("matched quotes", kind, name, ACCURACY)] = (sum(test(*each) for each in chosen), len(chosen))
    return found


def nesting(pair: Comparison, family: Family) -> Evidence:
    """Links from a quote to the one it lies in, right where both ends are matched with both ends."""
    left, right = (
        {(quote.id, quote.parent) for quote in side.quotes if quote.parent} for side in (pair.left, pair.right)
    )
    same = pair.same_quote
    common = {(same.get(child), same.get(parent)) for child, parent in left} & right
    return {Key("nesting", "", "links", family): (len(common), len(left), len(right))}


def speakers(pair: Comparison, family: Family) -> Evidence:
    """B-cubed of two clusterings by speaker: of quotes (the same where they match), and of mentions (where equal)."""
    by_quote, by_mention = (
        Key("speakers", "", "B-cubed, quotes", family),
        Key("speakers", "", "B-cubed, mentions", family),
    )
    same = {other: one for one, other in pair.same_quote.items()}
    left = {("left", quote.id): _cluster(quote) for quote in pair.left.quotes}
    right = {
        ("left", same[quote.id]) if quote.id in same else ("right", quote.id): _cluster(quote)
        for quote in pair.right.quotes
    }
    sums = {by_quote: b_cubed(left, right), by_mention: b_cubed(_mentions(pair.left), _mentions(pair.right))}
    return {key: (each.recalls, each.left, each.precisions, each.right) for key, each in sums.items()}


def _cluster(quote: Quote) -> frozenset[str]:
    """The speakers of a quote; one without any is a cluster of its own."""
    return frozenset(quote.speakers) or frozenset({f"nobody of {quote.id}"})


def _mentions(side: Article) -> dict[tuple[int, int], frozenset[str]]:
    found: dict[tuple[int, int], frozenset[str]] = {}
    for speaker in side.speakers:
        for mention in speaker.mentions:
            place = mention.start, mention.end
            found[place] = found.get(place, frozenset()) | {speaker.id}
    return found


def entities(pair: Comparison, family: Family) -> Evidence:
    """Entities, all and by type; nothing where either side leaves the layer to upstream.

    Criteria: equal in type and spans; equal in spans; of one type and overlapping by ``HALF``.
    """
    if pair.left.entities is None or pair.right.entities is None:
        return {}
    left, right = (_by_type(side) for side in (pair.left.entities, pair.right.entities))
    kinds = sorted(left.keys() | right.keys())
    equal = {kind: _shared(Counter(left[kind]), Counter(right[kind])) for kind in kinds}
    near = {kind: (len(match(left[kind], right[kind], HALF)), *equal[kind][1:]) for kind in kinds}
    whatever = [Counter(unit for units in side.values() for unit in units) for side in (left, right)]
    found: dict[Key, Sequence[float]] = {Key("entities", "", "exact", family): _shared(*whatever)}
    for criterion, counts in (("exact, type", equal), (f"overlap {HALF}, type", near)):
        for kind in kinds:
            found[Key("entities", kind, criterion, family)] = counts[kind]
        sums = [sum(column) for column in zip((0, 0, 0), *counts.values(), strict=True)]
        found[Key("entities", "", criterion, family)] = sums
    return found


def _by_type(found: Iterable[Entity]) -> defaultdict[str, list[Fragments]]:
    units: defaultdict[str, list[Fragments]] = defaultdict(list)
    for each in found:
        units[each.type].append(fragments_of(each.spans))
    return units


def topics(pair: Comparison, family: Family) -> Evidence:
    """Topics as labels of the article."""
    return {Key("topics", "", "equal", family): _shared(Counter(pair.left.topics), Counter(pair.right.topics))}


def _shared(left: Counter[Unit], right: Counter[Unit]) -> tuple[int, int, int]:
    return (left & right).total(), left.total(), right.total()
