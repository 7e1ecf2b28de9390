"""Configs for attribution: whose words a quote is, among the speakers of its article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from datasets import Features, List

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row, joined, origin_of, text_of
from kavychki.model import Article, Quote, Speaker

CONTEXT = 2
"""Paragraphs before the quote's first and behind its last one that are its context."""

CHOICES = 4
"""Most answers of a multiple-choice question."""


def configs() -> tuple[Config, ...]:
    """``attribution`` and ``mcq``."""
    return (
        Config(
            "attribution",
            "One row a quote whose speaker is known, with its context and the candidates.",
            _attribution(),
            _attribution_rows,
        ),
        Config("mcq", "One row a quote as a multiple-choice question about its speaker.", _mcq(), _mcq_rows),
    )


def _attribution() -> Features:
    return f.of_article(
        quote_id=f.STRING,
        quote=f.STRING,
        type=f.label("quote-type"),
        context=f.STRING,
        context_start=f.OFFSET,
        content_spans=f.SPANS,
        candidates=List(f.STRING),
        label=f.OFFSET,
        labels=List(f.OFFSET),
    )


def _mcq() -> Features:
    return f.of_article(
        quote_id=f.STRING,
        context=f.STRING,
        question=f.STRING,
        choices=List(f.STRING),
        label=f.OFFSET,
    )


def _attribution_rows(article: Article) -> Iterator[Row]:
    """``label`` is the first speaker's index among the candidates, ``labels`` has all of them."""
    candidates = _speakers(article)
    place = {speaker.id: number for number, speaker in enumerate(candidates)}
    for quote in article.quotes:
        if not quote.speakers:
            continue
        start, end = _context(article, quote)
        labels = [place[identifier] for identifier in quote.speakers]
        yield {
            **origin_of(article),
            "quote_id": quote.id,
            "quote": joined(quote.content),
            "type": quote.type,
            "context": text_of(article)[start:end],
            "context_start": start,
            "content_spans": [span.to_dict() for span in quote.content],
            "candidates": [speaker.name for speaker in candidates],
            "label": labels[0],
            "labels": labels,
        }


def _mcq_rows(article: Article) -> Iterator[Row]:
    """Quotes of one speaker in articles of two or more. Hashes draw the order of the choices: the same each time."""
    others = _speakers(article)
    for quote in article.quotes:
        if len(quote.speakers) != 1 or len({speaker.name for speaker in others}) < 2:  # noqa: PLR2004
            continue
        (right,) = (speaker.name for speaker in others if speaker.id == quote.speakers[0])
        drawn = sorted(
            {speaker.name for speaker in others} - {right}, key=lambda name: _draw(article.id, quote.id, name)
        )
        choices = sorted([right, *drawn[: CHOICES - 1]], key=lambda name: _draw(quote.id, article.id, name))
        start, end = _context(article, quote)
        yield {
            **origin_of(article),
            "quote_id": quote.id,
            "context": text_of(article)[start:end],
            "question": f"Кому в этом тексте принадлежат слова или мысль: «{joined(quote.content)}»?",
            "choices": choices,
            "label": choices.index(right),
        }


def _speakers(article: Article) -> list[Speaker]:
    """Who is quoted in an article; speakers that are only spoken to are no candidates."""
    cited = {identifier for quote in article.quotes for identifier in quote.speakers}
    return [speaker for speaker in article.speakers if speaker.id in cited]


def _context(article: Article, quote: Quote) -> tuple[int, int]:
    """Bounds of the paragraphs around a quote with its cue and source."""
    text = text_of(article)
    spans = (*quote.content, *quote.cue, *quote.source)
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end) if "\n" in text[end:] else len(text)
    for _ in range(CONTEXT):
        start = text.rfind("\n", 0, len(text[:start].rstrip("\n"))) + 1
        rest = len(text) - len(text[end:].lstrip("\n"))
        end = text.find("\n", rest) if "\n" in text[rest:] else len(text)
    return start, end


def _draw(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
