"""What an article's page shows beside its text: a card for each quote, one for each speaker, its topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kavychki.display.drawing import shade
from kavychki.display.summary import QuoteRow, quote_rows
from kavychki.model import Article, Quote
from kavychki.schema.documents import MediaTopic, Schema
from kavychki.site.speakers import Profile


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker's name in an article, and the page about it."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quote, its words (or offsets where its text is not at hand), and those who speak and are spoken to.

    ``parent`` is the number of the quote that it lies in, ``depth`` how many it lies in.
    """

    quote: Quote
    row: QuoteRow
    parent: int | None
    depth: int
    speakers: tuple[Named, ...]
    addressees: tuple[Named, ...]

    @property
    def shade(self) -> int:
        """The number of its colour in the text."""
        return shade(self.row.number)


def quote_cards(article: Article, profiles: Mapping[str, Profile]) -> list[QuoteCard]:
    """A card for each quote; ``profiles`` are those of the article's speakers, by id."""
    people = {each.id: Named(each.name, profiles[each.id].page) for each in article.speakers}
    numbers = {quote.id: number for number, quote in enumerate(article.quotes, 1)}
    parents = {quote.id: quote.parent for quote in article.quotes}

    def named(ids: Iterable[str]) -> tuple[Named, ...]:
        return tuple(people[each] for each in ids)

    return [
        QuoteCard(
            quote,
            row,
            None if quote.parent is None else numbers[quote.parent],
            _depth(quote.parent, parents),
            named(quote.speakers),
            named(quote.addressees),
        )
        for quote, row in zip(article.quotes, quote_rows(article), strict=True)
    ]


def _depth(parent: str | None, parents: Mapping[str, str | None]) -> int:
    """How many quotes a quote lies in; at most as many as there are, whatever the record says."""
    depth = 0
    while parent is not None and depth < len(parents):
        depth, parent = depth + 1, parents[parent]
    return depth


def topics_of(article: Article) -> list[MediaTopic]:
    """The article's topics with their labels; a code that the table lacks is its own label."""
    known = Schema.at().media_topics
    return [known.get(code) or MediaTopic(code, code, None, None, None, None) for code in article.topics]
