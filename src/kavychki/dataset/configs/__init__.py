"""The configs of the dataset: name, columns, and the rows that an article gives."""

from __future__ import annotations

from functools import cache

from kavychki.dataset.configs import attribution, conversations, layers, questions, standoff, tagging
from kavychki.dataset.configs.config import Config

__all__ = ["DEFAULT_CONFIG", "Config", "configs"]

DEFAULT_CONFIG = "articles"


@cache
def configs() -> tuple[Config, ...]:
    """All configs, the default one first: the layers, then a table or more for each task, then what needs no text."""
    modules = (layers, tagging, attribution, questions, conversations, standoff)
    return tuple(config for module in modules for config in module.configs())
