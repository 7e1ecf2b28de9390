"""Entities by the schemes of SemEval 2013, task 9, as nervaluate reckons them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kavychki.errors import KavychkiError
from kavychki.model import Article, Entity

SCHEMES = {
    "strict": "same borders, same type",
    "exact": "same borders, whatever the type",
    "partial": "any overlap counts half, whatever the type",
    "ent_type": "any overlap, same type",
}
"""nervaluate's names of the schemes, and what each asks for."""

_FIELDS = ("precision", "recall", "f1", "correct", "incorrect", "partial", "missed", "spurious")

Schemes = Mapping[str, Mapping[str, float]]


def entity_schemes(pairs: Iterable[tuple[Article, Article]]) -> Schemes:
    """Precision, recall, F1 and counts of each scheme, over articles of which both sides list entities.

    nervaluate thinks of entities as flat: it takes each predicted one in turn and pairs it with an equal gold one, or
    else with the first that overlaps. Where entities nest, another order gives other figures; here it is that of the
    text. Of a discontinuous entity it sees the stretch from its beginning to its end.

    Raises:
        KavychkiError: nervaluate is not installed.
    """
    try:
        from nervaluate.evaluator import Evaluator  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise KavychkiError("these schemes need nervaluate: pip install 'kavychki[evaluation]'") from error
    listed = [(a.entities, b.entities) for a, b in pairs if a.entities is not None and b.entities is not None]
    gold, predicted = ([_flat(pair[side]) for pair in listed] for side in (0, 1))
    types = sorted({each["label"] for document in (*gold, *predicted) for each in document})
    if not types:
        return {}
    results = Evaluator(gold, predicted, tags=types, loader="dict").evaluate()["overall"]
    return {scheme: {field: getattr(results[scheme], field) for field in _FIELDS} for scheme in SCHEMES}


def _flat(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    found = [(each.spans[0].start, each.spans[-1].end - 1, each.type) for each in entities]
    return [{"label": label, "start": start, "end": end} for start, end, label in sorted(found)]
