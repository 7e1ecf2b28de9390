"""Records on their way into the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kavychki.model import Article
from kavychki.validation import Finding


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article to be stored: from which file and line, and how findings about it are told in terms of that file."""

    article: Article
    file: str = "-"
    line: int | None = None
    located: Callable[[Finding], Finding] | None = None
