"""Anchors: naming a stretch of a text by its words instead of by offsets.

An anchor is a string that occurs exactly once in the text. Where the words alone are not unique, context is added and
the words are bracketed: ``"заявил [[он]] в среду"``. ``[...]`` inside an anchor stands for everything up to the next
occurrence of what follows, so that long stretches need not be copied: ``"Мы начали [...] к осени"``. An object
``{"every": "Ветров"}`` stands for every occurrence as a whole word, and ``{"start": 3, "end": 9}`` gives offsets for
the rare text that holds brackets of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.errors import AnchorError
from kavychki.model import Span

ELLIPSIS = "[...]"
_OPEN, _CLOSE = "[[", "]]"


def locate(text: str, anchor: object) -> list[Span]:
    """The spans that an anchor names, with their surfaces: one for a string, one or more for ``{"every": …}``.

    Raises:
        AnchorError: not found, found more than once, or no anchor at all; the message says how to mend it.
    """
    if isinstance(anchor, str):
        return [_locate_string(text, anchor)]
    given: dict[str, Any] = dict(anchor) if isinstance(anchor, Mapping) else {}
    if set(given) == {"every"} and isinstance(given["every"], str) and given["every"]:
        return _locate_every(text, given["every"])
    if set(given) == {"start", "end"} and all(type(value) is int for value in given.values()):
        return [_span(text, given["start"], given["end"])]
    raise AnchorError(f'{anchor!r} is no anchor: give a string, {{"every": "words"}} or {{"start": 0, "end": 1}}')


def _locate_string(text: str, anchor: str) -> Span:
    before, target, after = _parts(anchor)
    found = list(_occurrences(text, before, target, after))
    if len(found) == 1:
        return _span(text, *found[0])
    if not found:
        raise AnchorError(f"«{anchor}» is not in the text: {_nearest(text, before + target + after)}")
    places = ", ".join(str(start) for start, _ in found[:5])
    raise AnchorError(
        f"«{anchor}» occurs {len(found)} times (at {places}): add words around it and bracket it, as in "
        f"«before {_OPEN}{target}{_CLOSE} after»"
    )


def _parts(anchor: str) -> tuple[str, str, str]:
    """Context before, target and context after of a string anchor."""
    if _OPEN not in anchor and _CLOSE not in anchor:
        parts = "", anchor, ""
    else:
        match = re.fullmatch(r"(.*?)\[\[(.+)\]\](.*)", anchor, re.DOTALL)
        if match is None:
            raise AnchorError(f"«{anchor}» must hold {_OPEN} and {_CLOSE} once each, with words between them")
        parts = match[1], match[2], match[3]
    if not parts[1].replace(ELLIPSIS, ""):
        raise AnchorError(f"«{anchor}» names no words")
    return parts


def _occurrences(text: str, before: str, target: str, after: str) -> Iterator[tuple[int, int]]:
    """Bounds of every place where the target stands between its contexts."""
    first, *rest = target.split(ELLIPSIS)
    head = before + first
    at = text.find(head)
    while at >= 0:
        start, end = at + len(before), _follow(text, at + len(head), rest)
        if end is not None and text.startswith(after, end):
            yield start, end
        at = text.find(head, at + 1)


def _follow(text: str, end: int, pieces: list[str]) -> int | None:
    """Where the pieces end that follow one another from ``end`` on, or None."""
    for piece in pieces:
        at = text.find(piece, end)
        if at < 0:
            return None
        end = at + len(piece)
    return end


def _locate_every(text: str, words: str) -> list[Span]:
    found = [_span(text, *match.span()) for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not found:
        raise AnchorError(f"«{words}» is nowhere in the text as a whole word: {_nearest(text, words)}")
    return found


def _span(text: str, start: int, end: int) -> Span:
    if not 0 <= start < end <= len(text):
        raise AnchorError(f"[{start}, {end}) does not lie within the text of {len(text)} code points")
    return Span(start, end, text[start:end])


def _nearest(text: str, wanted: str) -> str:
    """How far the wanted words match from their beginning, to show where an anchor departs from the text."""
    wanted = wanted.split(ELLIPSIS, maxsplit=1)[0]
    length = next((n for n in range(len(wanted), 0, -1) if wanted[:n] in text), 0)
    if not length:
        return "not even its first character is"
    at = text.find(wanted[:length])
    return f"it agrees up to «{wanted[:length][-30:]}», where the text goes on «{text[at + length : at + length + 30]}»"
