"""Measures that compare two annotations of the same texts: matching, agreement, intervals."""

from kavychki.metrics.agreement import Agreement, Measure, agreement
from kavychki.metrics.coefficients import cohen_kappa, krippendorff_alpha, masi_distance
from kavychki.metrics.matching import Fragments, Match, match, overlap

__all__ = [
    "Agreement",
    "Fragments",
    "Match",
    "Measure",
    "agreement",
    "cohen_kappa",
    "krippendorff_alpha",
    "masi_distance",
    "match",
    "overlap",
]
