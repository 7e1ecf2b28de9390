"""Columns and rows of a config as documents show them."""

from __future__ import annotations

import json
from typing import Any

from datasets import ClassLabel, List

from kavychki.dataset.configs import Config
from kavychki.model import Article

_LONGEST = 100
"""Code points of a string that an example shows."""
_MOST = 2
"""Items of a list that an example shows."""


def kind_of(feature: Any) -> str:
    """A feature in short: ``list of {start: int32, …}``, ``label of 3`` for a ClassLabel."""
    if isinstance(feature, List):
        return f"list of {kind_of(feature.feature)}"
    if isinstance(feature, dict):
        return "{" + ", ".join(f"{name}: {kind_of(each)}" for name, each in feature.items()) + "}"
    return f"label of {feature.num_classes}" if isinstance(feature, ClassLabel) else str(feature.dtype)


def example(config: Config, article: Article) -> str | None:
    """The first row that an article has in a config, as JSON, long texts and lists cut; None where it has none.

    Labels are words here; the files have their numbers.
    """
    row = next(iter(config.rows(article)), None)
    return None if row is None else json.dumps(_cut(row), ensure_ascii=False, indent=2)


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST] + "…"
    if isinstance(value, list):
        shown = [_cut(each) for each in value[:_MOST]]
        return [*shown, f"… {len(value) - _MOST} more"] if len(value) > _MOST else shown
    if isinstance(value, dict):
        return {name: _cut(each) for name, each in value.items()}
    return value
