"""The subject of a verb: behind it, before it, shared with another verb, or a place from which a voice comes."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.appositions import with_apposition
from kavychki.extraction.lexicon import kind_words, words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ANIMATE,
    DATIVE,
    FEMININE,
    FIRST,
    FIRST_NAME,
    GENDERS,
    GENITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    NOUN,
    NUMERAL,
    PARTICIPLE,
    PAST,
    PERSONAL_NAME,
    PLURAL,
    PRONOUN,
    SECOND,
    SHORT,
    SINGULAR,
    SURNAME,
    THIRD,
    agrees,
    is_known,
    lemma,
    some,
)
from kavychki.extraction.phrases import CASES_OF, SETTINGS, TIMES, Phrase, noun_phrase
from kavychki.extraction.sentence import RELATIVE, Sentence

ADVERBS_FOR_BODIES = words("adverbs-for-bodies")
_OPENERS = frozenset(("что", "чтобы", "как", "если", "когда", "будто", "якобы"))
_BOUND_PRONOUNS = {
    "нём": MASCULINE | SINGULAR,
    "нем": MASCULINE | SINGULAR,
    "него": MASCULINE | SINGULAR,
    "ней": FEMININE | SINGULAR,
    "неё": FEMININE | SINGULAR,
    "нее": FEMININE | SINGULAR,
    "них": PLURAL,
}
_RELATIVE_SUBJECTS = {
    "который": MASCULINE | SINGULAR,
    "которая": FEMININE | SINGULAR,
    "которое": NEUTER | SINGULAR,
    "которые": PLURAL,
}
_RELATIVE_OBJECTS = frozenset(("которого", "которую", "которых", "которому", "которой", "которым"))
_OUTLETS = words("outlets")
_ABOUT = ("о", "об")
_ABSTRACT = ("ние", "тие", "ость", "ство", "ция", "изм")
"""Endings of nouns that name no body, but for those that are known to."""
_PLACES = words("places")


def fits(phrase: Phrase, verb: int) -> bool:
    """Whether a phrase can be the subject of a finite verb, a short form or a participle of this grammar."""
    if verb & (PAST | SHORT | PARTICIPLE):
        if phrase.bits & PRONOUN and phrase.bits & (FIRST | SECOND):
            return bool(phrase.bits & PLURAL) == bool(verb & PLURAL)
        return agrees(phrase.bits, verb) or _counts(phrase, verb)
    person = phrase.bits & (FIRST | SECOND) or THIRD
    if verb & (FIRST | SECOND | THIRD) and not verb & person:
        return False
    return agrees(phrase.bits & ~GENDERS, verb & ~GENDERS) or _counts(phrase, verb)


def _counts(phrase: Phrase, verb: int) -> bool:
    """Numerals and names of trades agree loosely: «пять человек сказали», «врач ответила»."""
    if phrase.bits & NUMERAL:
        return True
    masculine_trade = phrase.bits & ANIMATE and phrase.bits & MASCULINE and verb & FEMININE and not verb & PLURAL
    return bool(masculine_trade)


def _is_named(sentence: Sentence, phrase: Phrase, verb: int) -> bool:
    """Whether a first name that is used of women closes the clause of a man's verb: «сказал Андреа»."""
    at = phrase.head
    alone = phrase.last == at + 1 and sentence.is_capital_inside(at) and not sentence.is_word(at + 1)
    return alone and bool(verb & MASCULINE) and some(sentence.readings(at), FIRST_NAME | NOMINATIVE)


