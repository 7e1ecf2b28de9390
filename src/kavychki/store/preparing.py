"""Records as they will be stored: with their text where it may be passed on, without it where it may not."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.io.corpus import Corpus
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.model.surfaces import with_text, without_text
from kavychki.store.incoming import Incoming
from kavychki.store.kept import Kept, digest_of_line


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record on its way into the store, and what will be written of it."""

    incoming: Incoming
    stored: Article
    line: bytes

    @classmethod
    def of(cls, incoming: Incoming, corpus: Corpus, now: Kept | None) -> Prepared:
        """A record in the form in which its collection is stored; ``now`` is the record in whose place it is put."""
        stored = _as_stored(incoming.article, corpus, now)
        return cls(incoming, stored, canonical_line(stored))

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.stored.id

    @property
    def digest(self) -> str:
        """The digest that the record will have."""
        return digest_of_line(self.line)

    @property
    def kept_apart(self) -> str | None:
        """The text that goes to the text store because the record may not carry it."""
        return self.incoming.article.text if self.stored.text is None else None


def _as_stored(article: Article, corpus: Corpus, now: Kept | None) -> Article:
    """An article in the form in which its collection is stored.

    One that comes without its text keeps the text of the record in whose place it is put.
    """
    collection = corpus.collections.get(article.collection)
    if collection is not None and not collection.redistributable:
        return without_text(article)
    text = now.article.text if now is not None and now.article.text_sha256 == article.text_sha256 else None
    return with_text(article, text) if article.text is None and text is not None else article
