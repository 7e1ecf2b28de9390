"""From problems to findings: file, line, column, record, pointer and excerpt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kavychki.validation.finding import Finding
from kavychki.validation.position import bounds_of, json_pointer
from kavychki.validation.problem import Bounds, Problem

_MARGIN = 30
_LONGEST_ID = 120


def findings_at(
    problems: Iterable[Problem],
    *,
    file: str | None = None,
    number: int | None = None,
    line: bytes | None = None,
    record: Mapping[str, Any] | None = None,
    text: str | None = None,
) -> Iterator[Finding]:
    """Problems of one line as findings.

    Args:
        problems: what is wrong.
        file: the file's name.
        number: the line's 1-based number.
        line: the line's bytes, from which the column is found.
        record: the record, where the line holds one.
        text: the article's text, for excerpts of spans.
    """
    decoded = None if line is None else line.decode("utf-8", errors="replace")
    for problem in problems:
        bounds = None if decoded is None else _bounds(problem, decoded)
        in_text = marked(text, problem.span) if text is not None and problem.span is not None else None
        in_line = marked(decoded, bounds) if decoded and bounds else None
        yield Finding(
            problem.code,
            problem.message,
            file=file,
            line=number,
            column=bounds[0] + 1 if bounds else None,
            record=_id_of(record),
            pointer=None if record is None else json_pointer(problem.path),
            span=problem.span,
            excerpt=in_text or in_line,
        )


def marked(text: str, bounds: Bounds) -> str:
    """A stretch with its surroundings, ⟦so⟧, on one line; a long one is cut in its middle."""
    start, end = bounds
    inside = text[start:end]
    if len(inside) > 2 * _MARGIN:
        inside = f"{inside[:_MARGIN]}…{inside[-_MARGIN:]}"
    shown = f"{text[max(0, start - _MARGIN) : start]}⟦{inside}⟧{text[end : end + _MARGIN]}"
    return json.dumps(shown, ensure_ascii=False)[1:-1].replace('\\"', '"')


def _bounds(problem: Problem, line: str) -> Bounds:
    """Where in its line a problem is: at a column, or at the value that its path points to."""
    if problem.column is not None:
        return problem.column - 1, problem.column
    return bounds_of(line, problem.path)


def _id_of(record: Mapping[str, Any] | None) -> str | None:
    identifier = record.get("id") if record else None
    return identifier[:_LONGEST_ID] if isinstance(identifier, str) else None
