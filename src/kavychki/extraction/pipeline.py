"""The extractor: raw text in, an article with quotes and speakers out, each quote with its rule and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.extraction.confidence import confidence_of
from kavychki.extraction.document import Document
from kavychki.extraction.entities import entities_of
from kavychki.extraction.finding import Finder
from kavychki.extraction.lexicon import CueTable, own_cue_table
from kavychki.extraction.nesting import retype, settle
from kavychki.extraction.record import Origins, article_of
from kavychki.extraction.speakers import resolve
from kavychki.model import Article
from kavychki.text import canonical_text


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a quote was made: the rule, and the share of its quotes that were right where it was measured."""

    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article and, for each of its quotes in the same order, the finding."""

    article: Article
    findings: tuple[Finding, ...]


def extract(
    text: str | bytes,
    *,
    identifier: str | None = None,
    origins: Origins | None = None,
    entities: bool = False,
    table: CueTable | None = None,
) -> Article:
    """The article of a text: its quotes with cue and source, its speakers with their mentions, as a draft.

    Args:
        text: raw text, or the bytes of a UTF-8 file; the headline is its first line. Offsets of the article are code
            points into the canonical text (``kavychki.canonical_text``).
        identifier: the record's id, whose part before the first ``-`` is the collection; by default made from the text.
        origins: what is known of where the text comes from.
        entities: annotate named entities too, with natasha; needs the extra ``ner``.
        table: the forms of the cues, by default those of the package's lexicon.

    Raises:
        CanonicalTextError: the text is empty, is not UTF-8, or holds a control character.
        ExtraMissingError: entities are asked for, and the extra is not installed.
    """
    return explain(text, identifier=identifier, origins=origins, entities=entities, table=table).article


def explain(
    text: str | bytes,
    *,
    identifier: str | None = None,
    origins: Origins | None = None,
    entities: bool = False,
    table: CueTable | None = None,
) -> Extraction:
    """The same, with the rule and the confidence of each quote; arguments and errors as of ``extract``."""
    canonical = canonical_text(text)
    doc = Document(canonical)
    quotes = settle(Finder(doc, own_cue_table() if table is None else table).read())
    retype(doc, quotes)
    found = entities_of(canonical) if entities else None
    article = article_of(canonical, quotes, resolve(doc, quotes), identifier, origins or Origins(), found)
    findings = (
        Finding(quote.id, each.rule, confidence_of(each.rule))
        for quote, each in zip(article.quotes, quotes, strict=True)
    )
    return Extraction(article, tuple(findings))
