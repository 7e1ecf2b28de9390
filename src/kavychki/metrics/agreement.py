"""How far two annotations of the same articles agree, layer by layer, with bootstrap intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from kavychki.errors import KavychkiError
from kavychki.metrics.coefficients import cohen_kappa, krippendorff_alpha, masi_distance
from kavychki.metrics.matching import Fragments, fragments_of, length, match, same_speakers, shared
from kavychki.model import Article, Quote

THRESHOLD = 0.8
"""Overlap from which two quotes count as the same one where labels are compared."""

SAMPLES = 1000
SEED = 1

MATCHED = "quotes matched"
TOPICS = ("topics", "Krippendorff's alpha with MASI")

Pairs = Sequence[tuple[Article, Article]]
Draws = Sequence[Sequence[int]]
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 95 % bootstrap interval over articles, and the number of units on either side or matched."""

    layer: str
    name: str
    value: float
    low: float
    high: float
    units: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All measures of a comparison, and the number of articles compared."""

    articles: int
    measures: tuple[Measure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def agreement(left: Iterable[Article], right: Iterable[Article], *, samples: int = SAMPLES) -> Agreement:
    """Compare two annotations of the same articles.

    Measures: F1 of quote contents, exact and at overlap 0.8, over all and by type (a quote of one type can only match
    one of the same type there); character Dice of contents; over quotes that match at 0.8 whatever their type, Cohen's
    kappa of type, medium and factuality, and the share with equal cue, equal source, the same speakers; F1 of entities
    with type, exact; Krippendorff's alpha of topics with MASI. F1 is symmetric: twice the matches over the units of
    both sides. Speakers are the same where their mentions share most, or else their names are equal.

    Args:
        left: one annotation.
        right: the other; articles are paired by id.
        samples: bootstrap samples of articles for each interval (Efron, 1979), drawn with a fixed seed.

    Raises:
        KavychkiError: the ids or the texts differ, or there are no articles.
    """
    pairs = _paired(left, right)
    evidence = [_evidence(one, other) for one, other in pairs]
    rng = random.Random(SEED)  # noqa: S311 - the same intervals from the same data
    draws = [rng.choices(range(len(pairs)), k=len(pairs)) for _ in range(samples)]
    return Agreement(len(pairs), tuple(_measures(evidence, draws)))


def _paired(left: Iterable[Article], right: Iterable[Article]) -> Pairs:
    one, other = ({article.id: article for article in side} for side in (left, right))
    if not one or one.keys() != other.keys():
        alone = ", ".join(sorted(one.keys() ^ other.keys())[:5]) or "no article at all"
        raise KavychkiError(f"both sides must annotate the same articles; on one side only: {alone}")
    for identifier in one:
        if one[identifier].text_sha256 != other[identifier].text_sha256:
            raise KavychkiError(f"{identifier}: the two sides annotate different texts")
    return [(one[identifier], other[identifier]) for identifier in sorted(one)]


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of a ratio: what one article adds above and below the line, and its number of units."""

    above: int
    below: int
    units: int


