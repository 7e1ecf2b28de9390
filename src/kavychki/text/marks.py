"""Quotation marks of a text: which opening mark belongs to which closing one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_MARK = re.compile('[«»„“”"]|\n+')
_OPENERS = {"»": "«", "“": "„", "”": "„“", '"': '"'}
"""Closing marks, and the opening marks that each can close."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of marks: ``start`` is the offset of the opening mark, ``end`` the offset behind the closing one.

    ``openings`` are all opening marks: several where a quotation reopens in each of its paragraphs.
    """

    start: int
    end: int
    openings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """The pairs of a text in order of their opening marks, and the offsets of the marks that have no partner."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[int, ...]


def pair_marks(text: str) -> Marks:
    """Pair the quotation marks «», „“, “” and "" of a text, nested as they are; linear in its length.

    A mark that is still open at the end of a paragraph is unpaired, unless the next paragraph opens with the same mark
    and so goes on with the same quotation. Offsets are code points.
    """
    pairing = _Pairing(text)
    for found in _MARK.finditer(text):
        at = found.start()
        if found[0][0] == "\n":
            pairing.end_paragraph(found.end())
        elif at == pairing.reopening:
            pairing.open_marks[0].append(at)
        elif pairing.opens(at):
            pairing.open(at)
        else:
            pairing.close(at)
    pairing.end_paragraph(len(text))
    return Marks(tuple(sorted(pairing.pairs, key=lambda pair: pair.start)), tuple(sorted(pairing.unpaired)))


class _Pairing:
    """The state of one scan: what is open, outermost first, each with the offsets of its opening marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs: list[Pair] = []
        self.unpaired: list[int] = []
        self.open_marks: list[list[int]] = []
        self.reopening = -1
        self._open_of = Counter[str]()

    def opens(self, at: int) -> bool:
        """Whether the mark at an offset opens rather than closes; “ and " do both."""
        mark = self.text[at]
        innermost = self.text[self.open_marks[-1][0]] if self.open_marks else ""
        if mark == "“":
            return innermost != "„"
        if mark == '"':
            before, after = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
            return innermost != '"' or ((not before or before in " \u00a0\n\t([") and after.isalnum())
        return mark in "«„"

    def open(self, at: int) -> None:
        self.open_marks.append([at])
        self._open_of[self.text[at]] += 1

    def close(self, at: int) -> None:
        """Close the innermost quotation that the mark can close; what is open within it has no partner."""
        closes = _OPENERS[self.text[at]]
        # Counting first keeps the search linear: it only runs when it will succeed, and then removes what it passes.
        if not any(self._open_of[opener] for opener in closes):
            self.unpaired.append(at)
            return
        while self.text[self.open_marks[-1][0]] not in closes:
            self.unpaired += self._pop()
        openings = self._pop()
        self.pairs.append(Pair(openings[0], at + 1, tuple(openings)))

    def end_paragraph(self, start: int) -> None:
        """Keep open what the paragraph that begins at ``start`` reopens; the rest has no partner."""
        goes_on = bool(self.open_marks) and self.text[self.open_marks[0][0]] == self.text[start : start + 1]
        while len(self.open_marks) > goes_on:
            self.unpaired += self._pop()
        self.reopening = start if goes_on else -1

    def _pop(self) -> list[int]:
        openings = self.open_marks.pop()
        self._open_of[self.text[openings[0]]] -= 1
        return openings
