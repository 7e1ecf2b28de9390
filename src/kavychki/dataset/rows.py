"""From an article with its text to the rows of each config: plain JSON values, vocabularies as their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kavychki.model import Article, Quote, Span, Speaker
from kavychki.schema.documents import Schema
from kavychki.text import paragraphs_around

GAP = " … "
"""What stands between the parts of a discontinuous stretch where it is given as one string."""

Row = dict[str, Any]


def article_rows(article: Article) -> Iterator[Row]:
    """The record itself."""
    yield article.to_dict()


def quote_rows(article: Article) -> Iterator[Row]:
    """A row a quote. ``text`` runs from the first to the last code point of content, cue and source."""
    text = _text(article)
    speakers = {speaker.id: speaker for speaker in article.speakers}
    for quote in article.quotes:
        start, end = _envelope(quote)
        before, after = paragraphs_around(text, start, end)
        said_by = [speakers[identifier] for identifier in quote.speakers]
        first = said_by[0] if said_by else None
        data = quote.to_dict()
        yield {
            **_origin(article),
            "quote_id": quote.id,
            "text": text[start:end],
            "content": _joined(quote.content),
            "cue": _joined(quote.cue),
            "source": _joined(quote.source),
            "type": quote.type,
            "medium": quote.medium,
            "factual": quote.factual,
            "speaker_name": first and first.name,
            "speaker_kind": first and first.kind,
            "speaker_role": first and first.role,
            "speakers": [_identity(speaker) for speaker in said_by],
            "addressees": [_identity(speakers[identifier]) for identifier in quote.addressees],
            "parent": quote.parent,
            "content_spans": data["content"],
            "cue_spans": data["cue"],
            "source_spans": data["source"],
            "paragraph": text[before:after],
            "paragraph_start": before,
        }


def speaker_rows(article: Article) -> Iterator[Row]:
    """A row a speaker, with the ids of its quotes."""
    for speaker in article.speakers:
        data = speaker.to_dict()
        yield {
            **_origin(article),
            "speaker_id": data.pop("id"),
            **data,
            "quotes": [quote.id for quote in article.quotes if speaker.id in quote.speakers],
        }


def entity_rows(article: Article) -> Iterator[Row]:
    """A row an entity; ``start`` and ``end`` enclose all of its spans."""
    for entity in article.entities or ():
        data = entity.to_dict()
        yield {
            **_origin(article),
            "entity_id": entity.id,
            "text": _joined(entity.spans),
            "type": entity.type,
            "start": entity.spans[0].start,
            "end": entity.spans[-1].end,
            "spans": data["spans"],
            "wikidata": entity.wikidata,
        }


def topic_rows(article: Article) -> Iterator[Row]:
    """One row: the text, its topics by code and label, and the level 1 topics above them, each once."""
    topics = [Schema.at().media_topics[code] for code in article.topics]
    tops = dict.fromkeys(top for code in article.topics if (top := Schema.at().top_topic(code)))
    yield {
        **_origin(article),
        "title": article.title and article.title.text,
        "text": article.text,
        "topics": list(article.topics),
        "labels_en": [topic.label_en for topic in topics],
        "labels_ru": [topic.label_ru for topic in topics],
        "top_topics": list(tops),
    }


def _origin(article: Article) -> Row:
    return {"article_id": article.id, "collection": article.collection, "origin": article.origin}


def _identity(speaker: Speaker) -> Row:
    data = speaker.to_dict()
    del data["mentions"]
    return data


def _joined(spans: Iterable[Span]) -> str:
    return GAP.join(span.text or "" for span in spans)


def _envelope(quote: Quote) -> tuple[int, int]:
    spans = (*quote.content, *quote.cue, *quote.source)
    return min(span.start for span in spans), max(span.end for span in spans)


def _text(article: Article) -> str:
    if article.text is None:
        raise ValueError(f"{article.id} has no text")
    return article.text
