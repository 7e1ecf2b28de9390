"""A record read beside its text: what the guideline checks look at, worked out once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kavychki.extraction.lexicon import certain_forms
from kavychki.text import Marks, index_at, pair_marks, sentence_bounds
from kavychki.validation.level4.idle import is_idle

_WORD = re.compile(r"\w+")

Item = Mapping[str, Any]
Bounds = tuple[int, int]


class Reading:
    """A record that has passed L2, with its text and the entities that upstream supplies. Offsets are code points."""

    def __init__(self, record: Item, text: str, supplied: Sequence[Item] = ()) -> None:
        self.record = record
        self.text = text
        self.supplied = supplied

    @cached_property
    def marks(self) -> Marks:
        """The text's quotation marks, paired."""
        return pair_marks(self.text)

    @cached_property
    def sentences(self) -> list[Bounds]:
        """The text's sentences."""
        return sentence_bounds(self.text)

    @cached_property
    def mentions(self) -> dict[str, list[Bounds]]:
        """Mentions by the speaker's id."""
        return {speaker["id"]: [bounds(span) for span in speaker["mentions"]] for speaker in self.record["speakers"]}

    @cached_property
    def persons(self) -> list[Bounds]:
        """Where the entities of type PERSON stand."""
        return [
            bounds(span)
            for entity in self.record["entities"] or self.supplied
            if entity["type"] == "PERSON"
            for span in entity["spans"]
        ]

    @cached_property
    def cue_verbs(self) -> list[Bounds]:
        """Where a form of a verb of saying from the lexicon stands and asks for a quote."""
        forms = certain_forms()
        return [
            found.span()
            for found in _WORD.finditer(self.text)
            if found[0].lower() in forms
            and not is_idle(self.text, self.sentences[self.sentence_of(found.start())], *found.span())
        ]

    def sentence_of(self, offset: int) -> int:
        """Index of the sentence that holds an offset."""
        return index_at(self.sentences, offset)

    def sentences_of(self, spans: Sequence[Item]) -> tuple[int, int]:
        """Indexes of the first and the last sentence that spans touch."""
        first, last = envelope(spans)
        return self.sentence_of(first), self.sentence_of(last - 1)


def bounds(span: Item) -> Bounds:
    """``(start, end)`` of a span."""
    return span["start"], span["end"]


def envelope(spans: Sequence[Item]) -> Bounds:
    """From the first to the last code point of spans."""
    return min(span["start"] for span in spans), max(span["end"] for span in spans)


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two stretches share a code point."""
    return one[0] < other[1] and other[0] < one[1]
