"""Which quote lies inside which: the innermost whose content holds all of another's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.document import Bounds, Document


def settle(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates in order of place, none twice, each with the innermost one around it as parent."""
    candidates = [each for each in candidates if _made_sound(each)]
    unique: dict[tuple[tuple[int, int], ...], Candidate] = {}
    for each in candidates:
        unique.setdefault(tuple(each.content), each)
    settled: list[Candidate] = []
    stack: list[Candidate] = []
    for each in sorted(unique.values(), key=lambda each: (each.begin, -each.end, -_length(each))):
        while stack and stack[-1].end <= each.begin:
            stack.pop()
        each.parent = next((outer for outer in reversed(stack[-12:]) if _holds(outer, each)), None)
        if each.parent is not None and each.cue and each.cue == each.parent.cue:
            continue  # part of what the same cue reports: «сказал, что „лёд тонок“, а мост „стар“»
        stack.append(each)
        settled.append(each)
    return settled


def retype(doc: Document, quotes: list[Candidate]) -> None:
    """Make a mixed quote indirect whose only marked words belong to quotes nested in it."""
    nested: dict[int, list[Candidate]] = {}
    for each in quotes:
        if each.parent is not None and each.parent.type == "mixed" and each.type != "indirect":
            nested.setdefault(id(each.parent), []).append(each)
    for quote in quotes:
        inner = nested.get(id(quote))
        if inner and all(_belongs(span, inner) for span in _wordings(doc, quote)):
            quote.type = "indirect"


def _wordings(doc: Document, quote: Candidate) -> Iterator[Bounds]:
    """What stands in marks inside a quote and does not begin like a name."""
    for start, end in quote.content:
        first = bisect_left(doc.starts, start)
        for at in range(first, bisect_left(doc.starts, end)):
            if at in doc.closing and not doc.capital(at + 1):
                yield doc.inner_span(at)


def _belongs(span: Bounds, quotes: list[Candidate]) -> bool:
    return any(start <= span[0] and span[1] <= end for each in quotes for start, end in each.content)


def _made_sound(quote: Candidate) -> bool:
    """Whether a quote keeps content when its spans are put in order and what overlaps is taken out.

    Content gives way to cue and source, and a source to the cue.
    """
    quote.cue = _apart(quote.cue)
    quote.sources = tuple(source for source in quote.sources if not any(_meet(source.span, each) for each in quote.cue))
    roles = [*quote.cue, *(source.span for source in quote.sources)]
    quote.content = [span for span in _apart(quote.content) if not any(_meet(span, each) for each in roles)]
    return bool(quote.content)


def _apart(spans: Iterable[Bounds]) -> tuple[Bounds, ...]:
    kept: list[Bounds] = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return tuple(kept)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _length(quote: Candidate) -> int:
    return sum(end - start for start, end in quote.content)


def _holds(outer: Candidate, inner: Candidate) -> bool:
    return all(any(start <= first and last <= end for start, end in outer.content) for first, last in inner.content)
