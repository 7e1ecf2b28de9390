"""Local records: records carried over to a user's own version of a text, kept on the user's machine alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from kavychki.errors import CorpusError
from kavychki.hydration.store import data_dir
from kavychki.io.atomic import atomic_file
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article

SUFFIX = "-local"
"""What the id of a local record ends in, so that no reader takes it for the record of the corpus."""


@dataclass(frozen=True, slots=True)
class LocalRecord:
    """A record carried over to another version of its text: text-free, its id marked, with the record it comes from."""

    original: Article
    article: Article
    source: str


@dataclass(frozen=True, slots=True)
class LocalRecords:
    """A folder outside of every corpus, one file a record."""

    folder: Path

    @classmethod
    def default(cls) -> LocalRecords:
        """The folder in the user's data folder."""
        return cls(data_dir() / "local")

    def get(self, original: Article) -> Article | None:
        """The local record made from a record; None where there is none, or the record has changed since.

        Raises:
            CorpusError: the file holds no local record.
        """
        path = self._path(original)
        try:
            data = json.loads(path.read_bytes())
            return Article.from_dict(data["record"]) if data["original_sha256"] == _identity(original) else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}: no local record: delete the file, hydrate again with --realign") from error

    def put(self, record: LocalRecord) -> Path:
        """Keep a local record; returns its file."""
        path = self._path(record.original)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "original_sha256": _identity(record.original),
            "source": record.source,
            "record": record.article.to_dict(),
        }
        with atomic_file(path) as stream:
            stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
        return path

    def _path(self, original: Article) -> Path:
        return self.folder / original.collection / f"{original.id}.json"


def _identity(original: Article) -> str:
    """SHA-256 of the record's canonical line: a record that changes leaves its local record behind."""
    return hashlib.sha256(canonical_line(original)).hexdigest()
