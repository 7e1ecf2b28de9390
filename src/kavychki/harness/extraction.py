"""Scores of extraction: the quotes that an answer in JSON names, held against those of the article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kavychki.metrics.matching import Match, fragments_of, match, same_speakers
from kavychki.model import Article
from kavychki.predictions.answers import read_answer

Counts = tuple[int, int, int]
"""Quotes that are right, of gold, of the prediction."""

EXACT, NEAR = 1.0, 0.8


def score_extraction(doc: Mapping[str, Any], results: Sequence[str]) -> dict[str, Counts | float]:
    """Counts for ``micro_f1``, and whether everything in the answer could be used.

    A quote is right under ``exact_f1`` if its content is the same to the code point, under ``near_f1`` if the contents
    overlap by 0.8 (Jaccard, matched one to one as in docs/evaluation.md), under ``attributed_f1`` if its speakers are
    right too.

    Args:
        doc: a row of the config ``sft``: the conversation of system, user and assistant.
        results: what the model wrote, one string.
    """
    _, user, assistant = (turn["content"] for turn in doc["messages"])
    gold = read_answer(doc["article_id"], user, assistant).article
    reading = read_answer(doc["article_id"], user, results[0])
    predicted = reading.article
    near = _matched(gold, predicted, NEAR)
    sizes = len(gold.quotes), len(predicted.quotes)
    return {
        "exact_f1": (len(_matched(gold, predicted, EXACT)), *sizes),
        "near_f1": (len(near), *sizes),
        "attributed_f1": (_attributed(gold, predicted, near), *sizes),
        "usable": float(not reading.problems),
    }


def micro_f1(counts: Iterable[Counts]) -> float:
    """F1 of counts added over all articles; 0 where neither side has a quote."""
    listed = list(counts)
    right, both = sum(each[0] for each in listed), sum(each[1] + each[2] for each in listed)
    return 2 * right / both if both else 0.0


def _matched(gold: Article, predicted: Article, threshold: float) -> list[Match]:
    contents = [[fragments_of(quote.content) for quote in side.quotes] for side in (gold, predicted)]
    return match(contents[0], contents[1], threshold)


def _attributed(gold: Article, predicted: Article, matches: Iterable[Match]) -> int:
    """How many matched quotes have the same speakers."""
    same = same_speakers(gold, predicted)
    pairs = ((gold.quotes[each.left], predicted.quotes[each.right]) for each in matches)
    return sum({same.get(speaker) for speaker in one.speakers} == set(other.speakers) for one, other in pairs)