def subject_right(sentence: Sentence, first: int, verb: int, limit: int | None = None) -> Phrase | None:
    """The subject that follows a verb: «сказал вчера журналистам мэр Антон Бельский»."""
    end = min(sentence.next_break(first), first + 12) if limit is None else limit
    at = first
    mute: Phrase | None = None
    while at < end:
        told = _past_outlet(sentence, at, end)
        phrase = None if sentence.is_preposition(at) else noun_phrase(sentence, told, NOMINATIVE, None)
        if phrase is not None and (fits(phrase, verb) or _is_named(sentence, phrase, verb)):
            if sentence.can_speak(phrase.head, phrase.last) or not _may_be_object(sentence, phrase):
                return with_apposition(sentence, phrase)
            mute = mute or phrase
            at = phrase.head + 1
            continue
        at = _past_adverbial(sentence, at, end)
    return None if mute is None else with_apposition(sentence, mute)


def _past_outlet(sentence: Sentence, at: int, end: int) -> int:
    """Past the agency to which somebody else says it: «сообщил ТАСС мэр», «рассказала РИА Новости Анна Рыкова»."""
    if sentence.word(at) not in _OUTLETS or not sentence.is_capital(at):
        return at
    behind = at + 2 if sentence.word(at + 1) == "новости" else at + 1
    phrase = noun_phrase(sentence, behind, NOMINATIVE, None) if behind < end else None
    return behind if phrase is not None and phrase.bits & (ANIMATE | PRONOUN) else at


def _past_adverbial(sentence: Sentence, at: int, end: int) -> int:
    """Past an adverb, an object, or a preposition with its noun."""
    if sentence.word(at + 1) in ("крайней", "меньшей") and sentence.word(at + 2) == "мере":
        return at + 3
    if sentence.is_preposition(at):
        cases = CASES_OF.get(sentence.word(at), ()) or (GENITIVE, DATIVE, LOCATIVE, INSTRUMENTAL)
        for case in (*cases, ACCUSATIVE):
            phrase = noun_phrase(sentence, at + 1, case, end)
            if phrase is not None:
                return phrase.last
        return at + 2
    for case in (DATIVE, INSTRUMENTAL):
        phrase = noun_phrase(sentence, at, case, end)
        if phrase is not None:
            return phrase.last
    return at + 1


def subject_left(sentence: Sentence, verb_place: int, verb: int, lowest: int = 0) -> Phrase | None:
    """The subject that stands before a verb, in its clause or across what commas insert between them."""
    edge = sentence.previous_break(verb_place)
    edge = max(edge, lowest - 1)
    found = _first_subject(sentence, edge + 1, verb_place, verb)
    if found is not None and found.first == edge + 1 and sentence.kind(edge) == kind.COMMA:
        if sentence.is_passage(found.first):
            return _with_names_before(sentence, found, lowest)
        return _with_title_before(sentence, found, edge, lowest)
    if found is None and (relative := _relative_subject(sentence, edge + 1, verb_place, verb)) is not None:
        return relative
    if found is not None or edge < lowest or sentence.kind(edge) != kind.COMMA:
        return found
    if edge == verb_place - 1 or _lacks_verb(sentence, edge + 1, verb_place):
        return _across_insertion(sentence, edge, verb, lowest)
    return None


def _with_names_before(sentence: Sentence, found: Phrase, lowest: int) -> Phrase:
    """The phrase whose list of names in marks ends before a verb: «Автор „Зари“, „Бури“ и „Льда“ сказал»."""
    first = found.first
    while first - 2 >= lowest and sentence.kind(first - 1) == kind.COMMA and sentence.is_passage(first - 2):
        first -= 2
    for at in range(max(lowest, sentence.previous_break(first) + 1), first):
        whole = noun_phrase(sentence, at, NOMINATIVE)
        if whole is not None and whole.last == found.last:
            return whole
    return found


def _with_title_before(sentence: Sentence, found: Phrase, comma: int, lowest: int) -> Phrase:
    """The phrase with a title that a comma sets off before it: «Глава фирмы, мастер Лев Гусятин сказал»."""
    start = max(sentence.previous_break(comma) + 1, lowest)
    title = noun_phrase(sentence, start, NOMINATIVE, comma)
    if title is None or title.last != comma or not title.bits & found.bits & SINGULAR or title.bits & PRONOUN:
        return found
    named = any(map(sentence.is_capital_inside, range(found.head + 1, found.last)))
    bearer = any(reading & PERSONAL_NAME for at in range(start, comma) for reading in sentence.readings(at))
    if not title.bits & ANIMATE or not named or bearer:
        return found
    return Phrase(title.first, found.last, found.head, found.bits)


