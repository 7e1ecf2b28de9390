"""Rows as Arrow tables of a config's features: from JSON, or from the columns of records that are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json
from datasets import ClassLabel, Features, List

from kavychki.errors import DatasetError


def table_of_rows(rows: Sequence[bytes], features: Features, schema: pa.Schema) -> pa.Table:
    """Rows, as JSON objects, as a table of the features' schema. Labels stand in them by name.

    Unlike ``Table.from_pylist``, the JSON reader refuses unknown fields and lossy numbers.

    Raises:
        pyarrow.ArrowInvalid: a row has another field, or a value that its column cannot hold.
        DatasetError: a row has an unknown label.
    """
    data = b"\n".join(rows)
    spelled = pa.schema([(name, _spelled_type(feature)) for name, feature in features.items()])
    table = pa_json.read_json(
        pa.BufferReader(data),
        read_options=pa_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=pa_json.ParseOptions(explicit_schema=spelled, unexpected_field_behavior="error"),
    )
    return table_of_columns(table.to_struct_array().combine_chunks(), features, schema)


def table_of_columns(records: pa.StructArray, features: Features, schema: pa.Schema) -> pa.Table:
    """The columns that the features name, with their labels as numbers; other columns, at any depth, are left out."""
    columns = [_coded(records.field(name), feature) for name, feature in features.items()]
    return pa.Table.from_arrays(columns, schema=schema)


def _spelled_type(feature: Any) -> pa.DataType:
    """The type of a feature whose labels are written by name."""
    if isinstance(feature, ClassLabel):
        return pa.string()
    if isinstance(feature, List):
        return pa.list_(_spelled_type(feature.feature))
    if isinstance(feature, Mapping):
        return pa.struct([(name, _spelled_type(each)) for name, each in feature.items()])
    return feature.pa_type


def _coded(values: pa.Array, feature: Any) -> pa.Array:
    """Values with the numbers of their labels."""
    if isinstance(feature, ClassLabel):
        return _numbers(values, feature)
    if isinstance(feature, List):
        inner = _coded(values.values, feature.feature)
        return pa.ListArray.from_arrays(values.offsets, inner, mask=_mask(values))
    if isinstance(feature, Mapping):
        inner = [_coded(values.field(name), each) for name, each in feature.items()]
        return pa.StructArray.from_arrays(inner, names=list(feature), mask=_mask(values))
    return values


def _mask(values: pa.Array) -> pa.BooleanArray | None:
    return values.is_null() if values.null_count else None


def _numbers(values: pa.StringArray, label: ClassLabel) -> pa.Array:
    numbers = pc.index_in(values, pa.array(label.names, pa.string()))
    if numbers.null_count != values.null_count:
        unknown = np.flatnonzero(np.asarray(numbers.is_null()) & np.asarray(values.is_valid()))
        raise DatasetError(f"{values[int(unknown[0])]} is no label: known are {', '.join(label.names)}")
    return numbers.cast(pa.int64())
