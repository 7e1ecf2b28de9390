"""Sentences with marked words that go on with what somebody said before: «Менять его „никто не торопится“»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.morphology import VERB
from kavychki.extraction.sentence import Sentence

_OTHERS = frozenset(("он", "она", "они", "ему", "ей", "им", "временем", "между"))
"""Words by which a sentence says itself whose the marked words are, or turns to something else."""
FEWEST = 2
"""Marked words that are somebody's own, and no term."""


def _is_term(sentence: Sentence, at: int) -> bool:
    """Whether marked words have been met before, or are what something is called."""
    start, end = sentence.doc.inner_span(sentence.items[at])
    text = sentence.doc.text
    return text.find(text[start:end], 0, start) >= 0 or sentence.word(at - 1).startswith(("называется", "называем"))


def continued(sentence: Sentence) -> Candidate | None:
    """The quote that a sentence without cue and source is, where it has words in marks; else None."""
    doc = sentence.doc
    wordings = [
        items
        for at in range(len(sentence))
        if sentence.is_passage(at) and not doc.capital((items := doc.inside(sentence.items[at]))[0])
        if not _is_term(sentence, at)
        if sum(doc.kinds[each] == kind.WORD for each in items) >= FEWEST
    ]
    last = sentence.end()
    finite = any(map(sentence.is_finite, range(last))) or any(
        form & VERB for items in wordings for each in items for form in doc.readings(each)[:1]
    )
    if not wordings or not finite or not _OTHERS.isdisjoint(sentence.words):
        return None
    return Candidate("continued", "mixed", [sentence.span(0, last)])
