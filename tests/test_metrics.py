from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run
from kavychki.errors import KavychkiError
from kavychki.metrics import agreement, cohen_kappa, krippendorff_alpha, masi_distance, match, overlap
from kavychki.metrics.agreement import Agreement
from kavychki.metrics.coefficients import nominal_distance
from kavychki.metrics.matching import Fragments, length, shared
from kavychki.model import Article
from samples import DRAFT, article, line

UNITS = st.lists(st.integers(0, 40), min_size=2, max_size=6, unique=True).map(
    lambda cuts: tuple(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


def covered(unit: Fragments) -> set[int]:
    return {offset for start, end in unit for offset in range(start, end)}


@given(UNITS, UNITS)
def test_overlap_is_the_jaccard_of_the_covered_code_points(one: Fragments, other: Fragments) -> None:
    left, right = covered(one), covered(other)
    assert length(one) == len(left)
    assert shared(one, other) == shared(other, one) == len(left & right)
    assert overlap(one, other) == overlap(other, one) == pytest.approx(len(left & right) / len(left | right))


@settings(deadline=None)
@given(st.lists(UNITS, max_size=5), st.lists(UNITS, max_size=5), st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]))
def test_the_matching_is_the_best_of_all(left: list[Fragments], right: list[Fragments], threshold: float) -> None:
    found = match(left, right, threshold)
    assert len({each.left for each in found}) == len({each.right for each in found}) == len(found)
    assert all(each.overlap >= threshold and each.overlap > 0 for each in found)
    assert sum(each.overlap for each in found) == pytest.approx(best_total(left, right, threshold))
    assert sum(each.overlap for each in match(right, left, threshold)) == pytest.approx(sum(e.overlap for e in found))


def best_total(left: list[Fragments], right: list[Fragments], threshold: float) -> float:
    small, large = sorted((left, right), key=len)
    totals = [0.0]
    for order in itertools.permutations(large, len(small)):
        values = (overlap(one, other) for one, other in zip(small, order, strict=True))
        totals.append(sum(value for value in values if value >= threshold))
    return max(totals)


def test_a_worked_matching() -> None:
    # The first unit overlaps both; giving it the second leaves the first of the right side to the second of the left.
    left: list[Fragments] = [((0, 10),), ((0, 6),)]
    right: list[Fragments] = [((0, 8),), ((0, 10), (20, 22))]
    assert [(each.left, each.right) for each in match(left, right, 0.3)] == [(0, 1), (1, 0)]


def test_kappa_of_a_worked_example() -> None:
    # Cohen's coefficient by hand: 20 both yes, 15 both no, 5 and 10 apart: (0.7 - 0.5) / (1 - 0.5).
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("y", "y")] * 3) == 1.0
    with pytest.raises(ValueError, match="no units"):
        cohen_kappa([])


def test_alpha_of_a_worked_example() -> None:
    # Ten binary units of two observers, of which six agree; pooled 14 zeros and 6 ones:
    # expected 2 * 14 * 6 / (20 * 19), observed 0.4.
    pairs = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    assert krippendorff_alpha(pairs, nominal_distance) == pytest.approx(1 - 0.4 / (168 / 380), abs=1e-9)
    assert krippendorff_alpha([(1, 1)] * 4, nominal_distance) == 1.0
    with pytest.raises(ValueError, match="no units"):
        krippendorff_alpha([], nominal_distance)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("a", "ab", 1 - 1 / 2 * 2 / 3), ("ab", "bc", 1 - 1 / 3 * 1 / 3), ("a", "b", 1), ("", "", 0)],
)
def test_masi_of_worked_examples(one: str, other: str, distance: float) -> None:
    sets = frozenset(one), frozenset(other)
    assert masi_distance(*sets) == masi_distance(*reversed(sets)) == pytest.approx(distance)
    with pytest.raises(TypeError, match="frozensets"):
        masi_distance("ab", "ab")


IDS = [f"constructed-{number}" for number in range(9001, 9011)]


def values(found: Agreement) -> dict[str, float]:
    return {
        " ".join(filter(None, (each.layer, each.label, each.criterion, each.statistic))): each.value
        for each in found.measures
    }


def test_an_annotation_agrees_with_itself() -> None:
    made = list(map(article, IDS))
    found = agreement(made, reversed(made), samples=50)
    assert found.articles == len(IDS)
    assert all(each.value == each.low == each.high == 1.0 and each.units for each in found.measures)


def test_a_worked_comparison() -> None:
    quotes = DRAFT["quotes"]
    other = article(
        quotes=[{**quotes[0], "type": "direct"}, {**quotes[1], "medium": "writing", "cue": "словам"}],
        speakers=[{**DRAFT["speakers"][0], "id": "s1", "name": "Ветров"}],
        topics=["medtop:11000000"],
        entities=DRAFT["entities"][:2],
    )
    found = values(agreement([article()], [other], samples=20))
    assert found["quotes exact F1"] == pytest.approx(2 * 2 / 5)
    assert found["quotes direct exact F1"] == 1.0
    assert found["quotes mixed overlap 0.8 F1"] == 0.0
    assert found["matched quotes cue accuracy"] == 0.5
    assert found["matched quotes source accuracy"] == found["matched quotes speakers accuracy"] == 1.0
    assert found["matched quotes medium Cohen's kappa"] == 0.0
    assert found["entities exact, type F1"] == pytest.approx(2 * 2 / 5)
    assert found["topics MASI Krippendorff's alpha"] == pytest.approx(0.0)
    content = len("Мост закрыт") + len("Ждите до осени!") + len("ремонт займёт год")
    both = 2 * content + len("обещания властей «пустые»")
    assert found["quotes characters F1"] == pytest.approx(2 * content / both)


def test_agreement_is_symmetric_and_repeatable() -> None:
    one, other = list(map(article, IDS)), [without_quotes(article(name), n) for n, name in enumerate(IDS)]
    found, turned = agreement(one, other, samples=200), agreement(other, one, samples=200)
    assert values(found) == pytest.approx(values(turned))
    assert found == agreement(one, other, samples=200)
    exact = next(each for each in found.measures if each.criterion == "exact")
    assert exact.low < exact.value < exact.high


def without_quotes(made: Article, number: int) -> Article:
    return replace(made, quotes=made.quotes[number % 3 :])


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(KavychkiError, match=r"lacks 1 of 2 articles of .*: constructed-9002"):
        agreement([article()], [article(), article("constructed-9002")])
    with pytest.raises(KavychkiError, match="different texts"):
        agreement([article()], [article(text=DRAFT_TEXT)])
    with pytest.raises(KavychkiError, match="share no article"):
        agreement([], [])


DRAFT_TEXT = "Мост через Вьюнку закрыли\n\n" + (article().text or "").split("\n\n", 1)[1] + "!"


def test_the_command_prints_a_table_or_json(kavychki_command: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(article()) + line(article("constructed-9002")))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.jsonl").write_bytes(line(article()))
    done = kavychki_command("agree", "a.jsonl", "b")
    assert done.returncode == 2
    assert "constructed-9002" in done.stderr
    done = kavychki_command("agree", "a.jsonl", "b", "--only-shared")
    assert done.returncode == 0
    assert "1 articles" in done.stdout
    assert "Krippendorff" in done.stdout
    found = json.loads(kavychki_command("agree", "a.jsonl", "a.jsonl", "--json").stdout)
    assert found["articles"] == 2
    assert {each["value"] for each in found["measures"]} == {1.0}
