"""Where the stretches of a text stand in another version of it, found by the digests of its fingerprint."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kavychki.hydration.fingerprints import Block, Fingerprint, digest, fold
from kavychki.model import Article, Span
from kavychki.text import text_sha256

_BEGINNING = re.compile(r"(?<!\S)\S")
"""A block begins with a word or a mark behind white space."""

MAX_AROUND = 20_000
"""Code points around a text that are searched for it; more is another file."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A fingerprint held against another version of its text.

    ``shifts`` has for each block by how many code points it stands further on in the other version, or None where it
    is not found there, or not in one place alone.
    """

    blocks: tuple[Block, ...]
    shifts: tuple[int | None, ...]
    text: str

    @property
    def unchanged(self) -> int:
        """How many blocks are found."""
        return sum(shift is not None for shift in self.shifts)

    def first_difference(self) -> tuple[int, int, str] | None:
        """The first stretch that is not found, by its offsets in the record's text, and what stands there instead.

        None where all blocks are found: then the texts differ in what is folded, or in what stands around the blocks.
        """
        for number, (block, shift) in enumerate(zip(self.blocks, self.shifts, strict=True)):
            if shift is None:
                start, end = self.gap(number)
                return block.start, block.end, self.text[start:end].strip()
        return None

    def carried(self, span: Span) -> Span | None:
        """The span in the other version; None where a block that it touches is not found.

        Where it covers several blocks, nothing but white space may stand between them.
        """
        first = bisect_left(self.blocks, span.start + 1, key=lambda block: block.end)
        last = bisect_left(self.blocks, span.end, key=lambda block: block.end)
        if last >= len(self.blocks) or span.start < self.blocks[first].start or span.end <= self.blocks[last].start:
            return None
        shifts = self.shifts[first : last + 1]
        if None in shifts or not self._adjoin(first, last):
            return None
        return Span(span.start + (shifts[0] or 0), span.end + (shifts[-1] or 0))

    def room(self, span: Span) -> tuple[int, int]:
        """Where in the other version a span must stand: between the nearest blocks that are found around it."""
        first = bisect_left(self.blocks, span.start + 1, key=lambda block: block.end)
        last = bisect_left(self.blocks, span.end, key=lambda block: block.end)
        return self.gap(min(first, len(self.blocks) - 1), min(last, len(self.blocks) - 1))

    def gap(self, first: int, last: int | None = None) -> tuple[int, int]:
        """The stretch of the other version from the last block found before ``first`` to the next after ``last``."""
        start, end = 0, len(self.text)
        for block, shift in zip(self.blocks[:first], self.shifts[:first], strict=True):
            start = start if shift is None else block.end + shift
        after = (first if last is None else last) + 1
        for block, shift in zip(self.blocks[after:], self.shifts[after:], strict=True):
            if shift is not None:
                end = block.start + shift
                break
        return start, end

    def _adjoin(self, first: int, last: int) -> bool:
        for number in range(first, last):
            end = self.blocks[number].end + (self.shifts[number] or 0)
            start = self.blocks[number + 1].start + (self.shifts[number + 1] or 0)
            if self.text[end:start].strip():
                return False
        return True


def align(fingerprint: Fingerprint, text: str) -> Alignment:
    """Find the blocks of a fingerprint in another version of its text.

    A block counts as found where it stands in one place alone, in the order of the others. One that occurs several
    times, there or here, counts where the blocks around it leave it a single place.
    """
    blocks, places = fingerprint.blocks, _places(fingerprint.blocks, text)
    twins = Counter(map(_content, blocks))
    certain = [
        (number, places[block][0])
        for number, block in enumerate(blocks)
        if len(places[block]) == 1 and twins[_content(block)] == 1
    ]
    shifts: list[int | None] = [None] * len(blocks)
    for number in _in_order(certain):
        shifts[number] = places[blocks[number]][0] - blocks[number].start
    for number, block in enumerate(blocks):
        if shifts[number] is None and not _has_twin_beside(blocks, number, shifts):
            start, end = Alignment(blocks, tuple(shifts), text).gap(number)
            fitting = [place for place in places[block] if start <= place and place + block.length <= end]
            if len(fitting) == 1:
                shifts[number] = fitting[0] - block.start
    return Alignment(blocks, tuple(shifts), text)


def _content(block: Block) -> tuple[int, str]:
    return block.length, block.digest


def _has_twin_beside(blocks: Sequence[Block], number: int, shifts: Sequence[int | None]) -> bool:
    """Whether a block of the same content stands beside this one with no block found between them."""
    for way in (range(number + 1, len(blocks)), range(number - 1, -1, -1)):
        for other in way:
            if shifts[other] is not None:
                break
            if _content(blocks[other]) == _content(blocks[number]):
                return True
    return False


def _places(blocks: Sequence[Block], text: str) -> dict[Block, list[int]]:
    """Where each block stands in a text."""
    wanted: dict[int, dict[str, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        wanted[block.length][block.digest].append(block)
    found: dict[Block, list[int]] = {block: [] for block in blocks}
    folded = fold(text)
    beginnings = [each.start() for each in _BEGINNING.finditer(text)]
    for length, by_digest in wanted.items():
        for start in beginnings:
            if start + length > len(text):
                break
            for block in by_digest.get(digest(folded[start : start + length]), ()):
                found[block].append(start)
    return found


def _in_order(placed: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The longest series of blocks whose places increase (patience sorting)."""
    piles: list[int] = []
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for index, (_, place) in enumerate(placed):
        pile = bisect_left(piles, place)
        before[index] = tops[pile - 1] if pile else None
        piles[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [index]
    chain = []
    at = tops[-1] if tops else None
    while at is not None:
        chain.append(placed[at][0])
        at = before[at]
    return reversed(chain)


def embedded(article: Article, text: str) -> str | None:
    """The article's text where it stands whole within a longer one, with a headline or a footer around it, say."""
    length = article.text_length
    if not 0 < len(text) - length <= MAX_AROUND:
        return None
    for start in (each.start() for each in re.finditer(r"(?<!\S)(?s:.)", text)):
        if start + length <= len(text) and text_sha256(text[start : start + length]) == article.text_sha256:
            return text[start : start + length]
    return None
