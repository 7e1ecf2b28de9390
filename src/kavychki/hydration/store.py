"""The text store: texts that may not be shipped, on the user's own machine, found by their hash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kavychki.errors import CorpusError
from kavychki.io.atomic import atomic_file
from kavychki.text import text_sha256


def cache_dir() -> Path:
    """The folder for everything that can be made anew: ``KAVYCHKI_CACHE``, or the user's cache folder."""
    override = os.environ.get("KAVYCHKI_CACHE")
    return Path(override) if override else platformdirs.user_cache_path("kavychki")


def data_dir() -> Path:
    """The folder for what cannot be made anew: ``KAVYCHKI_DATA``, or the user's data folder."""
    override = os.environ.get("KAVYCHKI_DATA")
    return Path(override) if override else platformdirs.user_data_path("kavychki")


@dataclass(frozen=True, slots=True)
class TextStore:
    """A content-addressed store: one file a canonical text, named by its SHA-256.

    Upstream's annotation files are texts too and lie beside those that they annotate.
    """

    folder: Path

    @classmethod
    def default(cls) -> TextStore:
        """The store in the cache folder."""
        return cls(cache_dir() / "texts")

    def get(self, sha256: str) -> str | None:
        """The text with this hash, or None where the store has none.

        Raises:
            CorpusError: the file of that name holds another text.
        """
        path = self._path(sha256)
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
        text = raw.decode("utf-8", errors="replace")
        if (found := text_sha256(text)) != sha256:
            raise CorpusError(
                f"{path}: expected a text with SHA-256 {sha256}, got {found}: delete the file, hydrate again"
            )
        return text

    def put(self, text: str) -> str:
        """Store a canonical text; returns its SHA-256."""
        sha256 = text_sha256(text)
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as stream:
            stream.write(text.encode("utf-8"))
        return sha256

    def hashes(self) -> Iterator[str]:
        """The SHA-256 of every text in the store, sorted."""
        yield from sorted(path.stem for path in self.folder.glob("*/*.txt"))

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.txt"
