"""Capitalised words that stand side by side, and which of them are the name of a person."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kavychki.extraction import tokens as kind
from kavychki.extraction.document import NAME_PARTICLES, Document
from kavychki.extraction.lexicon import kin_forms, stage_forms, words
from kavychki.extraction.morphology import (
    ANIMATE,
    CASES,
    FIRST_NAME,
    GENDERS,
    GENITIVE,
    MASCULINE,
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

MOST_PARTICLES = 2
"""Particles that stand together in a name: «ван дер»."""
_LONGEST_NAME = 4
_MISTERS = frozenset(
    f"{stem}{ending}"
    for stem, endings in (("господин", ("", "а", "у", "ом", "е")), ("госпож", ("а", "и", "е", "у", "ой")))
    for ending in endings
)
_FUNCTION_WORDS = words("function-words")
_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"
PLACE_NOUNS = words("place-nouns")


def name_runs(doc: Document) -> Iterator[list[int]]:
    """Runs of capitalised words and initials that stand side by side."""
    for run in _capital_runs(doc):
        if run[0] and doc.lower[run[0] - 1] == "имени":
            continue  # of whom only a thing bears the name
        if len(run) == 1:
            yield run
        else:
            yield from _people_of(doc, run)


def _people_of(doc: Document, run: list[int]) -> Iterator[list[int]]:
    """The names that stand side by side: «врач Анны Лугиной Пётр Ясный», «жена Рыкова Анна»."""
    begin = 0
    kin = any(doc.lower[at] in kin_forms() for at in (run[0] - 1, run[0]) if at >= 0)
    named = begin if kin else None
    for place, at in enumerate(run):
        first = some(doc.readings(at), FIRST_NAME) and not some(doc.readings(at), PATRONYMIC)
        if not first or _is_womans(doc, at):
            continue
        joined = place > 0 and doc.lower[run[place - 1]] in NAME_PARTICLES
        longest = named is not None and place - named >= (1 if kin else 2)
        longest = longest and (kin or len(run) - place > 1 or _holds_surname(doc, run[:place]))
        other = named is None and place > begin and is_of_another(doc, run[place - 1], run[place : place + 2])
        other = other or _stands_beside(doc, run[begin:place], run[place:])
        other = other or (place > begin and is_in_other_case(doc, run[place - 1], at))
        if is_known(doc.lower[at]) and (longest or other) and not joined:
            yield run[begin:place]
            begin = named = place
        elif named is None:
            named = place
    yield run[begin:]


def _holds_surname(doc: Document, run: list[int]) -> bool:
    """Whether a name is complete before a further first name, unlike «Али Абдалла Салех»."""
    return any(some(doc.readings(at), SURNAME) for at in run)


def _stands_beside(doc: Document, before: list[int], behind: list[int]) -> bool:
    """Whether two names stand side by side, the first of which no dictionary has: «Эво Моралес Эдвард Сноуден»."""
    full = len(before) > 1 and len(behind) > 1
    return full and not any(is_known(doc.lower[at]) for at in (before[0], before[-1]))


def is_in_other_case(doc: Document, before: int, at: int) -> bool:
    """Whether a first name stands behind one of another person, whose case is another: «менеджер Льва Анна Рыкова»."""
    cases = [
        {form & CASES for form in doc.readings(each) if form & FIRST_NAME and form & SINGULAR} for each in (before, at)
    ]
    return is_known(doc.lower[before]) and all(cases) and cases[0].isdisjoint(cases[1])


def _is_womans(doc: Document, at: int) -> bool:
    """Whether a word that the dictionary does not have is a woman's surname in another case: «Ломтевой»."""
    return doc.lower[at].endswith(("овой", "евой", "ёвой", "иной")) and not is_known(doc.lower[at])


def is_of_another(doc: Document, before: int, name: list[int]) -> bool:
    """Whether a surname in the genitive stands before somebody else's name: «адвокат Рыкова Пётр Ясный»."""
    if _is_womans(doc, before):
        return True
    if not is_known(doc.lower[before]):
        if doc.lower[before][-1] in _CONSONANTS:
            return False  # «директор Нейл Патрик Рыков»
        if doc.lower[before].endswith("а") and len(name) > 1 and _is_mans_behind_title(doc, before, name):
            return True
    surname = [form for form in doc.readings(before) if form & SURNAME]
    if not any(form & GENITIVE for form in surname) or some(doc.readings(before), FIRST_NAME):
        return False
    first = [form for form in doc.readings(name[0]) if form & FIRST_NAME]
    agree = any(one & other & CASES and one & other & GENDERS for one in surname for other in first)
    followed = name[1:] and some(doc.readings(name[1]), SURNAME) and not some(doc.readings(name[1]), PATRONYMIC)
    return not agree or bool(followed)


def _is_mans_behind_title(doc: Document, before: int, name: list[int]) -> bool:
    """Whether a man's name stands behind an unknown word that belongs to his title: «биограф Баффета Энди Рыков»."""
    title = doc.readings(before - 1) if before else ()
    titled = some(title, NOUN) and not any(form & PERSONAL_NAME for form in title)
    mans = is_known(doc.lower[name[0]]) and some(doc.readings(name[0]), FIRST_NAME | MASCULINE | NOMINATIVE)
    return titled and mans and doc.capital(name[1])


def _capital_runs(doc: Document) -> Iterator[list[int]]:
    """Capitalised words that stand side by side; an initial has its full stop between."""
    run: list[int] = []
    after = -1
    for at in doc.capitals:
        if _is_function_word(doc, at):
            continue
        if run and (at != after or doc.lower[at].isascii() != doc.lower[run[-1]].isascii()):
            if at != after and _are_particles(doc, after, at):
                run += range(after, at)
            else:
                yield run
                run = []
        run.append(at)
        initial = (
            doc.ends[at] - doc.starts[at] == 1
            and at + 1 < len(doc.kinds)
            and doc.lower[at + 1] == "."
            and doc.ends[at] == doc.starts[at + 1]
        )
        after = at + (2 if initial else 1)
    if run:
        yield run


def _are_particles(doc: Document, first: int, last: int) -> bool:
    """Whether nothing but particles of a foreign name stands between two tokens: «Макс фон Сюдов»."""
    return last - first <= MOST_PARTICLES and all(doc.lower[at] in NAME_PARTICLES for at in range(first, last))


def _is_function_word(doc: Document, at: int) -> bool:
    """Whether a capitalised word is a preposition, a pronoun or an acronym, or a letter that is no initial."""
    length = doc.ends[at] - doc.starts[at]
    if length == 1 and doc.lower[at] in "юэё" and at and doc.capital(at - 1):
        return False  # «Ли Куан Ю»
    if length == 1:
        return at + 1 >= len(doc.lower) or doc.lower[at + 1] != "."
    if doc.text[doc.starts[at] : doc.ends[at]].isupper():
        return True
    return length <= 4 and doc.lower[at] in _FUNCTION_WORDS  # noqa: PLR2004 - longer ones are no names either way


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
