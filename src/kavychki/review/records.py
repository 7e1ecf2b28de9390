"""Where the workbench gets records and puts them: what it asks of such a place, and a plain file as one."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kavychki.errors import KavychkiError
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Shard
from kavychki.io.records import read_shard
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is stored, and the digest (SHA-256 of its canonical line, 64 hexadecimal digits) that says so."""

    article: Article
    digest: str

    @classmethod
    def of(cls, article: Article) -> Stored:
        """The article with the digest of its canonical line."""
        return cls(article, hashlib.sha256(canonical_line(article)).hexdigest())


class ConflictError(KavychkiError):
    """A record that was changed since it was read; ``stored`` is what stands there now, None where it is gone."""

    def __init__(self, identifier: str, stored: Stored | None) -> None:
        what = "was removed" if stored is None else "was changed"
        super().__init__(f"{identifier} {what} meanwhile: nothing was overwritten; open it anew")
        self.stored = stored


class UnknownRecordError(KavychkiError):
    """An id that no record has."""


class RecordStore(Protocol):
    """A place that keeps records and never overwrites what it was not shown."""

    def ids(self) -> Iterable[str]:
        """The ids of all records."""

    def get(self, identifier: str) -> Stored:
        """A record. Raises UnknownRecordError."""

    def put(self, article: Article, *, expected: str) -> str:
        """Store a changed record in place of the one with the digest ``expected``; its new digest.

        Raises ConflictError where another one stands there, and stores nothing then.
        """


class RecordFile:
    """A file of records outside any corpus, such as what an adjudication writes; every change is atomic."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def ids(self) -> list[str]:
        return sorted(self._read())

    def get(self, identifier: str) -> Stored:
        return _found(self._read(), identifier)

    def put(self, article: Article, *, expected: str) -> str:
        with self._lock:
            records = self._read()
            now = records.get(article.id)
            if now is None or now.digest != expected:
                raise ConflictError(article.id, now)
            records[article.id] = Stored.of(article)
            self._write(records)
        return records[article.id].digest

    def add(self, articles: Iterable[Article]) -> None:
        """Add records that the file does not have yet; those it has stay as they are."""
        with self._lock:
            records = self._read()
            self._write({article.id: Stored.of(article) for article in articles} | records)

    def _read(self) -> dict[str, Stored]:
        if not self.path.exists():
            return {}
        return {article.id: Stored.of(article) for article in read_shard(Shard(self.path, ""))}

    def _write(self, records: dict[str, Stored]) -> None:
        with atomic_file(self.path) as stream:
            stream.writelines(canonical_line(records[name].article) + b"\n" for name in sorted(records))


def _found(records: dict[str, Stored], identifier: str) -> Stored:
    try:
        return records[identifier]
    except KeyError:
        raise UnknownRecordError(f"no record {identifier!r}") from None
