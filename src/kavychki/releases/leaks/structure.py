"""What a file of a text-free collection may hold by its place, and the strings of a record but its names."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from kavychki.releases.leaks.foreign import LONGEST_NAME, fold
from kavychki.schema.documents import Schema

NAMES = frozenset({"name", "role"})
"""Keys whose values are names in the annotator's own words, in the nominative, not surfaces of the text."""

_PLACE = re.compile(r"(?:kavychki/_data|kavychki-[^/]+)/corpus/(?P<collection>[^/]+)/(?P<path>.+)")
_RECORDS = re.compile(r"(?:passes/(?:replaced/)?)?[^/]+\.jsonl")
_ITEM = re.compile(r"Q[0-9]+")
_TABLES = frozenset({"passes/decisions.tsv", "passes/proofreading.tsv", "passes/topics-again.tsv", "fingerprints.tsv"})


def text_free_file(name: str, text_free: Collection[str]) -> str | None:
    """The path, from its collection's folder, of a packed file that belongs to a text-free collection; else None."""
    found = _PLACE.fullmatch(name)
    return found["path"] if found and found["collection"] in text_free else None


def is_known(path: str) -> bool:
    """Whether the folder of a text-free collection may hold a file of this path."""
    return is_records(path) or path in _TABLES


def is_records(path: str) -> bool:
    """Whether a file of this path holds records."""
    return bool(_RECORDS.fullmatch(path))


def problems_of_record(record: Any) -> Iterator[str]:
    """What a text-free record may not have: a text, a surface, a name that is longer than a name."""
    for key, value in _strings(record):
        if key == "text":
            yield "has a text or a surface, and its collection may not"
        elif key in NAMES and len(fold(value)) > LONGEST_NAME:
            yield f"has a {key} of more than {LONGEST_NAME} letters"


def is_code(value: str) -> bool:
    """Whether a string is a term of the schema or an item of Wikidata: withheld annotation of upstream has them too."""
    return value in _terms() or _ITEM.fullmatch(value) is not None


@cache
def _terms() -> frozenset[str]:
    documents = Schema.at().documents.values()
    return frozenset(
        term for document in documents for part in ("enum", "properties") for term in document.get(part, ())
    )


def own_words(record: Any) -> str:
    """Every string of a record, its keys too, but names and codes."""
    return " ".join(value for key, value in _strings(record) if key not in NAMES and not is_code(value))


def parsed_lines(text: str) -> Iterator[Any]:
    """The values of JSON Lines; a line that is no JSON as it stands."""
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            yield line


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a value, each with the key that it stands under; keys themselves stand under none."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield "", name
            yield from _strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
