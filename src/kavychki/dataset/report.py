"""What a build holds, and what it does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kavychki.hydration import Hydrated
from kavychki.model import Collection


@dataclass(frozen=True, slots=True)
class SplitSize:
    """Rows of a split of a config, the bytes of its Arrow data and of its Parquet files, and how many these are."""

    rows: int
    memory_bytes: int
    file_bytes: int
    files: int = 1


@dataclass(frozen=True, slots=True)
class CollectionShare:
    """How many of a collection's records are in a build; ``obtain`` says how to get the texts of the others.

    Of the included ones, ``local`` were carried over to the user's own version of the text, and ``without_entities``
    lack those that upstream supplies.
    """

    records: int
    included: int
    redistributable: bool
    obtain: str
    local: int = 0
    without_entities: int = 0

    @classmethod
    def of(cls, collection: Collection) -> CollectionShare:
        """The share of a collection before its first record."""
        return cls(0, 0, collection.redistributable, collection.obtain)

    def with_records(self, count: int) -> CollectionShare:
        """The share with so many records more that carry their texts."""
        return replace(self, records=self.records + count, included=self.included + count)

    def with_record(self, hydrated: Hydrated | None) -> CollectionShare:
        """The share with one record more, in the build unless it is None."""
        return replace(
            self,
            records=self.records + 1,
            included=self.included + (hydrated is not None),
            local=self.local + (hydrated is not None and hydrated.local),
            without_entities=self.without_entities + (hydrated is not None and hydrated.lacks_entities),
        )

    def __add__(self, other: CollectionShare) -> CollectionShare:
        """The share of two parts of a collection."""
        return replace(
            self,
            records=self.records + other.records,
            included=self.included + other.included,
            local=self.local + other.local,
            without_entities=self.without_entities + other.without_entities,
        )

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
