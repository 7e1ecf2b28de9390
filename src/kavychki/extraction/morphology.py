"""Readings of word forms: what pymorphy3's dictionary says of one, as sets of bits that are quick to test.

Forms are looked up only where a stage asks for them, and each only once in the life of the process.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

Readings = tuple[int, ...]
"""What a form may be: each reading is a set of the bits below."""

NOUN, ADJECTIVE, VERB, INFINITIVE, GERUND, SHORT, PARTICIPLE, PRONOUN, PREPOSITION, CONJUNCTION, NUMERAL, ADVERB = (
    1 << n for n in range(12)
)
NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE = (1 << n for n in range(12, 18))
MASCULINE, FEMININE, NEUTER, SINGULAR, PLURAL = (1 << n for n in range(18, 23))
ANIMATE, FIRST_NAME, SURNAME, PATRONYMIC, PLACE = (1 << n for n in range(23, 28))
PAST, PRESENT, FUTURE, IMPERATIVE, FIRST, SECOND, THIRD = (1 << n for n in range(28, 35))
PASSIVE = 1 << 35

CASES = NOMINATIVE | GENITIVE | DATIVE | ACCUSATIVE | INSTRUMENTAL | LOCATIVE
GENDERS = MASCULINE | FEMININE | NEUTER
PERSONAL_NAME = FIRST_NAME | SURNAME | PATRONYMIC

_BITS = {
    "NOUN": NOUN,
    "ADJF": ADJECTIVE,
    "PRTF": ADJECTIVE | PARTICIPLE,
    "COMP": ADVERB,
    "VERB": VERB,
    "INFN": INFINITIVE,
    "GRND": GERUND,
    "ADJS": SHORT,
    "PRTS": SHORT | PARTICIPLE,
    "NPRO": PRONOUN,
    "PREP": PREPOSITION,
    "CONJ": CONJUNCTION,
    "NUMR": NUMERAL,
    "ADVB": ADVERB,
    "PRED": ADVERB,
    "PRCL": ADVERB,
    "nomn": NOMINATIVE,
    "gent": GENITIVE,
    "gen2": GENITIVE,
    "datv": DATIVE,
    "accs": ACCUSATIVE,
    "ablt": INSTRUMENTAL,
    "loct": LOCATIVE,
    "loc2": LOCATIVE,
    "masc": MASCULINE,
    "femn": FEMININE,
    "neut": NEUTER,
    "ms-f": MASCULINE | FEMININE,
    "sing": SINGULAR,
    "plur": PLURAL,
    "Sgtm": SINGULAR,
    "anim": ANIMATE,
    "Name": FIRST_NAME,
    "Surn": SURNAME,
    "Patr": PATRONYMIC,
    "Geox": PLACE,
    "past": PAST,
    "pres": PRESENT,
    "futr": FUTURE,
    "impr": IMPERATIVE,
    "1per": FIRST,
    "2per": SECOND,
    "3per": THIRD,
    "pssv": PASSIVE,
}
_MOST_FORMS = 1_000_000
SHORTEST_FORM = 3
"""Letters; shorter forms may be initials too, which no dictionary has."""


@cache
def analyser() -> Any:
    """pymorphy3's analyser of Russian; loading it takes about 0.1 s, so that it waits for the first word."""
    import pymorphy3  # noqa: PLC0415 - not everyone who imports the package extracts

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=_MOST_FORMS)
def readings(form: str) -> Readings:
    """The readings of a lower-case form, the likelier first; a form outside the dictionary is judged by its ending."""
    entries = [(paradigm, index) for _, paradigm, index in _entries(form)]
    if not entries and form.startswith(_OF_PLACES):
        return (NOUN | PLACE | SINGULAR | GENDERS | CASES,)  # foreign, without cases
    if not entries:
        return tuple(dict.fromkeys(map(_bits, _guessed_tags(form))))
    found = [_bits_of_entry(*entry) for entry in entries]
    if len(set(found)) > 1:
        likelihood = [_likelihood(form, *entry) for entry in entries]
        found = [found[n] for n in sorted(range(len(found)), key=likelihood.__getitem__, reverse=True)]
    return tuple(dict.fromkeys(found))


