"""A new record of a text, for an annotator to begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus
from kavychki.io.serialisation import canonical_record
from kavychki.model import Annotation, Article, Span
from kavychki.text import text_sha256

GUIDELINES = "1.2"
"""The version of docs/guidelines.md by which new records are annotated."""

Suggest = Callable[[Article], Article]
"""From a draft without annotations to the draft with a tool's suggestions."""

_ID_DIGITS = 12


def no_suggestions(draft: Article) -> Article:
    """The draft as it is."""
    return draft


def new_draft(
    text: str,
    collection: str,
    corpus: Corpus,
    *,
    annotator: str,
    identifier: str | None = None,
    published: str | None = None,
    url: str | None = None,
    upstream: str | None = None,
    date: dt.date | None = None,
    suggest: Suggest = no_suggestions,
) -> Article:
    """A record of status ``draft`` for a canonical text; the store says whether it is valid.

    Args:
        text: the canonical text; its first line is taken for the title.
        collection: a collection of the corpus.
        corpus: the corpus that the record is for.
        annotator: id of who or what annotates, as in annotators.json.
        identifier: the record's id; by default the collection and the beginning of the text's SHA-256.
        published: day of publication (YYYY-MM-DD).
        url: where it was published.
        upstream: path in the upstream data.
        date: day of the annotation, by default today.
        suggest: adds suggestions to the empty draft.

    Raises:
        CorpusError: there is no such collection.
    """
    if collection not in corpus.collections:
        known = ", ".join(sorted(corpus.collections))
        raise CorpusError(f"no collection {collection!r}: {corpus.path} has {known}")
    day = (date or dt.datetime.now(tz=dt.UTC).date()).isoformat()
    sha256 = text_sha256(text)
    draft = Article(
        id=identifier or f"{collection}-{sha256[:_ID_DIGITS]}",
        schema=1,
        collection=collection,
        origin=corpus.collections[collection].origin,
        genre=None,
        lang="ru",
        published=published,
        url=url,
        upstream=upstream,
        text=text,
        text_sha256=sha256,
        text_length=len(text),
        title=_first_line(text),
        entities=(),
        speakers=(),
        quotes=(),
        topics=(),
        phenomena=None,
        annotation=Annotation("draft", (annotator,), GUIDELINES, day),
    )
    suggested = replace(suggest(draft), annotation=draft.annotation)
    return Article.from_dict(canonical_record(suggested.to_dict()))


def _first_line(text: str) -> Span | None:
    line = text.split("\n", 1)[0].rstrip()
    start = len(line) - len(line.lstrip())
    return Span(start, len(line), line[start:]) if line.strip() else None
