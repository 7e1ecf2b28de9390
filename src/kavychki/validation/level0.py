"""L0: bytes and lines. A line either becomes a JSON object or a problem that stops the higher levels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from kavychki.io.lines import Line
from kavychki.validation.problem import Problem, shortened

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """What a line holds: its record where it has one, what is wrong with it, whether it was printed canonically."""

    record: dict[str, Any] | None
    problems: tuple[Problem, ...]
    printed: bool = False


def parse(line: Line) -> ParsedLine:
    """The record of a line, and every L0 problem of the line."""
    problems = list(_end_problems(line))
    data = line.data.removesuffix(b"\r")
    if line.number == 1 and data.startswith(BOM):
        problems.append(Problem("K003", "the file begins with a byte order mark", column=1))
        data = data.removeprefix(BOM)
    if line.oversize:
        return ParsedLine(None, tuple(problems))
    if not data.strip():
        return ParsedLine(None, (*problems, Problem("K006", "the line is empty", column=1)))
    parsed = _parse_json(data)
    return ParsedLine(parsed.record, (*problems, *parsed.problems), parsed.printed)


def _end_problems(line: Line) -> Iterator[Problem]:
    if line.oversize:
        yield Problem("K007", f"the line has {line.size} bytes", column=1)
    elif line.data.endswith(b"\r"):
        yield Problem("K004", "the line ends in CR LF", column=max(1, _code_points(line.data)))
    if not line.terminated:
        yield Problem("K005", "the last line does not end in LF", column=_code_points(line.data) + 1)


def _code_points(data: bytes) -> int:
    return len(data.decode("utf-8", errors="replace"))


def _parse_json(data: bytes) -> ParsedLine:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return ParsedLine(None, (_decoding_problem(data, error),))
    if not isinstance(value, dict):
        return ParsedLine(None, (Problem("K009", f"the line is {shortened(value)}, no object", column=1),))
    try:
        printed = orjson.dumps(value) == data
    except orjson.JSONEncodeError:
        return ParsedLine(None, (Problem("K008", "the JSON is nested too deeply", column=1),))
    # A repeated key is lost in parsing, so only a line that comes out again byte for byte is known to have none.
    repeated = () if printed else tuple(_repeated_keys(data))
    return ParsedLine(None if repeated else value, repeated, printed)


def _decoding_problem(data: bytes, error: orjson.JSONDecodeError) -> Problem:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as bad:
        column = _code_points(data[: bad.start]) + 1
        return Problem(
            "K002", f"byte {bad.start + 1} of the line, 0x{data[bad.start]:02X}, is not UTF-8", column=column
        )
    return Problem("K008", f"not JSON: {error.msg.split(': line')[0]}", column=error.colno)


def _repeated_keys(data: bytes) -> Iterator[Problem]:
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        keys: set[str] = set()
        for key, _ in items:
            if key in keys:
                repeated.append(key)
            keys.add(key)
        return dict(items)

    json.loads(data, object_pairs_hook=pairs)
    for key in repeated:
        # The second place of the key, where it is written as it was read.
        spelled = json.dumps(key, ensure_ascii=False).encode()
        at = data.find(spelled, data.find(spelled) + 1)
        yield Problem("K010", f"the key {shortened(key)} is repeated", column=_code_points(data[: max(at, 0)]) + 1)
