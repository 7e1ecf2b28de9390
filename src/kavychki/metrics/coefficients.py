"""Agreement of annotators, corrected for chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np

from kavychki.metrics.measure import Array, Family, Statistic, divided

Pair = tuple[Hashable, Hashable]
Distance = Callable[[Hashable, Hashable], float]


def cohen_kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa (1960) of the labels that two annotators gave to the same units; 1.0 where both use one label.

    (Ao - Ae) / (1 - Ae): Ao is the share of equal labels, Ae the share to be expected if each annotator gave labels
    independently, as often as he does.

    Raises:
        ValueError: there are no units.
    """
    if not pairs:
        raise ValueError("kappa of no units is undefined")
    order = {label: None for pair in pairs for label in pair}
    return float(_kappa(contingency(pairs, list(order))))


def krippendorff_alpha(units: Iterable[Sequence[Hashable]], distance: Distance) -> float:
    """Krippendorff's alpha (2004); 1.0 where no two values differ.

    1 - Do / De: Do is the mean distance of two values of one unit, a unit of m values having the weight m; De is the
    mean distance of two values of all that were given to such units.

    Args:
        units: for each unit the values that annotators gave it, a missing one left out; units with fewer than two
            values say nothing and are ignored.
        distance: 0 for equal values, and symmetric.

    Raises:
        ValueError: there is no unit with two values.
    """
    paired = [values for values in units if len(values) > 1]
    if not paired:
        raise ValueError("alpha of no units is undefined")
    pooled = Counter(value for values in paired for value in values)
    total = pooled.total()
    observed = sum(
        2 * sum(distance(one, other) for n, one in enumerate(values) for other in values[:n]) / (len(values) - 1)
        for values in paired
    )
    expected = sum(
        count * pooled[other] * distance(value, other) for value, count in pooled.items() for other in pooled
    )
    return 1.0 if expected == 0 else 1 - (total - 1) * observed / expected


def nominal_distance(one: Hashable, other: Hashable) -> float:
    """0 for equal labels, else 1."""
    return float(one != other)


def masi_distance(one: Hashable, other: Hashable) -> float:
    """1 - MASI (Passonneau, 2006) of two sets: their Jaccard, weighted 1 if equal, 2/3 if nested, 1/3 if they cross.

    Raises:
        TypeError: a value is no frozenset.
    """
    left, right = frozenset(_items(one)), frozenset(_items(other))
    if left == right:
        return 0.0
    common = len(left & right)
    if not common:
        return 1.0
    monotonicity = 2 / 3 if left < right or right < left else 1 / 3
    return 1 - common / len(left | right) * monotonicity


def _items(value: Hashable) -> frozenset[Hashable]:
    if not isinstance(value, frozenset):
        raise TypeError(f"MASI compares frozensets, not {type(value).__name__}")
    return value


def contingency(pairs: Iterable[Pair], labels: Sequence[Hashable]) -> Array:
    """How often each label of the first annotator met each of the second, flat, row by row."""
    place = {label: n for n, label in enumerate(labels)}
    table = np.zeros(len(place) ** 2)
    for one, other in pairs:
        table[place[one] * len(place) + place[other]] += 1
    return table


def _square(counts: Array) -> Array:
    size = round(counts.shape[-1] ** 0.5)
    return counts.reshape(*counts.shape[:-1], size, size)


def _kappa(counts: Array) -> Array:
    table = _square(counts)
    units = counts.sum(axis=-1)
    observed = np.trace(table, axis1=-2, axis2=-1)
    expected = divided((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), units)
    return corrected(observed, expected, units)


def _alpha(counts: Array) -> Array:
    table = _square(counts)
    units = counts.sum(axis=-1)
    pooled = table.sum(axis=-1) + table.sum(axis=-2)
    equal = divided((pooled * (pooled - 1)).sum(axis=-1), 2 * units * (2 * units - 1)) * units
    return corrected(np.trace(table, axis1=-2, axis2=-1), equal, units)


def corrected(observed: Array, expected: Array, units: Array) -> Array:
    """(observed - expected) / (units - expected); 1 where no disagreement can be expected, NaN of no units.

    ``observed`` and ``expected`` are numbers of units on which annotators agree.
    """
    ratio = np.where(units == expected, 1.0, divided(observed - expected, units - expected))
    value: Array = np.where(units == 0, np.nan, ratio)
    return value


def _total(counts: Array) -> Array:
    units: Array = counts.sum(axis=-1)
    return units


NOMINAL: Family = (
    Statistic("Cohen's kappa", _kappa, _total),
    Statistic("Krippendorff's alpha", _alpha, _total),
)
"""Of a contingency table, flat."""

WITHIN_ARTICLES: Family = (
    Statistic(
        "Cohen's kappa",
        lambda counts: corrected(counts[..., 1], counts[..., 2], counts[..., 0]),
        lambda counts: counts[..., 0],
    ),
    Statistic(
        "Krippendorff's alpha",
        lambda counts: corrected(counts[..., 1], counts[..., 3], counts[..., 0]),
        lambda counts: counts[..., 0],
    ),
)
"""Of (units, equal, expected equal by kappa, by alpha): labels that mean something only within their article."""


def within_article(pairs: Sequence[Pair]) -> tuple[float, float, float, float]:
    """The counts of ``WITHIN_ARTICLES`` for one article: chance is reckoned from its own labels."""
    units = len(pairs)
    if not units:
        return 0, 0, 0, 0
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    pooled = left + right
    by_kappa = sum(left[label] * right[label] for label in left) / units
    by_alpha = sum(count * (count - 1) for count in pooled.values()) / (2 * (2 * units - 1))
    return units, sum(one == other for one, other in pairs), by_kappa, by_alpha
