"""Reports in a clause: «сообщил, что …», «спросил, где …», «уточнил: …»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.direct import question_word
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import GERUND, PAST, PRESENT, VERB, agrees, lemma
from kavychki.extraction.reports.around import Around
from kavychki.extraction.reports.borders import shares_grammar
from kavychki.extraction.reports.grammar import ADVERSATIVE, DENIALS, SUBORDINATORS, THAT
from kavychki.extraction.sentence import RELATIVE

_WITHOUT_CONJUNCTION = words("without-conjunction")
_LATER = frozenset(("позже", "позднее", "затем", "потом", "впоследствии", "вскоре", "сейчас", "теперь"))
_AT_FIRST = frozenset(("изначально", "первоначально", "сначала", "сперва", "поначалу", "ранее", "вначале"))
_WITHHOLDING = words("withholding")


class Clauses(Around):
    """Reports in a clause: «сообщил, что …», «спросил, где …», «уточнил: …»."""

    __slots__ = ()

    def _clause(self, hit: CueHit, end: int) -> Candidate | None:
        """«Сообщил, что …», «спросил, где …», «уточнил: …»."""
        sentence = self.sentence
        opening = self._complement(hit, end)
        if opening is None:
            return self._fronted_question(hit)
        first, rule = opening
        if not hit.cue.certain and hit.cue.medium != "writing" and self._is_mute(hit):
            return None
        last = self._clause_close(hit, first, end)
        aside = sentence.kind(first + 1) == kind.COMMA and sentence.is_gerund(first + 2)
        if first >= last or ((first + 1 == last or aside) and first in self.taken):
            return None
        return self._made(rule, hit, [(first, last)], sentence.previous_break(first) if rule == "cue-that" else first)

    def _fronted_question(self, hit: CueHit) -> Candidate | None:
        """«Кто звонил, депутат не уточнил»."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin)
        if clause < 1 or sentence.kind(clause) != kind.COMMA or (not hit.negated and not self._refused(hit)):
            return None
        if not hit.cue.government & {"ли", "что"}:
            return None
        start = self._segment_start(clause)
        if any(start <= first < clause for first, _ in self.parentheses.values()):
            return None  # «Как сообщает порт, мэр планирует объявить …»
        if not (question_word(sentence, start) or sentence.word(start + 1) == "ли" or sentence.word(start + 2) == "ли"):
            return None
        return self._made("question-cue", hit, [(start, clause)], None, lowest=clause + 1)

    def _refused(self, hit: CueHit) -> bool:
        return not hit.factual and hit.is_infinitive

    def _colon(self, hit: CueHit, end: int) -> Candidate | None:
        """«Уточнил: мост закрыт»: a report behind a colon, without marks."""
        sentence = self.sentence
        colon = sentence.next_break(hit.end)
        if sentence.kind(colon) != kind.COLON or sentence.is_passage(colon + 1) or hit.first in self.taken:
            return None
        if (hit.negated and not hit.factual) or not hit.is_finite or not hit.cue.government & {"что", "ли"}:
            return None
        subject = self._subject(hit)
        own = set(range(subject.first, subject.last)) if subject is not None else set()
        objects = [
            at
            for at in range(hit.end, colon)
            if at not in own and sentence.is_noun(at) and not sentence.is_preposition(at - 1)
        ]
        if objects or self._is_mute(hit) or (hit.cue.expression not in DENIALS and self._is_about_that(hit, colon)):
            return None
        if any(colon < first <= end for first, _ in self.parentheses.values()) or not any(
            sentence.is_word(at) for at in range(colon + 1, end)
        ):
            return None
        first = colon + 1
        if sentence.word(first) in ("мол", "дескать"):
            first = self._past_connectors(first, end)
        return self._made("cue-colon", hit, [(first, self._clip(hit, first, end))], colon)

    def _bare_clause(self, hit: CueHit, end: int) -> Candidate | None:
        """«Она говорит, кости отдают медленно»: a clause without its conjunction."""
        sentence = self.sentence
        if hit.cue.expression not in _WITHOUT_CONJUNCTION or hit.negated or not hit.is_finite:
            return None
        comma = sentence.next_break(hit.end)
        first = comma + 1
        if (
            sentence.kind(comma) != kind.COMMA
            or comma - hit.end > 1
            or sentence.word(first) in SUBORDINATORS | ADVERSATIVE
        ):
            return None
        begin = sentence.previous_break(hit.begin) + 1
        if sentence.word(begin) in RELATIVE or sentence.word(begin) == "кто":
            return None
        if hit.begin - begin > 2 or sentence.is_gerund(first) or sentence.is_participle(first):  # noqa: PLR2004
            return None
        last = self._clip(hit, first, end)
        if not any(sentence.is_finite(at) for at in range(first, last)):
            return None
        return self._made("cue-bare-clause", hit, [(first, last)], first)

    def _clause_close(self, hit: CueHit, first: int, end: int) -> int:
        """Where a clause ends that a cue governs: with the sentence, or where the main clause goes on."""
        sentence = self.sentence
        end = self._clip(hit, first, end)
        if self._is_adverbial(hit) or self._is_subordinate(hit):
            return self._before_main_clause(hit, first, end)
        for at in range(first, end):
            if sentence.kind(at) == kind.SEMICOLON and sentence.word(at + 1) not in THAT:
                return at
            if sentence.word(at) == "и" and self._goes_back(hit, first, at):
                return at
            if sentence.kind(at) == kind.COMMA and self._ends_relative(hit, at):
                return at
            if self._sets_right(first, at + 1):
                continue
            if sentence.kind(at) == kind.COMMA and (
                sentence.kind(at + 1) == kind.DASH
                or self._is_said_by_another(hit, first, at, end)
                or self._resumes(hit, at + 1, end)
                or self._withholds(at + 1)
                or self._objects(hit, at + 1, end)
                or self._is_set_against(at + 1)
                or self._is_set_right(hit, at + 1, end)
                or self._adds(at + 1)
            ):
                return at
        return end

    def _ends_relative(self, hit: CueHit, comma: int) -> bool:
        """Whether the main clause goes on behind a relative one: «Сторож, который сказал, что спит, был уволен»."""
        sentence = self.sentence
        relative = sentence.word(sentence.previous_break(hit.begin) + 1) in RELATIVE
        return relative and sentence.is_finite(comma + 1) and not sentence.is_noun(comma + 1)

    def _goes_back(self, hit: CueHit, first: int, joint: int) -> bool:
        """Whether «и» leads back to the cue's subject: «сообщил, что сети порваны и попросил о ремонте»."""
        sentence = self.sentence
        if not hit.is_finite or not hit.bits & PAST or not sentence.is_finite(joint + 1):
            return False
        verb = sentence.readings(joint + 1)[0]
        verbs = [sentence.readings(at)[0] for at in range(first, joint) if sentence.is_finite(at)]
        if not verb & VERB:
            return False
        return bool(verbs) and shares_grammar(hit.bits, verb) and not any(agrees(each, verb) for each in verbs)

    def _is_said_by_another(self, hit: CueHit, first: int, comma: int, end: int) -> bool:
        """Whether the next clause has a source, a cue and a report: «…, что паром готов, порт заявил, что …»."""
        if hit.cue.frame != "verb" or not any(map(self.sentence.is_finite, range(first, comma))):
            return False
        if self.sentence.word(first) in SUBORDINATORS:
            return False
        return any(
            other.first > comma
            and other.bits & hit.bits & (PAST | PRESENT)
            and self._begins_clause(other, comma + 1)
            and self._complement(other, end) is not None
            for other in self.hits
        )

    def _objects(self, hit: CueHit, at: int, end: int) -> bool:
        """Whether the author sets something against a report: «…, однако мэр этого не подтвердил»."""
        sentence = self.sentence
        if sentence.word(at) != "однако" or not hit.bits & PAST:
            return False
        verb = next((each for each in range(at + 1, end) if sentence.is_finite(each)), None)
        return verb is not None and bool(sentence.readings(verb)[0] & PAST) and "не" in sentence.words[at:verb]

    def _is_set_against(self, at: int) -> bool:
        """Whether the author sets another voice against a report: «…, но защита указала на болезнь»."""
        if self.sentence.word(at) not in ("но", "однако"):
            return False
        return any(
            other.bits & PAST and other.cue.medium != "thought" and self._begins_clause(other, at + 1)
            for other in self.hits
        )

    def _is_set_right(self, hit: CueHit, at: int, end: int) -> bool:
        """Whether the author tells how it turned out: «сначала сообщил, что …, однако позже выяснилось, что …»."""
        sentence = self.sentence
        if sentence.word(at) not in ("но", "однако") or sentence.word(at + 1) not in _LATER or not hit.bits & PAST:
            return False
        first = any(sentence.word(each) in _AT_FIRST for each in range(hit.begin))
        return first or any(
            other.first > at and other.cue.frame == "impersonal" for other in self.hits if other.first < end
        )

    def _adds(self, at: int) -> bool:
        """Whether a gerund announces further words of the source's: «…, добавив:»."""
        sentence = self.sentence
        announced = any(hit.first == at and hit.bits & GERUND for hit in self.hits)
        return announced and sentence.kind(sentence.next_break(at)) == kind.COLON

    def _withholds(self, at: int) -> bool:
        """Whether a gerund says what the source has left out: «…, не раскрывая подробностей»."""
        sentence = self.sentence
        return sentence.word(at) == "не" and sentence.is_gerund(at + 1) and lemma(sentence.word(at + 1)) in _WITHHOLDING

    def _is_subordinate(self, hit: CueHit) -> bool:
        """Whether the cue stands in a clause before the main one: «если он скажет, что …, …»."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin) + 1
        return sentence.word(clause) in ("если", "когда", "пока", "хотя") or sentence.word(clause + 1) == "если"

    def _before_main_clause(self, hit: CueHit, first: int, end: int) -> int:
        """The last comma behind which a main clause stands; with a participle, the next one."""
        sentence = self.sentence
        commas = [
            at
            for at in range(first, end)
            if sentence.kind(at) == kind.COMMA
            and sentence.word(at + 1) not in RELATIVE
            and not sentence.is_participle(at + 1)
        ]
        if self._is_adverbial(hit) and not hit.bits & GERUND:
            return commas[0] if commas else end
        commas = [at for at in commas if any(sentence.is_finite(each) for each in range(at + 1, end))]
        if hit.bits & GERUND and self._subject_beside(hit) is not None:
            return next((at for at in commas if sentence.is_finite(at + 1)), commas[-1] if commas else end)
        at_start = hit.begin <= 1 or self._is_subordinate(hit)
        return commas[-1] if commas and at_start else end
