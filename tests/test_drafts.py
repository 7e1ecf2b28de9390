from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kavychki import record_from_draft, validate
from kavychki.drafting.anchors import locate
from kavychki.errors import AnchorError
from kavychki.model import Article
from samples import DRAFT, TEXT, article


def surfaces(text: str, anchor: Any) -> list[str | None]:
    return [span.text for span in locate(text, anchor)]


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("мэр Пётр", ["мэр Пётр"]),
        ("По [[его]] словам", ["его"]),
        ("Мост закрыт[...]осени!", ["Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!"]),
        ({"every": "Ветров"}, ["Ветров"]),
        ({"start": 0, "end": 4}, ["Мост"]),
        ("🙂", ["🙂"]),
    ],
)
def test_an_anchor_names_a_stretch(anchor: Any, expected: list[str]) -> None:
    assert surfaces(TEXT, anchor) == expected


@pytest.mark.parametrize(
    ("anchor", "message"),
    [
        ("Мост закрыл", "agrees up to «Мост закры»"),
        ("закры", "occurs 2 times"),
        ("[[Мост", "once each"),
        ("[[]]", "once each"),
        ("", "names no words"),
        ({"every": "Ветр"}, "whole word"),
        ({"every": 3}, "no anchor"),
        (3, "no anchor"),
        (["Мост"], "no anchor"),
        ({"start": 5, "end": 5}, "does not lie within"),
        ({"start": 0, "end": 10**6}, "does not lie within"),
    ],
)
def test_what_names_no_single_stretch_is_refused(anchor: Any, message: str) -> None:
    with pytest.raises(AnchorError, match=message):
        locate(TEXT, anchor)


@given(st.data())
def test_bracketed_context_finds_any_stretch_again(data: st.DataObject) -> None:
    text = data.draw(st.text("аб «»\n🙂", min_size=1, max_size=40))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (span,) = locate(text, f"{text[:start]}[[{text[start:end]}]]{text[end:]}")
    assert (span.start, span.end) == (start, end)


def test_a_draft_becomes_a_valid_record() -> None:
    made = article()
    assert list(validate(made.to_dict())) == []
    assert [span.text for span in made.quotes[0].content] == ["Мост закрыт", "Ждите до осени!"]
    assert made.quotes[2].content[0].text == "обещания властей «пустые»"
    assert made.title is not None
    assert made.title.text == "Мост через Вьюнку закрыли"


def test_pronouns_and_descriptions_that_are_sources_become_mentions() -> None:
    mayor, residents = article().speakers
    assert [span.text for span in mayor.mentions] == ["Пётр Ветров", "его"]
    assert [span.text for span in residents.mentions] == ["Жители"]


def test_a_swept_entity_gives_way_to_a_longer_one_of_its_type() -> None:
    entities = [
        {"type": "PERSON", "at": {"every": "Ветров"}},
        {"type": "PERSON", "at": "Пётр Ветров"},
        {"type": "PROFESSION", "at": {"every": "Ветров"}},
    ]
    made = article(entities=entities)
    assert made.entities is not None
    assert [(entity.type, entity.spans[0].text) for entity in made.entities] == [
        ("PERSON", "Пётр Ветров"),
        ("PROFESSION", "Ветров"),
    ]


def test_everything_wrong_with_a_draft_is_said_at_once() -> None:
    draft = {**DRAFT, "colour": "red", "quotes": [{"type": "direct", "content": ["нет такого"]}, {"contents": []}]}
    with pytest.raises(AnchorError) as caught:
        record_from_draft(draft, TEXT)
    message = str(caught.value)
    for place in ("/colour", "/quotes/q1/content", "/quotes/q2/contents", "/quotes/q2/type"):
        assert place in message


def test_a_draft_survives_the_round_trip_through_json() -> None:
    made = article()
    assert Article.from_dict(json.loads(json.dumps(made.to_dict()))) == made


JUNK = st.one_of(st.none(), st.integers(), st.booleans(), st.text(max_size=4), st.lists(st.integers(), max_size=2))
KEYS = ["id", "title", "topics", "speakers", "quotes", "entities", "annotation"]
BELOW = [
    "content",
    "cue",
    "speakers",
    "parent",
    "id",
    "type",
    "mentions",
    "name",
    "at",
    "wikidata",
    "status",
    "annotators",
]


@given(st.sampled_from(KEYS), st.sampled_from(BELOW), JUNK, st.booleans())
def test_junk_in_a_draft_is_said_or_becomes_a_finding(key: str, below: str, junk: Any, deep: bool) -> None:
    draft = deepcopy(DRAFT)
    value = draft.get(key)
    if deep and isinstance(value, list) and value and isinstance(value[0], dict):
        value[0][below] = junk
    elif deep and isinstance(value, dict):
        value[below] = junk
    else:
        draft[key] = junk
    try:
        made = record_from_draft(draft, TEXT)
    except AnchorError:
        return
    list(validate(made.to_dict()))
