"""The columns of a build, and how those of two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Columns = Mapping[str, Mapping[str, str]]
"""By config: each column, of structures each part (``content.start``), with its kind."""

_LABELS = "label: "


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A config (``quotes``) or a column (``quotes.type``), and its kind before and after; None where it is not there.

    A config as a whole has the kind ``config``.
    """

    name: str
    before: str | None
    after: str | None

    @property
    def compatible(self) -> bool:
        """Whether code that was written for the old columns reads the new ones: added, or labels added at the end."""
        if self.before is None or self.after is None:
            return self.after is not None
        return self.before.startswith(_LABELS) and self.after.startswith(f"{self.before}, ")

    def __str__(self) -> str:
        if self.before is None or self.after is None:
            kind = "" if "." in self.name else "config "
            return f"{kind}{self.name} {'added' if self.before is None else 'removed'}"
        return f"{self.name} changed: {self.before} → {self.after}"


def columns_of(folder: Path) -> Columns:
    """The columns of a folder that ``build`` wrote, of one Parquet file of each config.

    Raises:
        pyarrow.ArrowInvalid: a file is no Parquet.
    """
    # Loading these takes most of a second, and a corpus does not need them.
    import pyarrow.parquet as pq  # noqa: PLC0415
    from datasets import Features  # noqa: PLC0415

    files = {path.parent.name: path for path in sorted(folder.glob("*/*.parquet"), reverse=True)}
    return {
        name: dict(_kinds(Features.from_arrow_schema(pq.read_schema(path)))) for name, path in sorted(files.items())
    }


def compare(old: Columns, new: Columns) -> tuple[ColumnChange, ...]:
    """The changes from one build's columns to another's; none where either is not known."""
    return tuple(_changes(old, new)) if old and new else ()


def _changes(old: Columns, new: Columns) -> Iterator[ColumnChange]:
    for config in sorted(old.keys() | new.keys()):
        if config not in old or config not in new:
            yield ColumnChange(config, "config" if config in old else None, "config" if config in new else None)
            continue
        before, after = old[config], new[config]
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield ColumnChange(f"{config}.{name}", before.get(name), after.get(name))


def _kinds(feature: Any, path: str = "", wrapped: str = "{}") -> Iterator[tuple[str, str]]:
    from datasets import ClassLabel, List  # noqa: PLC0415

    if isinstance(feature, dict):
        for name, inner in feature.items():
            yield from _kinds(inner, f"{path}.{name}" if path else name, wrapped)
    elif isinstance(feature, List):
        yield from _kinds(feature.feature, path, wrapped.format("list of {}"))
    elif isinstance(feature, ClassLabel):
        # Outermost the labels, so that a list of labels that grew at the end is told as such.
        yield path, _LABELS + wrapped.format("").strip() + ", ".join(feature.names)
    else:
        yield path, wrapped.format(feature.dtype)
