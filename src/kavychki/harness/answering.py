"""Scores of short answers, as in SQuAD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def score_answer(doc: Mapping[str, Any], results: Sequence[str]) -> dict[str, float]:
    """``exact_match`` and ``f1`` of an answer over words, each that of the nearest alternative.

    As in SQuAD (Rajpurkar et al., 2016), but for Russian: letter case, punctuation and ё for е make no difference.

    Args:
        doc: a row of the config ``qa``.
        results: what the model wrote, one string.
    """
    answer = _words(results[0])
    golds = [_words(gold) for gold in doc["answers"]["text"]]
    return {
        "exact_match": float(answer in golds),
        "f1": max(_f1(answer, gold) for gold in golds),
    }


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("ё", "е"))


def _f1(one: list[str], other: list[str]) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0
