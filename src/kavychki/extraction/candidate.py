"""What the stages hand on: a quote with the words it was found by, not yet with its speakers."""

from __future__ import annotations

from dataclasses import dataclass, field

from kavychki.extraction.document import Bounds
from kavychki.extraction.lexicon import Cue
from kavychki.model.vocabulary import Medium, QuoteType


@dataclass(frozen=True, slots=True)
class Source:
    """The mention of a source: its span in code points, its items, which one is the head, and the grammar of that."""

    start: int
    end: int
    bits: int
    items: tuple[int, ...]
    head: int

    @property
    def span(self) -> Bounds:
        return self.start, self.end


@dataclass(slots=True)
class Candidate:
    """A quote found by a rule. Spans are code points, in order of place."""

    rule: str
    type: QuoteType
    content: list[Bounds]
    cue: tuple[Bounds, ...] = ()
    sources: tuple[Source, ...] = ()
    entry: Cue | None = None
    medium: Medium = "speech"
    factual: bool = True
    turn: int = 0
    """In an interview or a dialogue, the number of the turn; 0 elsewhere."""
    continues: bool = False
    """Whether the speaker is the one of the quote before."""
    verb: int = 0
    """The grammar of the cue, which says something of a speaker that is not named."""
    parent: Candidate | None = field(default=None, repr=False)

    @property
    def begin(self) -> int:
        return self.content[0][0]

    @property
    def end(self) -> int:
        return self.content[-1][1]
