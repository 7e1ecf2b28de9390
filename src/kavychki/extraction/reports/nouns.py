"""Reports that a noun introduces: «мнение мэра, что …», «на вопрос, где …», «довод защиты: …»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import Attribution, source_of, speaking, subject_of
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.direct import question_word
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import GENITIVE, LOCATIVE, NOMINATIVE
from kavychki.extraction.phrases import noun_phrase
from kavychki.extraction.reports.acts import is_act
from kavychki.extraction.reports.charges import Charges
from kavychki.extraction.reports.grammar import DENIALS, SUBORDINATORS, THAT
from kavychki.extraction.reports.objects import TIDINGS
from kavychki.extraction.subjects import place_of_voice

_STATED = words("stated")
_OWNERS = words("owners")


class Nouns(Charges):
    """Reports that a noun introduces: «мнение мэра, что …», «на вопрос, где …», «довод защиты: …»."""

    __slots__ = ()

    def _of_noun(self, hit: CueHit, end: int) -> Candidate | None:
        """«Мнение мэра, что …», «на вопрос, где …», «просьба не шуметь»."""
        sentence = self.sentence
        at = sentence.next_break(hit.last)
        phrase = noun_phrase(sentence, hit.last, GENITIVE, at)
        sources = (source_of(sentence, phrase),) if phrase else ()
        after = phrase.last if phrase else hit.last
        if (made := self._charge(hit, after, sources, end) or self._request(hit, after, end)) is not None:
            return made
        if "инф" in hit.cue.government and sentence.is_infinitive(after) and self._is_held(hit, sources):
            last = self._clause_end(hit, after, end)
            main = next((each for each in range(after, last) if self._is_main_verb(each)), last)
            return self._noun_quote(hit, "noun-infinitive", after, main, sources)
        if (
            sentence.word(after) in ("о", "об")
            and sentence.word(after + 1) == "том"
            and sentence.kind(after + 2) == kind.COMMA
        ):
            at = after + 2
            after = at
        if hit.cue.expression in _STATED and (stated := self._stated(hit, sources, end)) is not None:
            return stated
        if "о" in hit.cue.government and sentence.word(after) in ("о", "об") and self._tells(hit, after, end):
            return self._noun_quote(hit, "noun-nominal", after, self._told_end(hit, after, end), sources)
        called_for = "к" in hit.cue.government and sentence.word(after) in ("к", "ко")
        if called_for and any(is_act(sentence, each) for each in range(after + 1, after + 4)):
            return self._noun_quote(hit, "noun-nominal", after, self._phrase_end(hit, after, end), sources)
        return self._clause_of_noun(hit, at + 1, end, sources) if at == after else None

    def _is_held(self, hit: CueHit, sources: tuple[Source, ...]) -> bool:
        """Whether somebody has the wish that a noun names; without a holder it tells a trait."""
        owned = self.sentence.word(hit.first - 1) in _OWNERS
        return hit.cue.expression not in ("желание", "мечта") or bool(sources) or owned

    def _clause_of_noun(self, hit: CueHit, first: int, end: int, sources: tuple[Source, ...]) -> Candidate | None:
        """What a noun reports in a clause behind a comma: «мнение мэра, что …», «на вопрос, где …»."""
        sentence = self.sentence
        if sentence.kind(first - 1) != kind.COMMA:
            return None
        word = sentence.word(first)
        if word in THAT and ("чтобы" if word in ("чтобы", "чтоб") else "что") in hit.cue.government:
            return self._noun_quote(hit, "noun-that", first + 1, self._noun_clause_end(hit, first, end), sources)
        if (
            "ли" in hit.cue.government
            and not self._is_left_open(hit)
            and (question_word(sentence, first) or sentence.word(first + 1) == "ли" or sentence.word(first + 2) == "ли")
        ):
            return self._noun_quote(hit, "noun-question", first, self._noun_clause_end(hit, first, end), sources)
        return None

    def _tells(self, hit: CueHit, preposition: int, end: int) -> bool:
        """Whether a noun tells of an act, and stands in the author's own clause: «сообщения о гибели рыбы»."""
        if any(self.sentence.word(at) == "не" for at in range(preposition, len(self.sentence))):
            return False  # «сообщений о жертвах не поступало»
        if not self._is_propositional(hit, preposition, end) or self.sentence.word(hit.first - 1) in ("в", "во"):
            return False
        return not any(other.first < hit.first and other.is_finite for other in self.hits)

    def _told_end(self, hit: CueHit, preposition: int, end: int) -> int:
        """Where what a noun tells of ends: with the clause behind its verb, else with the noun phrase."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.first) + 1
        if any(map(sentence.is_finite, range(clause, hit.first))):
            return self._phrase_end(hit, preposition, end)
        phrase = noun_phrase(sentence, preposition + 1, LOCATIVE, end)
        return self._phrase_end(hit, preposition, end) if phrase is None else phrase.last

    def _is_left_open(self, hit: CueHit) -> bool:
        """Whether a question is one that nobody puts: «оставляет открытым вопрос, …»."""
        if self.sentence.word(hit.first - 1) in ("этом", "этот", "данном", "данный"):
            return True
        return any(self.sentence.word(at).startswith("открыт") for at in (hit.first - 1, hit.last))

    def _is_main_verb(self, at: int) -> bool:
        """Whether a finite verb stands at a place that is of no clause begun behind the noun."""
        comma = self.sentence.previous_break(at)
        return self.sentence.is_finite(at) and self.sentence.word(comma + 1) not in SUBORDINATORS

    def _stated(self, hit: CueHit, sources: tuple[Source, ...], end: int) -> Candidate | None:
        """«Довод прокурора был короче: …», «у дочери мнение иное: …»."""
        sentence = self.sentence
        colon = sentence.next_break(hit.last)
        if sentence.kind(colon) != kind.COLON or sentence.is_passage(colon + 1) or not hit.bits & NOMINATIVE:
            return None
        if not sources and sentence.word(0) == "у" and (voice := place_of_voice(sentence, 0, hit.first)) is not None:
            sources = (source_of(sentence, voice),)
        own = any(other.first > colon and other.is_finite for other in self.hits)
        if not sources or own:
            return None
        return self._noun_quote(hit, "noun-colon", colon + 1, self._clip(hit, colon + 1, end), sources)

    def _noun_clause_end(self, hit: CueHit, first: int, end: int) -> int:
        """The next comma where the main clause goes on behind the clause of a noun."""
        sentence = self.sentence
        if all(not sentence.is_finite(at) for at in range(sentence.previous_break(hit.first) + 1, hit.first)):
            comma = sentence.next_break(first + 1)
            return comma if sentence.kind(comma) == kind.COMMA else self._clip(hit, first, end)
        return self._clip(hit, first, end)

    def _noun_quote(
        self, hit: CueHit, rule: str, first: int, last: int, sources: tuple[Source, ...]
    ) -> Candidate | None:
        if first >= last:
            return None
        denial = next((other for other in self.hits if other.cue.expression in DENIALS and other.is_finite), None)
        if denial is not None and rule == "noun-that":
            return self._made("denied-noun", denial, [(first, last)], None)
        if not sources and hit.cue.expression not in TIDINGS:
            sources = self._subject_before(hit)
        attribution = Attribution(hit.spans(self.sentence), sources, hit.cue, hit.cue.medium, True, hit.bits)
        return self._candidate(rule, attribution, [(first, last)])

    def _subject_before(self, hit: CueHit) -> tuple[Source, ...]:
        """Who holds what a noun says: «Эксперты сходятся во мнении, что …»."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.first) + 1
        verb = next((at for at in range(hit.first - 1, clause - 1, -1) if sentence.is_finite(at)), None)
        if verb is None or sentence.word(hit.first - 1) == "на":
            return ()
        other = CueHit(hit.cue, verb, verb + 1, sentence.readings(verb)[0], ((verb, verb + 1),), False, True)
        phrase = speaking(sentence, subject_of(sentence, other, clause, hit.first, right_first=False))
        return (source_of(sentence, phrase),) if phrase else ()
