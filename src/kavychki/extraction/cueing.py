"""Where cues of the lexicon stand in a sentence, with negation and auxiliaries, and whether the act took place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kavychki.extraction.document import Bounds
from kavychki.extraction.lexicon import Cue, CueForm, CueTable, kind_forms, words
from kavychki.extraction.morphology import (
    FUTURE,
    GERUND,
    IMPERATIVE,
    INFINITIVE,
    PARTICIPLE,
    PAST,
    PRESENT,
    SHORT,
    VERB,
)
from kavychki.extraction.sentence import Sentence

_REFUSAL = words("refusal")
_FAILURE = words("failure")
_START = words("start")
"""Auxiliaries: what is refused, what under negation does not happen, what is begun."""
_ATTITUDES = words("attitudes")
"""Verbs whose negation is an attitude, or amounts to saying."""
_POSSESSIVES = frozenset(("его", "её", "ее", "их", "собственному", "собственным", "своим", "своему"))
_NORMS = words("norms")
_THIRD = frozenset(("его", "её", "ее", "их"))
_LONGEST_GAP = 3
"""Words that may stand inside an expression: «приводит „Вестник“ слова мэра»."""
_PARTED = frozenset(("слова", "взгляд", "внимание"))
_EMPHASES = frozenset(("также", "особое", "отдельно", "отдельное", "ещё", "снова", "вновь"))
"""What may stand inside «обратить внимание»."""
_GAPPED = frozenset(("по", "со", "с"))
_OWN_WILL = words("own-will")
_OWN = words("own")
"""Whose words these are is known: the speaker's own here and now, which is no quote."""


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue in a sentence: places ``[first, last)`` of its core, the places of its span, what it says of the act."""

    cue: Cue
    first: int
    last: int
    bits: int
    places: tuple[tuple[int, int], ...]
    negated: bool
    factual: bool

    @property
    def begin(self) -> int:
        return self.places[0][0]

    @property
    def end(self) -> int:
        return self.places[-1][1]

    @property
    def is_finite(self) -> bool:
        if self.bits & SHORT:
            return True
        return bool(self.bits & (VERB | PAST | PRESENT | FUTURE)) and not self.bits & (GERUND | PARTICIPLE)

    @property
    def is_infinitive(self) -> bool:
        return bool(self.bits & INFINITIVE)

    def spans(self, sentence: Sentence) -> tuple[Bounds, ...]:
        return tuple(sentence.span(*each) for each in self.places)


def find_cues(sentence: Sentence, table: CueTable) -> Iterator[CueHit]:
    """The cues of a sentence from left to right; the longest expression wins."""
    words = sentence.words
    parted = not _PARTED.isdisjoint(words)
    place = 0
    for candidate in [at for at, word in enumerate(words) if word in table]:
        if candidate < place or not sentence.is_word(candidate):
            continue
        if candidate and sentence.is_capital(candidate) and _is_name(sentence, candidate):
            continue
        place = candidate
        forms = table[words[place]]
        if words[place] in _GAPPED or (parted and _may_have_gap(words, place)):
            hit = _with_gap(sentence, forms, place)
            if hit is not None:
                yield hit
                place = hit.last
                continue
        after = sentence.word(place + 1)
        found = [form for form in forms if not form.rest or (form.rest[0] == after and _matches(words, place, form))]
        if not found or (found[0].cue.frame == "prepositional" and found[0].rest and _is_in_name(sentence, place + 1)):
            continue
        length = len(found[0].rest)
        for form in _alternatives([form for form in found if len(form.rest) == length]):
            yield _hit(sentence, form, place)
        place += 1 + length


def _is_name(sentence: Sentence, place: int) -> bool:
    """Whether a form of a cue is somebody's name: «судья Лев Ори подчеркнул»."""
    return sentence.is_capital_inside(place) and sentence.is_capital(place - 1) and sentence.is_word(place - 1)


def _is_in_name(sentence: Sentence, place: int) -> bool:
    """Whether a word with a capital stands inside a name: «Комитет по Оценке Рисков»."""
    return sentence.is_capital(place) and not sentence.surface(0, place + 1).isupper()


def _may_have_gap(words: list[str], place: int) -> bool:
    """Whether an expression that begins at a place is one that words may stand inside."""
    behind = words[place + 2 : place + 2 + _LONGEST_GAP]
    if "внимание" in behind[:1] and words[place + 1] in _EMPHASES:
        return True
    return "слова" in behind or (words[place] == "на" and "взгляд" in behind)


