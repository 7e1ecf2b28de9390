"""A violation as a check sees it, before the file and the line are known."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """A violated rule with its message, the path of the value within the record, and the span it is about.

    ``column`` (1-based, code points) is given where there is no value to point to: a line that cannot be parsed.
    """

    code: str
    message: str
    path: Path = ()
    span: Bounds | None = None
    column: int | None = None


def shortened(value: object, limit: int = 60) -> str:
    """A value for a message: its repr, cut in the middle where it is long."""
    shown = repr(value[: 2 * limit] if isinstance(value, str) else value)
    return shown if len(shown) <= limit else f"{shown[: limit // 2]} … {shown[-limit // 4 :]}"
