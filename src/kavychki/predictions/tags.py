"""Tags over the tokens of paragraphs, as in the config ``quote_tagging``, read as quotes of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from kavychki.dataset.configs.tokens import Bounds, tagged_spans
from kavychki.model import Article, Quote, Span
from kavychki.model.vocabulary import QuoteType

_CUE, _SOURCE = "cue_tags", "source_tags"
_CONTENTS = ("content_tags", "nested_tags")

_SENTENCE = re.compile(r"[.!?…]\s+[^\s—–-]")
"""The end of a sentence and the beginning of one that does not go on after a dash."""


def with_tagged_quotes(article: Article, paragraphs: Iterable[Mapping[str, Any]]) -> Article:
    """An article whose only layer is the quotes that tags say.

    A stretch of content is a quote. The next one of its paragraph, if of the same type, is a further part of it where a
    cue but no other sentence stands between them. A cue or source belongs to the quote of its paragraph whose content
    is nearest. Tags do not say who speaks, so there are no speakers; of the nesting they say as much as that.

    Args:
        article: an article with its text; its own annotation is left out.
        paragraphs: rows as in ``quote_tagging``, of this article: ``token_starts``, ``token_ends`` (code points of the
            article's text) and one or more of ``content_tags``, ``nested_tags``, ``cue_tags``, ``source_tags``, their
            tags as strings.

    Raises:
        ValueError: the article has no text, or a row has not as many tags as tokens.
    """
    text = article.text
    if text is None:
        raise ValueError(f"{article.id} has no text")
    found = [quote for row in paragraphs for quote in _quotes(text, row)]
    found.sort(key=lambda quote: (quote.content[0].start, -quote.content[-1].end))
    numbered = [replace(quote, id=f"q{number}") for number, quote in enumerate(found, 1)]
    parents = {quote.id: _parent(quote, numbered) for quote in numbered}
    quotes = tuple(replace(quote, parent=parents[quote.id]) for quote in numbered)
    return replace(article, entities=None, speakers=(), quotes=quotes, topics=(), phenomena=None)


def _quotes(text: str, row: Mapping[str, Any]) -> list[Quote]:
    """The quotes of a paragraph, without ids."""
    tokens = list(zip(row["token_starts"], row["token_ends"], strict=True))
    spans = {name: tagged_spans(tokens, row[name]) for name in (*_CONTENTS, _CUE, _SOURCE) if name in row}
    cues = [(start, end) for start, end, _ in spans.get(_CUE, ())]
    contents = [each for name in _CONTENTS for each in _joined(text, spans.get(name, ()), cues)]
    cues_of = _nearest(contents, cues)
    sources_of = _nearest(contents, [(start, end) for start, end, _ in spans.get(_SOURCE, ())])
    return [
        Quote(
            id="",
            type=kind,
            medium="speech",
            factual=True,
            content=_spans(text, parts),
            cue=_spans(text, cues_of[number]),
            source=_spans(text, sources_of[number]),
            speakers=(),
            addressees=(),
            parent=None,
        )
        for number, (kind, parts) in enumerate(contents)
    ]


def _joined(
    text: str, stretches: Iterable[tuple[int, int, str]], cues: Sequence[Bounds]
) -> list[tuple[QuoteType, list[Bounds]]]:
    """Type and parts of each content, in order."""
    joined: list[tuple[QuoteType, list[Bounds]]] = []
    for start, end, name in stretches:
        kind = cast("QuoteType", name)
        if joined and joined[-1][0] == kind and _goes_on(text, joined[-1][1][-1][1], start, cues):
            joined[-1][1].append((start, end))
        else:
            joined.append((kind, [(start, end)]))
    return joined


def _goes_on(text: str, end: int, start: int, cues: Iterable[Bounds]) -> bool:
    """Whether a content that breaks off goes on: a cue stands between, and no sentence begins there but by a dash.

    Of the rules that were tried on the train split of the constructed collection this one errs least.
    """
    return any(end <= first and last <= start for first, last in cues) and not _SENTENCE.search(text[end:start])


def _nearest(contents: Sequence[tuple[QuoteType, list[Bounds]]], marks: Iterable[Bounds]) -> list[list[Bounds]]:
    """For each content the cues or sources of which no other is nearer."""
    found: list[list[Bounds]] = [[] for _ in contents]
    for mark in marks:
        if contents:
            nearest = min(range(len(contents)), key=lambda number: _distance(contents[number][1], mark))
            found[nearest].append(mark)
    return found


def _distance(parts: Iterable[Bounds], mark: Bounds) -> int:
    """Code points between a mark and the nearest part of a content; a mark inside of a part is far from it."""
    return min(mark[0] - end if end <= mark[0] else abs(start - mark[1]) for start, end in parts)


def _parent(quote: Quote, quotes: Iterable[Quote]) -> str | None:
    """The id of the shortest other quote that a quote lies in."""
    around = [
        (_length(other), other.id)
        for other in quotes
        if _length(other) > _length(quote)
        and all(any(a.start <= b.start and b.end <= a.end for a in other.content) for b in quote.content)
    ]
    return min(around)[1] if around else None


def _length(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.content)


def _spans(text: str, parts: Iterable[Bounds]) -> tuple[Span, ...]:
    return tuple(Span(start, end, text[start:end]) for start, end in parts)