Labels = list[tuple[Hashable, Hashable]]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What one article contributes to each measure, by layer and name."""

    shares: dict[tuple[str, str], _Share]
    labels: dict[tuple[str, str], Labels]


def _evidence(one: Article, other: Article) -> _Evidence:
    matched = _matched_quotes(one, other)
    labels: dict[tuple[str, str], Labels] = {
        (MATCHED, f"{field}, Cohen's kappa"): [(getattr(a, field), getattr(b, field)) for a, b in matched]
        for field in ("type", "medium", "factual")
    }
    labels[TOPICS] = [(frozenset(one.topics), frozenset(other.topics))]
    shares = {**_content_shares(one, other), **_attribution_shares(one, other, matched), **_entity_share(one, other)}
    return _Evidence(shares, labels)


def _content_shares(one: Article, other: Article) -> dict[tuple[str, str], _Share]:
    shares = {}
    for kind in ("all", "direct", "indirect", "mixed"):
        left, right = (
            [fragments_of(quote.content) for quote in side.quotes if kind in ("all", quote.type)]
            for side in (one, other)
        )
        total = len(left) + len(right)
        for name, threshold in (("exact", 1.0), (f"overlap {THRESHOLD}", THRESHOLD)):
            shares[f"quotes {kind}", f"F1 {name}"] = _Share(2 * len(match(left, right, threshold)), total, total)
    left_all, right_all = (_union(fragments_of(quote.content) for quote in side.quotes) for side in (one, other))
    total = length(left_all) + length(right_all)
    shares["quotes all", "character Dice"] = _Share(2 * shared(left_all, right_all), total, total)
    return shares


def _attribution_shares(
    one: Article, other: Article, matched: Sequence[tuple[Quote, Quote]]
) -> dict[tuple[str, str], _Share]:
    same, total = _same_speaker(one, other), len(matched)
    equal = {
        "cue": sum(fragments_of(a.cue) == fragments_of(b.cue) for a, b in matched),
        "source": sum(fragments_of(a.source) == fragments_of(b.source) for a, b in matched),
        "speakers": sum({same[name] for name in a.speakers} == set(b.speakers) for a, b in matched),
    }
    return {(MATCHED, f"{name}, accuracy"): _Share(count, total, total) for name, count in equal.items()}


def _entity_share(one: Article, other: Article) -> dict[tuple[str, str], _Share]:
    left, right = (
        Counter((each.type, fragments_of(each.spans)) for each in side.entities or ()) for side in (one, other)
    )
    total = left.total() + right.total()
    return {("entities", "F1 exact with type"): _Share(2 * (left & right).total(), total, total)}


def _matched_quotes(one: Article, other: Article) -> list[tuple[Quote, Quote]]:
    left, right = ([fragments_of(quote.content) for quote in side.quotes] for side in (one, other))
    return [(one.quotes[each.left], other.quotes[each.right]) for each in match(left, right, THRESHOLD)]


def _same_speaker(one: Article, other: Article) -> dict[str, str]:
    """Ids of the right side by ids of the left; an unmatched one gets an id that the right side cannot have."""
    found = same_speakers(one, other)
    return {speaker.id: found.get(speaker.id, f"left {speaker.id}") for speaker in one.speakers}


def _union(units: Iterable[Fragments]) -> Fragments:
    """The code points that any of the units covers."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretch for unit in units for stretch in unit):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _measures(evidence: Sequence[_Evidence], draws: Draws) -> Iterator[Measure]:
    for key in evidence[0].shares:
        yield from _measure(key, [each.shares[key] for each in evidence], draws, _ratio, _units)
    for key in evidence[0].labels:
        statistic = _alpha if key == TOPICS else _kappa
        yield from _measure(key, [each.labels[key] for each in evidence], draws, statistic, len)


def _measure(
    key: tuple[str, str],
    parts: Sequence[Part],
    draws: Draws,
    statistic: Callable[[Sequence[Part]], float],
    units: Callable[[Part], int],
) -> Iterator[Measure]:
    """The measure over all articles, with its interval; none where there are no units."""
    total = sum(map(units, parts))
    if not total:
        return
    drawn = ([parts[n] for n in draw] for draw in draws)
    values = sorted(statistic(each) for each in drawn if any(map(units, each)))
    low, high = (values[round(share * (len(values) - 1))] for share in (0.025, 0.975))
    layer, name = key
    yield Measure(layer, name, statistic(parts), low, high, total)


def _units(share: _Share) -> int:
    return share.units


def _ratio(shares: Sequence[_Share]) -> float:
    return sum(share.above for share in shares) / sum(share.below for share in shares)


def _kappa(labels: Sequence[Labels]) -> float:
    return cohen_kappa([pair for part in labels for pair in part])


def _alpha(labels: Sequence[Labels]) -> float:
    return krippendorff_alpha([pair for part in labels for pair in part], masi_distance)
