"""Suspicious borders of contents: quotation marks, dashes, commas, full stops, conjunctions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kavychki.text import paragraphs_around
from kavychki.validation.level4.reading import Bounds, Item, Reading, bounds
from kavychki.validation.problem import Problem

_DASHES = "—–"
_LOOSE_START = re.compile(r"[—–,;:]")
_LOOSE_END = re.compile(r"[,;:—–]$|(?<![.\W])(?<!\b[А-ЯЁA-Z])(?<!\bг)(?<!\bгг)(?<!\bв)(?<!\bруб)(?<!\bтыс)\.$")
_LONGEST_ABBREVIATION = 6
_CONJUNCTION = re.compile(r"(?:чтобы|будто|якобы|мол|дескать)\b", re.IGNORECASE)


def border_problems(reading: Reading) -> Iterator[Problem]:
    """Every warning about the borders of a record's contents."""
    for number, quote in enumerate(reading.record["quotes"]):
        for place, span in enumerate(quote["content"]):
            path = ("quotes", number, "content", place)
            yield from _edge_problems(reading, quote, path, bounds(span))
        yield from _type_problems(reading, quote, ("quotes", number, "type"))


def _edge_problems(reading: Reading, quote: Item, path: tuple[str | int, ...], at: Bounds) -> Iterator[Problem]:
    surface = reading.text[slice(*at)]
    cut = [mark for mark in _partnerless(reading, at) if at[0] <= mark < at[1]]
    if cut:
        yield Problem("K401", f"the mark {reading.text[cut[0]]} has its partner outside, or none", path, at)
    elif quote["type"] == "direct" and len(quote["content"]) == 1 and _is_pair(reading, at):
        yield Problem("K402", "the content carries the marks that enclose it", path, at)
    if _LOOSE_START.match(surface):
        yield Problem("K403", f"the content begins with {surface[0]!r}", path, at)
    if _LOOSE_END.search(surface[-_LONGEST_ABBREVIATION:]):
        yield Problem("K403", f"the content ends with {surface[-1]!r}", path, at)
    if quote["type"] != "direct" and path[-1] == 0 and (found := _CONJUNCTION.match(surface)):
        yield Problem("K412", f"the content begins with the conjunction {found[0]!r}", path, at)


def _partnerless(reading: Reading, at: Bounds) -> Iterator[int]:
    """Marks inside a stretch whose partner is not inside it."""
    start, end = at
    yield from (mark for mark in reading.marks.unpaired if start <= mark < end)
    for pair in reading.marks.pairs:
        inside = [mark for mark in (*pair.openings, pair.end - 1) if start <= mark < end]
        if len(inside) <= len(pair.openings):
            yield from inside


def _type_problems(reading: Reading, quote: Item, path: tuple[str | int, ...]) -> Iterator[Problem]:
    spans = [bounds(span) for span in quote["content"]]
    envelope = spans[0][0], spans[-1][1]
    if quote["type"] == "direct":
        if (bare := next(_bare(reading, spans), None)) is not None:
            yield Problem("K406", "a direct quote stands neither in marks nor after a dialogue dash", path, bare)
    elif quote["type"] == "mixed" and not any(
        start <= pair.start and pair.end <= end for start, end in spans for pair in reading.marks.pairs
    ):
        yield Problem("K407", "a mixed quote has no part in quotation marks", path, envelope)


def _bare(reading: Reading, spans: Iterable[Bounds]) -> Iterator[Bounds]:
    """Stretches that nothing shows to be somebody's words; what is displayed goes on from paragraph to paragraph."""
    goes_on = False
    for at in spans:
        goes_on = _is_displayed(reading, at) or (goes_on and _begins_line(reading, at))
        if not (goes_on or _is_marked(reading, at) or _is_turn(reading, at)):
            yield at


def _is_pair(reading: Reading, at: Bounds) -> bool:
    return any((pair.start, pair.end) == at for pair in reading.marks.pairs)


def _is_marked(reading: Reading, at: Bounds) -> bool:
    """Whether a stretch lies inside a pair of marks, or shares its line with a mark that has lost its partner."""
    if any(pair.start < at[0] and at[1] <= pair.end for pair in reading.marks.pairs):
        return True
    start, end = paragraphs_around(reading.text, *at)
    return any(start <= mark < end for mark in reading.marks.unpaired)


def _is_turn(reading: Reading, at: Bounds) -> bool:
    """Whether the line on which a stretch stands begins with a dash."""
    line = reading.text.rfind("\n", 0, at[0]) + 1
    return reading.text[line] in _DASHES or (reading.text[line] == "-" and reading.text[line + 1 : line + 2] == " ")


def _is_displayed(reading: Reading, at: Bounds) -> bool:
    """Whether a stretch begins its line, and the line with words before that ends in a colon."""
    return _begins_line(reading, at) and reading.text[: at[0]].rstrip().endswith(":")


def _begins_line(reading: Reading, at: Bounds) -> bool:
    return reading.text[: at[0]].rstrip(" \u00a0\t").endswith("\n")
