"""Which of the capitalised words that stand side by side are the name of a person."""

from __future__ import annotations

from functools import cache

from kavychki.extraction import tokens as kind
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import kin_forms, stage_forms, words
from kavychki.extraction.morphology import (
    ANIMATE,
    CASES,
    FIRST_NAME,
    NOMINATIVE,
    NOUN,
    PATRONYMIC,
    PERSONAL_NAME,
    PLACE,
    SINGULAR,
    SURNAME,
    VERB,
    is_known,
    lemma,
    readings,
    some,
)
from kavychki.extraction.names import (
    LONGEST_SHORT_NAME,
)

_LONGEST_NAME = 4
_MISTERS = frozenset(
    f"{stem}{ending}"
    for stem, endings in (("господин", ("", "а", "у", "ом", "е")), ("госпож", ("а", "и", "е", "у", "ой")))
    for ending in endings
)
PLACE_NOUNS = words("place-nouns")
"""Nouns behind which the name of a place stands: «пляж Венис Бич»."""


@cache
def _titles() -> frozenset[str]:
    """Words behind which a name of one word may stand."""
    return kin_forms() | stage_forms() | words("rulers")


def is_mononym(doc: Document, at: int) -> bool:
    """Whether a name stands alone behind what somebody is: «жена Мэри», «король Лев», «певица Капель»."""
    before = at - 1
    if is_ruler(doc, at):
        return True
    if before >= 0 and doc.lower[before] in _MISTERS:
        return not any(form & PLACE for form in doc.readings(at))
    if before < 0 or doc.lower[before] not in _titles():
        return False
    if doc.lower[before] in stage_forms():
        return any(
            name & NOUN and form & NOUN and form & name & CASES and not name & PLACE
            for name in doc.readings(at)
            for form in doc.readings(before)
        )
    return any(
        name & FIRST_NAME and name & SINGULAR and form & NOUN and form & name & CASES
        for name in doc.readings(at)
        for form in doc.readings(before)
    )


def is_ruler(doc: Document, at: int) -> bool:
    """Whether a name has the number of a ruler behind it: «Бенедикт XVI»."""
    number = at + 1
    if number >= len(doc.kinds) or not doc.capital(number):
        return False
    digits = doc.text[doc.starts[number] : doc.ends[number]]
    return set(digits) <= set("IVX") and some(doc.readings(at), FIRST_NAME)


def name_of(doc: Document, run: list[int]) -> list[int]:
    """The tokens of a run that are a personal name; none where it is no name of a person."""
    first = _begin_of_name(doc, run)
    words = run[first : first + _LONGEST_NAME]
    verb = next((place for place, at in enumerate(words) if place and _is_verb(doc, at)), len(words))
    words = words[:verb]
    while len(words) > 1 and _is_place_too(doc, words[-1]):
        words = words[:-1]
    if len(words) < 2 or all(doc.lower[at].isascii() for at in words):  # noqa: PLR2004 - bodies have Latin letters
        return []
    before = words[0] - 1
    if before >= 0 and lemma(doc.lower[before]) in PLACE_NOUNS:
        if len(words) > 2:  # noqa: PLR2004 - «шериф округа Харрис Эд Гонзалес»
            return words[1:]
        if not is_known(doc.lower[words[0]]):
            return []  # «пляж Венис Бич»
    return words if _is_personal(doc, words) or _is_introduced(doc, words) else []


def _begin_of_name(doc: Document, run: list[int]) -> int:
    """The place in a run behind the places and titles before a name."""
    first = 0
    if len(run) > 2 and _is_place_before(doc, run[0], run[1]):  # noqa: PLR2004 - a name of two words is left
        first = 1
    while first < len(run) - 1 and not _may_be_name(doc, run[first], run[first + 1 :]):
        if first == 0 and _is_short(doc, run[0]):
            break
        if first and not is_known(doc.lower[run[first]]):
            break  # behind a place that is known: «министр Перу Зулема Томас»
        if first and first == len(run) - 2 and not any(form & PLACE for form in doc.readings(run[first])):
            break  # a first name that is a word too, behind a title that begins a sentence
        first += 1
    return first


def _is_personal(doc: Document, words: list[int]) -> bool:
    """Whether a first name, a patronymic or an initial is among words."""
    return any(some(doc.readings(at), FIRST_NAME, PATRONYMIC) or doc.ends[at] - doc.starts[at] == 1 for at in words)


