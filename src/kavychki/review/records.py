"""Where the workbench gets records and puts them: the store of a corpus, or a plain file outside any."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Shard
from kavychki.io.records import read_articles, read_shard
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.store import ConflictError, Kept, Store, StoreError
from kavychki.store.kept import digest_of


class Records(Protocol):
    """A place that keeps records and never overwrites what it was not shown."""

    def several(self, identifiers: Collection[str]) -> Iterator[Kept]:
        """The records of these ids that are there, in one pass."""

    def get(self, identifier: str) -> Kept:
        """A record. Raises StoreError where there is none."""

    def put(self, article: Article, expected: str) -> None:
        """Store a record in place of the one with the digest ``expected``.

        Raises:
            ConflictError: another one stands there; nothing was changed.
            RefusedError: it has errors; nothing was changed.
        """


@dataclass(frozen=True, slots=True)
class CorpusRecords:
    """The decided records of a corpus."""

    store: Store

    def several(self, identifiers: Collection[str]) -> Iterator[Kept]:
        wanted = frozenset(identifiers)
        for article in read_articles(self.store.corpus):
            if article.id in wanted:
                yield Kept(article, digest_of(article))

    def get(self, identifier: str) -> Kept:
        return self.store.get(identifier)

    def put(self, article: Article, expected: str) -> None:
        self.store.put(article, expected)


class RecordFile:
    """A file of records outside any corpus, such as what an adjudication writes; every change is atomic."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def several(self, identifiers: Collection[str]) -> Iterator[Kept]:
        return (kept for name, kept in self._read().items() if name in identifiers)

    def get(self, identifier: str) -> Kept:
        try:
            return self._read()[identifier]
        except KeyError:
            raise StoreError(f"{self._path} has no record {identifier!r}") from None

    def put(self, article: Article, expected: str) -> None:
        with self._lock:
            records = self._read()
            now = records.get(article.id)
            if now is None or now.digest != expected:
                raise ConflictError(article.id, now)
            self._write({**records, article.id: Kept(article, digest_of(article))})

    def add(self, articles: Iterable[Article]) -> None:
        """Add records that the file does not have yet; those it has stay as they are."""
        with self._lock:
            self._write({article.id: Kept(article, digest_of(article)) for article in articles} | self._read())

    def _read(self) -> dict[str, Kept]:
        if not self._path.exists():
            return {}
        return {article.id: Kept(article, digest_of(article)) for article in read_shard(Shard(self._path, ""))}

    def _write(self, records: dict[str, Kept]) -> None:
        with atomic_file(self._path) as stream:
            stream.writelines(canonical_line(records[name].article) + b"\n" for name in sorted(records))
