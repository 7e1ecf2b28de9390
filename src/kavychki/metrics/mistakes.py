"""What went wrong with each quote, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kavychki.metrics.comparison import Comparison
from kavychki.metrics.matching import Fragments, fragments_of, length, shared
from kavychki.model import Quote

SAME = 0.3
"""Overlap from which two quotes are the same one with mistakes, and not one missed and one spurious."""

KINDS = {
    "missed": "a gold quote that no predicted one answers to",
    "spurious": "a predicted quote that answers to no gold one",
    "merged": "a gold quote that lies in a predicted one together with another",
    "split": "a predicted quote that is a further piece of a gold one",
    "border too short": "the content leaves out a part of the gold content",
    "border too long": "the content takes in more than the gold content",
    "border crosses": "the content does both",
    "wrong type": "direct, indirect or mixed is confused",
    "wrong medium": "speech, writing or thought is confused",
    "wrong factual": "an act that did not take place is called factual, or the other way round",
    "missed cue": "no cue where gold has one",
    "spurious cue": "a cue where gold has none",
    "wrong cue": "another cue, or other borders of it",
    "missed source": "no source where gold has one",
    "spurious source": "a source where gold has none",
    "wrong source": "another source, or other borders of it",
    "missed speaker": "no speaker where gold has one",
    "spurious speaker": "a speaker where gold has none",
    "wrong speaker": "another speaker, or not the same ones",
    "wrong parent": "the quote lies in another quote, or in none",
}
"""Kinds of mistakes, with what they mean."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: what kind, in which article, and the ids of the quotes concerned.

    ``type`` is the gold quote's type, or the predicted one's where there is no gold quote.
    """

    kind: str
    article: str
    type: str
    gold: Quote | None
    predicted: Quote | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: both quotes with their spans, and their words where the records have them."""
        return {
            "kind": self.kind,
            "article": self.article,
            "type": self.type,
            "gold": self.gold and self.gold.to_dict(),
            "predicted": self.predicted and self.predicted.to_dict(),
        }


def mistakes(pair: Comparison) -> Iterator[Mistake]:
    """The mistakes of the right side against the left one, quote by quote; a quote may have several, or none.

    Quotes are matched one to one at an overlap of ``SAME``. What is left of gold is merged or missed, what is left of
    the other side split or spurious. Merged and split leave out nested quotes: those that share code points with the
    matched one.
    """
    gold, predicted = pair.left.quotes, pair.right.quotes
    found = pair.matches(SAME)
    partner = {each.left: each.right for each in found}
    owner = {each.right: each.left for each in found}
    for number, quote in enumerate(gold):
        if number not in partner:
            kind = "merged" if _swallowed(number, *pair.contents, owner) else "missed"
            yield Mistake(kind, pair.left.id, quote.type, quote, None)
            continue
        other = predicted[partner[number]]
        contents = pair.contents[0][number], pair.contents[1][partner[number]]
        for kind in (*_border(*contents), *_labels(quote, other), *_attribution(pair, quote, other)):
            yield Mistake(kind, pair.left.id, quote.type, quote, other)
    for number, quote in enumerate(predicted):
        if number not in owner:
            kind = "split" if _swallowed(number, *pair.contents[::-1], partner) else "spurious"
            yield Mistake(kind, pair.left.id, quote.type, None, quote)


def counted(found: Sequence[Mistake]) -> dict[str, dict[str, int]]:
    """How many mistakes of each kind, by type of quote; kinds in the order of ``KINDS``, also those without any."""
    counts = Counter((each.kind, each.type) for each in found)
    return {kind: {name: counts[kind, name] for name in ("direct", "indirect", "mixed")} for kind in KINDS}


def _swallowed(number: int, here: Sequence[Fragments], there: Sequence[Fragments], owner: dict[int, int]) -> bool:
    """Whether half of a unit or more lies in one of the other side whose match is another unit, apart from this."""
    unit = here[number]
    return any(
        2 * shared(unit, there[other]) >= length(unit) and not shared(unit, here[mine]) for other, mine in owner.items()
    )


def _border(gold: Fragments, predicted: Fragments) -> Iterator[str]:
    common = shared(gold, predicted)
    lacking, extra = length(gold) > common, length(predicted) > common
    if lacking and extra:
        yield "border crosses"
    elif lacking:
        yield "border too short"
    elif extra:
        yield "border too long"


def _labels(one: Quote, other: Quote) -> Iterator[str]:
    for name in ("type", "medium", "factual"):
        if getattr(one, name) != getattr(other, name):
            yield f"wrong {name}"


def _attribution(pair: Comparison, one: Quote, other: Quote) -> Iterator[str]:
    for name in ("cue", "source"):
        gold, predicted = (fragments_of(getattr(quote, name)) for quote in (one, other))
        yield from _compared(name, bool(gold), bool(predicted), gold == predicted)
    yield from _compared("speaker", bool(one.speakers), bool(other.speakers), pair.speakers_agree(one, other))
    if not pair.parents_agree(one, other):
        yield "wrong parent"


def _compared(name: str, gold: bool, predicted: bool, equal: bool) -> Iterator[str]:
    if not equal:
        yield f"{'wrong' if gold and predicted else 'missed' if gold else 'spurious'} {name}"
