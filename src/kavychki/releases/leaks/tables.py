"""The guard's look into Parquet files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kavychki.releases.leaks.foreign import LONGEST_NAME, WINDOW, ForeignTexts, fold
from kavychki.releases.leaks.structure import NAMES

COLLECTION = "collection"
"""The column that says which collection a row is from; every config has it."""

_BATCH = 1000


def problems_of_table(path: Path, text_free: Collection[str], foreign: ForeignTexts) -> Iterator[str]:
    """What is wrong in a Parquet file of the dataset; a problem is named once a column."""
    file = pq.ParquetFile(path)
    if COLLECTION not in file.schema_arrow.names:
        yield f"has no column {COLLECTION!r}, so nobody can say whose texts it holds"
        return
    may_hold = not _has_text(file.schema_arrow)
    said: set[str] = set()
    for batch in file.iter_batches(batch_size=_BATCH):
        of_others = pc.is_in(batch[COLLECTION], value_set=pa.array(sorted(text_free), pa.string()))
        own, others = batch.filter(of_others), batch.filter(pc.invert(of_others))
        if own.num_rows and not may_hold:
            names = sorted(set(own[COLLECTION].to_pylist()))
            found = {f"has columns for text and rows of {', '.join(names)}, whose texts may not be passed on"}
        else:
            found = set(_stretches(own, foreign, strict=True))
        for problem in sorted(found | set(_stretches(others, foreign, strict=False))):
            if problem not in said:
                said.add(problem)
                yield problem


def _has_text(schema: pa.Schema) -> bool:
    """Whether a table has anything but what is said of an article: a text, surfaces, tokens, messages."""
    return "text_sha256" not in schema.names or any("text" in path.split(".") for path, _ in _leaves(schema))


def _stretches(batch: pa.RecordBatch, foreign: ForeignTexts, *, strict: bool) -> Iterator[str]:
    for field in batch.schema:
        for path, values in _strings(field.name, batch[field.name]):
            if strict and path.split(".")[-1] in NAMES:
                if any(len(fold(value)) > LONGEST_NAME for value in values):
                    yield f"column {path} has a name of more than {LONGEST_NAME} letters"
                continue
            # Joined, so that tokens do not hide what they are the tokens of.
            if stretch := foreign.stretch_in(" ".join(values), WINDOW if strict else LONGEST_NAME + 1):
                yield f"column {path} holds a stretch of a text that may not be passed on: {stretch!r}"


def _leaves(schema: pa.Schema) -> Iterator[tuple[str, pa.DataType]]:
    def of(path: str, kind: pa.DataType) -> Iterator[tuple[str, pa.DataType]]:
        if pa.types.is_struct(kind):
            for inner in kind:
                yield from of(f"{path}.{inner.name}", inner.type)
        elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
            yield from of(path, kind.value_type)
        else:
            yield path, kind

    for field in schema:
        yield from of(field.name, field.type)


def _strings(path: str, values: Any) -> Iterator[tuple[str, list[str]]]:
    """The strings of a column at every depth, as the path of the innermost field and its values in order."""
    kind = values.type
    if pa.types.is_struct(kind):
        for number, inner in enumerate(kind):
            yield from _strings(f"{path}.{inner.name}", values.field(number))
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _strings(path, values.flatten())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield path, [value for value in values.to_pylist() if value is not None]
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        yield path, [value.decode(errors="replace") for value in values.to_pylist() if value is not None]
    elif pa.types.is_dictionary(kind):
        yield from _strings(path, values.dictionary_decode())
