"""From a place in a record to a place in its line."""

from __future__ import annotations

import json
from collections.abc import Iterable

_SPACE = " \t\n\r"
_DECODER = json.JSONDecoder()


def json_pointer(path: Iterable[str | int]) -> str:
    """A path as a JSON pointer (RFC 6901); the whole record is the empty string."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def bounds_of(line: str, path: Iterable[str | int]) -> tuple[int, int]:
    """Half-open bounds, in code points, of the value at a path in a line of valid JSON.

    Where the path leaves the value (a missing key), the bounds of the innermost value that is there.
    """
    at = _skip(line, 0)
    for step in path:
        inner = _member(line, at, step) if line[at] == "{" else _item(line, at, step) if line[at] == "[" else None
        if inner is None:
            break
        at = inner
    return at, _DECODER.raw_decode(line, at)[1]


def _member(line: str, at: int, key: str | int) -> int | None:
    at = _skip(line, at + 1)
    while line[at] != "}":
        name, at = _DECODER.raw_decode(line, at)
        at = _skip(line, _skip(line, at) + 1)
        if name == key:
            return at
        at = _next(line, at)
    return None


def _item(line: str, at: int, index: str | int) -> int | None:
    at = _skip(line, at + 1)
    number = 0
    while line[at] != "]":
        if number == index:
            return at
        number += 1
        at = _next(line, at)
    return None


def _next(line: str, at: int) -> int:
    """The place after the value at ``at`` and the comma behind it, if there is one."""
    at = _skip(line, _DECODER.raw_decode(line, at)[1])
    return _skip(line, at + 1) if line[at] == "," else at


def _skip(line: str, at: int) -> int:
    while at < len(line) and line[at] in _SPACE:
        at += 1
    return at
