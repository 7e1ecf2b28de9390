"""Names in their cases: whether two forms are one name, and its nominative."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kavychki.extraction.morphology import (
    CASES,
    FEMININE,
    FIRST_NAME,
    MASCULINE,
    NOMINATIVE,
    PATRONYMIC,
    SINGULAR,
    SURNAME,
    is_known,
    lemma,
    parses,
    readings,
    some,
)

_ENDINGS = frozenset(
    [
        "",
        *[
            "а",
            "у",
            "ом",
            "ем",
            "ём",
            "е",
            "ы",
            "и",
            "ой",
            "ей",
            "ою",
            "ую",
            "ая",
            "ий",
            "ый",
            "ого",
            "его",
            "ому",
            "ему",
            "ым",
            "им",
            "ыми",
            "ых",
            "их",
            "я",
            "ю",
            "ь",
            "й",
            "ью",
            "ам",
            "ами",
            "ах",
            "яя",
            "юю",
            "ов",
            "ев",
        ],
    ]
)
LONGEST_SHORT_NAME = 3
"""Letters of a foreign name that may happen to be another word: «Ар», «Том»."""
_SHORTEST_STEM = 2
_OBLIQUE = re.compile(r"(\w+[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|е)")
_DECLINED = re.compile(r"(\w+(?:ов|ев|ёв|ин|ын))(?:а|у|ым|ом|е|ой)")


@lru_cache(maxsize=100_000)
def same_name(one: str, other: str) -> bool:
    """Whether two lower-case words can be forms of one name: equal but for ё, doubled letters, a case ending."""
    one, other = _DOUBLED.sub(r"\1", one.replace("ё", "е")), _DOUBLED.sub(r"\1", other.replace("ё", "е"))
    if one == other:
        return True
    stem = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        stem += 1
    if stem >= _SHORTEST_STEM and one[stem:] in _ENDINGS and other[stem:] in _ENDINGS:
        return max(len(one), len(other)) - stem <= stem
    return one[0] == other[0] and lemma(one) == lemma(other)


def nominative(words: list[str], gender: int) -> list[str]:
    """The words of a personal name in the nominative, as far as the dictionary knows how; gender as bits."""
    sexes = {"masc": MASCULINE, "femn": FEMININE}
    wanted = next((name for name, bit in sexes.items() if gender & (MASCULINE | FEMININE) == bit), None)
    if is_nominative(words, sexes[wanted] if wanted else MASCULINE | FEMININE):
        return words
    made = [_nominative_word(word, wanted) for word in words]
    if wanted == "masc" and len(words) > 1 and made[0] != words[0] and made[-1] == words[-1]:
        made[-1] = _bare_surname(words[-1])
    return made


@lru_cache(maxsize=100_000)
def is_of_either_gender(form: str) -> bool:
    """Whether a first name without cases is a woman's by the dictionary, but may be a man's abroad: «Марьян»."""
    forms = [reading for reading in readings(form) if reading & FIRST_NAME]
    womans = bool(forms) and not any(reading & MASCULINE for reading in forms)
    return womans and form[-1] not in "аяеёиоуыэюь" and some(tuple(forms), FIRST_NAME | SINGULAR | NOMINATIVE)


def _bare_surname(word: str) -> str:
    """A man's foreign surname without the ending of a case, which his first name shows: «Джулиана Ассанжа»."""
    found = None if is_known(word.lower()) else _OBLIQUE.fullmatch(word)
    return found[1] if found else word


_DOUBLED = re.compile(r"([бвгджзклмнпрстфхцчшщ])\1")
"""What a foreign name is spelled with here and without there: «Буффало», «Буфало»."""
LIKELY = 0.6
"""The share of its uses from which a first name in an ambiguous form is taken for a woman's: «Валентина»."""


@lru_cache(maxsize=100_000)
def gender_of_first_name(form: str) -> int:
    """The gender of a first name or patronymic in lower case, as bits; both where the form leaves it open."""
    both = MASCULINE | FEMININE
    if "-" in form and not is_known(form):
        form = form.split("-", maxsplit=1)[0]  # «Жан-Франсуа»
    if is_of_either_gender(form) or not is_known(form):
        return both
    told = 0
    for reading in readings(form):
        if reading & (FIRST_NAME | PATRONYMIC) and reading & SINGULAR and reading & CASES:
            told |= reading & both
    if told != both:
        return told or both
    named = [each for each in parses(form) if {"Name", "Patr"} & set(each.tag.grammemes) and each.tag.number == "sing"]
    weights = {
        bit: sum(each.score for each in named if each.tag.gender in (sex, None))
        for sex, bit in (("masc", MASCULINE), ("femn", FEMININE))
    }
    total = sum(each.score for each in named)
    for bit, other in ((MASCULINE, FEMININE), (FEMININE, MASCULINE)):
        if weights[bit] and not weights[other]:
            return bit
    if any(each.tag.gender == "femn" and each.tag.case == "nomn" for each in named):
        return FEMININE if weights[FEMININE] >= LIKELY * total else both
    surer = [bit for bit, weight in weights.items() if weight > LIKELY * total]
    return surer[0] if len(surer) == 1 else both