def _with_name_before(sentence: Sentence, found: Phrase, comma: int, lowest: int) -> Phrase:
    """The phrase with the name whose apposition it is: «Лев Гусятин, сторож порта, который …, сказал»."""
    name = noun_phrase(sentence, max(sentence.previous_break(comma) + 1, lowest), NOMINATIVE, comma)
    titled = found.bits & ANIMATE and not sentence.is_capital_inside(found.head)
    if name is None or name.last != comma or not titled or not sentence.is_capital(name.head):
        return _with_title_before(sentence, found, comma, lowest)
    return Phrase(name.first, found.last, name.head, name.bits)


def _relative_subject(sentence: Sentence, first: int, verb_place: int, verb: int) -> Phrase | None:
    """«Который» at the beginning of a clause, where it agrees with the verb."""
    bits = _RELATIVE_SUBJECTS.get(sentence.word(first), 0)
    if not bits or first >= verb_place or (bits & SINGULAR and not agrees(bits, verb)):
        return None
    phrase = Phrase(first, first + 1, first, bits | PRONOUN)
    return phrase if fits(phrase, verb) else None


def shared_subject(sentence: Sentence, verb_place: int, verb: int, lowest: int = 0) -> Phrase | None:
    """The subject that a verb has in common with one before it: «Лаборант вылетел, кричит»."""
    if verb & (FIRST | SECOND):
        return None
    edge = sentence.previous_break(verb_place)
    if sentence.word(edge + 1) in _RELATIVE_OBJECTS:
        return None  # «которого называют лучшим»
    while edge > lowest and sentence.kind(edge) == kind.COMMA:
        start = max(sentence.previous_break(edge) + 1, lowest)
        participle = start > lowest and sentence.is_participle(start) and not sentence.is_noun(start)
        subordinate = participle or sentence.word(start) in RELATIVE or sentence.word(start) in _OPENERS
        found = None if subordinate else _first_subject(sentence, start, edge, verb)
        if found is not None and not found.bits & (FIRST | SECOND):
            return found
        edge = start - 1
    return None


def _lacks_verb(sentence: Sentence, first: int, last: int) -> bool:
    """Whether nothing but adverbs and objects stands between a comma and a verb."""
    if sentence.word(first) in ("и", "а", "но") or sentence.word(first) in _OPENERS or sentence.word(first) in RELATIVE:
        return False  # what is joined on has its subject further back
    return not any(sentence.is_finite(at) for at in range(first, last))


def _first_subject(sentence: Sentence, first: int, last: int, verb: int) -> Phrase | None:
    """The first nominative phrase between two places that agrees with the verb, rather one that can speak."""
    at = first
    mute: Phrase | None = None
    thing: Phrase | None = None
    while at < last:
        if sentence.is_preposition(at):
            at = _past_adverbial(sentence, at, last)
            continue
        phrase = None if _is_name_of_oblique(sentence, at) else noun_phrase(sentence, at, NOMINATIVE, last)
        if phrase is not None and fits(phrase, verb):
            if not phrase.bits & (PRONOUN | ANIMATE) and _may_be_object(sentence, phrase):
                if any(sentence.is_infinitive(each) for each in range(first, at)):
                    at = phrase.last  # «отказалась принять орден»
                    continue
                thing = thing or phrase
            elif phrase.bits & PRONOUN or (
                (thing is None or phrase.bits & ANIMATE) and sentence.can_speak(phrase.head, phrase.last)
            ):
                return phrase
            mute = mute or phrase
        at = phrase.last if phrase is not None else _past_oblique(sentence, at, last)
    if thing is not None and sentence.can_speak(thing.head, thing.last):
        return thing
    return mute or _surname_before(sentence, first, last, verb)


