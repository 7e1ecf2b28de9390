"""Headlines that name the speaker before a colon, without a cue: «Рыкова: зал откроют в мае»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import source_of
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.direct import question_word
from kavychki.extraction.lexicon import kind_words
from kavychki.extraction.morphology import ANIMATE, NOMINATIVE, NOUN, PLACE, SHORT, is_known, lemma, some
from kavychki.extraction.phrases import Phrase, noun_phrase
from kavychki.extraction.sentence import Sentence

SHORTEST = 2
"""Words behind the colon."""


def headline(sentence: Sentence) -> Candidate | None:
    """What a headline reports behind a colon, where somebody who can speak stands before it; else None."""
    colon = sentence.next_break(0)
    first, last = colon + 1, sentence.end()
    if sentence.kind(colon) != kind.COLON or sentence.is_passage(first) or last - first < SHORTEST:
        return None
    phrase = noun_phrase(sentence, 0, NOMINATIVE, colon)
    if phrase is None or phrase.last != colon or not _speaks(sentence, phrase) or question_word(sentence, first):
        return None
    if not any(_says_something(sentence, at) for at in range(first, last)):
        return None  # «Лев Рыков: выставка в Лужске»
    source = source_of(sentence, phrase)
    quote = Candidate("headline-colon", "indirect", [sentence.span(first, last)], (), (source,))
    quote.verb = phrase.bits
    return quote


def _says_something(sentence: Sentence, place: int) -> bool:
    """Whether a word makes a clause: a verb, a short form, an infinitive, «против», or the dash between two nouns."""
    if sentence.word(place) == "против":
        return True
    forms = sentence.readings(place)
    clause = sentence.is_finite(place) or sentence.is_infinitive(place) or any(form & SHORT for form in forms)
    return clause or sentence.kind(place) == kind.DASH or (sentence.is_word(place) and not forms)


def _speaks(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase names a person or a body, and no place and no theme."""
    forms = sentence.readings(phrase.head)
    if any(form & PLACE for form in forms):
        return False
    word = sentence.word(phrase.head)
    if lemma(word) in kind_words() or sentence.surface(phrase.head, phrase.head + 1).isupper():
        return True
    return (bool(forms) and some(forms[:1], NOUN | ANIMATE)) or (sentence.is_word(phrase.head) and not is_known(word))
