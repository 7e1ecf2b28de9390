"""What the resolution of speakers gives."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.model import Speaker


@dataclass(slots=True)
class Resolution:
    """The speakers of a text, and the ids of each quote's by the quote's number, from 0."""

    speakers: tuple[Speaker, ...]
    of_quote: dict[int, tuple[str, ...]]