def _is_name_of_oblique(sentence: Sentence, at: int) -> bool:
    """Whether a name in marks or Latin letters belongs to the noun before it, which is no subject: «каналу „Мост“»."""
    latin = sentence.is_capital(at) and sentence.word(at).isascii()
    if not latin and not sentence.is_passage(at):
        return False
    noun = at - 1
    while sentence.word(noun) == "'" or (sentence.is_capital(noun) and sentence.word(noun).isascii()):
        noun -= 1
    forms = [form for form in sentence.readings(noun) if form & NOUN]
    return bool(forms) and not any(form & NOMINATIVE for form in forms)


def _past_oblique(sentence: Sentence, at: int, last: int) -> int:
    """Past a phrase that is no subject, with its complements: «Алёхину и участниц группы признали …»."""
    forms = sentence.readings(at)
    if not any(form & NOUN for form in forms) or any(form & NOMINATIVE for form in forms):
        return at + 1
    phrase = noun_phrase(sentence, at, ACCUSATIVE, last) or noun_phrase(sentence, at, GENITIVE, last)
    return at + 1 if phrase is None else phrase.last


def _may_be_object(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a thing's name could be an accusative too, so that a subject may follow: «Голос мэр не повышал»."""
    return some(sentence.readings(phrase.head), NOUN | ACCUSATIVE) and not sentence.is_capital_inside(phrase.head)


def _surname_before(sentence: Sentence, first: int, last: int, verb: int) -> Phrase | None:
    """A surname right before its verb, that reads as a genitive too: «На сходе Рыкова сказала»."""
    at = last - 1
    if at <= first or not sentence.is_capital_inside(at) or _is_oblique_first_name(sentence, at - 1):
        return None
    bits = next((each for each in sentence.readings(at) if each & SURNAME and each & NOMINATIVE), 0)
    if not bits and not is_known(sentence.word(at)) and not sentence.is_preposition(at - 1):
        bits = NOUN | SINGULAR | GENDERS
    phrase = _with_first_name(sentence, Phrase(at, last, at, bits | ANIMATE), first)
    if not bits & SINGULAR or not fits(phrase, verb):
        return None
    behind = noun_phrase(sentence, last + 1, NOMINATIVE) if sentence.word(first) in _ABOUT else None
    return None if behind is not None and behind.bits & ANIMATE and fits(behind, verb) else phrase


def _with_first_name(sentence: Sentence, surname: Phrase, lowest: int) -> Phrase:
    """The surname with initials, or with a title and a first name of another gender: «Прокурор Андреа Бьянки»."""
    begin = surname.first
    while begin - 2 >= lowest and sentence.word(begin - 1) == "." and len(sentence.word(begin - 2)) == 1:
        begin -= 2
    for at in range(lowest, begin):
        named = noun_phrase(sentence, at, NOMINATIVE, begin)
        if named is not None and named.last == begin and some(sentence.readings(begin - 1), FIRST_NAME):
            begin = at
            break
    return Phrase(begin, surname.last, surname.head, surname.bits)


def _is_oblique_first_name(sentence: Sentence, at: int) -> bool:
    """Whether a first name stands in no nominative, and what is behind it neither: «а Ольгу Рудинко назвала …»."""
    forms = sentence.readings(at)
    return sentence.is_capital_inside(at) and some(forms, FIRST_NAME) and not any(form & NOMINATIVE for form in forms)


def _across_insertion(sentence: Sentence, comma: int, verb: int, lowest: int) -> Phrase | None:
    """The subject before an apposition, a participle or a relative clause that ends with a comma before the verb."""
    opening = comma
    for _ in range(4):
        opening = sentence.previous_break(opening)
        if opening < lowest or sentence.kind(opening) != kind.COMMA:
            return None
        start = sentence.previous_break(opening) + 1
        found = _first_subject(sentence, max(start, lowest), opening, verb)
        if found is not None and _closes(sentence, found, opening):
            if sentence.kind(start - 1) == kind.COMMA and found.first == start:
                found = _with_name_before(sentence, found, start - 1, lowest)
            return _with_insertion(sentence, found, opening, comma)
    return None


def _closes(sentence: Sentence, phrase: Phrase, comma: int) -> bool:
    """Whether nothing but a place stands between a phrase and a comma: «Суд присяжных в Лужске, …»."""
    if phrase.last == comma:
        return True
    return sentence.word(phrase.last) in ("в", "во", "на") and _past_adverbial(sentence, phrase.last, comma) == comma


def _with_insertion(sentence: Sentence, subject: Phrase, opening: int, comma: int) -> Phrase:
    first = opening + 1
    if sentence.is_participle(first) and not sentence.is_noun(first) and not _is_title(sentence, first):
        return subject
    if sentence.word(first) in RELATIVE or sentence.is_gerund(first) or sentence.is_preposition(first):
        return subject
    joined = with_apposition(sentence, subject)
    return joined if joined.last <= comma else subject


def _is_title(sentence: Sentence, place: int) -> bool:
    return sentence.word(place).startswith(("заведующ", "командующ", "управляющ", "исполняющ"))


def place_of_voice(sentence: Sentence, first: int, last: int, *, written: bool = False) -> Phrase | None:
    """The body that stands behind a preposition where a verb has no subject: «в мэрии полагают», «у соседей говорят».

    ``written`` where the cue is impersonal and what stands there may be a text: «в статье говорится».
    """
    excluded = TIMES if written else TIMES | SETTINGS
    at = first
    while at < last:
        word = sentence.word(at)
        if sentence.kind(at) == kind.COMMA and (sentence.is_participle(at + 1) or sentence.word(at + 1) in RELATIVE):
            return None
        if word in ("со", "с") and sentence.word(at + 1) == "ссылкой" and sentence.word(at + 2) == "на":
            return noun_phrase(sentence, at + 3, ACCUSATIVE, last)
        if word in ADVERBS_FOR_BODIES:
            return Phrase(at, at + 1, at, PLURAL)
        if word in _PLACES and sentence.is_preposition(at) and not _governs(sentence, at, excluded):
            if sentence.word(at + 1) in _BOUND_PRONOUNS:
                return Phrase(at + 1, at + 2, at + 1, _BOUND_PRONOUNS[sentence.word(at + 1)] | PRONOUN)
            for case in CASES_OF[word]:
                phrase = noun_phrase(sentence, at + 1, case, last)
                if phrase is None or sentence.word(phrase.head) in excluded:
                    continue
                if (written and word != "на") or _has_voice(sentence, phrase, word):
                    return phrase
        at += 1
    return None


def _governs(sentence: Sentence, at: int, excluded: frozenset[str]) -> bool:
    """Whether a preposition leads to no voice: to a time, or to what an adjective governs, «виновным в подлоге»."""
    if sentence.word(at + 1) in excluded:
        return True
    return any(form & ADJECTIVE and form & INSTRUMENTAL for form in sentence.readings(at - 1))


def _has_voice(sentence: Sentence, phrase: Phrase, preposition: str) -> bool:
    """Whether a noun behind a preposition can be a body's or somebody's: «в мэрии», «у соседей», not «в соучастии»."""
    if phrase.bits & (ANIMATE | PRONOUN) or sentence.is_capital(phrase.head) or sentence.is_passage(phrase.head):
        return True
    base = lemma(sentence.word(phrase.head))
    if base in kind_words():
        return kind_words()[base] != "document"
    return preposition in ("в", "во") and not base.endswith(_ABSTRACT)
