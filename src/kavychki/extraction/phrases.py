"""Noun phrases that may be a source: by agreement, without a parse of the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from kavychki.extraction import tokens as kind
from kavychki.extraction.document import NAME_PARTICLES
from kavychki.extraction.lexicon import kind_words, words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ANIMATE,
    CASES,
    DATIVE,
    FEMININE,
    FIRST,
    FIRST_NAME,
    GENDERS,
    GENITIVE,
    INFINITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    NOUN,
    NUMERAL,
    PARTICIPLE,
    PERSONAL_NAME,
    PLACE,
    PLURAL,
    PRONOUN,
    SECOND,
    SHORT,
    SINGULAR,
    SURNAME,
    agrees,
    is_known,
    lemma,
    readings,
    some,
)
from kavychki.extraction.names import LONGEST_SHORT_NAME, is_of_either_gender
from kavychki.extraction.sentence import RELATIVE, Sentence

LONGEST_PHRASE = 40
"""Items of a noun phrase; longer ones are cut."""

_NUMBERS = words("numbers")
THIRD_PERSON = {
    "он": MASCULINE | SINGULAR,
    "она": FEMININE | SINGULAR,
    "оно": NEUTER | SINGULAR,
    "они": PLURAL,
    "тот": MASCULINE | SINGULAR,
    "та": FEMININE | SINGULAR,
    "те": PLURAL,
    "я": SINGULAR | FIRST,
    "мы": PLURAL | FIRST,
    "ты": SINGULAR | SECOND,
    "вы": PLURAL | SECOND,
    "сам": MASCULINE | SINGULAR,
    "сама": FEMININE | SINGULAR,
    "сами": PLURAL,
    "никто": MASCULINE | SINGULAR,
    "кто-то": MASCULINE | SINGULAR,
}
_NO_HEAD = words("no-head")
_SURNAME_ENDINGS = ("ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина")
_AMOUNTS = frozenset(("много", "мало", "немало", "достаточно", "недостаточно", "несколько", "столько", "сколько"))
_COLLECTIVES = frozenset(("большинство", "ряд", "часть", "множество", "меньшинство", "половина", "треть"))
"""Nouns whose verb may stand in the plural: «большинство жителей считают»."""
_MOST_JOINERS = 3
"""Words in Latin letters up to the next capital of a name."""
_LONGEST_INDECLINABLE = 7
"""Letters of a foreign name that has no cases more often than not: «Цзиньсу»."""
_OBLIQUE_ENDINGS = ("ову", "еву", "ёву", "ину", "овым", "евым", "ёвым", "иным", "овых", "евых")
_NUMBERED = words("numbered")
_PLACE_NOUNS = words("place-nouns")
_NORMS = words("its-own")
"""Documents that are called by what they are about: «закон о воде»."""
_PARAGRAPHS = frozenset(("ст", "ч", "п", "пп", "гл", "абз"))
"""Abbreviated parts of a law, which stand before its name: «ч. 3 ст. 72 УК»."""
_OUTLETS = words("outlets")
_PAPERS = ("новости", "известия", "ведомости")
"""Endings of papers' names, which are plurals whether the dictionary has them or not."""
_CONSONANTS = "бвгджзйклмнпрстфцчшщ"
"""Letters in which a man's name ends in the nominative alone."""
_OBLIQUE = (GENITIVE, DATIVE, INSTRUMENTAL, LOCATIVE)
_RELATED = ("знаком", "близк")
"""Beginnings of adjectives that govern a preposition: «близкий к порту»."""
_LONGEST_INSERTION = 6
"""Words between a participle and its noun."""
_DENIED = words("denied")
"""Genitives that stand by a negation and not by the noun before: «подсудимый вины не признал»."""
_REJECTED = ("обвинения", "подозрения", "слухи", "сообщения", "утверждения")
_REJECTING = ("отриц", "отверг", "опровер", "отклон", "признал", "признаёт", "подтверд")
_PASSED_ON = frozenset(("слова", "высказывания", "заявления", "сообщения"))
_PASSING_ON = ("привод", "привёл", "привел", "цитир", "переда", "публик", "опублик")
_MANAGING = ("заведующ", "командующ", "управляющ", "руководящ")
_ELSEWHERE = ("условиях", "этому", "этой", "данному")
"""What stands behind a preposition that belongs to the verb: «заявление МОК по этому делу»."""
_LINKING = words("linking")
_FUNCTION_WORDS = words("phrases-function-words")
TIMES = words("times")
_DAYS = frozenset(("неделе", "недели", "днях", "месяце", "году", "понедельник", "вторник", "среду", "четверг"))
_LOOSE = frozenset(("в", "во", "на", "с", "со", "у", "о", "об", "к", "ко", "под", "для"))
"""Prepositions whose noun belongs to a person or somebody vague alone."""
SETTINGS = words("settings")
"""Where somebody speaks who is named elsewhere: no source of a personal verb."""
_VAGUE_HEADS = words("vague-heads")
_SEATED = frozenset(("суд", "посольство", "консульство", "представительство", "офис", "отделение"))
"""Bodies that are told apart by where they are: «суд в Залужье»."""
_MOVEMENTS = frozenset(("движение", "союз", "партия", "комитет", "коалиция", "фронт", "кампания", "фонд"))
"""Bodies that are for something: «движение за чистую воду»."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: places ``[first, last)``, the place of its head, and the grammar of the head."""

    first: int
    last: int
    head: int
    bits: int

    @property
    def places(self) -> tuple[int, int]:
        return self.first, self.last