def is_nominative(words: list[str], gender: int) -> bool:
    """Whether a name of a gender is in the nominative, as its first name or patronymic tells, else its last word."""
    surname = [each for each in readings(words[-1].lower()) if each & SURNAME]
    if surname and not any(each & NOMINATIVE for each in surname):
        return False  # «Анне Рыковой», though Анне is a name too that has no cases
    for word in words:
        personal = [each for each in readings(word.lower()) if each & (FIRST_NAME | PATRONYMIC) and each & gender]
        if personal:
            return some(tuple(personal), NOMINATIVE | SINGULAR)
    return not surname or words[-1][-1].lower() not in "ауыеоюями"


def _nominative_word(word: str, gender: str | None) -> str:
    if len(word) <= 1 or "." in word:
        return word
    return "-".join(_nominative_part(part, gender) for part in word.split("-"))


@lru_cache(maxsize=100_000)
def _nominative_part(word: str, gender: str | None) -> str:
    named = [
        each
        for each in parses(word.lower())
        if {"Name", "Surn", "Patr"} & set(each.tag.grammemes) and each.tag.number != "plur" and each.tag.case != "voct"
    ]
    fitting = [each for each in named if gender is None or each.tag.gender in (gender, None)]
    for each in sorted(fitting, key=_oblique_first):
        form = each.inflect({"nomn", "sing"})
        if form is not None:
            return _cased(str(form.word), word)
    return word if named or gender is None else _surname_by_ending(word, gender)


def _surname_by_ending(word: str, gender: str) -> str:
    """A surname that the dictionary takes for another word, in the nominative: «Гусятина» is of Гусятин."""
    found = _DECLINED.fullmatch(word)
    if found is None:
        return word
    return found[1] + ("а" if gender == "femn" else "")


def _cased(form: str, word: str) -> str:
    """A form with the ё of the word as it was written."""
    return (form if "ё" in word.lower() else form.replace("ё", "е")).capitalize()


def _oblique_first(parse: Any) -> tuple[bool, int]:
    return "Fixd" in parse.tag, {"gent": 0, "accs": 1, "datv": 2, "ablt": 2, "nomn": 5}.get(parse.tag.case, 3)


@lru_cache(maxsize=100_000)
def title_in_nominative(word: str) -> str:
    """The one word of a body's name in the nominative of its number: «Вестника» is of «Вестник»."""
    known = [each for each in parses(word.lower()) if each.is_known and each.tag.POS in {"NOUN", "ADJF"}]
    if not known or any(each.tag.case == "nomn" for each in known):
        return word
    form = known[0].inflect({"nomn"})
    return _cased(str(form.word), word) if form is not None else word


def body_in_nominative(words: list[str]) -> list[str]:
    """The name of a body in the nominative: «Верховного суда Заречья» is of «Верховный суд Заречья»."""
    if len(words) == 1:
        return [title_in_nominative(words[0])]
    head = next((place for place, word in enumerate(words) if _is_noun(word)), 0)
    adjectives = [[each for each in parses(word.lower()) if each.tag.POS == "ADJF"] for word in words[:head]]
    cases = [{form.tag.case for form in each} for each in adjectives]
    if not cases or not all(each and "nomn" not in each for each in cases):
        return words
    made = description(words, head)
    return [form[:1].upper() + form[1:] if word[:1].isupper() else form for form, word in zip(made, words, strict=True)]


def _is_noun(word: str) -> bool:
    return bool(parses(word.lower())[0].tag.POS == "NOUN")


def description(words: list[str], head: int, *, single: bool = False) -> list[str]:
    """A noun phrase in the nominative: its words up to the head are inflected, what follows stays.

    With ``single`` in the singular too: «депутаты» for the role of each of them.
    """
    return list(_description(tuple(words[: head + 1]), head, single)) + words[head + 1 :]


@lru_cache(maxsize=100_000)
def _description(words: tuple[str, ...], head: int, single: bool) -> tuple[str, ...]:
    noun = next((each for each in parses(words[head].lower()) if each.tag.POS in {"NOUN", "ADJF", "PRTF"}), None)
    if noun is None:
        return words
    number = "sing" if single else noun.tag.number or "sing"
    made = []
    for place, word in enumerate(words):
        form = None
        if word.lower() in ("одного", "одному", "одним"):
            made.append("один")  # «по словам одного из рыбаков»
            continue
        if place <= head:
            parse = noun if place == head else parses(word.lower())[0]
            if word.isupper() and len(word) > 1:
                made.append(word)  # «японские СМИ»
                continue
            if parse.tag.POS in {"NOUN", "ADJF", "PRTF"}:
                agreement = {"nomn", number}
                if place < head and number == "sing" and noun.tag.gender:
                    agreement.add(noun.tag.gender)
                form = parse.inflect(agreement)
        made.append(str(form.word) if form is not None else word)
    return tuple(made)
