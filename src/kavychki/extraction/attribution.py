"""Attribution: the cue and the source of words, where it is known in which stretch of a sentence they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kavychki.extraction import tokens as kind
from kavychki.extraction.appositions import with_apposition
from kavychki.extraction.candidate import Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.document import Bounds
from kavychki.extraction.lexicon import Cue, kind_words, words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    DATIVE,
    FEMININE,
    GENITIVE,
    GERUND,
    INSTRUMENTAL,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    PARTICIPLE,
    PLURAL,
    PRONOUN,
    SHORT,
    SINGULAR,
    VERB,
    agrees,
    lemma,
    some,
)
from kavychki.extraction.phrases import TIMES, Phrase, noun_phrase
from kavychki.extraction.sentence import Sentence
from kavychki.extraction.subjects import place_of_voice, shared_subject, subject_left, subject_right
from kavychki.model.vocabulary import Medium

POSSESSIVES = {
    "его": MASCULINE | SINGULAR,
    "её": FEMININE | SINGULAR,
    "ее": FEMININE | SINGULAR,
    "их": PLURAL,
    "собственному": 0,
    "собственным": 0,
    "своим": 0,
    "своему": 0,
}
_DATIVES = {"ему": MASCULINE | SINGULAR, "ей": FEMININE | SINGULAR, "им": PLURAL}
_RELATIVES = {
    "которому": MASCULINE | NEUTER | SINGULAR,
    "которого": MASCULINE | NEUTER | SINGULAR,
    "которой": FEMININE | SINGULAR,
    "которым": MASCULINE | NEUTER | SINGULAR | PLURAL,
    "которых": PLURAL,
}
_RELATIVES_IN = {"котором": MASCULINE | NEUTER | SINGULAR, "которой": FEMININE | SINGULAR, "которых": PLURAL}
_GOVERNED = {"согласно": DATIVE, "судя по": DATIVE, "если верить": DATIVE, "в соответствии с": INSTRUMENTAL}
"""The cases that prepositions govern other than the genitive."""
_OF_VOICES = ("по оценке", "по версии", "по мнению", "судя по")
"""Prepositions that tell of a voice only where a body or somebody follows: not «поездка по оценке ситуации»."""
_UNSAID = frozenset(("разным", "различным", "другим", "иным", "некоторым", "отдельным", "третьим"))
"""What is said of data or words that are nobody's: «по разным данным»."""
_OUTLETS = words("outlets")
_WRITTEN = (
    "письм",
    "заявлени",
    "пресс-релиз",
    "релиз",
    "блог",
    "микроблог",
    "сообщени",
    "телеграмм",
    "твит",
    "соцсет",
    "отчёт",
    "отчет",
    "страниц",
    "instagram",
    "инстаграм",
    "твиттер",
    "twitter",
    "фейсбук",
    "facebook",
    "вконтакте",
    "telegram",
    "телеграм-",
)
_WRITTEN_IN = frozenset(("посте", "постах", "чате", "чатах", "канале", "каналах"))
_INTO_WRITING = frozenset(("в", "во", "на", "через", "из", "по"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and how: spans in code points."""

    cue: tuple[Bounds, ...]
    sources: tuple[Source, ...]
    entry: Cue | None
    medium: Medium
    factual: bool
    verb: int


def source_of(sentence: Sentence, phrase: Phrase) -> Source:
    """The mention that a phrase is; a name in marks loses them where nothing else stands in the phrase."""
    start, end = sentence.span(phrase.first, phrase.last)
    if phrase.last == phrase.first + 1 and sentence.is_passage(phrase.first):
        start, end = sentence.doc.inner_span(sentence.items[phrase.first])
    return Source(
        start, end, phrase.bits, tuple(sentence.items[phrase.first : phrase.last]), sentence.items[phrase.head]
    )


def _pronoun(sentence: Sentence, place: int, bits: int) -> Source:
    start, end = sentence.span(place, place + 1)
    return Source(start, end, bits | PRONOUN, (sentence.items[place],), sentence.items[place])


def verb_of(sentence: Sentence, hit: CueHit) -> int:
    """The grammar of a cue's verb, of an infinitive's that of its auxiliary; 0 where it has none."""
    if not hit.is_infinitive:
        return hit.bits
    auxiliaries = (at for first, last in hit.places for at in range(first, last) if sentence.is_finite(at))
    return next((sentence.readings(at)[0] for at in auxiliaries), 0)


def subject_of(sentence: Sentence, hit: CueHit, lowest: int, highest: int, *, right_first: bool) -> Phrase | None:
    """The subject of a finite cue between two places."""
    verb = verb_of(sentence, hit) or VERB | SINGULAR | PLURAL
    left = None if right_first else subject_left(sentence, hit.begin, verb, lowest)
    if left is not None and _speaks_itself(sentence, left):
        return left
    right = subject_right(sentence, hit.end, verb, min(highest, sentence.next_break(hit.end)))
    if right is None and (after := _past_date(sentence, sentence.next_break(hit.end))):
        right = subject_right(sentence, after, verb, min(highest, sentence.next_break(after)))
    if right is not None and (right_first or (left is not None and right.bits & ANIMATE)):
        return right
    if right is None and right_first:
        left = subject_left(sentence, hit.begin, verb, lowest)
    return left or right or shared_subject(sentence, hit.begin, verb, lowest)


def _speaks_itself(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the head of a phrase has a voice, and not only what belongs to it: «отставки Рыкова»."""
    return bool(phrase.bits & (ANIMATE | PRONOUN)) or sentence.can_speak(phrase.head, phrase.head + 1)


def _past_date(sentence: Sentence, comma: int) -> int:
    """Past a date that commas set off behind the day: «сообщили в среду, 8 июля, в мэрии»; 0 where none stands."""
    closing = sentence.next_break(comma + 1)
    dated = sentence.kind(comma + 1) == kind.NUMBER and sentence.word(comma + 2) in TIMES
    return closing + 1 if dated and sentence.kind(comma) == sentence.kind(closing) == kind.COMMA else 0


def speaking(sentence: Sentence, phrase: Phrase | None) -> Phrase | None:
    """The phrase, if what it names has a voice, «который» by the nouns before its comma."""
    if phrase is not None and sentence.word(phrase.head).startswith("котор"):
        nouns = [at for at in range(max(0, phrase.head - 4), phrase.head - 1) if sentence.is_noun(at)]
        return phrase if not nouns or any(sentence.can_speak(at, at + 1) for at in nouns) else None
    if phrase is None or phrase.bits & PRONOUN or sentence.can_speak(phrase.head, phrase.last):
        return phrase
    return None


def attribute(sentence: Sentence, hits: Sequence[CueHit], lowest: int, highest: int) -> Attribution | None:
    """The attribution that stands between two places beside marked words, its verb a cue or any finite verb."""
    for frames in (("verb", "impersonal", "adjective"), ("prepositional",), ("gesture",), ("noun",)):
        for hit in hits:
            if lowest <= hit.first and hit.last <= highest and hit.cue.frame in frames:
                if hit.cue.frame == "verb" and not (hit.is_finite or hit.bits & GERUND):
                    continue
                return of_hit(sentence, hit, lowest, highest)
    return _of_any_verb(sentence, lowest, highest)


def of_hit(sentence: Sentence, hit: CueHit, lowest: int, highest: int, *, right_first: bool = True) -> Attribution:
    """The attribution that a cue makes, its source between two places."""
    phrase: Phrase | None
    sources: tuple[Source, ...] = ()
    if hit.cue.frame == "prepositional":
        sources = sources_of_preposition(sentence, hit, highest)
    elif hit.cue.expression.endswith(" слова"):
        sources = _whose_words(sentence, hit, highest)
    elif hit.cue.expression in ("цитировать", "процитировать"):
        sources = _whom_cited(sentence, hit, lowest, highest)
    elif hit.cue.frame == "noun":
        return _of_noun(sentence, hit, lowest, highest)
    elif hit.cue.frame in ("impersonal", "passive"):
        phrase = place_of_voice(sentence, hit.end, highest, written=True)
        bits = _RELATIVES_IN.get(sentence.word(hit.begin - 1), 0) if sentence.is_preposition(hit.begin - 2) else 0
        if bits:
            phrase = Phrase(hit.begin - 1, hit.begin, hit.begin - 1, bits | PRONOUN)
        clause = max(lowest, sentence.previous_break(hit.begin) + 1)
        relative = sentence.word(clause).startswith("котор")
        phrase = phrase or place_of_voice(sentence, clause if relative else lowest, hit.begin, written=True)
        if hit.cue.frame == "passive" and phrase is not None and not _judges(sentence, phrase, hit):
            phrase = None
        phrase = _accuser(sentence, hit, highest) or phrase
        sources = (source_of(sentence, phrase),) if phrase else ()
    else:
        phrase = speaking(sentence, subject_of(sentence, hit, lowest, highest, right_first=right_first))
        if phrase is None and (
            verb_of(sentence, hit) & (PLURAL | SHORT) or hit.cue.expression.startswith(("донос", "донест"))
        ):
            clause = sentence.previous_break(hit.begin) + 1
            phrase = place_of_voice(sentence, hit.end, highest)
            if phrase is None and not sentence.word(clause).startswith("котор"):
                phrase = place_of_voice(sentence, lowest, hit.begin)
        sources = (source_of(sentence, phrase),) if phrase else ()
    return Attribution(
        hit.spans(sentence), sources, hit.cue, medium_of(hit.cue, sentence, lowest, highest), hit.factual, hit.bits
    )


def _accuser(sentence: Sentence, hit: CueHit, highest: int) -> Phrase | None:
    """Who accuses somebody, behind a passive: «обвинён судом в подлоге»."""
    if "обвин" not in hit.cue.government:
        return None
    charge = next((at for at in range(hit.end, highest) if sentence.word(at) in ("в", "во", "за")), highest)
    agent = noun_phrase(sentence, hit.end, INSTRUMENTAL, charge)
    return agent if agent is not None and sentence.can_speak(agent.head, agent.last) else None


def _judges(sentence: Sentence, phrase: Phrase, hit: CueHit) -> bool:
    """Whether a body that stands beside a passive is whose view it is, and not where another verb takes place."""
    body = lemma(sentence.word(phrase.head)) in kind_words()
    elsewhere = sentence.word(phrase.last) == "и" or any(map(sentence.is_finite, range(phrase.last, hit.begin)))
    return body and not elsewhere


def _of_noun(sentence: Sentence, hit: CueHit, lowest: int, highest: int) -> Attribution:
    """A noun with its source: «записка сторожа», «сторож оставил записку»; a noun without one is the source itself."""
    phrase = noun_phrase(sentence, hit.last, GENITIVE, highest)
    if phrase is None and (hit.bits & ACCUSATIVE or sentence.word(hit.first - 1) in ("с", "со")):
        verb = next((at for at in range(hit.first - 1, lowest - 1, -1) if sentence.is_finite(at)), None)
        if verb is not None:
            phrase = subject_left(sentence, verb, sentence.readings(verb)[0], lowest)
    objective = hit.bits & (ACCUSATIVE | NOMINATIVE)
    if phrase is None and objective and sentence.previous_break(hit.first) == hit.first - 1:
        end = min(highest, sentence.next_break(hit.last))
        verb = next((at for at in range(hit.last + 1, end) if sentence.is_finite(at)), None)
        phrase = None if verb is None else subject_left(sentence, verb, sentence.readings(verb)[0], hit.last)
    if phrase is None and hit.cue.medium == "writing" and hit.bits & NOMINATIVE:
        whole = noun_phrase(sentence, max(lowest, hit.first - 1), NOMINATIVE, highest)
        if whole is None or whole.head != hit.first:
            whole = noun_phrase(sentence, hit.first, NOMINATIVE, highest)
        if whole is not None:
            return Attribution((), (source_of(sentence, whole),), None, "writing", True, hit.bits)
    sources = (source_of(sentence, phrase),) if phrase else ()
    return Attribution(hit.spans(sentence), sources, hit.cue, hit.cue.medium, True, hit.bits)


def _whose_words(sentence: Sentence, hit: CueHit, highest: int) -> tuple[Source, ...]:
    """The one whose words somebody passes on: «приводит слова заведующего», «передала его слова»."""
    for at in range(hit.first, hit.last):
        if sentence.word(at) in POSSESSIVES:
            return (_pronoun(sentence, at, POSSESSIVES[sentence.word(at)]),)
    phrase = noun_phrase(sentence, hit.last, GENITIVE, _medium_place(sentence, hit.last + 1, highest))
    return (source_of(sentence, phrase),) if phrase else ()


def _whom_cited(sentence: Sentence, hit: CueHit, lowest: int, highest: int) -> tuple[Source, ...]:
    """Whom a paper cites: «цитирует пенсионера „Листок“», «цитирует ТАСС слова мэра»; without one, whoever cites."""
    end = min(highest, sentence.next_break(hit.last))
    first = hit.last
    medium = _medium_place(sentence, first, end)
    if sentence.word(first) in POSSESSIVES and medium == first + 1:
        return (_pronoun(sentence, first, POSSESSIVES[sentence.word(first)]),)
    if medium == first:
        first, medium = _past_medium(sentence, first, end), end
    if sentence.word(first) == "слова":
        phrase = noun_phrase(sentence, first + 1, GENITIVE, medium)
    else:
        phrase = noun_phrase(sentence, first, ACCUSATIVE, medium)
    cites = subject_of(sentence, hit, lowest, highest, right_first=True)
    if phrase is None or not (phrase.bits & ANIMATE or sentence.can_speak(phrase.head, phrase.last)):
        phrase = cites
    return (source_of(sentence, phrase),) if phrase else ()


def _medium_place(sentence: Sentence, first: int, last: int) -> int:
    """Where a paper, an agency or a site is named between two places, else the second."""
    return next((at for at in range(first, last) if _is_medium(sentence, at)), last)


def _is_medium(sentence: Sentence, at: int) -> bool:
    word = sentence.word(at)
    if sentence.is_passage(at) or word in _OUTLETS or kind_words().get(lemma(word)) == "media":
        return True
    return sentence.is_capital(at) and word.isascii()


def _past_medium(sentence: Sentence, first: int, last: int) -> int:
    """Past the name of a paper or an agency, with its kind word: «газета „Вестник“», «РИА Новости»."""
    at = first + 1
    while at < last and (_is_medium(sentence, at) or (sentence.word(at) == "новости" and sentence.is_capital(at))):
        at += 1
    return at


def sources_of_preposition(sentence: Sentence, hit: CueHit, highest: int) -> tuple[Source, ...]:
    """The source of «по словам мэра», «согласно отчёту», or of «по его словам», whose possessive stands inside."""
    for at in range(hit.first, hit.last):
        if sentence.word(at) in POSSESSIVES:
            return (_pronoun(sentence, at, POSSESSIVES[sentence.word(at)]),)
    word = sentence.word(hit.last)
    if (bits := _DATIVES.get(word) or _RELATIVES.get(word)) is not None:
        return (_pronoun(sentence, hit.last, bits),)
    phrase = None if _is_of_nobody(sentence, hit) else _governed_phrase(sentence, hit, highest)
    return (source_of(sentence, phrase),) if phrase else ()


def _is_of_nobody(sentence: Sentence, hit: CueHit) -> bool:
    """Whether an adjective inside a preposition tells that the words are nobody's in particular: «по разным данным»."""
    return any(sentence.word(at) in _UNSAID for at in range(hit.first + 1, hit.last - 1))


def _governed_phrase(sentence: Sentence, hit: CueHit, highest: int) -> Phrase | None:
    """The noun phrase that a preposition governs, with its apposition."""
    governed = _GOVERNED.get(hit.cue.expression, GENITIVE)
    word = sentence.word(hit.last)
    sent = word == "от" or (word == "из" and hit.cue.expression == "по сообщению")
    first = hit.last + 1 if sent else hit.last
    if word == "же":
        first += 1  # «по информации же порта»
    if _is_of_norm(hit):
        first, governed = hit.first + 1, DATIVE
    if some(sentence.readings(first)[:1], ADVERB) and some(sentence.readings(first + 1), ADJECTIVE | governed):
        first += 1
    if sentence.kind(first) == kind.COMMA and sentence.kind(first + 1) in (kind.WORD, kind.NUMBER):
        first += 1  # «по словам, Рыкова»
    aged = sentence.word(first).endswith(("летнего", "летней", "летних", "летнему"))
    number = sentence.kind(first) == kind.NUMBER and not aged
    phrase = None if number else noun_phrase(sentence, first, governed, highest)
    of_voice = hit.cue.expression in _OF_VOICES or sentence.is_adjective(first - 2)
    if phrase is None or (of_voice and not _is_voice(sentence, phrase)):
        return None
    if governed == INSTRUMENTAL and kind_words().get(lemma(sentence.word(phrase.head))) != "document":
        return None
    return with_apposition(sentence, phrase, governed)


def _is_voice(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase names somebody, a body or a text, and not everything there is: «судя по всему»."""
    return sentence.word(phrase.head) != "всему" and sentence.can_speak(phrase.head, phrase.last)


def _is_of_norm(hit: CueHit) -> bool:
    """Whether a preposition cites a norm, which is its source: «по закону», «по уставу артели»."""
    return hit.cue.frame == "prepositional" and len(hit.places) == 1 and hit.places[0] == (hit.first, hit.first + 1)


def medium_of(cue: Cue, sentence: Sentence, lowest: int, highest: int) -> Medium:
    """The cue's medium, or writing where the attribution names something written."""
    if cue.medium != "speech":
        return cue.medium
    for at in range(lowest, highest):
        word = sentence.word(at)
        if cue.frame == "prepositional" and word[:5] == cue.expression.split()[-1][:5]:
            continue
        if not word.startswith(_WRITTEN) and word not in _WRITTEN_IN:
            continue
        if any(sentence.word(each) in _INTO_WRITING for each in range(max(0, at - 3), at)):
            return "writing"
    return "speech"


def _of_any_verb(sentence: Sentence, lowest: int, highest: int) -> Attribution | None:
    """A verb that is no cue in the place of one: the author's words behind a dash."""
    for at in range(lowest, min(highest, lowest + 6)):
        if sentence.kind(at) in (kind.STOP, kind.COMMA):
            break
        if sentence.is_finite(at) and not sentence.is_capital_inside(at):
            verb = sentence.readings(at)[0]
            phrase = subject_right(sentence, at + 1, verb, min(highest, sentence.next_break(at)))
            phrase = phrase or subject_left(sentence, at, verb, lowest)
            if phrase is None:
                continue
            return Attribution((), (source_of(sentence, phrase),), None, "speech", True, verb)
    return None


def antecedent(sentence: Sentence, hit: CueHit, lowest: int) -> Phrase | None:
    """The noun that a participle belongs to: «Источник, попросивший не называть его», in whatever case."""
    comma = hit.begin - 1
    if sentence.kind(comma) != kind.COMMA:
        return None
    forms = [form for form in sentence.readings(hit.first) if form & PARTICIPLE]
    start = max(sentence.previous_break(comma) + 1, lowest)
    for at in range(start, comma):
        for case in (NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE):
            if not any(form & case for form in forms):
                continue
            phrase = noun_phrase(sentence, at, case, comma)
            if phrase is None or phrase.last != comma:
                continue
            if any(form & case and agrees(phrase.bits, form) for form in forms):
                return phrase
    return None
