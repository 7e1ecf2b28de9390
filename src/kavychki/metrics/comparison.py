"""One article annotated twice: what meets what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kavychki.metrics.matching import Fragments, Match, Overlaps, fragments_of, matching, overlaps, same_speakers
from kavychki.model import Article, Quote

MATCHED = 0.8
"""Overlap from which two quotes count as the same one where their labels are compared."""

THRESHOLDS = {"exact": 1.0, "overlap 0.8": 0.8, "overlap 0.5": 0.5, "overlap 0.3": 0.3}
"""Overlaps from which units are matched, by the name of the criterion."""

TYPES = ("direct", "indirect", "mixed")


class Comparison:
    """Two annotations of one text, the gold one on the left if there is one.

    Attributes:
        left: one annotation.
        right: the other.
        contents: the contents of the quotes of either side.
        overlaps: how far contents overlap, by places in ``left.quotes`` and ``right.quotes``.
        same_speaker: ids of the right side's speakers by ids of the left's.
    """

    def __init__(self, left: Article, right: Article) -> None:
        self.left = left
        self.right = right
        self.contents: tuple[list[Fragments], list[Fragments]] = (_contents(left), _contents(right))
        self.overlaps: Overlaps = overlaps(*self.contents)
        self.same_speaker = _same_speaker(left, right)

    def matches(self, threshold: float, kind: str = "") -> list[Match]:
        """Quotes matched one to one, all of them, or those of one type on both sides."""
        if not kind:
            return matching(self.overlaps, threshold)
        left, right = self.left.quotes, self.right.quotes
        pairs = {(i, j): value for (i, j), value in self.overlaps.items() if left[i].type == kind == right[j].type}
        return matching(pairs, threshold)

    @cached_property
    def matched(self) -> Sequence[tuple[Quote, Quote]]:
        """The quotes that both sides have: matched at ``MATCHED``, whatever their types."""
        return [(self.left.quotes[each.left], self.right.quotes[each.right]) for each in self.matches(MATCHED)]

    def matched_of(self, kind: str) -> Sequence[tuple[Quote, Quote]]:
        """The matched quotes to which both sides give a type; all of them for ""."""
        return [(one, other) for one, other in self.matched if not kind or one.type == kind == other.type]

    @cached_property
    def same_quote(self) -> dict[str, str]:
        """Ids of the right side's quotes by ids of the left's, for the matched ones."""
        return {one.id: other.id for one, other in self.matched}

    def speakers_agree(self, one: Quote, other: Quote) -> bool:
        """Whether a quote of the left and one of the right have the same set of speakers."""
        return self.speakers_of(one) == frozenset(other.speakers)

    def speakers_of(self, one: Quote) -> frozenset[str]:
        """The speakers of a quote of the left under the ids of the right side."""
        return frozenset(self.same_speaker.get(each, f"left {each}") for each in one.speakers)

    def parents_agree(self, one: Quote, other: Quote) -> bool:
        """Whether both quotes lie in none, or in quotes that are matched with each other."""
        if one.parent is None or other.parent is None:
            return one.parent == other.parent
        return self.same_quote.get(one.parent) == other.parent


def _contents(article: Article) -> list[Fragments]:
    return [fragments_of(quote.content) for quote in article.quotes]


def _same_speaker(one: Article, other: Article) -> dict[str, str]:
    """Ids of the right side's speakers by ids of the left's; an unmatched one gets an id that the right cannot have."""
    found = same_speakers(one, other)
    return {speaker.id: found.get(speaker.id, f"left {speaker.id}") for speaker in one.speakers}
