"""Configs for taggers: a row is a paragraph, its tokens with offsets, and tags over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datasets import ClassLabel, Features, List

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row, origin_of, text_of
from kavychki.dataset.configs.tokens import Bounds, Paragraph, bio_tags, paragraphs, token_bounds
from kavychki.model import Article, Entity, Quote, Span
from kavychki.schema.documents import Schema

COARSE = ("PER", "ORG", "LOC")


def configs() -> tuple[Config, ...]:
    """``ner`` and ``quote_tagging``."""
    return (
        Config(
            "ner", "One row a paragraph: tokens with coarse tags, fine nested entities beside them.", _ner(), _ner_rows
        ),
        Config(
            "quote_tagging",
            "One row a paragraph: tokens with tags for content, cue and source of quotes.",
            _quote_tagging(),
            _quote_tagging_rows,
        ),
    )


def _paragraph_features(**columns: object) -> Features:
    return f.of_article(
        paragraph=f.OFFSET,
        start=f.OFFSET,
        text=f.STRING,
        tokens=List(f.STRING),
        token_starts=List(f.OFFSET),
        token_ends=List(f.OFFSET),
        **columns,
    )


def _ner() -> Features:
    entity = {"type": f.label("entity-type"), "start": f.OFFSET, "end": f.OFFSET, "text": f.STRING}
    return _paragraph_features(ner_tags=List(_bio(COARSE)), entities=List(entity))


def _quote_tagging() -> Features:
    types = Schema.at().vocabulary("quote-type")
    return _paragraph_features(
        content_tags=List(_bio(types)),
        nested_tags=List(_bio(types)),
        cue_tags=List(_bio(["CUE"])),
        source_tags=List(_bio(["SOURCE"])),
    )


def _bio(names: Iterable[str]) -> ClassLabel:
    return ClassLabel(names=["O", *(f"{prefix}-{name}" for name in names for prefix in "BI")])


def _ner_rows(article: Article) -> Iterator[Row]:
    coarse = Schema.at().coarse_entity_types("conll")
    entities = [entity for entity in article.entities or () if len(entity.spans) == 1]
    outermost = _outermost([(entity.spans[0], coarse[entity.type]) for entity in entities if entity.type in coarse])
    for paragraph in paragraphs(text_of(article)):
        inside = [entity for entity in entities if _lies_in(entity.spans[0], paragraph)]
        tokens = token_bounds(paragraph, [(entity.spans[0].start, entity.spans[0].end) for entity in inside])
        yield {
            **_token_columns(article, paragraph, tokens),
            "ner_tags": bio_tags(tokens, [(span, name) for span, name in outermost if _lies_in(span, paragraph)]),
            "entities": [_entity_row(entity) for entity in inside],
        }


def _entity_row(entity: Entity) -> Row:
    span = entity.spans[0]
    return {"type": entity.type, "start": span.start, "end": span.end, "text": span.text}


def _outermost(labelled: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Labelled spans that lie in no longer one; the annotation lists longer ones first."""
    kept: list[tuple[Span, str]] = []
    for span, name in labelled:
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, name))
    return kept


def _quote_tagging_rows(article: Article) -> Iterator[Row]:
    outer = [quote for quote in article.quotes if quote.parent is None]
    nested = [quote for quote in article.quotes if quote.parent is not None]
    layers: dict[str, list[tuple[Span, str]]] = {
        "content_tags": _contents(outer),
        "nested_tags": _contents(nested),
        "cue_tags": sorted({(span, "CUE") for quote in article.quotes for span in quote.cue}),
        "source_tags": sorted({(span, "SOURCE") for quote in article.quotes for span in quote.source}),
    }
    for paragraph in paragraphs(text_of(article)):
        here = {
            column: [(span, name) for span, name in spans if _lies_in(span, paragraph)]
            for column, spans in layers.items()
        }
        edges = [(span.start, span.end) for spans in here.values() for span, _ in spans]
        tokens = token_bounds(paragraph, edges)
        tags = {column: bio_tags(tokens, spans) for column, spans in here.items()}
        yield {**_token_columns(article, paragraph, tokens), **tags}


def _contents(quotes: Iterable[Quote]) -> list[tuple[Span, str]]:
    return sorted((span, quote.type) for quote in quotes for span in quote.content)


def _lies_in(span: Span, paragraph: Paragraph) -> bool:
    return paragraph.start <= span.start and span.end <= paragraph.end


def _token_columns(article: Article, paragraph: Paragraph, tokens: list[Bounds]) -> Row:
    text = text_of(article)
    return {
        **origin_of(article),
        "paragraph": paragraph.number,
        "start": paragraph.start,
        "text": paragraph.text,
        "tokens": [text[start:end] for start, end in tokens],
        "token_starts": [start for start, _ in tokens],
        "token_ends": [end for _, end in tokens],
    }
