"""Answers and tags of a model become records: gold put through comes back, and what is broken is said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kavychki import Article, Corpus, extract, read_articles
from kavychki.dataset.configs import configs
from kavychki.dataset.configs.tokens import tagged_spans
from kavychki.metrics import evaluate
from kavychki.predictions.answers import read_answer
from kavychki.predictions.tags import with_tagged_quotes

ROWS = {config.name: config.rows for config in configs()}
TEXT = "Он уехал.\n\n«Он дома, — сказал сосед. — Он спит». Он, по словам врача, здоров."


@pytest.fixture(scope="module")
def gold() -> list[Article]:
    return [article for article in read_articles(Corpus.open()) if article.text is not None]


def figures(gold: list[Article], predicted: list[Article]) -> dict[tuple[str, str, str], float]:
    measures = evaluate(gold, predicted, samples=10).measures
    return {(each.layer, each.criterion, each.statistic): each.value for each in measures if not each.label}


def answer(*quotes: object) -> str:
    return json.dumps({"quotes": quotes}, ensure_ascii=False)


def said(**changed: object) -> dict[str, object]:
    return {"type": "direct", "medium": "speech", "content": ["Он дома", "Он спит"]} | changed


def test_gold_answers_come_back_as_records(gold: list[Article]) -> None:
    readings = []
    for article in gold:
        (row,) = ROWS["sft"](article)
        readings.append(read_answer(article.id, row["messages"][1]["content"], row["messages"][2]["content"]))
    assert not any(reading.problems for reading in readings)
    found = figures(gold, [reading.article for reading in readings])
    for layer in ("quotes", "cues", "sources"):
        assert found[layer, "exact", "F1"] > 0.998
    for criterion in ("type", "medium", "cue", "source", "speakers", "parent"):
        assert found["matched quotes", criterion, "accuracy"] > 0.998


def test_gold_tags_come_back_as_quotes(gold: list[Article]) -> None:
    found = figures(gold, [with_tagged_quotes(article, ROWS["quote_tagging"](article)) for article in gold])
    assert found["quotes", "exact", "F1"] > 0.9
    assert found["matched quotes", "type", "accuracy"] == 1
    assert found["matched quotes", "cue", "accuracy"] > 0.85


def test_words_that_occur_often_stand_where_the_order_says() -> None:
    found = read_answer("local-1", TEXT, answer(said(cue=["сказал"], source=["сосед"], speakers=["сосед"]))).article
    (quote,) = found.quotes
    assert [TEXT[span.start : span.end] for span in quote.content] == ["Он дома", "Он спит"]
    assert quote.content[0].start == TEXT.index("Он дома")
    second = answer(said(), {"type": "indirect", "content": ["Он", "здоров"], "cue": ["по словам"], "source": "врача"})
    indirect = read_answer("local-1", TEXT, second).article.quotes[1]
    assert indirect.content[0].start == TEXT.index("Он, по словам")
    assert [span.text for span in indirect.source] == ["врача"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("Цитат нет.", "no object"),
        ('{"quotes": 5}', "no object"),
        ('{"quotes": [{"type": "direct", "content": ["Он до', "breaks off"),
        (answer("слово"), "quote 1: no object"),
        (answer(said(content=["Он ушёл"])), "«Он ушёл» is not in the text"),
        (answer(said(content=[])), "no content"),
        (answer(said(type="прямая")), "type 'прямая' is none of direct"),
        (answer(said(), said()), "quote 2: «Он дома … Он спит» is not in the text"),
    ],
)
def test_what_cannot_be_used_is_said(given: str, problem: str) -> None:
    reading = read_answer("local-1", TEXT, given)
    assert any(problem in line for line in reading.problems), reading.problems


@pytest.mark.parametrize("text", ["", "\n", "[[", TEXT])
def test_no_answer_about_no_text_is_an_error(text: str) -> None:
    for given in ("", "{", answer(said(speakers=[1, "", "сосед", "[["], cue=7, source=[None, "сосед"], medium=["x"]))):
        assert read_answer("local-1", text, given).article.text == text


def test_what_stands_around_an_answer_is_passed_over() -> None:
    given = f"Вот ответ:\n```json\n{json.dumps({'quotes': [said()]}, ensure_ascii=False, indent=2)}\n```\nГотово {{}}."
    reading = read_answer("local-1", TEXT, given)
    assert not reading.problems
    assert len(reading.article.quotes) == 1


def test_tags_that_are_no_proper_bio_are_spans() -> None:
    tokens = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
    assert tagged_spans(tokens, ["I-PER", "I-PER", "O", "I-PER", "I-ORG"]) == [
        (0, 3, "PER"),
        (6, 7, "PER"),
        (8, 9, "ORG"),
    ]
    assert tagged_spans(tokens, ["B-PER", "I-ORG", "B-ORG", "B-ORG", "O"]) == [
        (0, 1, "PER"),
        (2, 3, "ORG"),
        (4, 5, "ORG"),
        (6, 7, "ORG"),
    ]


def test_quotes_of_tags_need_a_text_and_a_tag_for_each_token() -> None:
    article = extract(TEXT)
    row = {"token_starts": [0], "token_ends": [2], "content_tags": ["O", "O"]}
    with pytest.raises(ValueError, match="argument"):
        with_tagged_quotes(article, [row])
    with pytest.raises(ValueError, match="has no text"):
        with_tagged_quotes(replace(article, text=None), [])
