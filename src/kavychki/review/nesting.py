"""Which quote lies in which: ``parent`` follows from the contents, by section 9 of the guidelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]


def nested(quotes: Sequence[Item]) -> list[dict[str, Any]]:
    """The quotes of a record with ``parent`` as it follows: the innermost quote whose content holds this one's."""
    outward = sorted(quotes, key=_size)
    return [{**quote, "parent": _parent(quote, outward)} for quote in quotes]


def _parent(quote: Item, outward: Sequence[Item]) -> str | None:
    around = (each["id"] for each in outward if _size(each) > _size(quote) and _holds(each, quote))
    return next(around, None)


def _holds(outer: Item, inner: Item) -> bool:
    return all(
        any(around["start"] <= span["start"] and span["end"] <= around["end"] for around in outer["content"])
        for span in inner["content"]
    )


def _size(quote: Item) -> int:
    return sum(span["end"] - span["start"] for span in quote["content"])
