"""Writing rows as Parquet in bounded memory, byte for byte the same from the same rows and the same pyarrow."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import pyarrow as pa
import pyarrow.json as pa_json
import pyarrow.parquet as pq
from datasets import Features

from kavychki.dataset.features import arrow_schema

ROW_GROUP_ROWS = 1000
"""Rows of a row group; also how many rows are held in memory at a time."""


@dataclass(slots=True)
class RowWriter:
    """Writes rows with the given features to one Parquet file; a context manager.

    ``rows`` counts what was written, ``size`` is the size of the data in memory (Arrow, bytes).
    """

    path: Path
    features: Features
    rows: int = 0
    size: int = 0
    _buffer: list[bytes] = field(default_factory=list)
    _writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            if self._writer is not None:
                self._writer.close()

    def write(self, row: dict[str, Any]) -> None:
        """Add a row whose keys are the features' names."""
        self._buffer.append(orjson.dumps(self.features.encode_example(row)))
        if len(self._buffer) >= ROW_GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._buffer:
            return
        table = _table(self._buffer, arrow_schema(self.features))
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = _parquet_writer(self.path, table.schema)
        self._writer.write_table(table, row_group_size=ROW_GROUP_ROWS)
        self.rows += table.num_rows
        self.size += table.nbytes
        self._buffer.clear()


def _table(lines: list[bytes], schema: pa.Schema) -> pa.Table:
    """JSON lines as a table. Unlike ``Table.from_pylist``, the JSON reader refuses unknown fields and lossy numbers."""
    data = b"\n".join(lines)
    table = pa_json.read_json(
        io.BytesIO(data),
        read_options=pa_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )
    return table.replace_schema_metadata(schema.metadata)


def _parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        write_page_index=True,
        use_content_defined_chunking=True,
    )
