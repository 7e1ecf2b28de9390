"""Predictions held against gold: figures worked by hand, mistakes, groups, pictures, the command."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import Run
from kavychki.errors import KavychkiError
from kavychki.metrics import GROUPINGS, KINDS, Evaluation, agreement, evaluate
from kavychki.metrics.bootstrap import Bootstrap
from kavychki.metrics.mistakes import counted
from kavychki.metrics.pictures import agreement_picture, evaluation_picture
from kavychki.model import Article
from kavychki.model.surfaces import without_text
from samples import DRAFT, TEXT, article, line, write_corpus

QUOTES = DRAFT["quotes"]
FIRST, SECOND, THIRD = len("Мост закрыт"), len("Ждите до осени!"), len("ремонт займёт год")
MIXED, TITLE = len("обещания властей «пустые»"), len("Мост через Вьюнку закрыли")


def predicted(identifier: str = "constructed-9001", **changes: Any) -> Article:
    """A prediction that cuts the first quote short, calls the second mixed, misses the third, and quotes the title."""
    quotes = [
        {**QUOTES[0], "content": "Мост закрыт", "cue": "— [[сказал мэр]]"},
        {**QUOTES[1], "type": "mixed", "speakers": ["s2"], "factual": False},
        {"type": "indirect", "content": "Мост через Вьюнку закрыли", "speakers": ["s2"]},
    ]
    speakers = [*DRAFT["speakers"][:1], {"name": "Водители", "kind": "group", "mentions": ["Жители"]}]
    return article(identifier, quotes=quotes, speakers=speakers, **changes)


def figures(found: Evaluation) -> dict[str, float]:
    return {
        " ".join(filter(None, (each.layer, each.label, each.criterion, each.statistic))): each.value
        for each in found.measures
    }


def test_figures_worked_by_hand() -> None:
    found = figures(evaluate([article()], [predicted()], samples=20))
    # The first quote overlaps by FIRST of FIRST + SECOND, below one half; the second is equal; the title is spurious.
    assert pytest.approx(0.423, abs=1e-3) == FIRST / (FIRST + SECOND)
    for criterion, matches in {"exact": 1, "overlap 0.8": 1, "overlap 0.5": 1, "overlap 0.3": 2}.items():
        for statistic in ("precision", "recall", "F1"):
            assert found[f"quotes {criterion} {statistic}"] == pytest.approx(matches / 3), (criterion, statistic)
    assert found["quotes direct overlap 0.3 F1"] == 1.0
    assert found["quotes direct overlap 0.5 F1"] == 0.0
    assert found["quotes indirect exact F1"] == found["quotes mixed exact F1"] == 0.0
    gold, other = FIRST + SECOND + THIRD + MIXED, FIRST + THIRD + TITLE
    assert found["quotes characters precision"] == pytest.approx((FIRST + THIRD) / other)
    assert found["quotes characters recall"] == pytest.approx((FIRST + THIRD) / gold)
    assert found["quotes characters F1"] == pytest.approx(2 * (FIRST + THIRD) / (gold + other))
    assert found["quotes direct characters recall"] == pytest.approx(FIRST / (FIRST + SECOND))
    # Cues: «сказал» in «сказал мэр» is 6 of 10, «По … словам» is found, «считают» is missed.
    assert found["cues exact precision"] == pytest.approx(1 / 2)
    assert found["cues overlap 0.5 recall"] == pytest.approx(2 / 3)
    assert found["cues overlap 0.8 F1"] == pytest.approx(2 * 1 / 5)
    assert found["sources exact recall"] == pytest.approx(2 / 3)
    assert found["sources exact precision"] == 1.0
    # Only the second quote is matched at 0.8.
    accuracies = {"type": 0, "medium": 1, "factual": 0, "cue": 1, "source": 1, "speakers": 0, "parent": 1}
    assert {name: found[f"matched quotes {name} accuracy"] for name in accuracies} == accuracies
    assert not any(name.startswith("matched quotes direct") for name in found)
    assert found["entities exact, type F1"] == found["topics equal F1"] == 1.0


def test_b_cubed_of_quotes_worked_by_hand() -> None:
    # Gold {q1, q2}, {q3}; predicted {q1}, {q2, title}, q1 being another quote for want of overlap. Of the gold quotes
    # only q2 is found: it recalls itself and not q1, which is 1/2. Of the predicted ones q2 is with one that gold
    # lacks, so one half again.
    found = figures(evaluate([article()], [predicted()], samples=20))
    assert found["speakers B-cubed, quotes recall"] == pytest.approx((0 + 1 / 2 + 0) / 3)
    assert found["speakers B-cubed, quotes precision"] == pytest.approx((0 + 1 / 2 + 0) / 3)


def nested(parent: str | None, other: str = "q1") -> Article:
    quotes = [
        {**QUOTES[0], "content": "Мост закрыт[...]осени!"},
        {**QUOTES[0], "content": "Ждите до осени!", "cue": [], "source": [], "parent": parent},
    ]
    made = article(quotes=quotes)
    first, second = made.quotes
    return replace(made, quotes=(replace(first, id=other), replace(second, parent=parent and other)))


def test_nesting_is_held_against_the_matched_parent_whatever_its_id() -> None:
    found = figures(evaluate([nested("q1")], [nested("q1", other="q7")], samples=5))
    assert found["nesting links F1"] == found["matched quotes parent accuracy"] == 1.0
    found = figures(evaluate([nested("q1")], [nested(None)], samples=5))
    assert found["nesting links recall"] == 0.0
    assert found["matched quotes parent accuracy"] == 0.5


def test_speakers_are_aligned_by_mentions_and_by_names() -> None:
    turned = [{**DRAFT["speakers"][1], "name": "Граждане"}, {**DRAFT["speakers"][0], "name": "Ветров"}]
    quotes = [{**quote, "speakers": ["s2" if quote["speakers"] == ["s1"] else "s1"]} for quote in QUOTES]
    other = article(speakers=turned, quotes=quotes)
    assert figures(evaluate([article()], [other], samples=5))["matched quotes speakers accuracy"] == 1.0
    bare = replace(other, speakers=tuple(replace(each, mentions=()) for each in other.speakers))
    assert figures(evaluate([article()], [bare], samples=5))["matched quotes speakers accuracy"] == 0.0
    named = tuple(replace(each, name=each.name.upper(), mentions=()) for each in article().speakers)
    same = replace(article(), speakers=named)
    assert figures(evaluate([article()], [same], samples=5))["matched quotes speakers accuracy"] == 1.0


def test_mistakes_worked_by_hand() -> None:
    found = evaluate([article()], [predicted()], samples=5)
    kinds = [
        (each.kind, each.type, each.gold and each.gold.id, each.predicted and each.predicted.id)
        for each in found.mistakes
    ]
    title = next(quote.id for quote in predicted().quotes if quote.type == "indirect")
    first, second = (quote.id for quote in predicted().quotes if quote.id != title)
    assert sorted(kinds, key=str) == sorted(
        [
            ("border too short", "direct", "q1", first),
            ("wrong cue", "direct", "q1", first),
            ("wrong type", "indirect", "q2", second),
            ("wrong factual", "indirect", "q2", second),
            ("wrong speaker", "indirect", "q2", second),
            ("missed", "mixed", "q3", None),
            ("spurious", "indirect", None, title),
        ],
        key=str,
    )
    counts = counted(found.mistakes)
    assert list(counts) == list(KINDS)
    assert counts["missed"] == {"direct": 0, "indirect": 0, "mixed": 1}
    assert {each.kind for each in found.mistakes} <= set(KINDS)


def kinds_of(gold: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[str]:
    found = evaluate([article(quotes=gold)], [article(quotes=other)], samples=5)
    return sorted(each.kind for each in found.mistakes)


def test_pieces_and_joined_quotes_are_told_from_missed_and_spurious_ones() -> None:
    whole = {**QUOTES[0], "content": "Мост закрыт[...]осени!"}
    pieces = [{**QUOTES[0], "content": part} for part in ("Мост закрыт[...]Ветров", "Ждите до осени!")]
    assert kinds_of([whole], pieces) == ["border too short", "split"]
    assert kinds_of(pieces, [whole]) == ["border too long", "merged"]
    inner = {**QUOTES[0], "content": "Ждите до осени!", "parent": "q1"}
    assert kinds_of([whole, inner], [whole]) == ["missed"]
    assert kinds_of([whole], [whole, inner]) == ["spurious"]
    crossing = {**QUOTES[1], "content": "словам, ремонт займёт"}
    assert kinds_of([QUOTES[1]], [{**crossing, "cue": [], "source": [], "speakers": []}]) == [
        "border crosses",
        "missed cue",
        "missed source",
        "missed speaker",
    ]


def test_equal_annotations_make_no_mistake() -> None:
    found = evaluate([article()], [without_text(article())], by=list(GROUPINGS), samples=5)
    assert not found.mistakes
    assert {each.value for each in found.measures if each.statistic != "false alarms"} == {1.0}


def test_figures_are_symmetric() -> None:
    there, back = (
        figures(evaluate(*sides, samples=5)) for sides in (([article()], [predicted()]), ([predicted()], [article()]))
    )
    swapped = {"precision": "recall", "recall": "precision"}
    for name, value in there.items():
        stem, _, statistic = name.rpartition(" ")
        assert back[f"{stem} {swapped.get(statistic, statistic)}"] == pytest.approx(value), name


def test_recall_by_phenomenon_and_false_alarms_outside_of_quotes() -> None:
    phenomena = [
        {"type": "imperative", "quotes": ["q1"]},
        {"type": "cue-preposition", "quotes": ["q1", "q2"]},
        {"type": "title-distractor", "at": ["Мост через Вьюнку", "[[мэр]] Пётр"]},
    ]
    found = evaluate([article(phenomena=phenomena)], [predicted()], by=["phenomenon", "anonymity"], samples=20)
    values = figures(found)
    assert values["by phenomenon imperative overlap 0.8 recall"] == 0.0
    assert values["by phenomenon cue-preposition exact recall"] == 0.5
    assert values["by phenomenon cue-preposition speakers accuracy"] == 0.0
    assert values["by phenomenon title-distractor outside quotes false alarms"] == 0.5
    assert values["by anonymity named overlap 0.8 recall"] == 0.5
    assert values["by anonymity partial overlap 0.8 recall"] == 0.0


def test_intervals_come_from_drawing_articles() -> None:
    gold = [article(), article("constructed-9002")]
    found = evaluate(gold, [gold[0], replace(gold[1], quotes=())], samples=400)
    (recall,) = (
        each
        for each in found.measures
        if (each.layer, each.label, each.criterion, each.statistic) == ("quotes", "", "exact", "recall")
    )
    # A sample of two articles has the empty one twice in one draw of four.
    assert (recall.low, recall.value, recall.high, recall.units) == (0.0, 0.5, 1.0, 6)
    assert evaluate(gold, [gold[0], replace(gold[1], quotes=())], samples=400) == found
    weights = list(Bootstrap(7, 50).weights())
    assert sum(len(block) for block in weights) == 51
    assert all((block.sum(axis=1) == 7).all() for block in weights)


def test_layers_that_a_side_leaves_to_upstream_are_left_out() -> None:
    found = figures(evaluate([article()], [replace(article(), entities=None)], samples=5))
    assert not any(name.startswith("entities") for name in found)


def test_schemes_of_semeval() -> None:
    longer = [{"type": "PERSON", "at": "мэр Пётр Ветров"}, {"type": "CITY", "at": "Вьюнку"}]
    schemes = evaluate(
        [article(entities=DRAFT["entities"][:2])], [article(entities=longer)], semeval=True, samples=5
    ).semeval
    assert schemes is not None
    assert {name: scheme["correct"] for name, scheme in schemes.items()} == {
        "strict": 0,
        "exact": 1,
        "partial": 1,
        "ent_type": 1,
    }
    assert schemes["partial"]["f1"] == pytest.approx(0.75)


def test_what_cannot_be_held_against_each_other_is_said() -> None:
    renamed = replace(article(), id="constructed-9005")
    with pytest.raises(KavychkiError, match=r"predicted lacks 1 of 1 articles of gold.*1 of them have the same text"):
        evaluate([article()], [renamed])
    assert evaluate([article()], [renamed], pair_by="text", samples=5).articles == 1
    with pytest.raises(KavychkiError, match="different texts under the same id: constructed-9001"):
        evaluate([article()], [article(text=TEXT + "!")])
    with pytest.raises(KavychkiError, match="gold has more than one article of the same id: constructed-9001"):
        evaluate([article(), article()], [article()])


def test_a_record_whose_references_are_broken_does_not_break_the_evaluation() -> None:
    quotes = tuple(replace(quote, speakers=("s9",), parent="q99") for quote in article().quotes)
    found = figures(evaluate([replace(article(), quotes=quotes)], [article()], samples=5))
    assert found["matched quotes speakers accuracy"] == found["matched quotes parent accuracy"] == 0.0


def test_pictures_show_what_was_found() -> None:
    found = evaluate([article()], [predicted()], by=["anonymity"], samples=20)
    picture = evaluation_picture(found, "svg")
    assert picture == evaluation_picture(found, "svg")
    words = " ".join(each.text or "" for each in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"))
    for shown in ("border too short", "spurious", "indirect", "overlap 0.3", "named (2)", "1 article;"):
        assert shown in words
    assert "border too long" not in words
    assert evaluation_picture(found, "png").startswith(b"\x89PNG")
    assert b"no mistakes" in evaluation_picture(evaluate([article()], [article()], samples=5), "svg")
    assert b"Cohen's kappa" in agreement_picture(agreement([article()], [predicted()], samples=20), "svg")
    with pytest.raises(KavychkiError, match="svg or png, not 'pdf'"):
        evaluation_picture(found, "pdf")


@pytest.mark.parametrize(("module", "extra"), [("matplotlib.figure", "plot"), ("nervaluate.evaluator", "evaluation")])
def test_an_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, module: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(KavychkiError, match=rf"pip install 'kavychki\[{extra}\]'"):
        evaluation_picture(evaluate([article()], [article()], semeval=extra == "evaluation", samples=5), "svg")


def test_the_command(kavychki_command: Run, tmp_path: Path) -> None:
    write_corpus(tmp_path / "gold", article(), article("constructed-9002"))
    free = [without_text(predicted()), without_text(article("constructed-9002"))]
    (tmp_path / "predicted.jsonl").write_bytes(b"".join(map(line, free)))
    options = [
        "--by",
        "type",
        "--mistakes",
        "m.jsonl",
        "--plot",
        "p.svg",
        "--plot",
        "p.png",
        "--semeval",
        "--samples",
        "50",
    ]
    done = kavychki_command("evaluate", "gold", "predicted.jsonl", *options)
    assert (done.returncode, done.stderr) == (0, "")
    for shown in ("2 articles", "overlap 0.3", "B-cubed, mentions", "by type", "strict", "border too short"):
        assert shown in done.stdout
    lines = [json.loads(each) for each in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 7
    assert {each["article"] for each in lines} == {"constructed-9001"}
    assert {"p.svg", "p.png"} <= {each.name for each in tmp_path.iterdir()}
    found = json.loads(kavychki_command("evaluate", "gold", "predicted.jsonl", "--json").stdout)
    assert found["articles"] == 2
    assert found["mistakes"]["missed"] == {"direct": 0, "indirect": 0, "mixed": 1}
    assert {"layer", "label", "criterion", "statistic", "value", "low", "high", "units"} == set(found["measures"][0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gold", "empty"], "holds no .jsonl file"),
        (["gold", "none.jsonl"], "does not exist"),
        (["gold", "other.jsonl"], "share no article"),
        (["gold", "broken.jsonl"], "broken.jsonl:1: no valid record"),
        (["gold", "gold", "--plot", "p.pdf"], "must end in .svg or .png"),
        (["gold", "gold", "--mistakes", "away/m.jsonl"], "no folder away"),
        (["gold", "gold", "--by", "colour"], "'colour' is not one of"),
        (["gold", "gold", "--samples", "0"], "not in the range"),
    ],
)
def test_bad_input_is_a_message_and_status_2(
    kavychki_command: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    write_corpus(tmp_path / "gold", article())
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.jsonl").write_bytes(line(article("constructed-9002")))
    (tmp_path / "broken.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    shared = ["--only-shared"] if "other.jsonl" in arguments else []
    done = kavychki_command("evaluate", *arguments, *shared)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_labels_that_gold_does_not_have_are_said(kavychki_command: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(article(phenomena=None)))
    done = kavychki_command("evaluate", "a.jsonl", "a.jsonl", "--by", "phenomenon", "--samples", "5")
    assert done.returncode == 0
    assert "no gold record says anything of phenomenon" in done.stderr
    assert "no mistakes" in done.stdout
