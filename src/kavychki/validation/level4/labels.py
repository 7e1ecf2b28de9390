"""Suspicious labels: topics, the title, entities of one name and several types."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from kavychki.extraction.morphology import NOUN, readings, some
from kavychki.schema.documents import Schema
from kavychki.validation.level4.reading import Bounds, Reading, bounds
from kavychki.validation.problem import Problem, shortened

_KIND_BEFORE = re.compile(r"([а-яё]+)[ \u00a0][«„“\"]?$")
_KIND_AFTER = re.compile(r"[»“”\"]?, ([а-яё]+)")


def topic_problems(record: Mapping[str, Any], schema: Schema) -> Iterator[Problem]:
    """A topic beside one of its own narrower topics."""
    for code in record["topics"]:
        for broader in schema.broader_topics(code):
            if broader in record["topics"]:
                place = ("topics", record["topics"].index(broader))
                yield Problem("K416", f"{broader} is implied by its narrower topic {code}", place)


def title_problems(reading: Reading) -> Iterator[Problem]:
    """A title that is not the first line."""
    title = reading.record["title"]
    if title is not None and bounds(title) != (0, len(reading.text.split("\n", 1)[0])):
        yield Problem("K417", "the title is not the text's first line", ("title",), bounds(title))


def type_problems(reading: Reading) -> Iterator[Problem]:
    """One surface that is of one type here and of another there, and no word beside it says which thing it names."""
    places: dict[str, dict[str, list[tuple[int, Bounds]]]] = defaultdict(lambda: defaultdict(list))
    for number, entity in enumerate(reading.record["entities"] or ()):
        start, end = entity["spans"][0]["start"], entity["spans"][-1]["end"]
        places[reading.text[start:end]][entity["type"]].append((number, (start, end)))
    for surface, by_type in places.items():
        if len(by_type) > 1:
            rarest = min(by_type, key=lambda kind: len(by_type[kind]))
            others = ", ".join(sorted(set(by_type) - {rarest}))
            message = f"{shortened(surface)} is {rarest} here and {others} elsewhere"
            untold = (place for place in by_type[rarest] if not _is_told(reading.text, *place[1]))
            for number, at in islice(untold, 1):
                yield Problem("K413", message, ("entities", number), at)


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether a common noun beside a name says what it names: «стадион „Моторист“», «Панвальд, герцог»."""
    before, after = _KIND_BEFORE.search(text[max(0, start - 40) : start]), _KIND_AFTER.match(text, end)
    return any(found is not None and some(readings(found[1].lower()), NOUN) for found in (before, after))
