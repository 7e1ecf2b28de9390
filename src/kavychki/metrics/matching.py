"""Matching the units of two annotations one to one, as well as it can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kavychki.model import Article, Span

Fragments = tuple[tuple[int, int], ...]
"""A unit as the stretches ``[start, end)`` it consists of, in code points, in order and without overlap."""

Overlaps = Mapping[tuple[int, int], float]
"""Overlaps above 0 of pairs of units, by their places in the two lists."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of units: their places in the two lists, and how far they overlap (0 to 1)."""

    left: int
    right: int
    overlap: float


def fragments_of(spans: Iterable[Span]) -> Fragments:
    """The fragments of a list of spans, in order; spans that overlap or touch become one."""
    stretches = tuple([(span.start, span.end) for span in spans])
    # Several spans may touch or be out of order; one is what it is.
    return stretches if len(stretches) == 1 and stretches[0][0] < stretches[0][1] else union([stretches])


def union(units: Iterable[Fragments]) -> Fragments:
    """The code points that any of the units covers."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretch for unit in units for stretch in unit if stretch[0] < stretch[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def length(unit: Fragments) -> int:
    """Code points of a unit."""
    return sum(end - start for start, end in unit)


def shared(one: Fragments, other: Fragments) -> int:
    """Code points that two units have in common; linear in their fragments."""
    total, i, j = 0, 0, 0
    while i < len(one) and j < len(other):
        total += max(0, min(one[i][1], other[j][1]) - max(one[i][0], other[j][0]))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return total


def overlap(one: Fragments, other: Fragments) -> float:
    """Jaccard similarity of two units as sets of code points: shared over covered by either; symmetric."""
    common = shared(one, other)
    covered = length(one) + length(other) - common
    return common / covered if covered else 0.0


def overlaps(left: Sequence[Fragments], right: Sequence[Fragments]) -> Overlaps:
    """How far each unit of one side overlaps each of the other, for the pairs that share a code point.

    One sweep through the text, in order of where units begin: time grows with the units and the pairs that meet.
    """
    begins = [(unit[0][0], side, number) for side in (0, 1) for number, unit in enumerate((left, right)[side]) if unit]
    found: dict[tuple[int, int], float] = {}
    active: tuple[list[int], list[int]] = ([], [])
    for start, side, number in sorted(begins):
        units, others = ((left, right), (right, left))[side]
        active[1 - side][:] = [other for other in active[1 - side] if others[other][-1][1] > start]
        for other in active[1 - side]:
            if value := overlap(units[number], others[other]):
                found[(other, number) if side else (number, other)] = value
        active[side].append(number)
    return found


def match(left: Sequence[Fragments], right: Sequence[Fragments], threshold: float) -> list[Match]:
    """The one-to-one matching of units with the greatest total overlap, among pairs that overlap by ``threshold``.

    ``threshold`` 1.0 asks for equal units. Solved exactly, group by group of units that could be matched at all; the
    assignment is Kuhn's (1955) in the form that adds one row at a time.
    """
    return matching(overlaps(left, right), threshold)


def matching(known: Overlaps, threshold: float) -> list[Match]:
    """As ``match``, from overlaps that are known already."""
    edges = {pair: value for pair, value in known.items() if value >= threshold}
    left, right = Counter(i for i, _ in edges), Counter(j for _, j in edges)
    # Most units meet one other, which meets no third: those pairs need no search.
    alone = {(i, j) for i, j in edges if left[i] == right[j] == 1}
    groups = _components(edges.keys() - alone)
    pairs = [*alone, *(pair for rows, columns in groups for pair in _assign(rows, columns, edges))]
    return [Match(i, j, edges[i, j]) for i, j in sorted(pairs)]


def same_speakers(one: Article, other: Article) -> dict[str, str]:
    """Ids of the second article's speakers by ids of the first's, for those that both have.

    Matched one to one by how much their mentions share; what is left, by equal names.
    """
    left, right = ([fragments_of(speaker.mentions) for speaker in side.speakers] for side in (one, other))
    found = {one.speakers[each.left].id: other.speakers[each.right].id for each in match(left, right, 0.0)}
    taken = set(found.values())
    by_name = {_folded(speaker.name): speaker.id for speaker in other.speakers if speaker.id not in taken}
    for speaker in one.speakers:
        if speaker.id not in found and _folded(speaker.name) in by_name:
            found[speaker.id] = by_name.pop(_folded(speaker.name))
    return found


def _folded(name: str) -> str:
    return name.casefold().replace("ё", "е")


def _components(edges: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """The units of both sides, grouped by what they could be matched with."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for i, j in edges:
        neighbours.setdefault(("left", i), []).append(("right", j))
        neighbours.setdefault(("right", j), []).append(("left", i))
    groups, seen = [], set()
    for node in neighbours:
        if node in seen:
            continue
        stack, group = [node], []
        seen.add(node)
        while stack:
            at = stack.pop()
            group.append(at)
            fresh = [each for each in neighbours[at] if each not in seen]
            seen.update(fresh)
            stack += fresh
        sides = [sorted(number for side, number in group if side == name) for name in ("left", "right")]
        groups.append((sides[0], sides[1]))
    return groups


def _assign(rows: list[int], columns: list[int], weight: Overlaps) -> list[tuple[int, int]]:
    """The pairs of an assignment of greatest total weight; pairs without weight are left out."""
    if len(rows) > len(columns):
        turned = {(j, i): value for (i, j), value in weight.items()}
        return [(i, j) for j, i in _assign(columns, rows, turned)]
    cost = [[-weight.get((row, column), 0.0) for column in columns] for row in rows]
    state = _Assignment(cost)
    for row in range(len(rows)):
        state.add(row)
    pairs = ((rows[row], columns[column]) for column, row in enumerate(state.owner[:-1]) if row >= 0)
    return [pair for pair in pairs if pair in weight]


class _Assignment:
    """An assignment of least cost of the rows added so far; prices keep every reduced cost at zero or above.

    ``owner`` has the row of each column, -1 for a free one; its last place stands for the row that is being added.
    """

    def __init__(self, cost: list[list[float]]) -> None:
        self._cost = cost
        self._columns = len(cost[0])
        self._row_price = [0.0] * len(cost)
        self._column_price = [0.0] * (self._columns + 1)
        self.owner = [-1] * (self._columns + 1)

    def add(self, row: int) -> None:
        """Give a row its column along the cheapest path that frees one (Dijkstra over the reduced costs)."""
        at = self._columns
        self.owner[at] = row
        before = [at] * self._columns
        least = [float("inf")] * self._columns
        reached: dict[int, None] = {}
        while self.owner[at] >= 0:
            reached[at] = None
            at = self._reach(at, least, before, reached)
        while at != self._columns:
            self.owner[at] = self.owner[before[at]]
            at = before[at]

    def _reach(self, at: int, least: list[float], before: list[int], reached: dict[int, None]) -> int:
        """The nearest column that has not been reached, with the prices moved so that the way to it costs nothing."""
        row = self.owner[at]
        free = [column for column in range(self._columns) if column not in reached]
        for column in free:
            slack = self._cost[row][column] - self._row_price[row] - self._column_price[column]
            if slack < least[column]:
                least[column], before[column] = slack, at
        nearest = min(free, key=lambda column: least[column])
        step = least[nearest]
        for column in reached:
            self._row_price[self.owner[column]] += step
            self._column_price[column] -= step
        for column in free:
            least[column] -= step
        return nearest
