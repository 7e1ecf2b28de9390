"""Ids of records that were withdrawn: none of them is ever used again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from kavychki.errors import ManifestError

WITHDRAWN = "withdrawn.tsv"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that was withdrawn: its id, the day (YYYY-MM-DD), and why."""

    id: str
    date: str
    reason: str


_HEADER = "\t".join(field.name for field in fields(Withdrawal))


def read_withdrawn(path: Path) -> Mapping[str, Withdrawal]:
    """The withdrawn ids of a table; none where there is no such file.

    Raises:
        ManifestError: it cannot be read, or a line is no withdrawal.
    """
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ManifestError(str(path), "", f"cannot be read: {error}") from error
    if lines[:1] != [_HEADER]:
        raise ManifestError(str(path), "", f"must begin with the line {_HEADER!r}")
    found = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(fields(Withdrawal)) or not all(cells) or not _is_date(cells[1]):
            wanted = "an id, a day (YYYY-MM-DD) and a reason, with tabs between"
            raise ManifestError(str(path), f"line {number}", f"is not {wanted}")
        found[cells[0]] = Withdrawal(*cells)
    return found


def withdrawn_table(withdrawals: Iterable[Withdrawal]) -> bytes:
    """The table of withdrawals, sorted by id."""
    ordered = sorted(withdrawals, key=lambda each: each.id)
    return "".join(f"{line}\n" for line in [_HEADER, *("\t".join(astuple(each)) for each in ordered)]).encode()


def _is_date(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
