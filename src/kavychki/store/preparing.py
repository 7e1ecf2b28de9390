"""Records as they will be stored: with their text where it may be passed on, without it where it may not."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.io.corpus import Corpus
from kavychki.model import Article
from kavychki.model.surfaces import with_text, without_text
from kavychki.store.incoming import Incoming


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record on its way into the store, and what will be written of it."""

    incoming: Incoming
    stored: Article

    @property
    def kept_apart(self) -> str | None:
        """The text that goes to the text store because the record may not carry it."""
        return self.incoming.article.text if self.stored.text is None else None


def as_stored(article: Article, corpus: Corpus, now: Article | None) -> Article:
    """An article in the form in which its collection is stored.

    One that comes without its text keeps the text of the record in whose place it is put.
    """
    collection = corpus.collections.get(article.collection)
    if collection is not None and not collection.redistributable:
        return without_text(article)
    if article.text is None and now is not None and now.text is not None and now.text_sha256 == article.text_sha256:
        return with_text(article, now.text)
    return article
