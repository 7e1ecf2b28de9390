"""The coefficients, against published examples, hand-worked ones, other implementations and their own definitions."""

from __future__ import annotations

import itertools
from collections import Counter

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kavychki.metrics import (
    b_cubed,
    cohen_kappa,
    krippendorff_alpha,
    masi_distance,
    nominal_distance,
    unitising_alpha,
)
from kavychki.metrics.coefficients import NOMINAL, WITHIN_ARTICLES, contingency, within_article
from kavychki.metrics.unitising import Unit, outermost

LABELS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=30)


def test_kappa_of_artstein_and_poesio() -> None:
    # Their two coders of dialogue acts (Computational Linguistics 34, 2008): 88 of 100 agree, kappa .8013.
    table = {("s", "s"): 46, ("s", "i"): 6, ("i", "i"): 32, ("c", "i"): 6, ("c", "c"): 10}
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    assert cohen_kappa(pairs) == pytest.approx(0.8013, abs=5e-5)


# Krippendorff's reliability data of four observers and twelve units (Computing Krippendorff's alpha-reliability, 2011).
RELIABILITY_DATA = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]


def test_alpha_of_krippendorffs_own_data() -> None:
    def interval(one: object, other: object) -> float:
        assert isinstance(one, int)
        assert isinstance(other, int)
        return float((one - other) ** 2)

    assert krippendorff_alpha(RELIABILITY_DATA, nominal_distance) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(RELIABILITY_DATA, interval) == pytest.approx(0.849, abs=5e-4)
    with pytest.raises(ValueError, match="no units"):
        krippendorff_alpha([[1], [2]], nominal_distance)


@given(LABELS)
def test_alpha_is_that_of_the_krippendorff_package(pairs: list[tuple[int, int]]) -> None:
    assume(len({label for pair in pairs for label in pair}) > 1)
    theirs = krippendorff.alpha(list(zip(*pairs, strict=True)), level_of_measurement="nominal")
    assert krippendorff_alpha(pairs, nominal_distance) == pytest.approx(theirs)


@given(LABELS)
def test_tables_give_the_same_coefficients_as_pairs(pairs: list[tuple[int, int]]) -> None:
    table = contingency(pairs, [1, 2, 3, 4])
    kappa, alpha = (float(statistic.of(table)) for statistic in NOMINAL)
    assert kappa == pytest.approx(cohen_kappa(pairs))
    assert alpha == pytest.approx(krippendorff_alpha(pairs, nominal_distance))
    # Over one article, chance within articles is chance.
    counts = np.array(within_article(pairs), dtype=np.float64)
    kappa, alpha = (float(statistic.of(counts)) for statistic in WITHIN_ARTICLES)
    assert kappa == pytest.approx(cohen_kappa(pairs))
    assert alpha == pytest.approx(krippendorff_alpha(pairs, nominal_distance))


def test_masi_of_passonneaus_examples() -> None:
    # Passonneau (2006): two thirds where one set holds the other, one third where they cross.
    assert masi_distance(frozenset("a"), frozenset("ab")) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi_distance(frozenset("abc"), frozenset("abd")) == pytest.approx(1 - 2 / 4 * 1 / 3)


# Bagga and Baldwin (1998), figures 1 to 3: five, two and five mentions of three things; in the first response the last
# two things are one, in the second the first and the last.
TRUTH = dict(enumerate("AAAAABBCCCCC"))
RESPONSES = {"AAAAABBBBBBB": (0.762, 1.0), "AAAAABBAAAAA": (0.583, 1.0)}


@pytest.mark.parametrize("response", RESPONSES)
def test_b_cubed_of_bagga_and_baldwin(response: str) -> None:
    left, right = ({n: {name} for n, name in side.items()} for side in (TRUTH, dict(enumerate(response))))
    found = b_cubed(left, right)
    assert (found.precision, found.recall) == pytest.approx(RESPONSES[response], abs=5e-4)
    turned = b_cubed(right, left)
    assert (turned.recall, turned.precision) == pytest.approx((found.precision, found.recall))
    assert turned.f1 == pytest.approx(found.f1)


