"""Appositions: what a comma sets off behind a source, «Нина Шубарева, завуч школы»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.morphology import (
    ANIMATE,
    GENITIVE,
    NOMINATIVE,
    NOUN,
    PLURAL,
    PRONOUN,
    SINGULAR,
    some,
)
from kavychki.extraction.phrases import THIRD_PERSON, Phrase, is_paper, noun_phrase
from kavychki.extraction.sentence import Sentence


def with_apposition(sentence: Sentence, phrase: Phrase, case: int = NOMINATIVE) -> Phrase:
    """The phrase with appositions set off by commas: «Нина Шубарева, завуч школы»."""
    joined = _one_apposition(sentence, phrase, case)
    if joined is not phrase and case == GENITIVE:
        joined = _past_explanation(sentence, joined)
    if joined is phrase and sentence.kind(phrase.last) == kind.COMMA:
        # A name may stand at the end of several titles: «основатель фирмы, её директор Лев Гусятин».
        other = noun_phrase(sentence, phrase.last + 1, case)
        if (
            other is not None
            and not other.bits & (PRONOUN | PLURAL)
            and some(sentence.readings(other.head), ANIMATE | NOUN)
        ):
            whole = _one_apposition(sentence, other, case)
            if whole is not other:
                return Phrase(phrase.first, whole.last, phrase.head, phrase.bits)
    return joined


def _past_explanation(sentence: Sentence, phrase: Phrase) -> Phrase:
    """The phrase with what its last body is: «по словам Рыкова, главы союза, старейшего объединения города, …»."""
    comma = phrase.last
    if sentence.kind(comma) != kind.COMMA or not sentence.is_adjective(comma + 1):
        return phrase
    body = noun_phrase(sentence, comma + 1, GENITIVE)
    closed = body is not None and not body.bits & (ANIMATE | PLURAL) and sentence.kind(body.last) == kind.COMMA
    return Phrase(phrase.first, body.last, phrase.head, phrase.bits) if closed and body is not None else phrase


def _one_apposition(sentence: Sentence, phrase: Phrase, case: int) -> Phrase:
    comma = phrase.last
    if sentence.kind(comma) != kind.COMMA or phrase.bits & PRONOUN:
        return phrase
    first = comma + 1
    if sentence.is_capital(first) and not sentence.is_noun(first):
        return phrase
    other = noun_phrase(sentence, first, case)
    if other is None or other.bits & PRONOUN or sentence.word(first) in THIRD_PERSON:
        return phrase
    plural = other.bits & PLURAL and not some(sentence.readings(other.head), NOUN | ANIMATE | SINGULAR | case)
    person = sentence.is_capital(other.head) or some(sentence.readings(other.head), NOUN | ANIMATE)
    foreign = sentence.is_passage(first) and sentence.word(phrase.head).isascii()  # «по данным Port Post, „Заря“ …»
    if plural or foreign or (person and is_paper(sentence, phrase.head)):
        return phrase
    behind = sentence.kind(other.last)
    closed = behind in (kind.COMMA, kind.STOP, kind.DASH, kind.COLON) or other.last >= len(sentence)
    head = sentence.readings(other.head)
    named = any(
        sentence.is_capital_inside(each) or sentence.is_passage(each)
        for each in (*range(phrase.first, phrase.last), *range(first, other.last))
    )
    if (
        not closed
        or not named
        or not (some(head, NOUN | ANIMATE) or sentence.is_adjective(first) or sentence.is_passage(other.last - 1))
    ):
        return phrase
    return Phrase(phrase.first, other.last, phrase.head, phrase.bits)
