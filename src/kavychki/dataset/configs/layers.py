"""The layers of the corpus as tables: articles, quotes, speakers, entities, topics."""

from __future__ import annotations

from collections.abc import Iterator

from datasets import Features, List, Value

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row, joined, origin_of, text_of
from kavychki.model import Article, Quote, Speaker
from kavychki.schema.documents import Schema
from kavychki.text import paragraphs_around


def configs() -> tuple[Config, ...]:
    """The layers as tables, the default config first."""
    return (
        Config(
            "articles", "One row an article, all layers nested.", Features(f.article()), _article_rows, verbatim=True
        ),
        Config("quotes", "One row a quote, with its speakers and its paragraph.", _quotes(), _quote_rows),
        Config("speakers", "One row a speaker of an article.", _speakers(), _speaker_rows),
        Config("entities", "One row an entity.", _entities(), _entity_rows),
        Config("topics", "One row an article, with its text and its topics.", _topics(), _topic_rows),
    )


def _article_rows(article: Article) -> Iterator[Row]:
    """The record itself."""
    yield article.to_dict()


def _quote_rows(article: Article) -> Iterator[Row]:
    """A row a quote. ``text`` runs from the first to the last code point of content, cue and source."""
    text = text_of(article)
    speakers = {speaker.id: speaker for speaker in article.speakers}
    for quote in article.quotes:
        start, end = _envelope(quote)
        before, after = paragraphs_around(text, start, end)
        said_by = [speakers[identifier] for identifier in quote.speakers]
        first = said_by[0] if said_by else None
        data = quote.to_dict()
        yield {
            **origin_of(article),
            "quote_id": quote.id,
            "text": text[start:end],
            "content": joined(quote.content),
            "cue": joined(quote.cue),
            "source": joined(quote.source),
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


def _speaker_rows(article: Article) -> Iterator[Row]:
    """A row a speaker, with the ids of its quotes."""
    for speaker in article.speakers:
        data = speaker.to_dict()
        yield {
            **origin_of(article),
            "speaker_id": data.pop("id"),
            **data,
            "quotes": [quote.id for quote in article.quotes if speaker.id in quote.speakers],
        }


def _entity_rows(article: Article) -> Iterator[Row]:
    """A row an entity; ``start`` and ``end`` enclose all of its spans."""
    for entity in article.entities or ():
        data = entity.to_dict()
        yield {
            **origin_of(article),
            "entity_id": entity.id,
            "text": joined(entity.spans),
            "type": entity.type,
            "start": entity.spans[0].start,
            "end": entity.spans[-1].end,
            "spans": data["spans"],
            "wikidata": entity.wikidata,
        }


def _topic_rows(article: Article) -> Iterator[Row]:
    """One row: the text, its topics by code and label, and the level 1 topics above them, each once and multi-hot."""
    topics = [Schema.at().media_topics[code] for code in article.topics]
    tops = list(dict.fromkeys(top for code in article.topics if (top := Schema.at().top_topic(code))))
    yield {
        **origin_of(article),
        "title": article.title and article.title.text,
        "text": article.text,
        "topics": list(article.topics),
        "labels_en": [topic.label_en for topic in topics],
        "labels_ru": [topic.label_ru for topic in topics],
        "top_topics": tops,
        "multi_hot": [float(top in tops) for top in f.top_topics().names],
    }


def _identity(speaker: Speaker) -> Row:
    data = speaker.to_dict()
    del data["mentions"]
    return data


def _envelope(quote: Quote) -> tuple[int, int]:
    spans = (*quote.content, *quote.cue, *quote.source)
    return min(span.start for span in spans), max(span.end for span in spans)


def _quotes() -> Features:
    identity = f.speaker_identity()
    return f.of_article(
        quote_id=f.STRING,
        text=f.STRING,
        content=f.STRING,
        cue=f.STRING,
        source=f.STRING,
        type=f.label("quote-type"),
        medium=f.label("medium"),
        factual=Value("bool"),
        speaker_name=f.STRING,
        speaker_kind=identity["kind"],
        speaker_role=f.STRING,
        speakers=List(identity),
        addressees=List(identity),
        parent=f.STRING,
        content_spans=f.SPANS,
        cue_spans=f.SPANS,
        source_spans=f.SPANS,
        paragraph=f.STRING,
        paragraph_start=f.OFFSET,
    )


def _speakers() -> Features:
    columns = f.speaker()
    return f.of_article(speaker_id=columns.pop("id"), **columns, quotes=List(f.STRING))


def _entities() -> Features:
    columns = f.entity()
    return f.of_article(
        entity_id=columns["id"],
        text=f.STRING,
        type=columns["type"],
        start=f.OFFSET,
        end=f.OFFSET,
        spans=columns["spans"],
        wikidata=columns["wikidata"],
    )


def _topics() -> Features:
    tops = f.top_topics()
    return f.of_article(
        title=f.STRING,
        text=f.STRING,
        topics=List(f.STRING),
        labels_en=List(f.STRING),
        labels_ru=List(f.STRING),
        top_topics=List(tops),
        multi_hot=List(Value("float32")),
    )
