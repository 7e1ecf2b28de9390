"""The extractor: raw text in, an article with quotes and speakers out, each quote with its rule and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.extraction.document import Document
from kavychki.extraction.finding import Finder
from kavychki.extraction.lexicon import CueTable, own_cue_table
from kavychki.extraction.nesting import settle
from kavychki.extraction.record import article_of
from kavychki.extraction.speakers import resolve
from kavychki.model import Article
from kavychki.text import canonical_text


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a quote was made: the id of the rule, and how often that rule was right on the texts it was built on."""

    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article and, for each of its quotes in the same order, the finding."""

    article: Article
    findings: tuple[Finding, ...]


def explain(text: str, *, identifier: str | None = None, table: CueTable | None = None) -> Extraction:
    """The extraction of a text."""
    text = canonical_text(text)
    doc = Document(text)
    quotes = settle(Finder(doc, own_cue_table() if table is None else table).read())
    speakers = resolve(doc, quotes)
    article = article_of(text, quotes, speakers, identifier)
    findings = tuple(Finding(f"q{n}", quote.rule, 0.5) for n, quote in enumerate(quotes, 1))
    return Extraction(article, findings)


def extract(text: str, *, identifier: str | None = None) -> Article:
    """The article of a text."""
    return explain(text, identifier=identifier).article
