"""Who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.document import Document
from kavychki.model import Speaker


@dataclass(slots=True)
class Resolution:
    speakers: tuple[Speaker, ...]
    of_quote: dict[int, tuple[str, ...]]


def resolve(doc: Document, quotes: list[Candidate]) -> Resolution:
    return Resolution((), {})
