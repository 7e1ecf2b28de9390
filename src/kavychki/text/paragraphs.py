"""Paragraphs of a canonical text."""

from __future__ import annotations


def paragraphs_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Half-open bounds, in code points, of the lines of ``text`` that ``[start, end)`` touches."""
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return before, len(text) if after < 0 else after
