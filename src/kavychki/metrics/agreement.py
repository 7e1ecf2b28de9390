"""How far two annotations of the same articles agree, layer by layer, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

import numpy as np

from kavychki.metrics import evidence
from kavychki.metrics.bootstrap import SAMPLES, Bootstrap, Evidence, Key, measure_of, summed
from kavychki.metrics.coefficients import NOMINAL, WITHIN_ARTICLES, contingency, masi_distance, within_article
from kavychki.metrics.comparison import TYPES, Comparison
from kavychki.metrics.measure import B_CUBED_F1, F1, Array, Measure
from kavychki.metrics.pairing import PairBy, paired
from kavychki.metrics.unitising import BY_LABEL, UNIT_OR_GAP, outermost, unitising_counts
from kavychki.model import Article
from kavychki.model.vocabulary import Medium, QuoteType

LABELS: dict[str, tuple[Hashable, ...]] = {
    "type": get_args(QuoteType),
    "medium": get_args(Medium),
    "factual": (True, False),
}
"""Labels of a quote, with the values that they take."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """All measures of a comparison, and the number of articles compared."""

    articles: int
    measures: tuple[Measure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def agreement(
    left: Iterable[Article],
    right: Iterable[Article],
    *,
    samples: int = SAMPLES,
    pair_by: PairBy = "id",
    only_shared: bool = False,
) -> Agreement:
    """Compare two annotations of the same articles; every measure is symmetric.

    ``docs/agreement.md`` has the formulas.

    Args:
        left: one annotation.
        right: the other.
        samples: bootstrap samples of articles for the intervals.
        pair_by: pair articles by id, or by the hash of the text.
        only_shared: leave out articles that only one side has.

    Raises:
        KavychkiError: the sides do not hold the same articles, or not the same texts.
    """
    pairs = [Comparison(*each) for each in paired(left, right, by=pair_by, only_shared=only_shared)]
    bootstrap = Bootstrap(len(pairs), samples)
    measures = [*bootstrap.measures([_evidence(each) for each in pairs]), *_topics(pairs, bootstrap)]
    return Agreement(len(pairs), tuple(measures))


def _evidence(pair: Comparison) -> Evidence:
    return summed(
        [
            evidence.content(pair, F1),
            _unitising(pair),
            evidence.attribution(pair, F1),
            evidence.labels(pair),
            _corrected(pair),
            evidence.speakers(pair, B_CUBED_F1),
            evidence.nesting(pair, F1),
            evidence.entities(pair, F1),
            evidence.topics(pair, F1),
        ]
    )


def _unitising(pair: Comparison) -> Evidence:
    """Where quotes are, a part being a unit; what is nested is taken with the outermost quote."""
    left, right = (
        outermost(
            (start, end, quote.type) for quote, unit in zip(side.quotes, units, strict=True) for start, end in unit
        )
        for side, units in zip((pair.left, pair.right), pair.contents, strict=True)
    )
    counts = unitising_counts(left, right, pair.left.text_length, TYPES)
    return {
        Key("quotes", "", "unitising by type", BY_LABEL): list(counts),
        Key("quotes", "", "unitising, quote or not", UNIT_OR_GAP): list(counts),
    }


def _corrected(pair: Comparison) -> Evidence:
    """Labels of matched quotes, for the coefficients that correct for chance."""
    found: dict[Key, Sequence[float]] = {}
    for kind in ("", *TYPES):
        chosen = pair.matched_of(kind)
        for name, values in LABELS.items():
            if not kind or name != "type":
                given = [(getattr(one, name), getattr(other, name)) for one, other in chosen]
                found[Key("matched quotes", kind, name, NOMINAL)] = list(contingency(given, values))
        speakers = [(pair.speakers_of(one), frozenset(other.speakers)) for one, other in chosen]
        found[Key("matched quotes", kind, "speakers", WITHIN_ARTICLES)] = within_article(speakers)
    return found


def _topics(pairs: Sequence[Comparison], bootstrap: Bootstrap) -> Iterator[Measure]:
    """Krippendorff's alpha of the sets of topics, an article being a unit."""
    sets = [(frozenset(pair.left.topics), frozenset(pair.right.topics)) for pair in pairs]
    if any(one or other for one, other in sets):
        values = _alpha_of_sets(sets, bootstrap)
        yield measure_of(Key("topics", "", "MASI", ()), "Krippendorff's alpha", values, len(sets))


def _alpha_of_sets(pairs: Sequence[tuple[frozenset[str], frozenset[str]]], bootstrap: Bootstrap) -> Array:
    """As ``krippendorff_alpha`` with MASI, for every sample at once; each distance is reckoned once."""
    place = {value: n for n, value in enumerate(dict.fromkeys(value for pair in pairs for value in pair))}
    values = list(place)
    distance = np.zeros((len(values), len(values)))
    for n, one in enumerate(values):
        for m in range(n):
            distance[n, m] = distance[m, n] = masi_distance(one, values[m])
    left, right = (np.array([place[pair[side]] for pair in pairs]) for side in (0, 1))
    found = []
    for weights in bootstrap.weights():
        pooled = np.zeros((len(values), len(weights)))
        np.add.at(pooled, left, weights.T)
        np.add.at(pooled, right, weights.T)
        expected = (pooled * (distance @ pooled)).sum(axis=0)
        observed = 2 * weights @ distance[left, right]
        total = pooled.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(np.where(expected == 0, 1.0, 1 - (total - 1) * observed / expected))
    return np.concatenate(found)
