"""L4: what the guidelines ask and a program can only suspect. Every finding is a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.schema.documents import Schema
from kavychki.validation.level4 import attribution, borders, labels, speakers
from kavychki.validation.level4.reading import Reading
from kavychki.validation.problem import Problem


def guideline_problems(record: Mapping[str, Any], text: str | None, schema: Schema) -> Iterator[Problem]:
    """Every warning about a record that has passed L2; those that need the text only where it is at hand."""
    yield from labels.topic_problems(record, schema)
    yield from speakers.speaker_problems(record)
    if text is not None:
        reading = Reading(record, text)
        yield from labels.title_problems(reading)
        yield from labels.type_problems(reading)
        yield from borders.border_problems(reading)
        yield from attribution.attribution_problems(reading)
