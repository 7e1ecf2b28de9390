"""Waivers: warnings that a maintainer has looked at and let stand, each with a reason and a day on which it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kavychki.io.corpus import read_json
from kavychki.schema.documents import Schema

WAIVERS = "waivers.json"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Lets findings of a code stand in a record: all of them, or those at a JSON pointer. ``expires`` is YYYY-MM-DD."""

    code: str
    record: str | None
    pointer: str | None
    reason: str
    expires: str


def read_waivers(path: Path, schema: Schema | None = None) -> list[Waiver]:
    """The waivers of a file; none where there is no such file.

    Raises:
        ManifestError: it cannot be read, is not JSON, or violates its schema.
    """
    if not path.exists():
        return []
    return [Waiver(**each) for each in read_json(path, "waivers", schema)]
