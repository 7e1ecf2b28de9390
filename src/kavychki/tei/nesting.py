"""What goes without saying, and is written only where the record has it otherwise: parents, and ids of entities."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence

from kavychki.model import Entity, Quote, Span


def usual_parents(quotes: Sequence[Quote]) -> dict[str, str | None]:
    """Of each quote, by id, the innermost other one whose content holds all of its own; None where there is none."""
    stretches = sorted(
        ((span.start, span.end, quote) for quote in quotes for span in quote.content),
        key=lambda each: (each[0], -each[1]),
    )
    parents: dict[str, str | None] = {}
    around: list[tuple[int, int, Quote]] = []
    behind = 0
    for quote in sorted(quotes, key=lambda each: each.content[0].start):
        start = quote.content[0].start
        while behind < len(stretches) and stretches[behind][0] <= start:
            around.append(stretches[behind])
            behind += 1
        around = [each for each in around if each[1] > start]
        holding = (outer for _, _, outer in around if _bounds(outer) != _bounds(quote) and _holds(outer, quote))
        innermost = min(holding, key=lambda each: (_size(each), each.content[0].start, each.id), default=None)
        parents[quote.id] = innermost.id if innermost else None
    return parents


def usual_entity_ids(entities: Sequence[Entity]) -> bool:
    """Whether entities, in canonical order, are numbered e1, e2, … without a gap."""
    return [entity.id for entity in entities] == [f"e{number}" for number in range(1, len(entities) + 1)]


def _bounds(quote: Quote) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in quote.content]


def _size(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.content)


def _holds(outer: Quote, inner: Quote) -> bool:
    spans = _bounds(outer)
    return all(_lies_in(span, spans) for span in inner.content)


def _lies_in(span: Span, stretches: list[tuple[int, int]]) -> bool:
    place = bisect_right(stretches, (span.start, sys.maxsize)) - 1
    return place >= 0 and span.end <= stretches[place][1]
