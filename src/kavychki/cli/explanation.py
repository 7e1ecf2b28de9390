"""An extraction for people on a terminal: each quote in colours, with its rule and confidence."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kavychki.extraction import Extraction
from kavychki.model import Article, Quote

_COLOURS = {"content": "green", "cue": "yellow", "source": "cyan"}
_CONTEXT = 20
"""Code points that are shown around a quote."""


def explained_lines(extraction: Extraction) -> Iterator[str]:
    """The lines of an explanation: a head and the coloured text of each quote."""
    article = extraction.article
    names = {speaker.id: speaker.name for speaker in article.speakers}
    for quote, finding in zip(article.quotes, extraction.findings, strict=True):
        who = ", ".join(names[each] for each in quote.speakers) or "?"
        flags = [quote.type, quote.medium, *([] if quote.factual else ["not factual"])]
        inside = f" in {quote.parent}" if quote.parent else ""
        yield f"  {quote.id}{inside}: {', '.join(flags)}; {who}"
        yield click.style(f"    {finding.rule} {finding.confidence:.2f}", dim=True)
        yield f"    {_coloured(article, quote)}"


def _coloured(article: Article, quote: Quote) -> str:
    """The stretch of the text that a quote and its attribution take, its parts in colours."""
    text = article.text or ""
    parts = sorted(
        (span.start, span.end, role)
        for role, spans in (("content", quote.content), ("cue", quote.cue), ("source", quote.source))
        for span in spans
    )
    at = max(0, parts[0][0] - _CONTEXT)
    pieces = []
    for start, end, role in parts:
        pieces += [text[at:start], click.style(text[start:end], fg=_COLOURS[role])]
        at = end
    return "".join([*pieces, text[at : at + _CONTEXT]]).replace("\n", " ")
