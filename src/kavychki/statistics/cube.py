"""Counts by several dimensions at once, from which a table takes the ones that it shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Key = tuple[str | int, ...]


@dataclass(slots=True)
class Cube:
    """A count for every combination of values that occurs; memory grows with these, not with what is counted."""

    dimensions: tuple[str, ...]
    counts: Counter[Key] = field(default_factory=Counter)

    def add(self, *values: str | int, times: int = 1) -> None:
        """Count once more, or ``times`` more, under a value for each dimension, in their order."""
        self.counts[values] += times

    def update(self, other: Cube) -> None:
        """Add the counts of another cube of the same dimensions."""
        self.counts.update(other.counts)

    def by(self, *dimensions: str, **where: str | int) -> Counter[Key]:
        """Counts by some dimensions, in the order asked for, of what has the values given for others.

        Raises:
            ValueError: there is no such dimension.
        """
        shown = [self.dimensions.index(name) for name in dimensions]
        wanted = [(self.dimensions.index(name), value) for name, value in where.items()]
        found: Counter[Key] = Counter()
        for key, count in self.counts.items():
            if all(key[place] == value for place, value in wanted):
                found[tuple(key[place] for place in shown)] += count
        return found

    def total(self, **where: str | int) -> int:
        """All that has the values given."""
        return self.by(**where)[()]

    def values(self, dimension: str, **where: str | int) -> list[str | int]:
        """The values of a dimension that occur, sorted."""
        return sorted({key[0] for key, count in self.by(dimension, **where).items() if count}, key=str)
