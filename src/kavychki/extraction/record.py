"""Candidates and speakers as an article of the annotation model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.document import Bounds
from kavychki.extraction.speakers import Resolution
from kavychki.model import Annotation, Article, Entity, Quote, Span
from kavychki.model.vocabulary import Origin
from kavychki.text import text_sha256

ANNOTATOR = "rules"
"""The id of the extractor in ``corpus/annotators.json``."""
GUIDELINES = "1.2"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a text comes from, as far as it is known."""

    origin: Origin = "news"
    published: str | None = None
    url: str | None = None
    upstream: str | None = None


def article_of(
    text: str,
    quotes: list[Candidate],
    resolution: Resolution,
    identifier: str | None,
    origins: Origins,
    entities: tuple[Entity, ...] | None,
) -> Article:
    """The article of a canonical text, with ids in order of place and the status of a draft."""
    digest = text_sha256(text)
    name = identifier or f"local-{digest[:16]}"
    ids = {id(quote): f"q{number}" for number, quote in enumerate(quotes, 1)}
    return Article(
        id=name,
        schema=SCHEMA_VERSION,
        collection=name.split("-", 1)[0],
        origin=origins.origin,
        genre=None,
        lang="ru",
        published=origins.published,
        url=origins.url,
        upstream=origins.upstream,
        text=text,
        text_sha256=digest,
        text_length=len(text),
        title=_title(text),
        entities=entities,
        speakers=resolution.speakers,
        quotes=tuple(_quote(text, quote, number, ids, resolution) for number, quote in enumerate(quotes)),
        topics=(),
        phenomena=None,
        annotation=Annotation("draft", (ANNOTATOR,), GUIDELINES, dt.datetime.now(dt.UTC).date().isoformat()),
    )


def _title(text: str) -> Span | None:
    """The first line without the white space around it."""
    line = text.split("\n", 1)[0]
    bare = line.strip()
    start = line.find(bare)
    return Span(start, start + len(bare), bare) if bare else None


def _quote(text: str, quote: Candidate, number: int, ids: dict[int, str], resolution: Resolution) -> Quote:
    return Quote(
        id=ids[id(quote)],
        type=quote.type,
        medium=quote.medium,
        factual=quote.factual,
        content=_spans(text, quote.content),
        cue=_spans(text, quote.cue),
        source=_spans(text, (source.span for source in quote.sources)),
        speakers=resolution.of_quote.get(number, ()),
        addressees=(),
        parent=ids[id(quote.parent)] if quote.parent is not None else None,
    )


def _spans(text: str, bounds: Iterable[Bounds]) -> tuple[Span, ...]:
    return tuple(Span(start, end, text[start:end]) for start, end in sorted(bounds))
