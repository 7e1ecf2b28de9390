"""Work that is not stored yet: kept in the cache folder at each change, so that a closed window loses nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from kavychki.hydration import cache_dir
from kavychki.io.atomic import atomic_file


@dataclass(frozen=True, slots=True)
class Progress:
    """One file a record; what was begun on another state of the record is not offered."""

    folder: Path

    @classmethod
    def default(cls, place: Path, annotator: str) -> Progress:
        """The folder for one annotator's work on the records of one place."""
        key = hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:16]
        return cls(cache_dir() / "review" / key / annotator)

    def read(self, identifier: str, digest: str) -> dict[str, Any] | None:
        """What was begun on this state of the record, or None."""
        try:
            kept = orjson.loads(self._path(identifier).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return kept if isinstance(kept, dict) and kept.get("digest") == digest else None

    def write(self, identifier: str, work: dict[str, Any]) -> None:
        """Keep the work on a record; ``work`` has the digest of the state that it was begun on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with atomic_file(self._path(identifier)) as stream:
            stream.write(orjson.dumps(work))

    def clear(self, identifier: str) -> None:
        """Forget it: the record was stored, or the work given up."""
        self._path(identifier).unlink(missing_ok=True)

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{identifier}.json"