def noun_phrase(sentence: Sentence, first: int, case: int, limit: int | None = None) -> Phrase | None:
    """The noun phrase in a case that begins at a place, with complements, names and initials, up to ``limit``."""
    limit = min(len(sentence), first + LONGEST_PHRASE) if limit is None else min(limit, first + LONGEST_PHRASE)
    if first >= limit:
        return None
    key = first, case, limit
    if key not in sentence.phrases:
        sentence.phrases[key] = _noun_phrase(sentence, first, case, limit)
    return cast("Phrase | None", sentence.phrases[key])


def _noun_phrase(sentence: Sentence, first: int, case: int, limit: int) -> Phrase | None:
    if case == NOMINATIVE and sentence.word(first) in THIRD_PERSON:
        return _pronoun(sentence, first, limit)
    head = _head(sentence, first, case, limit)
    if head is None:
        return None
    at, bits = head
    last = _complements(sentence, at, bits, limit)
    last = _past_second_title(sentence, last, case, limit)
    return _coordinated(sentence, Phrase(first, last, at, _with_name(sentence, at, last, bits)), case, limit)


def _past_second_title(sentence: Sentence, at: int, case: int, limit: int) -> int:
    """Past another title with a name: «заместитель министра генерал Лев Рыков»."""
    titled = at + 1 < limit and not sentence.is_capital(at) and some(sentence.readings(at), NOUN | ANIMATE | case)
    if not titled or not some(sentence.readings(at + 1), FIRST_NAME | case) or not sentence.is_capital(at + 1):
        return at
    other = noun_phrase(sentence, at, case, limit)
    return at if other is None else other.last


def _with_name(sentence: Sentence, head: int, last: int, bits: int) -> int:
    """The grammar of a title with the gender of the name behind it: «врач Ольга Терёхина сказала»."""
    thing = not bits & ANIMATE and is_known(sentence.word(head))
    if thing or (bits & PLURAL and not bits & SINGULAR):
        return bits
    for at in range(head + 1, last):
        if sentence.is_capital(at):
            for reading in sentence.readings(at):
                if reading & FIRST_NAME and reading & SINGULAR and reading & (bits & CASES or CASES):
                    either = GENDERS if is_of_either_gender(sentence.word(at)) else 0
                    return bits & ~GENDERS | reading & GENDERS | either | ANIMATE
    return bits


def _pronoun(sentence: Sentence, first: int, limit: int) -> Phrase:
    bits = THIRD_PERSON[sentence.word(first)] | PRONOUN
    following = first + 1
    if sentence.word(first) in ("сам", "сама", "сами") and following < limit:
        whole = noun_phrase(sentence, following, NOMINATIVE, limit)
        if whole is not None and (agrees(whole.bits, bits) or _may_be_of(sentence, whole.head, bits)):
            return Phrase(first, whole.last, whole.head, whole.bits)
    if sentence.word(following) in ("сам", "сама", "сами") and sentence.word(first) in ("он", "она", "они"):
        following += 1
    return Phrase(first, following, first, bits)


def _may_be_of(sentence: Sentence, at: int, bits: int) -> bool:
    """Whether a name can have a gender: a foreign one has either, «сама Тэтчер»."""
    named = [form for form in sentence.readings(at) if form & NOUN and form & NOMINATIVE]
    foreign = sentence.is_capital(at) and not is_known(sentence.word(at))
    return foreign or any(agrees(form, bits) for form in named)


def _head(sentence: Sentence, first: int, case: int, limit: int) -> tuple[int, int] | None:
    """The place and the grammar of the head of a phrase: past its adjectives, the first noun or name in the case."""
    at = first
    adjective = 0
    while at < limit:
        if sentence.is_passage(at):
            named = _may_be_name(sentence, at) and _name_fits(sentence, at, case)
            return (at, _name_bits(sentence, at)) if at > first or named else None
        if not sentence.is_word(at):
            if sentence.kind(at) == kind.NUMBER and at == first and ":" not in sentence.word(at):
                adjective |= _numeral_bits(sentence.word(at), case)
                at += 1
                continue
            return _substantive(sentence, first, at, adjective, case)
        word = sentence.word(at)
        if word in _PARAGRAPHS and sentence.word(at + 1) == "." and sentence.kind(at + 2) == kind.NUMBER:
            at, case = at + 3, GENITIVE
            continue
        if word == "временно" and sentence.word(at + 1).startswith("исполняющ"):
            at += 1
            continue
        if word in _NO_HEAD or word in RELATIVE:
            return None
        found = _noun_bits(sentence, at, case, adjective)
        if found:
            return at, found
        modifier = _modifier_bits(sentence, at, case)
        if not modifier:
            return _substantive(sentence, first, at, adjective, case)
        adjective = modifier
        at += 1 + _inserted(sentence, at, case, modifier)
    return _substantive(sentence, first, at, adjective, case)


