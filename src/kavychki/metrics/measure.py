"""A figure with its interval, and the statistics that turn counts into figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 95 % bootstrap interval over articles.

    ``layer`` says of what ("quotes"), ``label`` of which kind of it ("direct", "" for all), ``criterion`` by which test
    ("overlap 0.8"), ``statistic`` what is reckoned from it ("F1"). ``units`` is the number below the line: what could
    have been right. ``value`` is from 0 to 1, or from -1 to 1 where it is corrected for chance.
    """

    layer: str
    label: str
    criterion: str
    statistic: str
    value: float
    low: float
    high: float
    units: int


@dataclass(frozen=True, slots=True)
class Statistic:
    """A function of summed counts, ``(..., columns)`` to ``(...)``, and one that says of how many units."""

    name: str
    of: Callable[[Array], Array]
    units: Callable[[Array], Array]


Family = tuple[Statistic, ...]
"""Statistics of the same counts."""


def divided(above: Array, below: Array) -> Array:
    """The ratio, NaN where there is nothing below the line."""
    ratio: Array = np.divide(above, below, out=np.full(np.shape(below), np.nan), where=np.asarray(below) != 0)
    return ratio


def _f1(counts: Array) -> Array:
    return divided(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


F1: Family = (Statistic("F1", _f1, lambda counts: counts[..., 1] + counts[..., 2]),)
"""Of (shared, left, right): twice what is shared over what both sides have."""

RECALL: Family = (
    Statistic("recall", lambda counts: divided(counts[..., 0], counts[..., 1]), lambda counts: counts[..., 1]),
)
"""Of (shared, left, …)."""

PRECISION_RECALL_F1: Family = (
    Statistic("precision", lambda counts: divided(counts[..., 0], counts[..., 2]), lambda counts: counts[..., 2]),
    *RECALL,
    *F1,
)
"""Of (shared, left, right), with the gold annotation on the left."""

ACCURACY: Family = (
    Statistic("accuracy", lambda counts: divided(counts[..., 0], counts[..., 1]), lambda counts: counts[..., 1]),
)
"""Of (equal, all)."""

FALSE_ALARMS: Family = (
    Statistic("false alarms", lambda counts: divided(counts[..., 0], counts[..., 1]), lambda counts: counts[..., 1]),
)
"""Of (alarms, places)."""


def _harmonic(counts: Array) -> Array:
    recall, precision = divided(counts[..., 0], counts[..., 1]), divided(counts[..., 2], counts[..., 3])
    return np.where(recall + precision == 0, 0.0, divided(2 * recall * precision, recall + precision))


B_CUBED_F1: Family = (Statistic("F1", _harmonic, lambda counts: counts[..., 1] + counts[..., 3]),)
"""Of (sum of recalls, left, sum of precisions, right)."""

B_CUBED: Family = (
    Statistic("precision", lambda counts: divided(counts[..., 2], counts[..., 3]), lambda counts: counts[..., 3]),
    Statistic("recall", lambda counts: divided(counts[..., 0], counts[..., 1]), lambda counts: counts[..., 1]),
    *B_CUBED_F1,
)
"""Of the same, with the gold annotation on the left."""
