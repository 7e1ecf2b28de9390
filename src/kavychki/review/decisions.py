"""The table of decisions: where two passes differed, what each had, what was taken, and why.

The form of ``corpus/<collection>/passes/decisions.tsv``: tab-separated, a header line, no quoting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from kavychki.errors import CorpusError
from kavychki.io.atomic import atomic_file

TAKEN = ("a", "b", "other")
"""What a decision can be: the first pass, the second, or neither."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the table.

    ``start`` and ``end`` are code points, empty where a difference has no place; ``a`` and ``b`` say what each pass
    has, without words of the text.
    """

    id: str
    layer: str
    start: str
    end: str
    a: str
    b: str
    decision: str
    reason: str

    @property
    def key(self) -> str:
        """What the row is about, within its record."""
        return "|".join((self.layer, self.start, self.end, self.a, self.b))


_HEADER = tuple(each.name for each in fields(Decision))


def read_decisions(path: Path) -> list[Decision]:
    """The rows of a table; none where there is no such file.

    Raises:
        CorpusError: it is no such table.
    """
    if not path.exists():
        return []
    header, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()] or [[]]
    for number, row in enumerate([header, *rows], 1):
        if len(row) != len(_HEADER) or (number == 1 and tuple(row) != _HEADER):
            raise CorpusError(f"{path}:{number}: expected the columns {', '.join(_HEADER)}, separated by tabs")
    return [Decision(*row) for row in rows]


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Write a table, in order of record, layer and place."""
    ordered = sorted(decisions, key=lambda row: (row.id, row.layer, int(row.start or -1), int(row.end or -1), row.a))
    with atomic_file(path) as stream:
        for row in (_HEADER, *map(astuple, ordered)):
            stream.write(("\t".join(_cell(value) for value in row) + "\n").encode())


def _cell(value: str) -> str:
    return " ".join(value.split())
