from __future__ import annotations

import hashlib
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kavychki.errors import CanonicalTextError
from kavychki.text import canonical_text, index_at, pair_marks, paragraphs_around, sentence_bounds, text_sha256


def test_bom_line_ends_and_composition_are_unified() -> None:
    raw = "\ufeffЁлка и й\r\nстрока\rещё".replace("й", "и\u0306").encode()
    assert canonical_text(raw) == "Ёлка и й\nстрока\nещё"


def test_publisher_typography_stays() -> None:
    text = "Два  пробела, NO-BREAK\u00a0SPACE, узкий\u202fпробел, опечатка"
    assert canonical_text(text) == text


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("файл".encode("cp1251"), "byte 0"),
        (b"a\xff", "byte 1"),
        ("a\x00b", "code point 1"),
        ("ab\u0085", "code point 2"),
        ("\ud800", "code point 0"),
        ("", "empty"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(raw: str | bytes, place: str) -> None:
    with pytest.raises(CanonicalTextError, match=place):
        canonical_text(raw)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_canonical_form_is_a_fixed_point(text: str) -> None:
    try:
        once = canonical_text(text)
    except CanonicalTextError:
        assert text == "\ufeff"
        return
    assert unicodedata.is_normalized("NFC", once)
    assert canonical_text(once.removeprefix("\ufeff") or "a") in (once.removeprefix("\ufeff"), "a")
    assert text_sha256(once) == hashlib.sha256(once.encode()).hexdigest()


def test_paragraphs_around_takes_whole_lines() -> None:
    text = "Первый\n\nВторой абзац\nТретий"
    assert text[slice(*paragraphs_around(text, 15, 20))] == "Второй абзац"
    assert text[slice(*paragraphs_around(text, 15, 22))] == "Второй абзац\nТретий"
    assert paragraphs_around(text, 0, len(text)) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "pairs", "unpaired"),
    [
        ("«а „б“ в»", ["«а „б“ в»", "„б“"], []),
        ("«а «б» в» г", ["«а «б» в»", "«б»"], []),
        ("«А\n\n«Б\n\n«В» г", ["«А\n\n«Б\n\n«В»"], []),
        ("«А\n\nБ»", [], [0, 5]),
        ('Он: "да "нет" да"', ['"да "нет" да"', '"нет"'], []),
        ('"а", – б "в"', ['"а"', '"в"'], []),
        ("“а” „б“", ["“а”", "„б“"], []),
        ("а» б «в", [], [1, 5]),
        ("«а „б» в", ["«а „б»"], [3]),
        ("", [], []),
    ],
)
def test_marks_are_paired_as_they_are_nested(text: str, pairs: list[str], unpaired: list[int]) -> None:
    marks = pair_marks(text)
    assert [text[pair.start : pair.end] for pair in marks.pairs] == pairs
    assert list(marks.unpaired) == unpaired


def test_a_quotation_that_reopens_has_all_its_opening_marks() -> None:
    (pair,) = pair_marks("«А\n\n«Б»").pairs
    assert pair.openings == (0, 4)


@given(st.text('«»„“”"а \n', max_size=60))
def test_every_mark_is_in_one_pair_or_has_none(text: str) -> None:
    marks = pair_marks(text)
    seen = [at for pair in marks.pairs for at in (*pair.openings, pair.end - 1)] + list(marks.unpaired)
    assert sorted(seen) == [at for at, character in enumerate(text) if character in '«»„“”"']


def test_sentences_end_at_stops_and_lines_but_not_at_abbreviations() -> None:
    text = "Мост закрыли\n\n«Ждите!» — сказал И. П. Ветров. В 2026 г. Пётр спросил: «Когда?» Ответа нет… Вот и всё"
    assert [text[start:end] for start, end in sentence_bounds(text)] == [
        "Мост закрыли",
        "«Ждите!» — сказал И. П. Ветров.",
        "В 2026 г. Пётр спросил: «Когда?»",
        "Ответа нет…",
        "Вот и всё",
    ]


@given(st.text("аБ.!? \n«»", max_size=60))
def test_sentences_are_in_order_and_every_letter_is_in_one(text: str) -> None:
    bounds = sentence_bounds(text)
    assert all(start < end for start, end in bounds)
    assert all(before[1] <= after[0] for before, after in pairwise(bounds))
    for at, character in enumerate(text):
        if character.isalpha():
            start, end = bounds[index_at(bounds, at)]
            assert start <= at < end
