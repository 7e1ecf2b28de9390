"""The classes of the task of topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kavychki.dataset.features import top_topics
from kavychki.schema.documents import Schema


def topic_names(_doc: Mapping[str, Any]) -> list[str]:
    """The Russian names of the level 1 Media Topics, in the order of the ClassLabel ``top_topics``."""
    known = Schema.at().media_topics
    return [known[code].label_ru or known[code].label_en for code in top_topics().names]
