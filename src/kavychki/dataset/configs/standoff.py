"""Config without any text: every record, to be joined with texts that the user holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datasets import Features, List

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row
from kavychki.model import Article
from kavychki.model.surfaces import without_text


def configs() -> tuple[Config, ...]:
    """``standoff``."""
    description = "One row a record of every collection, offsets without text, to be joined by `text_sha256`."
    return (Config("standoff", description, _standoff(), _standoff_rows, text_free=True, verbatim=True),)


def _standoff() -> Features:
    columns = f.article()
    del columns["text"]
    return Features(_without_surfaces(columns))


def _without_surfaces(feature: Any) -> Any:
    if isinstance(feature, List):
        return List(_without_surfaces(feature.feature))
    if isinstance(feature, dict):
        kept = {key: value for key, value in feature.items() if not (key == "text" and "start" in feature)}
        return {key: _without_surfaces(value) for key, value in kept.items()}
    return feature


def _standoff_rows(article: Article) -> Iterator[Row]:
    row = without_text(article).to_dict()
    del row["text"]
    yield row
