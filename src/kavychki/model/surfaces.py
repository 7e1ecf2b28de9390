"""Taking the text out of an article, and putting it back in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kavychki.model.article import Article, Span


def without_text(article: Article) -> Article:
    """The text-free form: no text and no surface; everything else as it was."""
    return replace(_with_spans(article, lambda span: Span(span.start, span.end)), text=None)


def with_text(article: Article, text: str) -> Article:
    """The article with its text and the surface of every span; the caller has matched the text by its hash."""
    return replace(
        _with_spans(article, lambda span: Span(span.start, span.end, text[span.start : span.end])), text=text
    )


def _with_spans(article: Article, change: Callable[[Span], Span]) -> Article:
    def changed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(map(change, spans))

    entities, phenomena = article.entities, article.phenomena
    return replace(
        article,
        title=None if article.title is None else change(article.title),
        entities=None if entities is None else tuple(replace(item, spans=changed(item.spans)) for item in entities),
        speakers=tuple(replace(item, mentions=changed(item.mentions)) for item in article.speakers),
        quotes=tuple(
            replace(item, content=changed(item.content), cue=changed(item.cue), source=changed(item.source))
            for item in article.quotes
        ),
        phenomena=None if phenomena is None else tuple(replace(item, spans=changed(item.spans)) for item in phenomena),
    )
