"""What a build holds, and what it does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SplitSize:
    """Rows of a split of a config, and the bytes of its Arrow data and of its Parquet file."""

    rows: int
    memory_bytes: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class CollectionShare:
    """How many of a collection's records are in a build; ``obtain`` says how to get the texts of the others."""

    records: int
    included: int
    redistributable: bool
    obtain: str

    @property
    def missing(self) -> int:
        """Records that are not in the build for want of their text."""
        return self.records - self.included


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A build: rows by config and split, collections, the SHA-256 over the content, and the versions that made it."""

    configs: dict[str, dict[str, SplitSize]]
    collections: dict[str, CollectionShare]
    digest: str
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether the build holds texts that may not be passed on."""
        return any(share.included and not share.redistributable for share in self.collections.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)
