"""Phenomena: what follows from the other layers of a record, and that the corpus shows every one often enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from kavychki import Corpus, read_articles
from kavychki.model import Article, Phenomenon
from kavychki.phenomena import DERIVED, derived_phenomena, merged_phenomena
from kavychki.schema.documents import Schema
from samples import article, text_free

OCCURRENCES, ARTICLES = 6, 4


def shown(made: Article) -> dict[str, tuple[str, ...]]:
    return {each.type: each.quotes for each in derived_phenomena(made)}


def made(text: str, *quotes: dict[str, Any], speakers: list[dict[str, Any]] | None = None, **more: Any) -> Article:
    mentions = [{"every": "Ветров"}] if "Ветров" in text else []
    known = speakers or [{"name": "Пётр Ветров", "kind": "person", "mentions": mentions}]
    listed = [{"speakers": ["s1"], **quote} for quote in quotes]
    return article(text=f"Заголовок\n\n{text}", quotes=listed, speakers=known, entities=[], **more)


def test_the_sample_shows_what_it_shows() -> None:
    found = shown(article())
    assert found["position-middle"] == ("q1",)
    assert found["position-before"] == ("q2", "q3")
    assert found["cue-preposition"] == found["source-pronoun"] == ("q2",)
    assert found["cue-thought"] == found["mixed-word"] == found["source-group"] == ("q3",)
    assert found["marks-inside"] == ("q1",)
    assert "nested-direct" not in found
    assert "no-quote" not in found


CASES: list[tuple[str, Article]] = [
    (
        "continuation",
        made(
            "«Ждём», — сказал Ветров. «С мая».",
            {"type": "direct", "content": "Ждём", "cue": "сказал", "source": "Ветров"},
            {"type": "direct", "content": "С мая"},
        ),
    ),
    (
        "indirect-then-direct",
        made(
            "Ветров сказал, что мост закрыт. «Ждите».",
            {"type": "indirect", "content": "мост закрыт", "cue": "сказал", "source": "Ветров"},
            {"type": "direct", "content": "Ждите", "cue": "сказал", "source": "Ветров"},
        ),
    ),
    (
        "conjunction-direct",
        made(
            "Ветров сказал, что «мост закрыт».",
            {"type": "direct", "content": "мост закрыт", "cue": "сказал", "source": "Ветров"},
        ),
    ),
    (
        "parenthetical",
        made(
            "Мост, сказал Ветров, закрыт.",
            {"type": "indirect", "content": ["Мост", "закрыт"], "cue": "сказал", "source": "Ветров"},
        ),
    ),
    (
        "position-twice",
        made(
            "«Мост, — сказал Ветров, — закрыт, — и вздохнул. — Ждите».",
            {"type": "direct", "content": ["Мост", "закрыт", "Ждите"], "cue": "сказал", "source": "Ветров"},
        ),
    ),
    (
        "multi-paragraph",
        made(
            "Ветров сказал: «Мост закрыт.\n\n«Ждите».",
            {"type": "direct", "content": ["Мост закрыт", "Ждите"], "cue": "сказал", "source": "Ветров"},
        ),
    ),
    (
        "negated-attitude",
        made(
            "Ветров не верит, что мост закрыт.",
            {
                "type": "indirect",
                "medium": "thought",
                "content": "мост закрыт",
                "cue": "не верит",
                "source": "Ветров",
            },
        ),
    ),
    (
        "negated-act",
        made(
            "Ветров не сказал, что мост закрыт.",
            {"type": "indirect", "factual": False, "content": "мост закрыт", "cue": "не сказал", "source": "Ветров"},
        ),
    ),
    (
        "source-oblique",
        made(
            "По словам Ветрова, мост закрыт.",
            {"type": "indirect", "content": "мост закрыт", "cue": "По словам", "source": "Ветрова"},
            speakers=[{"name": "Пётр Ветров", "kind": "person", "mentions": ["Ветрова"]}],
        ),
    ),
    ("marks-german", made("Ветров сказал: „Ждите“.", {"type": "direct", "content": "Ждите", "source": "Ветров"})),
    (
        "interview-turn",
        made("— Давно ждёте?\n— С мая.", {"type": "direct", "content": "Давно ждёте?"}, genre="interview"),
    ),
    ("dash-dialogue", made("— Давно ждёте?\n— С мая.", {"type": "direct", "content": "Давно ждёте?"}, genre="wire")),
]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_a_phenomenon_is_derived(name: str, case: Article) -> None:
    assert name in shown(case)
    assert name not in shown(article())


def test_an_unpaired_mark_and_an_article_without_quotes_are_seen() -> None:
    found = {each.type: each for each in derived_phenomena(made("«Мост закрыт."))}
    assert [span.text for span in found["marks-missing"].spans] == ["«"]
    assert found["no-quote"] == Phenomenon("no-quote", (), ())


def test_what_was_read_stays_and_what_follows_is_made_anew() -> None:
    read = [Phenomenon("imperative", ("q1",), ()), Phenomenon("cue-thought", ("q1",), ())]
    merged = {each.type: each.quotes for each in merged_phenomena(article(), read)}
    assert merged["imperative"] == ("q1",)
    assert merged["cue-thought"] == ("q3",)


def test_an_article_without_its_text_is_refused() -> None:
    with pytest.raises(ValueError, match="press-9001 has no text"):
        derived_phenomena(text_free())


@pytest.fixture(scope="module")
def constructed() -> list[Article]:
    return list(read_articles(Corpus.open(), "constructed"))


def test_every_constructed_record_names_genre_and_phenomena_as_they_are(constructed: list[Article]) -> None:
    for each in constructed:
        assert each.genre is not None
        assert each.phenomena is not None
        assert each == replace(each, phenomena=merged_phenomena(each, each.phenomena))


def test_the_corpus_shows_every_phenomenon_often_enough(constructed: list[Article]) -> None:
    occurrences: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for shown_here in (each for article_ in constructed for each in article_.phenomena or ()):
        occurrences[shown_here.type] += len(shown_here.quotes) + len(shown_here.spans) or 1
        articles[shown_here.type] += 1
    inventory = set(Schema.at().vocabulary("phenomenon-type"))
    assert inventory >= DERIVED
    assert {name for name in inventory if occurrences[name] < OCCURRENCES} == set()
    assert {name for name in inventory if articles[name] < ARTICLES} == set()


def test_every_top_topic_has_four_articles(constructed: list[Article]) -> None:
    tops = Counter(top for each in constructed for top in {Schema.at().top_topic(code) for code in each.topics})
    known = {topic.code for topic in Schema.at().media_topics.values() if topic.level == 1}
    assert {code for code in known if tops[code] < ARTICLES} == set()
