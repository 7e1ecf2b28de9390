"""The canonical order of what a record lists, so that equal annotations are equal bytes."""

from __future__ import annotations

from dataclasses import replace

from kavychki.model.article import Article, Entity, Quote, Span, Speaker


def in_canonical_order(article: Article) -> Article:
    """The same article with every list in canonical order.

    Entities and quotes go by where they begin (the longer first), speakers by the number in their id, spans by offset.
    Cited ids and topics keep their order, which has a meaning.
    """
    entities = article.entities
    return replace(
        article,
        entities=None if entities is None else tuple(sorted(map(_entity, entities), key=entity_key)),
        speakers=tuple(sorted(map(_speaker, article.speakers), key=speaker_key)),
        quotes=tuple(sorted(map(_quote, article.quotes), key=quote_key)),
    )


def entity_key(entity: Entity) -> tuple[int, int, str, int]:
    """Sort key: start, longer first, type, number of the id."""
    return entity.spans[0].start, -entity.spans[-1].end, entity.type, id_number(entity.id)


def quote_key(quote: Quote) -> tuple[int, int, int]:
    """Sort key: start of the content, longer first, number of the id."""
    return quote.content[0].start, -quote.content[-1].end, id_number(quote.id)


def speaker_key(speaker: Speaker) -> int:
    """Sort key: number of the id."""
    return id_number(speaker.id)


def id_number(identifier: str) -> int:
    """12 for ``q12``."""
    return int(identifier[1:])


def _entity(entity: Entity) -> Entity:
    return replace(entity, spans=_spans(entity.spans))


def _speaker(speaker: Speaker) -> Speaker:
    return replace(speaker, mentions=_spans(speaker.mentions))


def _quote(quote: Quote) -> Quote:
    return replace(quote, content=_spans(quote.content), cue=_spans(quote.cue), source=_spans(quote.source))


def _spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))
