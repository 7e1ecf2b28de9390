"""A release folder: what it is called, what is in it, and whether it is as it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kavychki.errors import ReleaseError
from kavychki.io.checksums import CHECKSUMS, differences

MARKER = "release.json"
"""The file by which a folder is known to be a release."""

DATASET = "dataset"
"""The folder in a release that goes to a hub, a build."""

NOTES = "CHANGES.md"


@dataclass(frozen=True, slots=True)
class Release:
    """A release folder: version, and whether it was made for trying and may not be published."""

    path: Path
    version: str
    trial: bool

    @classmethod
    def open(cls, path: Path) -> Release:
        """The release in a folder; nothing is checked but its marker.

        Raises:
            ReleaseError: the folder is no release.
        """
        try:
            said = json.loads((path / MARKER).read_bytes())
            return cls(path, said["version"], said["trial"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReleaseError(f"{path} is no release folder: make one with scripts/release.py") from error

    @property
    def dataset(self) -> Path:
        """The folder that goes to a hub."""
        return self.path / DATASET

    @property
    def notes(self) -> str:
        """What is new, as Markdown."""
        return (self.path / NOTES).read_text(encoding="utf-8")

    def require_untouched(self) -> None:
        """Make sure that every file is as it was made.

        Raises:
            ReleaseError: a file is missing, not listed, or has changed.
        """
        try:
            found = list(differences(self.path))
        except OSError as error:
            raise ReleaseError(f"{self.path}: {CHECKSUMS} cannot be read: make the release again") from error
        if found:
            listed = "\n".join(f"  {each}" for each in found)
            raise ReleaseError(f"{self.path} is not as it was made: make the release again\n{listed}")


def dataset_of(path: Path) -> Path:
    """The dataset folder of a release folder; every other path as it is."""
    return path / DATASET if (path / MARKER).is_file() else path
