"""What is drawn under a text: stretches with a label, stacked in lanes so that none covers another."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, get_args

from kavychki.model import Article, Span

Layer = Literal["quotes", "entities", "mentions"]
LAYERS: tuple[Layer, ...] = get_args(Layer)

Role = Literal["content", "cue", "source", "entity", "mention"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``[start, end)`` of the text, in code points, with what it is.

    ``number`` is the same for all parts of a quote and gives their colour, None where there is no quote; ``labels`` say
    the same in fewer and fewer letters; ``note`` says it in full; ``lane`` is 0 next to the text.
    """

    start: int
    end: int
    role: Role
    number: int | None
    labels: tuple[str, ...]
    note: str
    lane: int = 0

    def label(self, width: float) -> str:
        """The longest label of at most so many letters, or nothing."""
        return next((label for label in self.labels if len(label) <= width), "")


def marks_of(article: Article, layers: Iterable[Layer] = ("quotes",)) -> list[Mark]:
    """The marks of an article in order of where they begin, each in its lane."""
    chosen = set(layers)
    found: list[Mark] = []
    if "quotes" in chosen:
        found += _quote_marks(article)
    if "entities" in chosen:
        found += (
            _mark(span, "entity", None, (entity.type, entity.type.split("_")[0], entity.type[:3]), entity.type)
            for entity in article.entities or ()
            for span in entity.spans
        )
    if "mentions" in chosen:
        found += (
            _mark(span, "mention", None, (speaker.id,), f"mention of {speaker.name}")
            for speaker in article.speakers
            for span in speaker.mentions
        )
    return _in_lanes(found)


def _quote_marks(article: Article) -> Iterator[Mark]:
    names = {speaker.id: speaker.name for speaker in article.speakers}
    for number, quote in enumerate(article.quotes, 1):
        said_by = ", ".join(names.get(each, each) for each in quote.speakers)
        note = f"{number} {quote.type}" + (f": {said_by}" if said_by else "")
        for span in quote.content:
            yield _mark(span, "content", number, (f"{number} {quote.type}", f"{number}"), note)
        for span in quote.source:
            yield _mark(span, "source", number, (f"{number} source", f"{number}s", f"{number}"), f"{number} source")
        for span in quote.cue:
            yield _mark(span, "cue", number, (f"{number} cue", f"{number}c", f"{number}"), f"{number} cue")


def _mark(span: Span, role: Role, number: int | None, labels: tuple[str, ...], note: str) -> Mark:
    return Mark(span.start, span.end, role, number, labels, note)


def _in_lanes(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in lanes: each in the first that is free where it begins, so that longer ones are nearer to the text."""
    placed = []
    taken: list[tuple[int, int]] = []  # where the mark in a lane ends, and the lane
    free: list[int] = []
    fresh = count()
    roles = get_args(Role)
    for mark in sorted(marks, key=lambda each: (each.start, -each.end, roles.index(each.role), each.number or 0)):
        while taken and taken[0][0] <= mark.start:
            heapq.heappush(free, heapq.heappop(taken)[1])
        lane = heapq.heappop(free) if free else next(fresh)
        heapq.heappush(taken, (mark.end, lane))
        placed.append(replace(mark, lane=lane))
    return placed


def within(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    """The marks that touch a stretch of the text."""
    return [mark for mark in marks if mark.start < end and start < mark.end]
