"""Comparing two clusterings of the same kind of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

Clusters = Mapping[Item, AbstractSet[Hashable]]
"""The clusters that each item is in: one or more."""


@dataclass(frozen=True, slots=True)
class BCubed:
    """B-cubed figures as sums over items, so that those of several documents can be added.

    ``recalls`` is summed over the ``left`` items of the gold side, ``precisions`` over the ``right`` ones of the other.
    """

    recalls: float
    left: int
    precisions: float
    right: int

    @property
    def recall(self) -> float:
        """Mean recall of the gold items; 0.0 where there are none."""
        return self.recalls / self.left if self.left else 0.0

    @property
    def precision(self) -> float:
        """Mean precision of the other side's items; 0.0 where there are none."""
        return self.precisions / self.right if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(left: Clusters[Item], right: Clusters[Item]) -> BCubed:
    """B-cubed (Bagga and Baldwin, 1998) of two clusterings, extended to items in several clusters (Amigó et al., 2009).

    The recall of an item is the mean, over the items e that share a cluster with it on the left (itself too), of
    min(L, R) / L, where L and R are the numbers of clusters that the two share on the left and on the right. Precision
    is the same with the sides exchanged. An item that only one side has shares nothing on the other: it counts 0 in its
    own side's mean, as spurious and missed mentions do in the scorer of CoNLL-2012. Where every item has one cluster,
    this is Bagga and Baldwin's measure.

    Args:
        left: the gold clustering.
        right: the other one; equal keys are the same item.
    """
    nowhere: frozenset[Hashable] = frozenset()
    items = Counter(
        (frozenset(left.get(item, nowhere)), frozenset(right.get(item, nowhere))) for item in {**left, **right}
    )
    turned = Counter({(other, one): count for (one, other), count in items.items()})
    return BCubed(_summed(items), len(left), _summed(turned), len(right))


_Signature = tuple[frozenset[Hashable], frozenset[Hashable]]


def _summed(items: Counter[_Signature]) -> float:
    """The sum of recalls; items that are in the same clusters on both sides are reckoned together."""
    total = 0.0
    for (here, there), count in items.items():
        mates, shares = 0, 0.0
        for (other_here, other_there), others in items.items():
            if both := len(here & other_here):
                mates += others
                shares += others * min(both, len(there & other_there)) / both
        total += count * shares / mates if mates else 0.0
    return total
