"""Writing tables as Parquet in bounded memory, byte for byte the same from the same rows and the same pyarrow."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Features, List

from kavychki.dataset.features import arrow_schema
from kavychki.dataset.tables import table_of_columns, table_of_rows

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ROW_GROUP_ROWS = 1000
"""Rows of a row group; also how many rows are held in memory at a time."""

LARGEST_FILE = 450_000_000
"""Bytes from which the next row group begins a new file, so that none has more than 500 MB."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A Parquet file: rows, bytes of the data in memory (Arrow) and on disk, SHA-256."""

    path: Path
    rows: int
    memory_bytes: int
    file_bytes: int
    sha256: str

    def renamed(self, path: Path) -> WrittenFile:
        """The file under another name."""
        return replace(self, path=self.path.rename(path))


@dataclass(slots=True)
class TableWriter:
    """Writes tables and rows with the given features to Parquet files of bounded size; a context manager.

    The files are ``folder/stem-00000.parquet`` and so on; ``written`` has them when the block has ended. ``repetitive``
    says that rows repeat what stands in others, such as the text of their article, so that dictionaries pay.
    """

    folder: Path
    stem: str
    features: Features
    repetitive: bool = True
    written: list[WrittenFile] = field(default_factory=list)
    _rows: list[bytes] = field(default_factory=list)
    _tables: list[pa.Table] = field(default_factory=list)
    _waiting: int = 0
    _file: _OpenFile | None = None
    _schema: pa.Schema = field(init=False)

    def __post_init__(self) -> None:
        self._schema = arrow_schema(self.features)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._gather()
                self._flush(1)
        finally:
            if self._file is not None:
                written = self._file.close()
                self.written += [written] if kind is None else []

    def write_row(self, row: dict[str, Any]) -> None:
        """Add a row whose keys are the features' names; labels by name."""
        self._rows.append(orjson.dumps(row))
        if len(self._rows) >= ROW_GROUP_ROWS:
            self._gather()

    def write_columns(self, records: pa.StructArray) -> None:
        """Add records that have the features' names among their columns; labels by name."""
        self._gather()
        self._add(table_of_columns(records, self.features, self._schema))

    def _gather(self) -> None:
        """Turn the rows that wait into a table that waits."""
        if self._rows:
            rows, self._rows = self._rows, []
            self._add(table_of_rows(rows, self.features, self._schema))

    def _add(self, table: pa.Table) -> None:
        self._tables.append(table)
        self._waiting += table.num_rows
        self._flush(ROW_GROUP_ROWS)

    def _flush(self, least: int) -> None:
        """Write row groups as long as so many rows wait."""
        if self._waiting < least:
            return
        waiting = pa.concat_tables(self._tables)
        while waiting.num_rows >= least:
            self._write(waiting.slice(0, ROW_GROUP_ROWS))
            waiting = waiting.slice(ROW_GROUP_ROWS)
        self._tables, self._waiting = ([waiting], waiting.num_rows) if waiting.num_rows else ([], 0)

    @property
    def _dictionary(self) -> bool | list[str]:
        return self.repetitive or list(_columns_of_few_values(self.features))

    def _write(self, group: pa.Table) -> None:
        if self._file is not None and self._file.size > LARGEST_FILE:
            self.written.append(self._file.close())
            self._file = None
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = _OpenFile(
                self.folder / f"{self.stem}-{len(self.written):05d}.parquet", self._schema, self._dictionary
            )
        self._file.write(group)


class _OpenFile:
    """A Parquet file that is being written."""

    def __init__(self, path: Path, schema: pa.Schema, dictionary: bool | list[str]) -> None:
        self._path = path
        self._stream = _HashedStream(path)
        self._writer = pq.ParquetWriter(
            self._stream,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=dictionary,
            write_page_index=True,
            use_content_defined_chunking=True,
        )
        self._rows = self._memory = 0

    @property
    def size(self) -> int:
        return self._stream.tell()

    def write(self, group: pa.Table) -> None:
        self._writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
        self._rows += group.num_rows
        self._memory += group.nbytes

    def close(self) -> WrittenFile:
        self._writer.close()
        size = self._stream.tell()
        self._stream.close()
        return WrittenFile(self._path, self._rows, self._memory, size, self._stream.sha256)


class _HashedStream(io.RawIOBase):
    """A new file whose SHA-256 is known when it has been written, so that nobody reads it again."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("wb")
        self._hash = hashlib.sha256()
        self._size = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self._hash.update(data)
        self._stream.write(data)
        written = memoryview(data).nbytes
        self._size += written
        return written

    def tell(self) -> int:
        return self._size

    def close(self) -> None:
        self._stream.close()
        super().close()


FEW_VALUES = frozenset({"schema", "collection", "lang", "guidelines", "date", "annotators"})
"""Columns that repeat a few values; a dictionary of others would be built and thrown away."""


def _columns_of_few_values(features: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The Parquet columns that are worth a dictionary: labels, and what repeats a few values."""
    if isinstance(features, List):
        yield from _columns_of_few_values(features.feature, (*path, "list", "element"))
    elif isinstance(features, dict):
        for name, feature in features.items():
            yield from _columns_of_few_values(feature, (*path, name))
    elif isinstance(features, ClassLabel) or FEW_VALUES & set(path):
        yield ".".join(path)
