"""Where the content of a report begins and ends."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADVERB,
    ANIMATE,
    DATIVE,
    FEMININE,
    FIRST,
    FIRST_NAME,
    GENITIVE,
    GERUND,
    INSTRUMENTAL,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    PARTICIPLE,
    PAST,
    PLURAL,
    PRESENT,
    PRONOUN,
    SECOND,
    SHORT,
    SINGULAR,
    THIRD,
    VERB,
    agrees,
    some,
)
from kavychki.extraction.phrases import TIMES, Phrase, noun_phrase
from kavychki.extraction.reports.grammar import ADVERSATIVE, DENIALS, SUBORDINATORS, THAT
from kavychki.extraction.reports.reading import SentenceReading
from kavychki.extraction.sentence import RELATIVE
from kavychki.extraction.subjects import place_of_voice

_SINGLE_CONNECTORS = words("single-connectors")
_PHRASES = (
    ("кроме", "того"),
    ("при", "этом"),
    ("между", "тем"),
    ("тем", "временем"),
    ("вместе", "с", "тем"),
    ("в", "то", "же", "время"),
    ("тем", "не", "менее"),
    ("к", "тому", "же"),
    ("в", "частности"),
    ("более", "того"),
    ("помимо", "этого"),
    ("в", "свою", "очередь"),
    ("ранее",),
    ("например",),
    ("кроме", "этого"),
    ("помимо", "того"),
    ("в", "ответ"),
)
_OBLIQUE_RELATIVES = ("которого", "которую", "которых", "которой", "которому", "которым", "которыми")


_PROBABLY = ("возможно", "вероятно", "наверное", "затем", "потом", "теперь")
SHORTEST_REMARK = 3
"""Words of a bracket that is a remark of the author's and no name or abbreviation."""

_GRAMMAR = MASCULINE | FEMININE | NEUTER | PLURAL | PAST | PRESENT | FIRST | SECOND | THIRD


def shares_grammar(cue: int, verb: int) -> bool:
    """Whether a verb may have the subject of a cue: in one tense, person, number and gender."""
    if cue & SHORT:
        return bool(verb & PAST) and agrees(verb, cue)
    return verb & _GRAMMAR == cue & _GRAMMAR


def past_subject(hit: CueHit, subject: Phrase | None) -> int:
    """The place behind a cue, past its subject where this stands right there: «обвинил мэр порт в обмане»."""
    return subject.last if subject is not None and subject.first == hit.end else hit.end


