"""Measures that compare two annotations of the same texts.

``evaluate`` holds a prediction against gold, ``agreement`` compares annotators; both reckon from the same counts. Below
them stand the coefficients, each usable by itself. ``docs/evaluation.md`` and ``docs/agreement.md`` have the formulas.
"""

from kavychki.metrics.agreement import Agreement, agreement
from kavychki.metrics.clusters import BCubed, b_cubed
from kavychki.metrics.coefficients import cohen_kappa, krippendorff_alpha, masi_distance, nominal_distance
from kavychki.metrics.evaluation import Evaluation, evaluate
from kavychki.metrics.groups import GROUPINGS
from kavychki.metrics.matching import Fragments, Match, match, overlap
from kavychki.metrics.measure import Measure
from kavychki.metrics.mistakes import KINDS, Mistake
from kavychki.metrics.unitising import unitising_alpha

__all__ = [
    "GROUPINGS",
    "KINDS",
    "Agreement",
    "BCubed",
    "Evaluation",
    "Fragments",
    "Match",
    "Measure",
    "Mistake",
    "agreement",
    "b_cubed",
    "cohen_kappa",
    "evaluate",
    "krippendorff_alpha",
    "masi_distance",
    "match",
    "nominal_distance",
    "overlap",
    "unitising_alpha",
]
