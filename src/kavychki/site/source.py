"""What a site is made of: articles in order, each with its split, from a corpus, files of records or a build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kavychki.errors import KavychkiError
from kavychki.hydration import Hydrator, LocalRecords, TextStore
from kavychki.io.corpus import Corpus, Shard
from kavychki.model import Article, Collection
from kavychki.model.split import split_of
from kavychki.model.surfaces import without_text
from kavychki.model.vocabulary import Split
from kavychki.schema.documents import Schema
from kavychki.validation.checker import Checker
from kavychki.validation.finding import Finding
from kavychki.validation.shards import check_shards

LEVEL = 2
"""A page can be drawn of every record that is right in itself; how records go together is no matter here."""


class InvalidRecordsError(KavychkiError):
    """Records that no page can be drawn of; ``findings`` has all errors."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the records have {len(findings)} errors: mend them first (`kavychki validate` shows them)")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of a collection: its title, how to get its texts, whether these may be passed on."""

    title: str
    obtain: str
    redistributable: bool

    @classmethod
    def of(cls, collection: Collection) -> Holding:
        return cls(collection.title, collection.obtain, collection.redistributable)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, with its text where that is at hand, and its split where there is one.

    ``local`` where the text is the user's own version, to which the record was carried over.
    """

    article: Article
    split: Split | None
    local: bool = False


class Source(Protocol):
    """Where articles come from. ``name`` says it to a reader."""

    @property
    def name(self) -> str: ...

    @property
    def holdings(self) -> Mapping[str, Holding]:
        """The collections that something is known of."""
        ...

    def entries(self, *, public: bool) -> Iterator[Entry]:
        """Every article in order; with ``public`` those without text whose texts are not known to be free to pass on.

        Raises:
            InvalidRecordsError: at the end, where records are not valid.
        """
        ...


@dataclass(frozen=True)
class CorpusSource:
    """The decided records of a corpus, with the texts that have been hydrated on this machine."""

    corpus: Corpus
    store: TextStore

    @property
    def name(self) -> str:
        return "the corpus"

    @property
    def holdings(self) -> Mapping[str, Holding]:
        return {name: Holding.of(each) for name, each in self.corpus.collections.items()}

    def entries(self, *, public: bool) -> Iterator[Entry]:
        return _entries(tuple(self.corpus.shards()), self.corpus, self.store, public=public)


@dataclass(frozen=True)
class RecordSource:
    """Files of records, those of a newsroom's own articles for one; ``corpus`` is for those that belong to it."""

    name: str
    files: tuple[Path, ...]
    corpus: Corpus
    store: TextStore

    @property
    def holdings(self) -> Mapping[str, Holding]:
        return {name: Holding.of(each) for name, each in self.corpus.collections.items()}

    def entries(self, *, public: bool) -> Iterator[Entry]:
        return _entries(tuple(Shard(file, "") for file in self.files), self.corpus, self.store, public=public)


def _entries(shards: tuple[Shard, ...], corpus: Corpus, store: TextStore, *, public: bool) -> Iterator[Entry]:
    hydrator = Hydrator(corpus, store, LocalRecords.default())
    checker = Checker(Schema.at(), None, store.get, LEVEL)
    errors: list[Finding] = []
    for checked in check_shards([(shard.path, None) for shard in shards], checker):
        errors += [finding for finding in checked.findings if finding.severity == "error"]
        if checked.record is not None and not errors:
            yield _entry(Article.from_dict(checked.record), hydrator, public=public)
    if errors:
        raise InvalidRecordsError(errors)


def _entry(record: Article, hydrator: Hydrator, *, public: bool) -> Entry:
    collection = hydrator.corpus.collections.get(record.collection)
    split = None if collection is None else split_of(record.id, record.upstream, collection.split)
    if public and (collection is None or not collection.redistributable):
        return Entry(without_text(record), split)
    hydrated = None if collection is None else hydrator.hydrated(record)
    return Entry(record, split) if hydrated is None else Entry(hydrated.article, split, hydrated.local)
