"""Speakers: whom the sources of quotes mean, through the whole text."""

from __future__ import annotations

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.document import Document
from kavychki.extraction.speakers.resolution import Resolution
from kavychki.extraction.speakers.resolver import Resolver

__all__ = ["Resolution", "resolve"]


def resolve(doc: Document, quotes: list[Candidate]) -> Resolution:
    """Resolve the speakers of quotes, which stand in order of place, outer before inner."""
    if not quotes:
        return Resolution((), {})
    return Resolver(doc, quotes).resolution()
