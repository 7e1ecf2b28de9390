"""Where two texts begin to differ, said so that differences nobody sees are seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import takewhile

_MARGIN = 20
_LONGEST = 20


def first_difference(original: str, text: str) -> tuple[int, str]:
    """The offset in ``text`` of the first difference, and what it is, for a message.

    The texts must differ. Offsets are code points.
    """
    start = _common(original, text)
    kept = _common(reversed(original[start:]), reversed(text[start:]))
    was, now = original[start : len(original) - kept], text[start : len(text) - kept]
    before = text[max(0, start - _MARGIN) : start]
    return start, f"behind {before!r} the original has {_shown(was)}, this {_shown(now)}"


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many code points two texts have in common from where they begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _shown(part: str) -> str:
    if not part:
        return "nothing more here"
    if len(part) == 1:
        return f"{part!r} (U+{ord(part):04X} {unicodedata.name(part, 'LINE FEED' if part == chr(10) else '?')})"
    return repr(part if len(part) <= _LONGEST else f"{part[:_LONGEST]}…")
