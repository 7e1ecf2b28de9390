"""How far a rule can be trusted: its precision on the train split of the constructed collection."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

UNMEASURED = 0.5
"""The confidence of a rule that found nothing on the texts it was measured on."""


@cache
def precisions() -> Mapping[str, float]:
    """The measured precision of each rule; ``scripts/calibrate_extraction.py`` writes the file."""
    with files("kavychki.extraction").joinpath("precisions.tsv").open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["rule"]: float(row["precision"]) for row in rows}


def confidence_of(rule: str) -> float:
    """The confidence of a quote that a rule has made, from 0 to 1."""
    return precisions().get(rule, UNMEASURED)
