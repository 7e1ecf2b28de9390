"""How two releases differ: records added, changed layer by layer, withdrawn; columns added, changed, removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from kavychki.io.withdrawn import Withdrawal
from kavychki.releases.columns import ColumnChange, compare
from kavychki.releases.snapshot import PARTS, Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """A record of both releases, and the layers in which it differs, in the order of the record."""

    id: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids in order; ``same`` counts the records that did not change.

    ``reasons`` has the day and the reason of withdrawn records, as far as the newer side is a corpus, which lists them.
    ``columns`` are the changes of configs and columns, where both sides are builds.
    """

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[str, ...]
    same: int
    reasons: dict[str, Withdrawal] = field(default_factory=dict)
    columns: tuple[ColumnChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn or self.columns)

    def changed_layers(self) -> dict[str, int]:
        """How many records differ in each layer, in the order of the record."""
        found = Counter(layer for change in self.changed for layer in change.layers)
        return {layer: found[layer] for layer in PARTS if layer in found}

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def diff(old: Snapshot, new: Snapshot) -> Difference:
    """Compare two snapshots; linear in their records. A layer that only one release knows counts as changed."""
    both = sorted(old.records.keys() & new.records.keys())
    changes = [change for identifier in both if (change := _change(identifier, old, new)).layers]
    gone = tuple(sorted(old.records.keys() - new.records.keys()))
    return Difference(
        added=tuple(sorted(new.records.keys() - old.records.keys())),
        changed=tuple(changes),
        withdrawn=gone,
        same=len(both) - len(changes),
        reasons={identifier: new.withdrawn[identifier] for identifier in gone if identifier in new.withdrawn},
        columns=compare(old.columns, new.columns),
    )


def _change(identifier: str, old: Snapshot, new: Snapshot) -> Change:
    before, after = old.records[identifier], new.records[identifier]
    names = dict.fromkeys([*before, *after])
    return Change(identifier, tuple(name for name in names if before.get(name) != after.get(name)))
