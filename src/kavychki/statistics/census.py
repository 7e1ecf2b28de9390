"""One pass over articles that counts everything the tables and pictures show. No text is needed: offsets are enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from kavychki.io.corpus import Corpus
from kavychki.model import Article, Quote, Speaker
from kavychki.model.split import split_of
from kavychki.schema.documents import Schema
from kavychki.statistics.cube import Cube
from kavychki.statistics.gender import gender_of

UNKNOWN = "unknown"
"""The value of what a record does not say, or a name does not tell."""

SEVERAL = 2
"""Speakers of a quote from which they are no longer counted."""


@dataclass(slots=True)
class Census:
    """Counts of articles and of what they hold, by collection and split.

    ``attributions`` counts a quote once for each of its speakers; ``lengths`` has code points, of articles and of the
    contents of quotes by type. ``gender`` is "" for speakers that are no persons.
    """

    articles: Cube = field(
        default_factory=lambda: _cube("genre", "year", "site", "lang", "status", "annotators", "guidelines", "text")
    )
    quotes: Cube = field(
        default_factory=lambda: _cube("type", "medium", "factual", "parts", "nested", "cue", "source", "speakers")
    )
    speakers: Cube = field(default_factory=lambda: _cube("kind", "anonymity", "gender"))
    attributions: Cube = field(default_factory=lambda: _cube("kind", "anonymity", "gender"))
    entities: Cube = field(default_factory=lambda: _cube("type"))
    topics: Cube = field(default_factory=lambda: _cube("topic"))
    lengths: Cube = field(default_factory=lambda: _cube("what", "length"))
    dates: Cube = field(default_factory=lambda: _cube("date"))

    def add(self, article: Article, split: str, *, has_text: bool | None = None) -> None:
        """Count an article; ``has_text`` where its text is known to be at hand though the record does not carry it."""
        at = article.collection, split
        self._add_article(at, article, has_text if has_text is not None else article.text is not None)
        for quote in article.quotes:
            self._add_quote(at, quote)
        quotes_of = {speaker.id: 0 for speaker in article.speakers}
        for quote in article.quotes:
            for identifier in quote.speakers:
                quotes_of[identifier] += 1
        for speaker in article.speakers:
            traits = speaker.kind, speaker.anonymity, _gender(speaker)
            self.speakers.add(*at, *traits)
            self.attributions.add(*at, *traits, times=quotes_of[speaker.id])
        for entity in article.entities or ():
            self.entities.add(*at, entity.type)

    def update(self, other: Census) -> None:
        """Add what another census has counted, of other articles."""
        for cube in fields(self):
            getattr(self, cube.name).update(getattr(other, cube.name))

    def collections(self) -> list[str]:
        """The collections that have records, sorted."""
        return [str(name) for name in self.articles.values("collection")]

    def _add_article(self, at: tuple[str, str], article: Article, has_text: bool) -> None:
        done = article.annotation
        self.articles.add(
            *at,
            article.genre or UNKNOWN,
            article.published[:4] if article.published else UNKNOWN,
            (urlsplit(article.url).hostname if article.url else None) or UNKNOWN,
            article.lang,
            done.status,
            " ".join(done.annotators),
            done.guidelines,
            "text" if has_text else "",
        )
        self.lengths.add(*at, "article", article.text_length)
        self.dates.add(*at, done.date)
        tops = {Schema.at().top_topic(code) for code in article.topics}
        for topic in tops - {None}:
            self.topics.add(*at, topic or UNKNOWN)

    def _add_quote(self, at: tuple[str, str], quote: Quote) -> None:
        self.quotes.add(
            *at,
            quote.type,
            quote.medium,
            int(quote.factual),
            min(len(quote.content), SEVERAL),
            int(quote.parent is not None),
            int(bool(quote.cue)),
            int(bool(quote.source)),
            min(len(quote.speakers), SEVERAL),
        )
        self.lengths.add(*at, quote.type, sum(span.end - span.start for span in quote.content))


def _cube(*dimensions: str) -> Cube:
    return Cube(("collection", "split", *dimensions))


def census_of(corpus: Corpus, articles: Iterable[Article]) -> Census:
    """The census of records of a corpus, by the splits of its collections."""
    found = Census()
    for article in articles:
        found.add(article, split_of(article.id, article.upstream, corpus.collections[article.collection].split))
    return found


def _gender(speaker: Speaker) -> str:
    return (gender_of(speaker.name) or UNKNOWN) if speaker.kind == "person" else ""