def _numeral_bits(word: str, case: int) -> int:
    """The grammar of a number before a noun: a plural, or that of the adjective it is part of, «43-летний»."""
    adjective = word.rpartition("-")[2]
    bits = 0
    for reading in readings(adjective) if adjective.isalpha() else ():
        if reading & ADJECTIVE and reading & case:
            bits |= reading & (GENDERS | SINGULAR | PLURAL)
    return bits or PLURAL


def _inserted(sentence: Sentence, at: int, case: int, modifier: int) -> int:
    """How many words stand between a participle and its noun: «в опубликованном на сайте порта письме»."""
    governs = any(each & PARTICIPLE for each in sentence.readings(at)) or _governs(sentence, at)
    if not governs or _modifier_bits(sentence, at + 1, case):
        return 0

    def is_noun_of_it(place: int) -> bool:
        return not sentence.is_preposition(place) and any(
            each & NOUN and each & case and agrees(each, modifier) for each in sentence.readings(place)
        )

    if sentence.kind(at + 1) not in (kind.WORD, kind.NUMBER):
        return 0
    if is_noun_of_it(at + 1) and not sentence.is_preposition(at + 1):
        return 0
    for between in range(1, _LONGEST_INSERTION + 1):
        noun = at + 1 + between
        if sentence.kind(noun) not in (kind.WORD, kind.NUMBER) or sentence.is_finite(noun - 1):
            return 0
        if is_noun_of_it(noun) and not sentence.is_preposition(noun - 1):
            return between
    return 0


def _governs(sentence: Sentence, at: int) -> bool:
    """Whether an adjective has its own complement before its noun: «близкий к порту источник»."""
    return sentence.word(at).startswith(_RELATED) and sentence.word(at + 1) in ("с", "со", "к", "ко")


def _may_be_name(sentence: Sentence, at: int) -> bool:
    items = sentence.doc.inside(sentence.items[at])
    return 0 < len(items) <= 6 and sentence.doc.capital(items[0])  # noqa: PLR2004 - no name is longer


def _name_bits(sentence: Sentence, at: int) -> int:
    """The grammar of a name in marks: either number where it is a plural, «„Тёплые сети“ сообщают»."""
    items = sentence.doc.inside(sentence.items[at])
    plural = any(
        form & NOUN
        and form & PLURAL
        and form & NOMINATIVE
        and not some(sentence.doc.readings(each), NOUN | SINGULAR | NOMINATIVE)
        for each in items
        for form in sentence.doc.readings(each)
    )
    return SINGULAR | GENDERS | NOUN | (PLURAL if plural else 0)


def _name_fits(sentence: Sentence, at: int, case: int) -> bool:
    """Whether the name in marks can stand in a case: «сказал „Вестнику“» has it in another."""
    first = sentence.doc.inside(sentence.items[at])[0]
    word = sentence.doc.lower[first]
    forms = sentence.doc.readings(first)
    return not forms or not is_known(word) or any(reading & case for reading in forms) or not forms[0] & CASES


def _noun_bits(sentence: Sentence, at: int, case: int, adjective: int) -> int:
    """The grammar of a noun or name in the case that agrees with the adjectives before it, or 0."""
    word, written_large = sentence.word(at), sentence.is_capital(at)
    if written_large and len(word) == 1 and sentence.word(at + 1) == ".":
        return _noun_bits(sentence, at + 2, case, adjective) if at + 2 < len(sentence) else 0  # an initial
    if word in NAME_PARTICLES and (name := sentence.past_particles(at)) > at and word not in _FUNCTION_WORDS:
        return _noun_bits(sentence, name, case, adjective) or NOUN | ANIMATE | GENDERS | SINGULAR
    if word in _FUNCTION_WORDS and not (word == "ли" and written_large and sentence.is_capital(at + 1)):
        return 0
    forms = sentence.readings(at)
    fitting = [each for each in forms if each & NOUN and each & case and (not adjective or agrees(each, adjective))]
    if written_large:
        neuter = adjective & GENDERS == NEUTER and not adjective & PLURAL
        return 0 if neuter and not fitting else _capital_bits(sentence, at, case, fitting)
    fitting = [each for each in fitting if not each & FIRST_NAME]  # «августа»
    if (forms and forms[0] & ADJECTIVE and _modifies_next(sentence, at, case)) or not fitting or word[0].isdigit():
        return 0
    animate = ANIMATE if any(each & ANIMATE for each in fitting) else 0
    plural = PLURAL if word in _COLLECTIVES and case == NOMINATIVE else 0
    return fitting[0] | animate | plural


