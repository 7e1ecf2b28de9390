"""The JSON Schema documents of the project, by name."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kavychki._resources import resource_dir

BASE = "https://kavychki.example/schema/1/"
"""Prefix of every ``$id``. It resolves to nothing: references are looked up in the registry alone."""


@cache
def documents() -> dict[str, dict[str, Any]]:
    """Every schema and vocabulary by its ``$id``."""
    found = {}
    for path in sorted(resource_dir("schema").rglob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        found[document["$id"]] = document
    return found


def document(name: str) -> dict[str, Any]:
    """The schema of a concept, such as ``article``."""
    return documents()[f"{BASE}{name}.schema.json"]


def schema_file(name: str) -> Path:
    """Path of a file of the ``schema`` folder."""
    return resource_dir("schema") / name