def _with_gap(sentence: Sentence, forms: tuple[CueForm, ...], place: int) -> CueHit | None:
    """«По его словам», «по предварительным данным»: a pronoun or adjectives inside the expression."""
    words = sentence.words
    for gap in range(1, _LONGEST_GAP + 1):
        last = (sentence.word(place + 1 + gap),)
        for form in forms:
            if form.rest != last:
                continue
            emphasis = form.rest[0] == "внимание" and words[place + 1] in _EMPHASES and gap == 1
            if form.cue.frame != "prepositional" and form.rest[0] != "слова" and not emphasis:
                continue
            inside = range(place + 1, place + 1 + gap)
            if words[place + 1] in _OWN:
                return None
            further = all(sentence.is_adjective(at) for at in inside[1:])
            if further and words[place + 1] in _POSSESSIVES and (gap == 1 or words[place + 1] in _THIRD):
                places: tuple[tuple[int, int], ...] = ((place, place + 1), (place + 1 + gap, place + 2 + gap))
            elif form.rest[0] == "слова" and all(sentence.is_passage(at) or sentence.is_capital(at) for at in inside):
                places = ((place, place + 1), (place + 1 + gap, place + 2 + gap))
            elif emphasis or all(sentence.is_adjective(at) for at in inside):
                places = ((place, place + 2 + gap),)
            else:
                continue
            return CueHit(form.cue, place, place + 2 + gap, form.bits, places, False, True)
    return None


def _alternatives(forms: list[CueForm]) -> list[CueForm]:
    """One form of each cue: of homonymous forms the finite one; what is present comes before what is to come."""
    chosen: dict[tuple[str, str], CueForm] = {}
    for form in forms:
        key = form.cue.expression, form.cue.frame
        if key not in chosen or (form.bits & VERB and not chosen[key].bits & VERB):
            chosen[key] = form
    return sorted(chosen.values(), key=lambda form: bool(form.bits & FUTURE))


def _matches(words: list[str], place: int, form: CueForm) -> bool:
    return tuple(words[place + 1 : place + 1 + len(form.rest)]) == form.rest


def _hit(sentence: Sentence, form: CueForm, place: int) -> CueHit:
    last = place + 1 + len(form.rest)
    if form.cue.frame == "prepositional" and form.rest and kind_forms().get(form.rest[0]) in _NORMS:
        return CueHit(form.cue, place, last, form.bits, ((place, place + 1),), False, True)
    if form.cue.frame in ("noun", "prepositional"):
        return CueHit(form.cue, place, last, form.bits, ((place, last),), False, True)
    places, negated, factual = _with_auxiliaries(sentence, form, place, last)
    future = form.bits & FUTURE and not any(each & PRESENT for each in sentence.readings(place))
    factual = factual and not form.bits & IMPERATIVE and not future
    if negated and form.cue.expression not in _ATTITUDES:
        factual = False
    if factual and _is_conditional(sentence, place, last):
        factual = False
    return CueHit(form.cue, place, last, form.bits, places, negated, factual)


def _with_auxiliaries(
    sentence: Sentence, form: CueForm, first: int, last: int
) -> tuple[tuple[tuple[int, int], ...], bool, bool]:
    """The places of a cue with what belongs to it; whether it is negated; whether the act took place so far."""
    begin, negated = _negation(sentence, first)
    if form.bits & INFINITIVE:
        return _of_infinitive(sentence, form, first, last, begin, negated)
    if sentence.word(begin - 1) in ("был", "была", "было", "были") and form.cue.frame in (
        "adjective",
        "impersonal",
        "passive",
    ):
        begin, denied = _negation(sentence, begin - 1)
        negated = negated or denied
    if sentence.word(last) == "бы":
        last += 1
    return ((begin, last),), negated, True


def _of_infinitive(
    sentence: Sentence, form: CueForm, first: int, last: int, begin: int, negated: bool
) -> tuple[tuple[tuple[int, int], ...], bool, bool]:
    """An infinitive takes its auxiliary in: «не стал отрицать», «подтвердить отказались»."""
    attitude = form.cue.expression in _ATTITUDES
    if any(sentence.word(at) in _OWN_WILL for at in range(begin - 3, begin)):
        return ((begin, last),), True, False
    for at, step in ((first - 1, -1), (last, 1), (first - 2, -1), (last + 1, 1)):
        word = sentence.word(at)
        if word not in _REFUSAL and word not in _FAILURE and word not in _START:
            continue
        start, not_ = _negation(sentence, at)
        if word in _REFUSAL or (not_ and word in _FAILURE):
            factual = not_ and attitude
        elif word in _START:
            factual = True
        else:
            continue
        own, auxiliary = (begin, last), (start, at + 1)
        adjacent = auxiliary[1] == own[0] if step < 0 else own[1] == auxiliary[0]
        joined = ((min(start, begin), max(last, at + 1)),) if adjacent else tuple(sorted((own, auxiliary)))
        return joined, not_ or word in _REFUSAL, factual
    return ((begin, last),), negated, False


def _negation(sentence: Sentence, first: int) -> tuple[int, bool]:
    """Where a verb begins with its negation, and whether it has one."""
    if sentence.word(first - 1) not in ("не", "ни"):
        return first, False
    if sentence.word(first - 2) == "и" and sentence.word(first - 3) == "так":
        return first - 3, True
    if sentence.word(first - 2) == "никогда":
        return first - 2, True
    return first - 1, True


def _is_conditional(sentence: Sentence, first: int, last: int) -> bool:
    if "бы" in (sentence.word(first - 1), sentence.word(last - 1), sentence.word(last)):
        return True
    clause = sentence.previous_break(first) + 1
    return sentence.word(clause) in ("если", "чтобы", "пусть") or sentence.word(clause + 1) in ("если", "бы")
