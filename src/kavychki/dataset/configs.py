"""The configs of the dataset: name, columns, and the rows that an article gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from datasets import Features, List, Value

from kavychki.dataset import features as f
from kavychki.dataset import rows
from kavychki.model import Article

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """A config: what a row is, its features, and the function from an article with its text to rows."""

    name: str
    description: str
    features: Features
    rows: Callable[[Article], Iterator[Row]]


def configs() -> tuple[Config, ...]:
    """All configs, the default one first."""
    return (
        Config("articles", "One row an article, all layers nested.", Features(f.article()), rows.article_rows),
        Config("quotes", "One row a quote, with its speakers and its paragraph.", _quotes(), rows.quote_rows),
        Config("speakers", "One row a speaker of an article.", _speakers(), rows.speaker_rows),
        Config("entities", "One row an entity.", _entities(), rows.entity_rows),
        Config("topics", "One row an article, with its text and its topics.", _topics(), rows.topic_rows),
    )


DEFAULT_CONFIG = "articles"


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
    return f.of_article(
        title=f.STRING,
        text=f.STRING,
        topics=List(f.STRING),
        labels_en=List(f.STRING),
        labels_ru=List(f.STRING),
        top_topics=List(f.top_topics()),
    )
