"""Agreement on where units are and what they are: Krippendorff's alpha for unitising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kavychki.metrics.coefficients import corrected
from kavychki.metrics.measure import Array, Family, Statistic, divided

Unit = tuple[int, int, str]
"""A labelled stretch ``[start, end)`` of a text."""

_GAP = ""


def unitising_alpha(left: Sequence[Unit], right: Sequence[Unit], length: int, *, labels: bool = True) -> float:
    """Krippendorff's alpha of two annotators who found units in a text and labelled them (Krippendorff et al., 2016).

    1 - Do / De over the positions of the text, each of which lies in a unit or in a gap: Do is the share of positions
    that have different labels on the two sides; De the same after chance, which may put any position of a unit or of a
    gap with any other but not two positions of one unit, since a unit comes as a whole. This is the paper's uα; without
    labels, its |uα, which asks only what lies in a unit.

    Args:
        left: the units of one annotator, which do not overlap.
        right: the units of the other.
        length: of the text, in the unit of the offsets.
        labels: whether labels count, or only units and gaps.

    Raises:
        ValueError: units overlap or lie outside of the text, or the text is empty.
    """
    if length < 1:
        raise ValueError("alpha of an empty text is undefined")
    names = sorted({label for _, _, label in (*left, *right)})
    return float((_by_label if labels else _unit_or_gap)(unitising_counts(left, right, length, names)))


def unitising_counts(left: Iterable[Unit], right: Iterable[Unit], length: int, labels: Sequence[str]) -> Array:
    """The counts of ``UNITISING`` for one text.

    For gaps and each label: what pairing with itself takes from chance (the gaps' length, the squares of the units'
    lengths). Then, flat, the positions that have one label on one side and another on the other, both ways.
    """
    place = {label: n for n, label in enumerate((_GAP, *labels))}
    own, table = np.zeros(len(place)), np.zeros((len(place), len(place)))
    sides = [list(_segments(units, length)) for units in (left, right)]
    for start, end, label in (*sides[0], *sides[1]):
        own[place[label]] += (end - start) ** 2 if label else end - start
    for shared, one, other in _intersections(*sides):
        table[place[one], place[other]] += shared
        table[place[other], place[one]] += shared
    return np.concatenate([own, table.ravel()])


def outermost(units: Iterable[Unit]) -> list[Unit]:
    """The units without what lies inside of one that begins before them."""
    found: list[Unit] = []
    for start, end, label in sorted(units, key=lambda unit: (unit[0], -unit[1])):
        free = max(start, found[-1][1]) if found else start
        if free < end:
            found.append((free, end, label))
    return found


def _segments(units: Iterable[Unit], length: int) -> Iterator[Unit]:
    """The units and the gaps before, between and after them."""
    at = 0
    for start, end, label in sorted(units):
        if not at <= start < end <= length:
            raise ValueError(f"unit [{start}, {end}) overlaps another or lies outside of a text of {length}")
        if at < start:
            yield at, start, _GAP
        yield start, end, label
        at = end
    if at < length:
        yield at, length, _GAP


def _intersections(left: Sequence[Unit], right: Sequence[Unit]) -> Iterator[tuple[int, str, str]]:
    """How much each segment of one side shares with each of the other, with their labels; linear in the segments."""
    i = j = 0
    while i < len(left) and j < len(right):
        (start, end, one), (begin, stop, other) = left[i], right[j]
        yield min(end, stop) - max(start, begin), one, other
        i, j = i + (end <= stop), j + (stop <= end)


def _read(counts: Array) -> tuple[Array, Array]:
    """What the labels take from chance, and the table."""
    size = round((counts.shape[-1] + 0.25) ** 0.5 - 0.5)
    return counts[..., :size], counts[..., size:].reshape(*counts.shape[:-1], size, size)


def _by_label(counts: Array) -> Array:
    own, table = _read(counts)
    total, sums = table.sum(axis=(-2, -1)), table.sum(axis=-1)
    equal = divided(total * (sums**2 - own).sum(axis=-1), total**2 - own.sum(axis=-1))
    return corrected(np.trace(table, axis1=-2, axis2=-1), equal, total)


def _unit_or_gap(counts: Array) -> Array:
    own, table = _read(counts)
    total, gaps = table.sum(axis=(-2, -1)), table[..., 0, :].sum(axis=-1)
    apart = divided(2 * total * gaps * (total - gaps), total**2 - own.sum(axis=-1))
    return corrected(total - 2 * (gaps - table[..., 0, 0]), total - apart, total)


def _positions(counts: Array) -> Array:
    total: Array = _read(counts)[1].sum(axis=(-2, -1))
    return total / 2


BY_LABEL: Family = (Statistic("Krippendorff's alpha", _by_label, _positions),)
UNIT_OR_GAP: Family = (Statistic("Krippendorff's alpha", _unit_or_gap, _positions),)
"""Of the counts of ``unitising_counts``, added over texts."""
