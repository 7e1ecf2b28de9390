"""From a record without its text to the article with text and entities, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kavychki.hydration.fingerprints import Fingerprint, read_fingerprints
from kavychki.hydration.local import LocalRecords
from kavychki.hydration.store import TextStore
from kavychki.io.corpus import Corpus
from kavychki.model import Article
from kavychki.model.surfaces import with_text, without_text
from kavychki.upstream import Inconsistency, StandOff, parse_brat

_EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
"""An annotation file without a line says that there are no entities."""


@dataclass(frozen=True, slots=True)
class Hydrated:
    """An article with its text; ``local`` where that is the user's own version, to which the record was carried over.

    ``lacks_entities`` where upstream supplies them and its annotation is not at hand.
    """

    article: Article
    local: bool = False
    lacks_entities: bool = False


@dataclass(slots=True)
class Hydrator:
    """Puts texts, and the entities that upstream supplies, into the records of a corpus."""

    corpus: Corpus
    store: TextStore
    local: LocalRecords = field(default_factory=LocalRecords.default)
    _fingerprints: dict[str, dict[str, Fingerprint]] = field(default_factory=dict)

    def hydrated(self, article: Article) -> Hydrated | None:
        """The article with everything that is at hand; None where its text is not.

        Raises:
            CorpusError: a file of the store is not what its name says.
        """
        if article.text is not None:
            return Hydrated(article)
        text = self.store.get(article.text_sha256)
        if text is None:
            return self._local(article)
        if not supplied_by_upstream(article, self.corpus):
            return Hydrated(with_text(article, text))
        annotation = self.annotation(article)
        if annotation is None:
            return Hydrated(with_text(article, text), lacks_entities=True)
        entities = parse_brat(annotation, text).entities
        return Hydrated(replace(with_text(article, text), entities=entities))

    def _local(self, article: Article) -> Hydrated | None:
        own = self.local.get(article)
        text = None if own is None else self.store.get(own.text_sha256)
        if own is None or text is None:
            return None
        return Hydrated(with_text(own, text), local=True, lacks_entities=supplied_by_upstream(own, self.corpus))

    def annotation(self, article: Article) -> str | None:
        """Upstream's annotation of a record, as the corpus pins it; None where it is not at hand, or not pinned."""
        fingerprint = self.fingerprint(article)
        if fingerprint is None or fingerprint.annotation_sha256 is None:
            return None
        sha256 = fingerprint.annotation_sha256
        return "" if sha256 == _EMPTY_SHA256 else self.store.get(sha256)

    def supplied(self, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The entities of upstream for a record that has passed L2, as plain values, as far as they are at hand."""
        if record["collection"] not in self.corpus.collections:
            return []
        found = self._stand_off(Article.from_dict(record))
        return [entity.to_dict() for entity in found.entities] if found else []

    def inconsistencies(self, article: Article) -> tuple[Inconsistency, ...]:
        """What is inconsistent in upstream's annotation of a record; nothing where either text is not at hand."""
        found = self._stand_off(article)
        return found.inconsistencies if found else ()

    def _stand_off(self, article: Article) -> StandOff | None:
        if not supplied_by_upstream(article, self.corpus):
            return None
        text, annotation = self.store.get(article.text_sha256), self.annotation(article)
        return None if text is None or annotation is None else parse_brat(annotation, text)

    def fingerprint(self, article: Article) -> Fingerprint | None:
        """The fingerprint of exactly this record's text."""
        known = self._fingerprints.get(article.collection)
        if known is None:
            known = dict(read_fingerprints(self.corpus.path, article.collection))
            self._fingerprints[article.collection] = known
        found = known.get(article.id)
        return found if found and found.text_sha256 == article.text_sha256 else None


def supplied_by_upstream(article: Article, corpus: Corpus) -> bool:
    """Whether a record leaves its entities to upstream."""
    upstream = corpus.collections[article.collection].upstream
    return article.entities is None and upstream is not None and upstream.entities is not None


def dehydrated(article: Article, corpus: Corpus) -> Article:
    """The record as the corpus has it: without text and surfaces, and without the entities that upstream supplies.

    The canonical line of what comes out is, byte for byte, that of the record that was hydrated. Articles of a
    collection whose texts may be shipped stay as they are.
    """
    collection = corpus.collections[article.collection]
    if collection.redistributable:
        return article
    bare = without_text(article)
    upstream = collection.upstream
    return replace(bare, entities=None) if upstream is not None and upstream.entities is not None else bare
