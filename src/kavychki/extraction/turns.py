"""The turns of a dialogue or an interview: which follow one another, and which side asks."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.document import Document
from kavychki.extraction.finding import TURNS_APART
from kavychki.extraction.lexicon import words

_ASKERS = words("askers")
SHORTEST_INTERVIEW = 4
"""Turns; fewer are a dialogue."""


@dataclass(slots=True)
class Run:
    """Turns that follow one another; in an interview, the parity of the questions."""

    turns: list[Candidate]
    is_interview: bool
    asks: int
    attributed: tuple[Candidate | None, Candidate | None]
    """The first turn with a source among the even ones and among the odd ones."""

    def before(self, quote: Candidate) -> Candidate | None:
        """The turn before a turn."""
        place = quote.turn - self.turns[0].turn - 1
        return self.turns[place] if 0 <= place < len(self.turns) and self.turns[place].turn == quote.turn - 1 else None


class Turns:
    """The turns of a text in runs."""

    def __init__(self, doc: Document, quotes: list[Candidate]) -> None:
        grouped: dict[int, list[Candidate]] = {}
        for quote in quotes:
            if quote.turn:
                grouped.setdefault(quote.turn // TURNS_APART, []).append(quote)
        self._runs = {key: _run(doc, turns) for key, turns in grouped.items()}

    def run(self, quote: Candidate) -> Run:
        """The run that a turn belongs to."""
        return self._runs[quote.turn // TURNS_APART]


def _run(doc: Document, turns: list[Candidate]) -> Run:
    """A run is an interview where one side asks, is never named, and the turns are many."""
    questions = [0, 0]
    named = [0, 0]
    for turn in turns:
        questions[turn.turn % 2] += doc.text[turn.end - 1] == "?"
        named[turn.turn % 2] += bool(turn.sources)
    first = turns[0].turn % 2
    asks = first if questions[first] >= questions[1 - first] else 1 - first
    asked = sum(turn.turn % 2 == asks for turn in turns)
    opened = turns[0].turn % 2 == asks and bool(turns[0].sources)
    first_named = [
        next((turn for turn in turns if turn.turn % 2 == parity and turn.sources), None) for parity in (0, 1)
    ]
    announced = not named[asks] and _asks_itself(doc, turns[0].begin)
    is_interview = announced or (len(turns) >= SHORTEST_INTERVIEW and not opened and named[asks] * 4 <= asked)
    return Run(turns, is_interview, asks, (first_named[0], first_named[1]))


def _asks_itself(doc: Document, begin: int) -> bool:
    """Whether the paragraph before a place speaks of the paper or its reporter: «Мы позвонили мастеру»."""
    first = bisect_left(doc.starts, doc.text.rfind("\n", 0, max(0, doc.text.rfind("\n", 0, begin) - 1)))
    return any(doc.lower[at] in _ASKERS for at in range(first, bisect_left(doc.starts, begin)))
