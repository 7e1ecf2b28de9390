"""The phenomena that follow from the other layers of a record, each by a small test of its own.

The rest of the inventory (irony, gestures, imperatives, …) takes a reader.
"""

from __future__ import annotations

from collections.abc import Iterable

from kavychki.model import Article, Phenomenon, Span
from kavychki.model.vocabulary import PhenomenonType
from kavychki.phenomena.form import FORM
from kavychki.phenomena.position import POSITION
from kavychki.phenomena.source import SOURCE
from kavychki.phenomena.view import View

_TESTS = {**POSITION, **FORM, **SOURCE}

DERIVED: frozenset[PhenomenonType] = frozenset({*_TESTS, "marks-missing", "no-quote"})
"""The types that are never annotated by hand."""


def derived_phenomena(article: Article) -> tuple[Phenomenon, ...]:
    """What the other layers of an article with its text show, by type.

    Raises:
        ValueError: the article has no text.
    """
    view = View(article)
    # By number, as a record in canonical form has them.
    numbered = sorted(article.quotes, key=lambda quote: int(quote.id[1:]))
    found = [
        Phenomenon(kind, quotes, ())
        for kind, test in _TESTS.items()
        if (quotes := tuple(quote.id for quote in numbered if test(view, quote)))
    ]
    if view.marks.unpaired:
        spans = tuple(Span(at, at + 1, view.text[at]) for at in view.marks.unpaired)
        found.append(Phenomenon("marks-missing", (), spans))
    if not article.quotes:
        found.append(Phenomenon("no-quote", (), ()))
    return tuple(sorted(found, key=lambda each: each.type))


def merged_phenomena(article: Article, read: Iterable[Phenomenon]) -> tuple[Phenomenon, ...]:
    """What a reader found, with what follows from the other layers in place of what the reader said of it."""
    kept = [each for each in read if each.type not in DERIVED]
    return tuple(sorted((*kept, *derived_phenomena(article)), key=lambda each: each.type))
