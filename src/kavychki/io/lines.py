"""Reading lines of any length in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAX_LINE_BYTES = 32 * 2**20
"""Lines longer than this are reported and skipped, not read: a record of 12,000 characters takes about 60 kB."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its 1-based number, its bytes without LF, and what is wrong with its end.

    ``size`` is the length in bytes even of a line that is ``oversize`` and whose ``data`` was therefore not kept.
    """

    number: int
    data: bytes
    size: int
    terminated: bool
    oversize: bool


def read_lines(stream: IO[bytes], max_bytes: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """The lines of a binary stream, split at LF alone; never holds more than ``max_bytes`` of one."""
    number = 0
    while data := stream.readline(max_bytes + 1):
        number += 1
        terminated = data.endswith(b"\n")
        if terminated or len(data) <= max_bytes:
            body = data[:-1] if terminated else data
            yield Line(number, body, len(body), terminated, False)
        else:
            rest, terminated = _skip_line(stream)
            yield Line(number, b"", len(data) + rest, terminated, True)


def _skip_line(stream: IO[bytes]) -> tuple[int, bool]:
    """Read on to the end of the line: how many bytes that were, and whether an LF ended them."""
    skipped = 0
    while piece := stream.readline(2**20):
        if piece.endswith(b"\n"):
            return skipped + len(piece) - 1, True
        skipped += len(piece)
    return skipped, False