def _entries(form: str) -> list[tuple[str, int, int]]:
    """The words of the dictionary that a form is, «е» standing for «ё» too, each with paradigm and place in it."""
    if len(form) < SHORTEST_FORM:
        return []  # an initial, perhaps
    own = analyser()
    similar = own.dictionary.words.similar_items(form, own.char_substitutes)
    return [(word, paradigm, index) for word, entries in similar for paradigm, index in entries]


@cache
def _tag_of_entry(paradigm: int, index: int) -> Any:
    return analyser().dictionary.build_tag_info(paradigm, index)


@cache
def _bits_of_entry(paradigm: int, index: int) -> int:
    return _bits(_tag_of_entry(paradigm, index))


def _likelihood(form: str, paradigm: int, index: int) -> float:
    """The share of a form's uses in which it is this entry; 0 where the dictionary has no figures."""
    return float(analyser().prob_estimator.p_t_given_w.prob(form, _tag_of_entry(paradigm, index)))


_OF_PLACES = ("сан-", "санта-", "нью-", "лос-", "лас-", "рио-", "порт-", "форт-", "буэнос-")
"""Beginnings of names that are of places abroad, mostly: «Сан-Диего»."""
_PLAIN = re.compile("[а-яё]+")
_SHAPES = ("Abbreviated", "Number", "Punctuation", "Roman", "Latin", "Hyphen")
"""Beginnings of the names of pymorphy3's units that know nothing of plain Cyrillic words."""


def _guessed_tags(form: str) -> list[Any]:
    """The tags of a form outside the dictionary, as ``analyser().tag`` gives them; half of its units are for others."""
    own = analyser()
    if len(form) < SHORTEST_FORM or not _PLAIN.fullmatch(form):
        return list(own.tag(form))
    tags: list[Any] = []
    seen: set[Any] = set()
    for unit, is_terminal in _guessing_units():
        tags += unit.tag(form, form, seen)
        if is_terminal and tags:
            break
    return list(own.prob_estimator.apply_to_tags(form, tags))


@cache
def _guessing_units() -> list[tuple[Any, bool]]:
    units = analyser()._units  # noqa: SLF001 - there is no other way to leave some out
    return [each for each in units if not type(each[0]).__name__.startswith((*_SHAPES, "Dictionary"))]


@lru_cache(maxsize=_MOST_FORMS)
def is_known(form: str) -> bool:
    """Whether the dictionary has a lower-case form."""
    return bool(analyser().word_is_known(form))


@cache
def _bits(tag: Any) -> int:
    bits = 0
    for grammeme in tag.grammemes:
        bits |= _BITS.get(grammeme, 0)
    return bits


def bits_of(tag: Any) -> int:
    """The bits of one of pymorphy3's tags."""
    return _bits(tag)


@lru_cache(maxsize=_MOST_FORMS)
def some(form: Readings, *wanted: int) -> bool:
    """Whether one reading has all bits of one of the wanted sets; asked of few sets, many times."""
    return any(reading & bits == bits for reading in form for bits in wanted)


def agrees(one: int, other: int) -> bool:
    """Whether two sets of bits may agree in number, and in the singular in gender."""
    number = one & other & (SINGULAR | PLURAL)
    if not number and one & (SINGULAR | PLURAL) and other & (SINGULAR | PLURAL):
        return False
    if number & SINGULAR or not number:
        genders = one & GENDERS, other & GENDERS
        return not all(genders) or bool(genders[0] & genders[1])
    return True


@lru_cache(maxsize=_MOST_FORMS)
def parses(form: str) -> tuple[Any, ...]:
    """pymorphy3's parses of a lower-case form, the likelier first."""
    return tuple(analyser().parse(form))


@lru_cache(maxsize=_MOST_FORMS)
def lemma(form: str) -> str:
    """The dictionary form of the likeliest reading of a lower-case form."""
    found = _entries(form)
    if not found:
        return str(parses(form)[0].normal_form)
    likelihood = [_likelihood(form, paradigm, index) for _, paradigm, index in found] if len(found) > 1 else [1.0]
    word, paradigm, index = found[likelihood.index(max(likelihood))]
    return str(analyser().dictionary.build_normal_form(paradigm, index, word))
