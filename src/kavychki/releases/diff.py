"""How two releases differ: records added, changed layer by layer, withdrawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kavychki.releases.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """A record of both releases, and the layers in which it differs, in the order of the record."""

    id: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids in order; ``same`` counts the records that did not change."""

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[str, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def diff(old: Snapshot, new: Snapshot) -> Difference:
    """Compare two snapshots; linear in their records. A layer that only one release knows counts as changed."""
    both = sorted(old.records.keys() & new.records.keys())
    changes = [change for identifier in both if (change := _change(identifier, old, new)).layers]
    return Difference(
        added=tuple(sorted(new.records.keys() - old.records.keys())),
        changed=tuple(changes),
        withdrawn=tuple(sorted(old.records.keys() - new.records.keys())),
        same=len(both) - len(changes),
    )


def _change(identifier: str, old: Snapshot, new: Snapshot) -> Change:
    before, after = old.records[identifier], new.records[identifier]
    names = dict.fromkeys([*before, *after])
    return Change(identifier, tuple(name for name in names if before.get(name) != after.get(name)))
