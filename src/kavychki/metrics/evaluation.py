"""How good a prediction is, held against gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kavychki.metrics import evidence
from kavychki.metrics.bootstrap import SAMPLES, Bootstrap, Evidence, summed
from kavychki.metrics.comparison import Comparison
from kavychki.metrics.groups import by_label
from kavychki.metrics.measure import B_CUBED, PRECISION_RECALL_F1, Measure
from kavychki.metrics.mistakes import Mistake, counted, mistakes
from kavychki.metrics.pairing import PairBy, paired
from kavychki.metrics.semeval import Schemes, entity_schemes
from kavychki.model import Article


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All measures of a prediction and all its mistakes; ``semeval`` where it was asked for."""

    articles: int
    measures: tuple[Measure, ...]
    mistakes: tuple[Mistake, ...]
    semeval: Schemes | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; mistakes are counted by kind and type."""
        return {
            "articles": self.articles,
            "measures": [asdict(each) for each in self.measures],
            "mistakes": counted(self.mistakes),
            "semeval": self.semeval,
        }


def evaluate(
    gold: Iterable[Article],
    predicted: Iterable[Article],
    *,
    by: Sequence[str] = (),
    semeval: bool = False,
    samples: int = SAMPLES,
    pair_by: PairBy = "id",
    only_shared: bool = False,
) -> Evaluation:
    """Hold predicted annotation against gold: quotes, cues, sources, speakers, nesting, entities, topics.

    ``docs/evaluation.md`` has the formulas. F1 and accuracies are symmetric; precision and recall change places when
    the sides do. A layer that neither side has gives no measure.

    Args:
        gold: the decided annotation; records without text are as good as those with it.
        predicted: the annotation to be judged.
        by: names of ``GROUPINGS``: figures for each label of the gold quotes too.
        semeval: figure entities by the schemes of SemEval 2013 too, see ``entity_schemes``.
        samples: bootstrap samples of articles for the intervals.
        pair_by: pair articles by id, or by the hash of the text.
        only_shared: leave out articles that only one side has.

    Raises:
        KavychkiError: the sides do not hold the same articles, or not the same texts; or nervaluate is not installed.
    """
    pairs = paired(gold, predicted, by=pair_by, only_shared=only_shared, names=("gold", "predicted"))
    comparisons = [Comparison(*each) for each in pairs]
    counts = [_evidence(each, by) for each in comparisons]
    measures = Bootstrap(len(pairs), samples).measures(counts)
    found = tuple(mistake for each in comparisons for mistake in mistakes(each))
    return Evaluation(len(pairs), tuple(measures), found, entity_schemes(pairs) if semeval else None)


def _evidence(pair: Comparison, by: Sequence[str]) -> Evidence:
    return summed(
        [
            evidence.content(pair, PRECISION_RECALL_F1),
            evidence.attribution(pair, PRECISION_RECALL_F1),
            evidence.labels(pair),
            evidence.speakers(pair, B_CUBED),
            evidence.nesting(pair, PRECISION_RECALL_F1),
            evidence.entities(pair, PRECISION_RECALL_F1),
            evidence.topics(pair, PRECISION_RECALL_F1),
            *(by_label(pair, grouping) for grouping in by),
        ]
    )