def _is_introduced(doc: Document, words: list[int]) -> bool:
    """Whether words that the dictionary does not have are a name, or a title stands before them."""
    before = words[0] - 1
    if before > 0 and doc.kinds[before] == kind.WORD and some(doc.readings(before), PLACE):
        before -= 1  # «премьер-министр Японии Ёсихико Нода»
    titled = before >= 0 and doc.kinds[before] == kind.WORD and some(doc.readings(before), NOUN | ANIMATE)
    return titled or not any(is_known(doc.lower[at]) for at in words)


def _is_place_before(doc: Document, at: int, name: int) -> bool:
    """Whether an unknown word behind «в» is where somebody is: «глава партии в Нижней-Верее Кристиан фон Рыков»."""
    inside = at > 0 and doc.lower[at - 1] in ("в", "во", "на") and not is_known(doc.lower[at])
    return inside and is_known(doc.lower[name]) and some(doc.readings(name), FIRST_NAME | NOMINATIVE)


def _is_place_too(doc: Document, at: int) -> bool:
    """Whether a first name is the name of a place as well, and the subject behind another's: «Иссахар Израиль»."""
    forms = doc.readings(at)
    named = some(forms, FIRST_NAME) and not some(forms, SURNAME)
    return named and any(form & PLACE for form in forms) and is_known(doc.lower[at])


def _is_verb(doc: Document, at: int) -> bool:
    """Whether a capitalised word goes on with the next sentence, whose stop is missing: «Анна Львовна Приглашаем»."""
    forms = doc.readings(at)
    return is_known(doc.lower[at]) and any(form & VERB for form in forms) and not any(form & NOUN for form in forms)


def is_only_place(doc: Document, at: int, behind: list[int]) -> bool:
    """Whether a word is the name of a place and of nobody, by the dictionary or by the first name behind it."""
    forms = doc.readings(at)
    place = any(form & PLACE for form in forms) and (
        not any(form & PERSONAL_NAME for form in forms) or (len(behind) > 1 and _is_titled(doc, at))
    )
    return place and (is_known(doc.lower[at]) or any(some(doc.readings(each), FIRST_NAME) for each in behind))


def _is_titled(doc: Document, at: int) -> bool:
    """Whether an office stands before a word, which then is the name of a place: «президент Израиля Лев Рыков»."""
    before = at - 1
    forms = doc.readings(before) if before >= 0 else ()
    return some(forms, NOUN | ANIMATE) and not any(form & PERSONAL_NAME for form in forms)


def _is_short(doc: Document, at: int) -> bool:
    """Whether a short word behind a title is a foreign first name: «певец Ар Келли»."""
    before = at - 1
    if before > 0 and doc.text[doc.starts[before] : doc.ends[before]].isupper():
        before -= 1  # «представитель МВД Мак Рудин»
    titled = before >= 0 and doc.kinds[before] == kind.WORD and some(doc.readings(before), NOUN | ANIMATE)
    behind = doc.lower[at + 1]  # «Си Цзиньпин», «Тор Халворссен»
    titled = titled or (not is_known(behind) and doc.kinds[before] not in (kind.STOP, kind.NEWLINE))
    return titled and doc.ends[at] - doc.starts[at] <= LONGEST_SHORT_NAME and not some(doc.readings(at), PLACE)


def is_compound_title(word: str) -> bool:
    """Whether a word that the dictionary does not have is made of what somebody is: «писатель-сатирик»."""
    parts = word.split("-")
    return len(parts) > 1 and not is_known(word) and all(map(_is_trade, parts))


def _is_trade(word: str) -> bool:
    forms = readings(word)
    return is_known(word) and some(forms, NOUN | ANIMATE) and not any(form & PERSONAL_NAME for form in forms)


def _may_be_name(doc: Document, at: int, behind: list[int]) -> bool:
    """Whether a capitalised word before others can be part of a name and is not only the first word of a sentence."""
    forms = doc.readings(at)
    if doc.ends[at] - doc.starts[at] == 1 or not forms:
        return True
    if doc.text[doc.starts[at] : doc.ends[at]].isupper() or is_compound_title(doc.lower[at]):
        return False
    if is_only_place(doc, at, behind):
        return False
    return any(form & (FIRST_NAME | SURNAME | PATRONYMIC) for form in forms) or not is_known(doc.lower[at])
