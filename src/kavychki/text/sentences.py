"""Sentences of a canonical text, as far as punctuation tells."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\n+|(?<=[.!?…])[»”“\")\]]*\s+(?=[«„“\"(\[]?[A-ZА-ЯЁІЎ0-9])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«„])(?:[А-ЯЁA-Z]|г|гг|в|вв|ул|д|им|тыс|млн|млрд|руб|см|стр|т|п|св|о|оз|р|пос|с)\.$"
)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Half-open bounds, in code points, of the sentences of a text, without the white space between them.

    A line break ends a sentence; an initial or a common abbreviation with its dot does not.
    """
    bounds = []
    start = 0
    for found in _BREAK.finditer(text):
        end = found.start() + len(found[0].rstrip())
        if "\n" not in found[0] and _ABBREVIATION.search(text[max(start, end - 8) : end]):
            continue
        if start < end:
            bounds.append((start, end))
        start = found.end()
    if start < len(text):
        bounds.append((start, len(text)))
    return bounds


def index_at(bounds: list[tuple[int, int]], offset: int) -> int:
    """Index of the sentence that holds an offset, or of the one before it."""
    return max(0, bisect_right(bounds, (offset, float("inf"))) - 1)
