"""Which quote lies inside which: the innermost whose content holds all of another's."""

from __future__ import annotations

from kavychki.extraction.candidate import Candidate


def settle(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates in order of place, none twice, each with the innermost one around it as parent."""
    unique: dict[tuple[tuple[int, int], ...], Candidate] = {}
    for each in candidates:
        unique.setdefault(tuple(each.content), each)
    ordered = sorted(unique.values(), key=lambda each: (each.begin, -each.end, -_length(each)))
    stack: list[Candidate] = []
    for each in ordered:
        while stack and stack[-1].end <= each.begin:
            stack.pop()
        each.parent = next((outer for outer in reversed(stack[-12:]) if _holds(outer, each)), None)
        stack.append(each)
    return ordered


def _length(quote: Candidate) -> int:
    return sum(end - start for start, end in quote.content)


def _holds(outer: Candidate, inner: Candidate) -> bool:
    return all(any(start <= first and last <= end for start, end in outer.content) for first, last in inner.content)
