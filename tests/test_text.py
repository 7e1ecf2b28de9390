from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kavychki.errors import CanonicalTextError
from kavychki.text import canonical_text, paragraphs_around, text_sha256


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
