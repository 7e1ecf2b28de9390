"""Suspicious labels: topics, the title, entities of one name and several types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.schema.documents import Schema
from kavychki.validation.level4.reading import Bounds, Reading, bounds
from kavychki.validation.problem import Problem, shortened


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
    """One surface that is of one type here and of another there."""
    places: dict[str, dict[str, list[tuple[int, Bounds]]]] = defaultdict(lambda: defaultdict(list))
    for number, entity in enumerate(reading.record["entities"] or ()):
        start, end = entity["spans"][0]["start"], entity["spans"][-1]["end"]
        places[reading.text[start:end]][entity["type"]].append((number, (start, end)))
    for surface, by_type in places.items():
        if len(by_type) > 1:
            rarest = min(by_type, key=lambda kind: len(by_type[kind]))
            others = ", ".join(sorted(set(by_type) - {rarest}))
            number, at = by_type[rarest][0]
            yield Problem(
                "K413", f"{shortened(surface)} is {rarest} here and {others} elsewhere", ("entities", number), at
            )
