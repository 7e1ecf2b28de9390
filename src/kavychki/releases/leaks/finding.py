"""What the guard finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leak:
    """A place in a release that holds what may not be passed on.

    ``file`` is the path from the release folder, of a packed file with ``!`` between the archive and its own path.
    """

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"
