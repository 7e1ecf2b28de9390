"""What is said of a record whose text was not found: which file comes nearest, and where it differs."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.hydration.alignment import Alignment
from kavychki.model import Article

LONGEST = 80
"""Code points of a file that are shown."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A record without its text; the nearest file with its length (code points), and how its text aligns.

    ``alignment`` is None where there is no such file, or where the corpus has no fingerprint of the record's text.
    """

    article: Article
    nearest: str | None
    length: int | None
    alignment: Alignment | None

    def __str__(self) -> str:
        wanted = f"{self.article.id}: no file has this text ({self.article.text_length} code points)"
        if self.nearest is None:
            return f"{wanted}, and none comes near"
        return f"{wanted}; nearest is {self.nearest} ({self.length} code points), {self._difference()}"

    def _difference(self) -> str:
        if self.alignment is None:
            return "whose text differs; the corpus has no fingerprint to tell where"
        blocks, same = len(self.alignment.blocks), self.alignment.unchanged
        first = self.alignment.first_difference()
        if first is None:
            rest = "only spaces, kinds of marks or dashes, or what is around them differ"
            return f"where all {blocks} stretches stand: {rest}"
        start, end, instead = first
        here = f"«{_shortened(instead)}»" if instead else "nothing"
        return f"where {same} of {blocks} stretches stand; the first that differs is [{start}, {end}): there is {here}"


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else f"{one_line[: LONGEST - 1]}…"