def _capital_bits(sentence: Sentence, at: int, case: int, fitting: list[int]) -> int:
    """The same of a word with a capital, which may be a name that the dictionary does not have."""
    word, forms = sentence.word(at), sentence.readings(at)
    capital = sentence.is_capital_inside(at) or (at == 0 and sentence.is_capital(1))
    if capital and (not is_known(word) or _is_plural_name(sentence, at)) and not word.endswith(_PAPERS):
        fitting = []
    named = capital or word.endswith(_SURNAME_ENDINGS)
    qualifies = (not fitting and named) or (forms and forms[0] & ADJECTIVE)
    cases = (case, *_OBLIQUE, ACCUSATIVE) if named else (case,)
    if qualifies and any(_modifies_next(sentence, at, each) for each in cases):
        return 0
    if not fitting:
        return _loose_name(sentence, at) if named and not _is_in_other_case(sentence, at, case) else 0
    if capital and _is_short_name(sentence, at, fitting):
        return NOUN | ANIMATE | GENDERS | SINGULAR
    animate = ANIMATE if any(each & ANIMATE for each in fitting) else 0
    plural = PLURAL if word in _COLLECTIVES and case == NOMINATIVE else 0
    return fitting[0] | animate | plural | (GENDERS if capital and is_of_either_gender(word) else 0)


def _is_plural_name(sentence: Sentence, at: int) -> bool:
    """Whether a man's foreign name happens to be the plural of a woman's, before another capital: «Илон Маск»."""
    forms = sentence.readings(at)
    plural = some(forms, FIRST_NAME | PLURAL | GENITIVE) and not any(form & NOMINATIVE for form in forms)
    return plural and sentence.is_capital(at + 1)


def _is_short_name(sentence: Sentence, at: int, forms: list[int]) -> bool:
    """Whether a short word is a foreign name that happens to be a noun as well: «Том Грин», «Си Цзиньпин»."""
    short = len(sentence.word(at)) <= LONGEST_SHORT_NAME and sentence.is_capital(at + 1)
    acronym = short and sentence.surface(at, at + 1).isupper()
    return short and not acronym and not any(form & (PERSONAL_NAME | PLACE | ANIMATE) for form in forms)


def _modifies_next(sentence: Sentence, at: int, case: int) -> bool:
    """Whether a capitalised adjective belongs to the noun behind it: «Исламское государство», «Избяницкий комбинат»."""
    if not any(form & ADJECTIVE and form & case for form in sentence.readings(at)):
        return False
    modifier = _modifier_bits(sentence, at, case)
    after = at + 1
    while after < at + 3 and not sentence.is_noun(after) and _modifier_bits(sentence, after, case):
        after += 1
    acronym = sentence.is_word(after) and sentence.surface(after, after + 1).isupper()
    place = any(form & PLACE for form in sentence.readings(after))
    thing = is_known(sentence.word(after)) and not any(
        form & (PERSONAL_NAME | ANIMATE) for form in sentence.readings(after)
    )  # «Федеральному Закону»
    if (sentence.is_capital(after) and not acronym and not place and not thing) or sentence.is_preposition(after):
        return False
    return any(each & NOUN and each & case and agrees(each, modifier) for each in sentence.readings(after))


def _loose_name(sentence: Sentence, at: int) -> int:
    """A name that the dictionary does not have is guessed by its ending, and the guess of the case is not trusted."""
    if sentence.surface(at, at + 1).isupper():
        return NOUN | GENDERS | SINGULAR
    forms = sentence.readings(at)
    if is_known(sentence.word(at)) and forms and all(form & GENDERS == NEUTER for form in forms):
        return 0  # «Случившееся Рыков назвал …»
    named = any(reading & (SURNAME | ADJECTIVE | SHORT) for reading in forms)
    named = named or sentence.word(at).endswith(_SURNAME_ENDINGS)
    foreign = sentence.is_capital_inside(at) and not any(form & (NOUN | ADJECTIVE | PRONOUN) for form in forms)
    named = named or (foreign and bool(forms) and sentence.kind(at - 1) == kind.WORD)
    named = (named or (at == 0 and sentence.is_capital_inside(0))) and not any(reading & PLACE for reading in forms)
    if named or not is_known(sentence.word(at)) or _is_plural_name(sentence, at):
        return NOUN | ANIMATE | SINGULAR | GENDERS
    return 0


def _is_in_other_case(sentence: Sentence, at: int, case: int) -> bool:
    """Whether the title or first name before an unknown name tells another case: «доктора Конрада Мюррея»."""
    if case == NOMINATIVE and sentence.word(at).endswith(_OBLIQUE_ENDINGS):
        return True
    before = [form for form in sentence.readings(at - 1) if form & NOUN and form & ANIMATE]
    plural = sentence.is_capital(at - 1)
    if all(form & INSTRUMENTAL for form in before) and sentence.word(at)[-1] not in "мй":
        return False  # «окружённый друзьями Рыков»
    return (
        bool(before)
        and case == NOMINATIVE
        and not any(form & NOMINATIVE and (plural or form & SINGULAR) for form in before)
    )


def _modifier_bits(sentence: Sentence, at: int, case: int) -> int:
    word = sentence.word(at)
    if word in ("его", "её", "ее", "их"):
        return GENDERS | SINGULAR | PLURAL
    bits = 0
    for reading in sentence.readings(at):
        if reading & ADJECTIVE and reading & case:
            bits |= reading & (GENDERS | SINGULAR | PLURAL) or GENDERS
        elif reading & NUMERAL and reading & case:
            return bits or PLURAL
    return bits


