"""Suspicious speakers: idle, doubled, sharing a mention, or named at a length that quotes the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.validation.level4.reading import Bounds, bounds
from kavychki.validation.problem import Problem, shortened

LONGEST_NAME = 40
"""Code points of a name or role in a text-free record: less than any sentence of the text."""


def speaker_problems(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Every warning about the speakers of a record."""
    used = {cited for quote in record["quotes"] for key in ("speakers", "addressees") for cited in quote[key]}
    seen: dict[str, str] = {}
    claimed: dict[Bounds, str] = {}
    for number, speaker in enumerate(record["speakers"]):
        path = ("speakers", number)
        if speaker["id"] not in used:
            yield Problem("K409", f"no quote has {shortened(speaker['name'])} as speaker or addressee", path)
        for identity in filter(None, (speaker["name"], speaker["wikidata"])):
            if identity in seen:
                yield Problem("K414", f"{shortened(identity)} is {seen[identity]} already", path)
            seen[identity] = speaker["id"]
        for place, span in enumerate(speaker["mentions"]):
            owner = claimed.setdefault(bounds(span), speaker["id"])
            if owner != speaker["id"]:
                yield Problem("K415", f"{owner} has this mention too", (*path, "mentions", place), bounds(span))
        if record["text"] is None:
            for key in ("name", "role"):
                if len(speaker[key] or "") > LONGEST_NAME:
                    yield Problem("K418", f"the {key} has {len(speaker[key])} code points", (*path, key))
