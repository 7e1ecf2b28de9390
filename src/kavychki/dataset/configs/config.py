"""What a config is, and what the rows of several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from datasets import Features

from kavychki.model import Article, Span

GAP = " … "
"""What stands between the parts of a discontinuous stretch where it is given as one string."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """A config: what a row is, its features, and the function from an article to rows.

    ``text_free`` says that every article has rows, without its text and whether or not that is at hand; else the rows
    are made of articles with their text alone. ``verbatim`` says that a row is the record itself, as far as the
    features name its keys, so that it can be taken from columns.
    """

    name: str
    description: str
    features: Features
    rows: Callable[[Article], Iterator[Row]]
    text_free: bool = False
    verbatim: bool = False


def origin_of(article: Article) -> Row:
    """The columns that say which article a row comes from."""
    return {"article_id": article.id, "collection": article.collection, "origin": article.origin}


def joined(spans: Iterable[Span]) -> str:
    """The surfaces of spans as one string."""
    return GAP.join(span.text or "" for span in spans)


def text_of(article: Article) -> str:
    """The text of an article that has one.

    Raises:
        ValueError: it has none.
    """
    if article.text is None:
        raise ValueError(f"{article.id} has no text")
    return article.text