def _substantive(sentence: Sentence, first: int, at: int, adjective: int, case: int) -> tuple[int, int] | None:
    """An adjective or numeral that stands for a noun: «опрошенные», «двое», «один из членов комиссии»."""
    neuter = adjective & GENDERS == NEUTER and not adjective & PLURAL
    if at == first or not adjective or (case == NOMINATIVE and neuter):
        return None
    last = at - 1
    word = sentence.word(last)
    if word in ("его", "её", "ее", "их") or sentence.kind(last) != kind.WORD:
        return None
    if _is_no_substantive(sentence, first, last, case):
        return None
    person = word in _NUMBERS or word.startswith(_MANAGING)
    return (last, adjective | case | (ANIMATE if person else 0))


def _is_no_substantive(sentence: Sentence, first: int, last: int, case: int) -> bool:
    """Whether an adjective or an amount belongs to something else than what it would stand for."""
    word, at = sentence.word(last), last + 1
    if sentence.is_participle(last) and sentence.kind(first - 1) == kind.COMMA and first > 0:
        return True
    if word in _AMOUNTS:
        counted = some(sentence.readings(at), NOUN | GENITIVE, ADJECTIVE | GENITIVE)
        return not counted or sentence.word(at) in TIMES  # «Несколько дней назад»
    if case == NOMINATIVE and _is_of_next(sentence, last):
        return True  # «причиной очередной отставки»
    # «в опубликованном на сайте в среду указе»
    return sentence.is_participle(last) and case == LOCATIVE and sentence.is_preposition(at)


def _is_of_next(sentence: Sentence, at: int) -> bool:
    """Whether an adjective agrees in an oblique case with the noun behind it."""
    nouns = [form for form in sentence.readings(at + 1) if form & NOUN and not form & NOMINATIVE]
    return not sentence.is_capital(at + 1) and any(
        form & ADJECTIVE and form & noun & CASES and agrees(form, noun)
        for form in sentence.readings(at)
        for noun in nouns
    )


def _complements(sentence: Sentence, head: int, bits: int, limit: int) -> int:
    """Where a phrase ends that has its head at a place: genitives, names, initials, names in marks, prepositions."""
    at = head + 1
    while at < limit:
        step = _complement(sentence, head, at, bits, limit)
        if step == at:
            break
        at = step
    return at


def _complement(sentence: Sentence, head: int, at: int, bits: int, limit: int) -> int:
    """The place behind the complement that begins at a place; the place itself where none does."""
    if sentence.is_passage(at):
        return at + 1 if _is_name_of_noun(sentence, at) else at
    if not sentence.is_word(at):
        return _past_titles(sentence, at) if sentence.is_passage(at - 1) else _sign(sentence, head, at, limit)
    if (last := _past_name_part(sentence, at)) > at:
        return last
    if sentence.word(at) == "и":
        return _joined_genitive(sentence, head, at, limit)
    if (sentence.word(at) in _NO_HEAD and not sentence.is_capital(at)) or sentence.word(at) in ("а", "или"):
        return at
    return _word(sentence, head, at, bits, limit)


def _past_titles(sentence: Sentence, at: int) -> int:
    """Past further names in marks of a list that «и» closes: «автор „Зари“, „Бури“ и „Льда“»."""
    last = at
    while sentence.kind(last) == kind.COMMA and sentence.is_passage(last + 1):
        last += 2
    if sentence.word(last) != "и" or not sentence.is_passage(last + 1):
        return at
    return last + 2


def _past_name_part(sentence: Sentence, at: int) -> int:
    """Past an initial, or past particles and the name that they belong to: «Макс фон Сюдов»."""
    if _is_initial(sentence, at) and sentence.word(at + 1) == ".":
        return at + 1
    name = sentence.past_particles(at)
    joined = sentence.is_capital(at - 1) or sentence.word(at - 1) in NAME_PARTICLES
    return name + 1 if name > at and joined else at


def _is_name_of_noun(sentence: Sentence, at: int) -> bool:
    """Whether a marked passage is the name of what the noun before it says, which no time has."""
    if sentence.word(at - 1) in TIMES or _is_act_in_marks(sentence, at):
        return False
    noun = sentence.is_noun(at - 1) and not any(form & PLACE for form in sentence.readings(at - 1))
    return _may_be_name(sentence, at) or (noun and not _is_speech(sentence, at))


def _is_act_in_marks(sentence: Sentence, at: int) -> bool:
    """Whether a passage says what to do, and names nothing: «призвал жителей „беречь воду“»."""
    items = sentence.doc.inside(sentence.items[at])[:2]
    return (
        bool(items)
        and not sentence.doc.capital(items[0])
        and any(form & INFINITIVE for item in items for form in sentence.doc.readings(item))
    )


def _sign(sentence: Sentence, head: int, at: int, limit: int) -> int:
    """Past a number, the stop of an initial, or a short name in brackets."""
    if sentence.kind(at) == kind.NUMBER and lemma(sentence.word(head)) in _NUMBERED:
        return at + 1
    if sentence.word(at) == "№" and sentence.kind(at + 1) == kind.NUMBER:
        return at + 2
    if sentence.word(at) == "." and _is_initial(sentence, at - 1):
        return at + 1
    return _past_short_name(sentence, at, limit) if sentence.word(at) == "(" else at


