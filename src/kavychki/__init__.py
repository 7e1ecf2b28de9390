"""Kavychki: Russian-language news annotated for quotation extraction and speaker attribution, and its tools.

    >>> import kavychki
    >>> quotes = kavychki.load("quotes")            # doctest: +SKIP
    >>> for finding in kavychki.validate("corpus"):  # doctest: +SKIP
    ...     print(finding.code, finding.message)

Names are imported when they are first used, so that ``import kavychki`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kavychki.dataset.build import build as build
    from kavychki.dataset.load import load as load
    from kavychki.drafting.draft import record_from_draft as record_from_draft
    from kavychki.errors import KavychkiError as KavychkiError
    from kavychki.extraction import extract as extract
    from kavychki.hydration.matching import hydrate as hydrate
    from kavychki.io.corpus import Corpus as Corpus
    from kavychki.io.records import read_articles as read_articles
    from kavychki.model import Annotation as Annotation
    from kavychki.model import Article as Article
    from kavychki.model import Entity as Entity
    from kavychki.model import Quote as Quote
    from kavychki.model import Span as Span
    from kavychki.model import Speaker as Speaker
    from kavychki.store import Store as Store
    from kavychki.text import canonical_text as canonical_text
    from kavychki.validation import Finding as Finding
    from kavychki.validation import validate as validate

_HOMES = {
    "Annotation": "kavychki.model",
    "Article": "kavychki.model",
    "Corpus": "kavychki.io.corpus",
    "Entity": "kavychki.model",
    "Finding": "kavychki.validation",
    "KavychkiError": "kavychki.errors",
    "Quote": "kavychki.model",
    "Span": "kavychki.model",
    "Speaker": "kavychki.model",
    "Store": "kavychki.store",
    "build": "kavychki.dataset.build",
    "canonical_text": "kavychki.text",
    "extract": "kavychki.extraction",
    "hydrate": "kavychki.hydration.matching",
    "load": "kavychki.dataset.load",
    "read_articles": "kavychki.io.records",
    "record_from_draft": "kavychki.drafting.draft",
    "validate": "kavychki.validation",
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604 - every name of _HOMES is a string


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - costs more than the rest of this module

        return version("kavychki")
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'kavychki' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
