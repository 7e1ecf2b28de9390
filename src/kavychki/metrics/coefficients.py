"""Chance-corrected agreement of two annotators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

Pair = tuple[Hashable, Hashable]


def cohen_kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa (1960) of the labels that two annotators gave to the same units; 1.0 where both use one label.

    Raises:
        ValueError: there are no units.
    """
    if not pairs:
        raise ValueError("kappa of no units is undefined")
    observed = sum(one == other for one, other in pairs) / len(pairs)
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(left[label] * right[label] for label in left) / len(pairs) ** 2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(pairs: Sequence[Pair], distance: Callable[[Hashable, Hashable], float]) -> float:
    """Krippendorff's alpha (2004) of two annotators without missing values; 1.0 where none can be expected to disagree.

    ``distance`` is 0 for equal values and symmetric. Expected disagreement is over all pairs of the pooled values.

    Raises:
        ValueError: there are no units.
    """
    if not pairs:
        raise ValueError("alpha of no units is undefined")
    observed = sum(distance(one, other) for one, other in pairs) / len(pairs)
    pooled = Counter(value for pair in pairs for value in pair)
    total = sum(pooled.values())
    disagreement = sum(
        count * pooled[other] * distance(value, other) for value, count in pooled.items() for other in pooled
    )
    expected = disagreement / (total * (total - 1))
    return 1.0 if expected == 0 else 1 - observed / expected


def nominal_distance(one: Hashable, other: Hashable) -> float:
    """0 for equal labels, else 1."""
    return float(one != other)


def masi_distance(one: Hashable, other: Hashable) -> float:
    """1 - MASI (Passonneau, 2006) of two sets: their Jaccard, weighted 1 if equal, 2/3 if nested, 1/3 if they cross."""
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
