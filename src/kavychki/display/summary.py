"""What is said of an article beside its text: its particulars, its speakers, a row for each quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kavychki.model import Article, Quote, Span, Speaker
from kavychki.schema.documents import Schema

GAP = " … "
"""Between the parts of what is discontinuous."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in words: its number, what it is, who speaks to whom, its parts."""

    number: int
    kind: str
    speakers: str
    addressees: str
    content: str
    cue: str
    source: str


def quote_rows(article: Article) -> list[QuoteRow]:
    """A row for each quote; where the text is not at hand, offsets stand for words."""
    names = {speaker.id: speaker.name for speaker in article.speakers}
    numbers = {quote.id: number for number, quote in enumerate(article.quotes, 1)}

    def named(ids: Iterable[str]) -> str:
        return ", ".join(names.get(each, each) for each in ids)

    return [
        QuoteRow(
            numbers[quote.id],
            _kind(quote, numbers),
            named(quote.speakers),
            named(quote.addressees),
            words(quote.content),
            words(quote.cue),
            words(quote.source),
        )
        for quote in article.quotes
    ]


def _kind(quote: Quote, numbers: dict[str, int]) -> str:
    parts: list[str] = [quote.type]
    if quote.medium != "speech":
        parts.append(quote.medium)
    if not quote.factual:
        parts.append("not factual")
    if quote.parent is not None:
        parts.append(f"in {numbers.get(quote.parent, quote.parent)}")
    return ", ".join(parts)


def words(spans: Iterable[Span]) -> str:
    """The surfaces of spans, or their offsets where there are none."""
    return GAP.join(span.text if span.text is not None else f"[{span.start}, {span.end})" for span in spans)


def speaker_line(speaker: Speaker) -> str:
    """A speaker's kind, anonymity where it is not named, role and item."""
    parts = [
        speaker.kind,
        speaker.anonymity if speaker.anonymity != "named" else "",
        speaker.role or "",
        speaker.wikidata or "",
    ]
    return ", ".join(filter(None, parts))


def topic_labels(article: Article) -> list[str]:
    """The topics' labels in English, or their codes where they have none."""
    topics = Schema.at().media_topics
    return [topics[code].label_en if code in topics else code for code in article.topics]


def particulars(article: Article) -> str:
    """Collection, status and annotators in one line."""
    done = article.annotation
    dated = f"published {article.published}" if article.published else ""
    parts = [
        article.collection,
        dated,
        f"{done.status} by {', '.join(done.annotators)}, {done.date}, guidelines {done.guidelines}",
    ]
    return " · ".join(filter(None, parts))