def _word(sentence: Sentence, head: int, at: int, bits: int, limit: int) -> int:
    """Past a name, a preposition with its noun, or a genitive."""
    if sentence.is_capital(at) and not sentence.is_preposition(at):
        return _capital(sentence, head, at, bits, limit)
    if sentence.is_preposition(at):
        return _prepositional(sentence, head, at, limit)
    if (last := _past_latin(sentence, at)) > at:
        return last
    postponed = bits & ANIMATE and sentence.is_capital(at + 1) and at == head + 1 and _is_postponed(sentence, at, bits)
    if postponed or "." in sentence.word(at):
        return at + 1  # «Папа римский Лев», «собеседник lodka.ru»
    return at if _is_personal_name(sentence, at - 1) else _genitive(sentence, at, limit)


def _past_latin(sentence: Sentence, at: int) -> int:
    """Past small words inside a name in Latin letters, and the capital behind them: «Corriere della Sera»."""
    last = at
    while last < at + _MOST_JOINERS and sentence.is_word(last) and sentence.word(last).isascii():
        if sentence.is_capital(last):
            return last + 1
        last += 1
    return at


def _capital(sentence: Sentence, head: int, at: int, bits: int, limit: int) -> int:
    """Past a name, or the genitive of a body: «агентство Франс Пресс», «мэр Верхнего Липовска»."""
    if sentence.word(head) in _DAYS and sentence.word(head - 1) != "года":
        return at  # «на этой неделе МИД потребовал»
    if is_paper(sentence, at - 1) and _is_name_of_paper(sentence, at, bits if at == head + 1 else 0):
        return at + 1
    if _modifies_next(sentence, at, GENITIVE):
        return max(at + 1, _genitive(sentence, at + 1, limit))
    return at + 1 if _is_name_of_place(sentence, at) or _continues_name(sentence, head, at, bits) else at


def _is_name_of_place(sentence: Sentence, at: int) -> bool:
    """Whether a name in the nominative is that of the place before it, in a title: «губернатора штата Техас Рыкова»."""
    forms = sentence.readings(at)
    return lemma(sentence.word(at - 1)) in _PLACE_NOUNS and some(forms, PLACE | NOMINATIVE)


def _is_name_of_paper(sentence: Sentence, at: int, bits: int) -> bool:
    """Whether a paper's own name stands behind its noun, and no person: «агентство Франс Вест сообщило»."""
    if bits & NOMINATIVE or not {sentence.word(at), sentence.word(at + 1)}.isdisjoint(_OUTLETS):
        return True
    return not _begins_name(sentence, at) and not some(sentence.readings(at), FIRST_NAME)


def _is_postponed(sentence: Sentence, at: int, bits: int) -> bool:
    """Whether an adjective stands behind its noun, before a name: «Папа римский Лев»."""
    return any(
        form & ADJECTIVE and form & bits & CASES and agrees(form, bits) and not form & PARTICIPLE
        for form in sentence.readings(at)
    )


def _past_short_name(sentence: Sentence, at: int, limit: int) -> int:
    """Past an abbreviation or a foreign spelling in brackets: «Союз рыбаков (СР)»."""
    closing = next((each for each in range(at + 1, min(limit, at + 8)) if sentence.word(each) == ")"), at)
    named = all(
        sentence.is_capital(each) or sentence.word(each).isascii() or _is_party(sentence, each)
        for each in range(at + 1, closing)
    )
    place = closing == at + 2 and some(sentence.readings(at + 1), PLACE)
    return closing + 1 if closing > at + 1 and named and not place else at


def _is_party(sentence: Sentence, at: int) -> bool:
    """Whether brackets behind a name tell whose member somebody is: «Лев Гусятин («Чистая вода»)»."""
    name = sentence.is_passage(at) and _may_be_name(sentence, at)
    return name and sentence.word(at - 1) == "(" and sentence.word(at + 1) == ")" and sentence.is_capital(at - 2)


def _joined_genitive(sentence: Sentence, head: int, at: int, limit: int) -> int:
    """Past a second genitive inside a title, where its bearer's name follows: «директор школ и садов Анна Рыкова»."""
    if not sentence.is_passage(at - 1) and (at - 1 == head or not some(sentence.readings(at - 1), NOUN | GENITIVE)):
        return at
    last = at + 1
    while last < limit and (step := _genitive(sentence, last, limit)) > last:
        last = step
    if last < limit and sentence.is_passage(last) and _may_be_name(sentence, last):
        last += 1
    named = some(sentence.readings(last), FIRST_NAME) and sentence.is_capital(last)
    return last if last > at + 1 and (named or _is_of_document(sentence, head, last)) else at


def _is_of_document(sentence: Sentence, head: int, last: int) -> bool:
    """Whether two genitives belong to what a verb behind them quotes: «в письме мэра и губернатора говорится»."""
    return kind_words().get(lemma(sentence.word(head))) == "document" and sentence.is_finite(last)