class Borders(SentenceReading):
    """Where the content of a report begins and ends."""

    __slots__ = ()

    def _past_connectors(self, first: int, last: int) -> int:
        """Past the author's connectors at the edge of a report."""
        sentence = self.sentence
        at = first
        moved = True
        while moved and at < last:
            moved = False
            initial = sentence.is_capital(at) and sentence.word(at + 1) == "."
            if not initial and (
                sentence.kind(at) in (kind.COMMA, kind.DASH) or sentence.word(at) in _SINGLE_CONNECTORS
            ):
                at += 1
                moved = True
                continue
            for phrase in _PHRASES:
                if tuple(sentence.words[at : at + len(phrase)]) == phrase:
                    at += len(phrase)
                    moved = True
                    break
        return at

    def _is_about_that(self, hit: CueHit, last: int) -> bool:
        """Whether «это» stands beside a cue and takes up what was said before."""
        return any(self.sentence.word(at) in ("это", "этого") for at in range(max(0, hit.begin - 3), last))

    def _clip(self, hit: CueHit, first: int, end: int) -> int:
        """Where a content that begins at a place ends: before what another attribution takes over."""
        cut = self._before_other(hit, first, end)
        last = self._within(hit, first, self._before_dash(hit, first, end)) if cut is None else cut
        return self._before_bracket(first, last)

    def _before_bracket(self, first: int, last: int) -> int:
        """The end of a content without a bracket of some length at its end, in which the author explains it."""
        sentence = self.sentence
        if sentence.word(last - 1) != ")":
            return last
        opening = next((at for at in range(last - 2, first, -1) if sentence.word(at) == "("), last)
        words = [at for at in range(opening, last) if sentence.is_word(at)]
        explains = len(words) >= SHORTEST_REMARK and not all(map(sentence.is_capital, words))
        return opening if explains else last

    def _before_other(self, hit: CueHit, first: int, end: int) -> int | None:
        """Where another attribution takes over, or None."""
        sentence = self.sentence
        for other in self.hits:
            if other.first <= max(hit.first, first) or self._sets_right(first, other.begin - 1):
                continue
            if self._opens_like(hit, other):
                return other.first - 1
            bounds = self.parentheses.get(other.first)
            denied = hit.cue.expression in DENIALS and self._complement(hit, end) is not None
            if bounds is not None and bounds[1] >= end and other.cue.frame != "prepositional" and not denied:
                return self._strip_right(first, bounds[0])
            if other.bits & GERUND and sentence.kind(other.begin - 1) == kind.COMMA and self._reports(other, end):
                return other.begin - 1
            cut = self._takes_over(hit, other)
            if cut is not None and cut > first:
                return self._strip_right(first, cut)
        return None

    def _sets_right(self, first: int, at: int) -> bool:
        """Whether «а» at a place tells what is so instead of what is denied before: «не строит, а хочет отдохнуть»."""
        return self.sentence.word(at) == "а" and "не" in self.sentence.words[first:at]

    def _opens_like(self, hit: CueHit, other: CueHit) -> bool:
        """Whether a further clause has an attribution of the same kind: «по данным A, …, по данным B — …»."""
        alike = hit.cue.frame == other.cue.frame == "prepositional" and hit.first == 0
        return alike and other.first in self.parentheses and self.sentence.kind(other.first - 1) == kind.COMMA

    def _reports(self, gerund: CueHit, end: int) -> bool:
        """Whether a gerund reports something beside what comes before it: a clause, or a charge."""
        if self._complement(gerund, end):
            return True
        accuses = "обвин" in gerund.cue.government
        return accuses and any(self.sentence.word(at) in ("в", "во") for at in range(gerund.end, end))

    def _within(self, hit: CueHit, first: int, end: int) -> int:
        """Where a content ends by its own marks: at direct speech, a bracket, or marked words that close it."""
        sentence = self.sentence
        for at in range(first, end):
            if sentence.kind(at) == kind.COLON and at + 1 in self.taken and not self._is_retold(first, at):
                return at
            if sentence.word(at) == ")" and not any(sentence.word(each) == "(" for each in range(first, at)):
                return at
            if sentence.is_passage(at) and sentence.kind(at + 1) == kind.COMMA and self._resumes(hit, at + 2, end):
                return at + 1
        return end

    def _before_dash(self, hit: CueHit, first: int, end: int) -> int:
        """The dash that closes an insertion in which the cue stands: «Вопрос, — что он велел взять — остался»."""
        sentence = self.sentence
        opening = next((at for at in range(hit.begin - 1, 0, -1) if sentence.kind(at) == kind.DASH), 0)
        if not opening or any(sentence.is_finite(at) or sentence.is_passage(at) for at in range(opening)):
            return end
        dash = next((at for at in range(first, end) if sentence.kind(at) == kind.DASH), end)
        goes_on = any(sentence.is_finite(at) for at in range(dash + 1, min(end, dash + 4)))
        return dash if goes_on else end

    def _is_retold(self, first: int, colon: int) -> bool:
        """Whether marked words behind a colon are of somebody told of: «по её словам, он сказал: „…“»."""
        near = [other for other in self.hits if first < other.first < colon and other.is_finite and not other.negated]
        return any(self.sentence.next_break(other.end) == colon for other in near)

    def _takes_over(self, hit: CueHit, other: CueHit) -> int | None:
        """Where a coordinated cue cuts the content before it: «…, и добавил, что …»."""
        sentence = self.sentence
        if not other.is_finite or other.cue.frame not in ("verb", "adjective", "impersonal"):
            return None
        at = other.begin - 1
        while at > 0 and sentence.word(at) in ("также", "тут", "затем", "потом", "тогда", "даже", "уже", "лишь"):
            at -= 1
        if sentence.word(at) not in ("и", "а", "но", "однако"):
            return None
        around = hit.first in self.parentheses
        if (around or self._complement(hit, len(sentence)) is not None) and sentence.kind(at - 1) != kind.COMMA:
            return None
        if self._goes_on_inside(hit, other, at):
            return None
        governs = self._complement(other, len(sentence)) is not None or "инф" in other.cue.government
        return at if governs else None

    def _goes_on_inside(self, hit: CueHit, other: CueHit, joint: int) -> bool:
        """Whether a cue goes on with a verb of the content: «заявил, что знает об этом и надеется на успех»."""
        if not hit.is_finite or not other.bits & VERB or shares_grammar(hit.bits, other.bits):
            return False
        opening = self._complement(hit, len(self.sentence))
        if opening is None or not hit.bits & PAST:
            return False
        verbs = [at for at in range(opening[0], joint) if self.sentence.is_finite(at)]
        return any(shares_grammar(other.bits, self.sentence.readings(at)[0]) for at in verbs[:1])

    def _clause_end(self, hit: CueHit, first: int, end: int) -> int:
        """The end of an infinitive or nominal content: before a coordinated clause of the author's."""
        sentence = self.sentence
        end = self._clip(hit, first, end)
        inside_clause = False
        for at in range(first, end):
            if sentence.kind(at) == kind.SEMICOLON:
                return at
            if sentence.kind(at) == kind.COLON and any(at < opening for opening, _ in self.parentheses.values()):
                return at
            if sentence.word(at) == "и" and (
                self._verb_in_common(hit, at + 1, end) or (not inside_clause and self._is_new_clause(at + 1, end))
            ):
                return self._strip_right(first, at)
            if sentence.kind(at) == kind.COMMA:
                if self._closes(hit, at + 1, end, inside_clause=inside_clause):
                    return at
                inside_clause = inside_clause or sentence.word(at + 1) in THAT
        return end

    def _is_new_clause(self, first: int, end: int) -> bool:
        """Whether somebody and what he does follow right behind «и»: «… о подлоге, и мэр уехал»."""
        sentence = self.sentence
        phrase = noun_phrase(sentence, first, NOMINATIVE, end)
        if phrase is None or not phrase.bits & ANIMATE or not sentence.is_finite(phrase.last):
            return False
        return agrees(phrase.bits, sentence.readings(phrase.last)[0])

    def _closes(self, hit: CueHit, after: int, end: int, *, inside_clause: bool) -> bool:
        """Whether the comma before a place closes a content, since the author's words go on there."""
        sentence = self.sentence
        word = sentence.word(after)
        if sentence.is_gerund(after) or self._resumes(hit, after, end) or self._is_attributed(after):
            return True
        if any(other.first > after and self._begins_clause(other, after) for other in self.hits):
            return True
        if word in ADVERSATIVE and not inside_clause:
            return any(sentence.is_finite(each) for each in range(after, min(end, after + 12)))
        if word in SUBORDINATORS or word in ("кроме", "включая", "исключая"):
            return False
        if hit.bits & GERUND and not any(sentence.is_finite(each) for each in range(hit.begin)):
            return any(sentence.is_finite(each) for each in range(after, min(end, sentence.next_break(after) + 12)))
        relative = sentence.word(self._clause_begin(hit.begin)) in RELATIVE and not sentence.is_participle(after)
        return relative or (self._is_adverbial(hit) and not hit.bits & GERUND) or self._verb_in_common(hit, after, end)

    def _begins_clause(self, hit: CueHit, first: int) -> bool:
        """Whether another cue has a subject of its own at a place: «…, глава фракции добавил»."""
        if not hit.is_finite or hit.cue.frame != "verb" or self.sentence.next_break(first) < hit.first:
            return False
        subject = self._subject(hit)
        return subject is not None and subject.first == first and not subject.bits & PRONOUN

    def _is_attributed(self, first: int) -> bool:
        """Whether a relative clause has an attribution of its own."""
        if self.sentence.word(first) not in RELATIVE:
            return False
        stop = self.sentence.next_break(first)
        return any(stop - 1 <= begin <= stop + 1 or first < begin < stop for begin, _ in self.parentheses.values())

    def _phrase_end(self, hit: CueHit, first: int, end: int) -> int:
        last = min(end, self.sentence.next_break(first))
        if self.sentence.word(last - 1) in ("того", "том", "тем") and self.sentence.word(last + 1) == "что":
            last = min(end, self.sentence.next_break(last + 2))
        places = (at for at in range(first, last) if self.sentence.word(at) == "и")
        return next((at for at in places if self._is_joined(hit, at + 1, end)), last)

    def _is_joined(self, hit: CueHit, first: int, end: int) -> bool:
        """Whether another verb or short participle begins at a place, past adverbs: a noun phrase holds none."""
        sentence = self.sentence
        if self._verb_in_common(hit, first, end):
            return True
        at = first
        while at < first + 3 and (some(sentence.readings(at)[:1], ADVERB) or sentence.word(at) in _PROBABLY):
            at += 1
        return at < end and sentence.is_finite(at) and not sentence.is_noun(at)

    def _resumes(self, hit: CueHit, at: int, end: int) -> bool:
        """Whether the main clause goes on at a place: a verb in the cue's grammar, without another subject."""
        sentence = self.sentence
        if tuple(sentence.words[at : at + 2]) == ("после", "чего"):
            return self._verb_in_common(hit, at + 2, end)
        if tuple(sentence.words[at : at + 2]) == ("в", "ответ"):
            return True
        if sentence.word(at) not in ("и", "а", "но", "однако", "зато"):
            return False
        return self._verb_in_common(hit, at + 1, end)

    def _verb_in_common(self, hit: CueHit, first: int, end: int) -> bool:
        """Whether a verb in the grammar of the cue follows before any other subject."""
        sentence = self.sentence
        if hit.cue.frame == "impersonal" or (hit.bits & PARTICIPLE and not hit.bits & SHORT):
            forms = () if hit.cue.frame == "impersonal" else sentence.readings(first)
            return any(each & PARTICIPLE and agrees(each, hit.bits) for each in forms)
        for at in range(first, min(end, first + 9)):
            infinitive = sentence.is_infinitive(at) and not any(map(sentence.is_finite, (at + 1, at + 2)))
            if infinitive or sentence.kind(at) in (kind.COMMA, kind.COLON, kind.SEMICOLON, kind.DASH):
                return False
            if sentence.is_preposition(at):
                continue
            if sentence.is_finite(at) and sentence.readings(at)[0] & VERB:
                return shares_grammar(hit.bits, sentence.readings(at)[0])
            phrase = noun_phrase(sentence, at, NOMINATIVE, end)
            governed = sentence.is_preposition(at - 1) or sentence.is_adjective(at - 1)
            if phrase is not None and not governed and sentence.can_speak(phrase.head, phrase.last):
                return False
        return False

    def _clause_begin(self, place: int) -> int:
        """Where a clause begins, across participles and relative clauses that commas insert."""
        sentence = self.sentence
        comma = sentence.previous_break(place)
        while comma > 0 and sentence.kind(comma) == kind.COMMA:
            start = sentence.previous_break(comma) + 1
            inserted = (sentence.is_participle(start) and not sentence.is_noun(start)) or sentence.word(
                start
            ) in RELATIVE
            if not inserted or start == 0 or sentence.kind(start - 1) != kind.COMMA:
                break
            comma = sentence.previous_break(start - 1)
        return comma + 1

    def _segment_start(self, place: int) -> int:
        """The beginning of the sentence or of the stretch behind a colon, a semicolon or «а», «но»."""
        sentence = self.sentence
        at = place - 1
        while at >= 0:
            if sentence.kind(at) in (kind.COLON, kind.SEMICOLON, kind.STOP):
                return self._past_connectors(at + 1, place)
            if sentence.kind(at) == kind.COMMA and sentence.word(at + 1) in ADVERSATIVE:
                return self._past_connectors(at + 2, place)
            at -= 1
        return self._past_connectors(0, place)

    def _ends_with_name(self, at: int) -> bool:
        """Whether the full name of a person stands right before a place's verb: its subject, however it is titled."""
        sentence = self.sentence
        forms = [form for form in sentence.readings(at - 1) if form & FIRST_NAME]
        named = any(form & NOMINATIVE for form in forms) and sentence.is_capital(at) and sentence.is_capital(at - 1)
        return named and not any(sentence.is_preposition(each) for each in (at - 2, at - 1))

    def _is_relative_object(self, hit: CueHit, subject: Phrase | None, start: int) -> bool:
        """Whether the relative pronoun at a place is what the verb is about: «который в прессе называют …»."""
        word = self.sentence.word(start)
        other = subject is not None and subject.first != start
        if word in ("который", "которое"):
            return other or bool(hit.bits & PLURAL)
        return word in _OBLIQUE_RELATIVES or (word == "которые" and other and bool(hit.bits & SINGULAR))

    def _holds_main_verb(self, first: int, last: int) -> bool:
        """Whether a clause of its own stands between two places, and no relative one."""
        sentence = self.sentence
        relative = next((at for at in range(first, last) if sentence.word(at) in RELATIVE), None)
        if relative is not None and sentence.word(relative) in ("который", "которая", "которое", "которые"):
            return True  # «сторожа, которые угрожали мэру»
        return relative is None and any(
            sentence.is_finite(at) and sentence.readings(at)[0] & VERB and not sentence.is_noun(at)
            for at in range(first, last)
        )

    def _fronted(self, hit: CueHit, subject: Phrase | None) -> tuple[int, int] | None:
        """What stands before the subject and belongs to the content: «Проверку она пообещала закончить»."""
        sentence = self.sentence
        clause = self._clause_begin(hit.begin)
        before = subject.first if subject is not None and clause <= subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        if subject is not None and start >= before and subject.last < hit.begin:
            start, before = self._past_connectors(subject.last, hit.begin), hit.begin
        start += sentence.word(start) in ("сам", "сама", "само", "сами")
        voice = place_of_voice(sentence, start, min(start + 3, before)) if subject is None else None
        if voice is not None and voice.first <= start + 1:
            start = voice.last
        if start < before and self._is_relative_object(hit, subject, start):
            return (start, start + 1)
        while start < before and some(sentence.readings(before - 1)[:1], ADVERB):
            before -= 1
        if sentence.word(start) in ("с", "со", "до") and sentence.word(start + 2) in TIMES:
            start += 3
        timed = start + 1 == before and sentence.word(start) in TIMES
        if start >= before or timed or self._holds_main_verb(start, before):
            return None
        if sentence.is_preposition(start):
            return (start, before) if sentence.word(start) in ("с", "со", "о", "об", "от", "за", "про", "для") else None
        if subject is None and hit.bits & SINGULAR and hit.is_finite and self._ends_with_name(hit.begin - 1):
            return None
        if sentence.is_passage(start) or any(
            noun_phrase(sentence, start, case, before) is not None
            for case in (ACCUSATIVE, GENITIVE, DATIVE, INSTRUMENTAL)
        ):
            return (start, before)
        return None
