"""Candidates and speakers as an article of the annotation model."""

from __future__ import annotations

import datetime

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.speakers import Resolution
from kavychki.model import Annotation, Article, Quote, Span
from kavychki.text import text_sha256

ANNOTATOR = "rules-1"
"""The id of the extractor in ``corpus/annotators.json``."""
GUIDELINES = "1.1"
SCHEMA_VERSION = 1


def article_of(text: str, quotes: list[Candidate], resolution: Resolution, identifier: str | None) -> Article:
    """The article of a text, with ids in order of place."""
    digest = text_sha256(text)
    name = identifier or f"local-{digest[:16]}"
    ids = {id(quote): f"q{number}" for number, quote in enumerate(quotes, 1)}
    made = tuple(_quote(text, quote, number, ids, resolution) for number, quote in enumerate(quotes, 1))
    return Article(
        id=name,
        schema=SCHEMA_VERSION,
        collection=name.split("-", 1)[0],
        origin="news",
        genre=None,
        lang="ru",
        published=None,
        url=None,
        upstream=None,
        text=text,
        text_sha256=digest,
        text_length=len(text),
        title=_title(text),
        entities=None,
        speakers=resolution.speakers,
        quotes=made,
        topics=(),
        phenomena=None,
        annotation=Annotation("draft", (ANNOTATOR,), GUIDELINES, datetime.datetime.now(datetime.UTC).date().isoformat()),
    )


def _title(text: str) -> Span | None:
    line = text.split("\n", 1)[0]
    bare = line.strip()
    if not bare:
        return None
    start = line.index(bare)
    return Span(start, start + len(bare), bare)


def _quote(text: str, quote: Candidate, number: int, ids: dict[int, str], resolution: Resolution) -> Quote:
    def spans(bounds: object) -> tuple[Span, ...]:
        return tuple(sorted(Span(start, end, text[start:end]) for start, end in bounds))  # type: ignore[attr-defined]

    return Quote(
        id=f"q{number}",
        type=quote.type,
        medium=quote.medium,
        factual=quote.factual,
        content=spans(quote.content),
        cue=spans(quote.cue),
        source=spans(source.span for source in quote.sources),
        speakers=resolution.of_quote.get(number - 1, ()),
        addressees=(),
        parent=ids[id(quote.parent)] if quote.parent is not None else None,
    )
