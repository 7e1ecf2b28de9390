"""The changelog: what it says of a version."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from kavychki.errors import ReleaseError

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "unreleased"

_HEADING = re.compile(r"## (?P<version>\S+) \((?P<date>[^)]+)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of a version: its day, None where it is not released yet, and the text below the heading."""

    version: str
    date: dt.date | None
    text: str


def read_section(path: Path, version: str) -> Section:
    """The section of a version, ``## VERSION (YYYY-MM-DD)`` or ``## VERSION (unreleased)``.

    Raises:
        ReleaseError: the changelog cannot be read, has no such section or one without text, or its day is no day.
    """
    wanted = f"## {version} (YYYY-MM-DD)"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path}: cannot be read: {error}") from error
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _HEADING.fullmatch(lines[start].rstrip())
        if found and found["version"] == version:
            text = "\n".join(lines[start + 1 : end]).strip() + "\n"
            if not text.strip():
                raise ReleaseError(f"{path}:{start + 1}: the section of {version} is empty: say what is new")
            return Section(version, _date(found["date"], f"{path}:{start + 1}"), text)
    raise ReleaseError(f"{path}: no section of version {version}: write one under {wanted!r}")


def _date(value: str, place: str) -> dt.date | None:
    if value == UNRELEASED:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ReleaseError(f"{place}: {value!r} is neither a day (YYYY-MM-DD) nor {UNRELEASED!r}") from error
