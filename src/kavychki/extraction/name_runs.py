"""Capitalised words that stand side by side, those of one person's name together."""

from __future__ import annotations

from collections.abc import Iterator

from kavychki.extraction.document import NAME_PARTICLES, Document
from kavychki.extraction.lexicon import kin_forms, words
from kavychki.extraction.morphology import (
    CASES,
    FIRST_NAME,
    GENDERS,
    GENITIVE,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PATRONYMIC,
    PERSONAL_NAME,
    SINGULAR,
    SURNAME,
    is_known,
    some,
)

MOST_PARTICLES = 2
"""Particles that stand together in a name: «ван дер»."""
_FUNCTION_WORDS = words("function-words")
_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"


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