def _is_personal_name(sentence: Sentence, at: int) -> bool:
    """Whether a name of a person ends at a place, after which a genitive belongs to something else."""
    if not sentence.is_capital_inside(at) or sentence.surface(at, at + 1).isupper():
        return False
    return (
        some(sentence.readings(at), SURNAME)
        or some(sentence.readings(at), FIRST_NAME)
        or not is_known(sentence.word(at))
    )


def _is_speech(sentence: Sentence, at: int) -> bool:
    items = sentence.doc.inside(sentence.items[at])
    return len(items) > 4  # noqa: PLR2004 - what is longer is hardly a name


def _is_initial(sentence: Sentence, at: int) -> bool:
    return len(sentence.word(at)) == 1 and sentence.is_capital(at)


def _continues_name(sentence: Sentence, head: int, at: int, bits: int) -> bool:
    """Whether a capitalised word goes on with the name or the title before it."""
    forms = sentence.readings(at)
    if not bits & ANIMATE and not sentence.is_capital_inside(at - 1) and _begins_name(sentence, at):
        return False
    named_before = sentence.is_capital(at - 1) and some(sentence.readings(at - 1), FIRST_NAME)
    other_script = not any(reading & (NOUN | ADJECTIVE) for reading in forms)
    if named_before or other_script or sentence.surface(at, at + 1).isupper():
        return True
    if some(forms, GENITIVE) or sentence.is_capital_inside(head) or sentence.word(at - 1) == ".":
        return True
    unknown = not is_known(sentence.word(at))
    short = sentence.is_capital(at - 1) and len(sentence.word(at - 1)) <= LONGEST_SHORT_NAME
    wanted = bits & CASES
    if unknown and (short or bits & ANIMATE) and not _is_oblique(sentence.word(at)):
        return True  # «тренер Ву Цзиньсу»
    if any(reading & (wanted or CASES) for reading in forms if reading & (NOUN | ADJECTIVE)):
        return True
    genitive = unknown and sentence.word(at)[-1] in "ыи" and not forms[0] & SURNAME  # «смерть Мендоны», of a Мендона
    return bool(forms[0] & PERSONAL_NAME) if bits & ANIMATE else genitive


def _is_oblique(word: str) -> bool:
    """Whether a name that the dictionary does not have looks like a dative or an instrumental: «Рыкову»."""
    return word.endswith((*_OBLIQUE_ENDINGS, "у", "ю", "ом", "ем", "ой", "ей")) and len(word) > _LONGEST_INDECLINABLE


def is_paper(sentence: Sentence, at: int) -> bool:
    """Whether a noun is a paper's or an agency's, whose own name stands behind it: «агентство Франс Пресс»."""
    return kind_words().get(lemma(sentence.word(at))) == "media"


def _begins_name(sentence: Sentence, at: int) -> bool:
    """Whether a name in the nominative begins, and no genitive of the noun before: «после ареста Бельтюгов»."""
    forms = sentence.readings(at)
    if not is_known(sentence.word(at)) and sentence.word(at)[-1] in _CONSONANTS:
        several = sentence.word(at).endswith("ей") and some(forms, NOUN | GENITIVE | PLURAL)
        return not several and not sentence.surface(at, at + 1).isupper()
    guessed = not is_known(sentence.word(at)) and bool(forms) and bool(forms[0] & GENITIVE)
    return not guessed and any(
        some(forms, name | NOMINATIVE | SINGULAR) and not some(forms, name | GENITIVE | SINGULAR)
        for name in (FIRST_NAME, SURNAME)
    )


def _genitive(sentence: Sentence, at: int, limit: int) -> int:  # noqa: PLR0911 - each return is a case
    """Past a genitive noun with its adjectives, or nowhere; past an instrumental behind «заведующий»."""
    place = at + 2 if sentence.word(at) in ("того", "той", "тех") and sentence.word(at + 1) == "же" else at
    while place < limit and sentence.is_word(place):
        forms = sentence.readings(place)
        if not forms or sentence.word(place) in RELATIVE or sentence.word(place) in _FUNCTION_WORDS:
            return at
        if sentence.word(place) in _DENIED or _is_rejected(sentence, place):
            return at
        if some(forms, NOUN | GENITIVE) and not sentence.is_preposition(place):
            return place + 1
        after_manager = sentence.word(at - 1).startswith((*_MANAGING, "управлени"))
        if after_manager and some(forms, NOUN | INSTRUMENTAL):
            return place + 1
        if (
            some(forms, ADJECTIVE | GENITIVE)
            or some(forms, NUMERAL | GENITIVE)
            or (after_manager and some(forms, ADJECTIVE | INSTRUMENTAL))
        ):
            place += 1 + _inserted(sentence, place, GENITIVE, _modifier_bits(sentence, place, GENITIVE))
            if place < limit and sentence.is_passage(place):
                return place + 1
            continue
        return at
    return place if place > at and sentence.is_participle(place - 1) else at  # «двое подозреваемых»


def _is_rejected(sentence: Sentence, at: int) -> bool:
    """Whether a plural that could be a genitive is the object of a verb beside it: «Мэр обвинения отрицал»."""
    if sentence.word(at) in _PASSED_ON and sentence.word(at - 2).startswith(_PASSING_ON):
        return True  # «приводит газета слова Рыкова»
    return sentence.word(at) in _REJECTED and sentence.word(at + 1).startswith(_REJECTING)