def test_b_cubed_of_items_in_several_clusters_and_on_one_side() -> None:
    # e1 and e2 share two clusters on the left and one on the right: half of what they share is recalled.
    left = {"e1": {1, 2}, "e2": {1, 2}}
    found = b_cubed(left, {"e1": {"x"}, "e2": {"x"}})
    assert (found.recall, found.precision) == pytest.approx((0.5, 1.0))
    # One of two missed: e1 recalls itself but not its mate, e2 recalls nothing; what is there is right.
    found = b_cubed({"e1": {1}, "e2": {1}}, {"e1": {"x"}})
    assert (found.recall, found.precision, found.f1) == pytest.approx((0.25, 1.0, 0.4))
    assert b_cubed({}, {}).f1 == 0.0


def test_unitising_alpha_worked_by_hand() -> None:
    # Ten positions, one unit of four on each side, two positions shared. Of 20 pairable positions 8 are in units, 12 in
    # gaps; 8 disagree. Chance: 20 * (8² - 4² - 4²) / d units with units, 20 * (12² - 12) / d gaps with gaps, where
    # d = 20² - 12 - 4² - 4² = 356; so 3840 / 356 disagree.
    left, right = [(0, 4, "direct")], [(2, 6, "direct")]
    assert unitising_alpha(left, right, 10) == pytest.approx(1 - 8 * 356 / 3840)
    assert unitising_alpha(left, right, 10, labels=False) == pytest.approx(1 - 8 * 356 / 3840)
    assert unitising_alpha(left, [(0, 4, "mixed")], 10, labels=False) == 1.0
    assert unitising_alpha(left, [(0, 4, "mixed")], 10) < 1.0
    assert unitising_alpha([], [], 10) == 1.0


@pytest.mark.parametrize("units", [[(0, 4, "a"), (3, 5, "a")], [(8, 11, "a")], [(4, 4, "a")]])
def test_units_that_are_none_are_refused(units: list[Unit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        unitising_alpha(units, [], 10)
    with pytest.raises(ValueError, match="empty text"):
        unitising_alpha([], [], 0)


LENGTH = 14
UNITISATION = st.lists(st.integers(0, LENGTH), max_size=8, unique=True).flatmap(
    lambda cuts: st.lists(st.sampled_from("abc"), min_size=len(cuts) // 2, max_size=len(cuts) // 2).map(
        lambda labels: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], labels, strict=False))
    )
)


@settings(deadline=None)
@given(UNITISATION, UNITISATION, st.booleans())
def test_unitising_alpha_is_its_definition(left: list[Unit], right: list[Unit], labels: bool) -> None:
    assert unitising_alpha(left, right, LENGTH, labels=labels) == pytest.approx(by_definition([left, right], labels))
    assert unitising_alpha(right, left, LENGTH) == pytest.approx(unitising_alpha(left, right, LENGTH))


def by_definition(sides: list[list[Unit]], labels: bool) -> float:
    """Pairs of positions, one by one."""
    places = []
    for side, units in enumerate(sides):
        for at in range(LENGTH):
            inside = next((unit for unit in units if unit[0] <= at < unit[1]), None)
            label = inside[2] if inside else ""
            places.append((side, at, label if labels else bool(label), inside and (side, inside)))
    pairs = list(itertools.permutations(places, 2))
    observed = [one[2] != other[2] for one, other in pairs if one[0] != other[0] and one[1] == other[1]]
    expected = [one[2] != other[2] for one, other in pairs if one[3] is None or one[3] != other[3]]
    return 1 - (sum(observed) / len(observed)) / (sum(expected) / len(expected)) if any(expected) else 1.0


def test_nested_units_are_taken_with_the_outermost() -> None:
    units = [(0, 10, "a"), (2, 4, "b"), (8, 12, "c"), (20, 22, "a")]
    assert outermost(reversed(units)) == [(0, 10, "a"), (10, 12, "c"), (20, 22, "a")]
    assert Counter(label for _, _, label in outermost(units)) == {"a": 2, "c": 1}
