"""L4: what the guidelines ask and a program can only suspect. Every finding is a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kavychki.schema.documents import Schema
from kavychki.validation.level2 import span_lists
from kavychki.validation.level4 import attribution, borders, labels, speakers
from kavychki.validation.level4.reading import Reading
from kavychki.validation.problem import Problem

MOST_SPANS = 5_000
LONGEST_TEXT = 500_000
"""Code points; both are far beyond any news article, and keep the time for one record within a second."""


def guideline_problems(
    record: Mapping[str, Any], text: str | None, schema: Schema, supplied: Sequence[Mapping[str, Any]] = ()
) -> Iterator[Problem]:
    """Every warning about a record that has passed L2; those that need the text only where it is at hand.

    ``supplied`` are entities that upstream gives a record without its own: they are read, and not themselves checked.
    """
    yield from labels.topic_problems(record, schema)
    yield from speakers.speaker_problems(record)
    size = sum(len(spans) for _, spans in span_lists(record))
    if size > MOST_SPANS or record["text_length"] > LONGEST_TEXT:
        yield Problem("K419", f"{size} spans in {record['text_length']} code points are too many to look at")
    elif text is not None:
        reading = Reading(record, text, supplied)
        yield from labels.title_problems(reading)
        yield from labels.type_problems(reading)
        yield from borders.border_problems(reading)
        yield from attribution.attribution_problems(reading)