def _prepositional(sentence: Sentence, head: int, at: int, limit: int) -> int:
    """Past a preposition with its noun where it belongs to the phrase: «заместитель директора по хранению»."""
    word = sentence.word(at)
    after = at + 1
    if word == "из" and sentence.word(after) in ("них", "нас", "вас", "двоих", "троих"):
        return after + 1
    if word in ("в", "на") and lemma(sentence.word(head)) in ("кандидат", "претендент"):
        case = NOMINATIVE if word == "в" else ACCUSATIVE  # «кандидат в мэры», «кандидат на пост мэра»
        return noun.last if (noun := noun_phrase(sentence, after, case, limit)) else at
    if not _links(sentence, head, at):
        return at
    if sentence.word(after) == "г" and sentence.word(after + 1) == ".":
        after += 2  # «управление по г. Лужску»
    for case in CASES_OF.get(word, (GENITIVE, DATIVE, LOCATIVE, INSTRUMENTAL)):
        phrase = noun_phrase(sentence, after, case, limit)
        if phrase is not None:
            return phrase.last
    return at


def _links(sentence: Sentence, head: int, at: int) -> bool:
    """Whether a preposition can tie its noun to the head of a phrase rather than to the verb."""
    word, after = sentence.word(at), at + 1
    if word not in _LINKING or sentence.kind(after) not in (kind.WORD, kind.MARK, kind.NUMBER):
        return False
    person = some(sentence.readings(head), ANIMATE) and _is_personal_name(sentence, at - 1)
    person = person and lemma(sentence.word(at - 2)) not in kind_words()  # «член комитета Горсовета по воде»
    if sentence.word(after) in _ELSEWHERE or (word == "по" and person):
        return False
    if word == "за":
        return lemma(sentence.word(head)) in _MOVEMENTS
    if any(sentence.word(each) in TIMES or sentence.word(each) in SETTINGS for each in (after, after + 1)):
        return False
    if word not in _LOOSE or sentence.word(head) in _NUMBERS or _takes(sentence, head, at):
        return True
    return _is_place_of_person(sentence, head) and not _is_personal_name(sentence, at - 1)


def _takes(sentence: Sentence, head: int, at: int) -> bool:
    """Whether a preposition belongs to nouns of a kind: «источник в порту», «суд в Лужске», «закон о воде»."""
    base, word, after = lemma(sentence.word(head)), sentence.word(at), at + 1
    if base in _SEATED and word in ("в", "на"):
        return sentence.is_capital(after) or lemma(sentence.word(after)) in _PLACE_NOUNS
    return base in _VAGUE_HEADS or (base in _NORMS and word in ("о", "об"))


def _is_place_of_person(sentence: Sentence, head: int) -> bool:
    """«Мужчина в тирольской шляпе», «женщина в первом ряду», «сотник в отставке»."""
    return some(sentence.readings(head), NOUN | ANIMATE) and not sentence.is_capital_inside(head)


CASES_OF = {
    "по": (DATIVE,),
    "из": (GENITIVE,),
    "от": (GENITIVE,),
    "при": (LOCATIVE,),
    "в": (LOCATIVE,),
    "во": (LOCATIVE,),
    "на": (LOCATIVE,),
    "о": (LOCATIVE,),
    "об": (LOCATIVE,),
    "у": (GENITIVE,),
    "для": (GENITIVE,),
    "с": (INSTRUMENTAL, GENITIVE),
    "со": (INSTRUMENTAL, GENITIVE),
    "к": (DATIVE,),
    "ко": (DATIVE,),
    "под": (INSTRUMENTAL,),
    "между": (INSTRUMENTAL,),
    "через": (ACCUSATIVE,),
    "про": (ACCUSATIVE,),
    "за": (ACCUSATIVE,),
}


def _coordinated(sentence: Sentence, phrase: Phrase, case: int, limit: int) -> Phrase:
    """The phrase with what «и» joins to it."""
    if sentence.word(phrase.last) != "и" or phrase.last + 1 >= limit:
        return phrase
    other = noun_phrase(sentence, phrase.last + 1, case, limit)
    if other is None or other.bits & PRONOUN:
        return phrase
    if _is_one_person(sentence, phrase, other):
        return Phrase(phrase.first, other.last, phrase.head, phrase.bits | other.bits & GENDERS)
    return Phrase(phrase.first, other.last, phrase.head, (phrase.bits & ~(GENDERS | SINGULAR)) | PLURAL)


def _is_one_person(sentence: Sentence, phrase: Phrase, other: Phrase) -> bool:
    """Whether two titles stand before one name: «певица и актриса Анна Рыкова»."""
    if not phrase.bits & other.bits & SINGULAR or not phrase.bits & other.bits & ANIMATE or phrase.bits & PRONOUN:
        return False
    if any(reading & PERSONAL_NAME for reading in sentence.readings(phrase.head)) or not is_known(
        sentence.word(phrase.head)
    ):
        return False
    named = [any(map(sentence.is_capital_inside, range(each.head, each.last))) for each in (phrase, other)]
    return named == [False, True] and other.last > other.head + 1
