"""Reports that a noun introduces: «мнение мэра, что …», «на вопрос, где …», «довод защиты: …»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import Attribution, source_of, speaking, subject_of
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.direct import question_word
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ANIMATE,
    DATIVE,
    GENITIVE,
    INFINITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    NOMINATIVE,
    NOUN,
    VERB,
    lemma,
    some,
)
from kavychki.extraction.phrases import noun_phrase
from kavychki.extraction.reports.grammar import DENIALS, SUBORDINATORS, THAT
from kavychki.extraction.reports.objects import HANDING_IN, Objects
from kavychki.extraction.subjects import place_of_voice

_STATED = words("stated")
CHARGES = ("обвинение", "подозрение")
_BRING = ("предъявить", "предъявлять", "выдвинуть", "выдвигать")
LONGEST_ACCUSED = 12
"""Items between the accused and the verb."""


class Nouns(Objects):
    """Reports that a noun introduces: «мнение мэра, что …», «на вопрос, где …», «довод защиты: …»."""

    __slots__ = ()

    def _of_noun(self, hit: CueHit, end: int) -> Candidate | None:
        """«Мнение мэра, что …», «на вопрос, где …», «просьба не шуметь»."""
        sentence = self.sentence
        if "обвин" in hit.cue.government:
            return self._charged(hit, end)
        at = sentence.next_break(hit.last)
        phrase = noun_phrase(sentence, hit.last, GENITIVE, at)
        sources = (source_of(sentence, phrase),) if phrase else ()
        after = phrase.last if phrase else hit.last
        if hit.cue.expression in CHARGES and (charge := self._charge(hit, after, sources, end)) is not None:
            return charge
        if (request := self._request(hit, after, end)) is not None:
            return request
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
        return self._clause_of_noun(hit, at + 1, end, sources) if at == after else None

    def _is_held(self, hit: CueHit, sources: tuple[Source, ...]) -> bool:
        """Whether somebody has the wish that a noun names; without a holder it tells a trait."""
        owned = self.sentence.word(hit.first - 1) in (
            "его",
            "её",
            "ее",
            "их",
            "своё",
            "свое",
            "своём",
            "свою",
            "моё",
            "мою",
        )
        return hit.cue.expression not in ("желание", "мечта") or bool(sources) or owned

    def _charged(self, hit: CueHit, end: int) -> Candidate | None:
        """«Сторож, обвиняемый в краже»: the accused with the charge, where this stands behind its noun."""
        sentence = self.sentence
        comma = hit.begin - 1 if sentence.kind(hit.begin - 1) == kind.COMMA else hit.begin
        if comma < 1 or sentence.word(hit.end) not in ("в", "во"):
            return None
        accused = self._noun_before(hit, comma)
        charge = noun_phrase(sentence, hit.end + 1, LOCATIVE, end)
        if accused is None or charge is None:
            return None
        content = [accused, (hit.end, self._charge_end(hit.end, charge.last, end))]
        attribution = Attribution(hit.spans(sentence), (), hit.cue, hit.cue.medium, True, hit.bits)
        return self._candidate("noun-charge", attribution, content)

    def _noun_before(self, hit: CueHit, comma: int) -> tuple[int, int] | None:
        """The noun phrase of a number that ends at a place, in whatever case."""
        sentence = self.sentence
        for at in range(max(0, sentence.previous_break(comma) + 1), comma):
            if sentence.is_preposition(at):
                continue
            for case in (NOMINATIVE, ACCUSATIVE, GENITIVE, DATIVE, INSTRUMENTAL, LOCATIVE):
                phrase = noun_phrase(sentence, at, case, comma)
                if phrase is not None and phrase.last == comma and phrase.bits & ANIMATE and phrase.bits & hit.bits:
                    return phrase.places
        return None

    def _charge(self, hit: CueHit, after: int, sources: tuple[Source, ...], end: int) -> Candidate | None:
        """«Ему предъявлено обвинение в подлоге», «после обвинений в подлоге», «обвинения в том, что …»."""
        sentence = self.sentence
        if any(other.cue.expression in DENIALS and other.first < hit.first for other in self.hits):
            return None
        begin, accused = self._brought(hit)
        verb = self._bringing(hit)
        if verb is not None:
            begin, accused, sources = verb.begin, self._against(verb.end, hit.begin), self._subject_of(verb) or sources
        place = after if sentence.word(after) in ("в", "во", "за") else hit.last
        if sentence.word(place) not in ("в", "во"):
            return None
        if sentence.word(place + 1) == "том" and sentence.word(place + 3) == "что":
            first, last = place + 4, self._clip(hit, place + 4, end)
        else:
            charge = noun_phrase(sentence, place + 1, LOCATIVE, end)
            if charge is None or sentence.word(charge.head) in ("адрес", "адресе", "отношении", "связи"):
                return None
            first, last = place, self._charge_end(place, charge.last, end)
        content = [(first, last)] if accused is None else [accused, (first, last)]
        cue = (sentence.span(begin, hit.end),) if begin + 3 > hit.begin else hit.spans(sentence)
        if verb is not None and verb.end < hit.begin:
            cue = (sentence.span(verb.begin, verb.end), *hit.spans(sentence))
        return self._candidate(
            "noun-charge", Attribution(cue, sources, hit.cue, hit.cue.medium, True, hit.bits), content
        )

    def _brought(self, hit: CueHit) -> tuple[int, tuple[int, int] | None]:
        """Where the cue of a charge begins that is brought, and against whom: «ему предъявлено обвинение»."""
        sentence = self.sentence
        begin = hit.begin
        if sentence.word(begin - 1) in ("ему", "ей", "им") and sentence.word(begin - 2).startswith("предъявленн"):
            return begin, (begin - 1, begin)
        if not sentence.word(begin - 1).startswith(("предъявлен", "выдвинут")):
            return begin, None
        begin -= 1
        if sentence.word(begin - 1) in ("был", "была", "было", "были", "будут", "будет"):
            begin -= 1
        return begin, self._against(max(0, begin - LONGEST_ACCUSED), begin)

    def _against(self, first: int, last: int) -> tuple[int, int] | None:
        """The accused in the dative between two places."""
        sentence = self.sentence
        for at in range(first, last):
            if sentence.word(at) in ("ему", "ей", "им"):
                return at, at + 1
            phrase = None if sentence.is_preposition(at - 1) else noun_phrase(sentence, at, DATIVE, last)
            if phrase is not None and phrase.bits & ANIMATE:
                return phrase.places
        return None

    def _bringing(self, hit: CueHit) -> CueHit | None:
        """The verb by which somebody brings a charge: «прокуратура предъявила ему обвинение»."""
        sentence = self.sentence
        for at in range(hit.begin - 1, max(-1, hit.begin - LONGEST_ACCUSED), -1):
            if sentence.kind(at) == kind.COMMA:
                return None
            forms = sentence.readings(at)
            if forms and forms[0] & VERB and lemma(sentence.word(at)) in _BRING:
                return CueHit(hit.cue, at, at + 1, forms[0], ((at, at + 1),), False, True)
        return None

    def _subject_of(self, verb: CueHit) -> tuple[Source, ...]:
        sentence = self.sentence
        phrase = speaking(sentence, subject_of(sentence, verb, 0, len(sentence), right_first=False))
        return (source_of(sentence, phrase),) if phrase else ()

    def _charge_end(self, first: int, last: int, end: int) -> int:
        """Where a charge ends: with its clause, unless a verb of the author's stands there."""
        sentence = self.sentence
        stop = min(end, sentence.next_break(first))
        stop = next((at for at in range(last, stop) if sentence.is_finite(at)), stop)
        if stop < end and sentence.kind(stop) == kind.COMMA and sentence.is_participle(stop + 1):
            return sentence.next_break(stop + 1)
        return stop if stop == min(end, sentence.next_break(first)) else last

    def _request(self, hit: CueHit, after: int, end: int) -> Candidate | None:
        """«Обратился в суд с просьбой отпустить», «подал заявление об отставке»: verb and noun are the cue."""
        sentence = self.sentence
        opened = hit.first - 1 if sentence.word(hit.first - 1) in ("с", "со", "за") else hit.first
        if opened == hit.first and not some(sentence.readings(hit.first), NOUN | ACCUSATIVE):
            return None
        clause = self._clause_begin(hit.first)
        verb = next((at for at in range(opened - 1, clause - 1, -1) if lemma(sentence.word(at)) in HANDING_IN), None)
        if verb is None or "не" in sentence.words[max(0, verb - 1) : verb]:
            return None
        tells = sentence.word(after) in ("о", "об") and sentence.word(after + 1) != "том"
        if not (sentence.is_infinitive(after) or sentence.word(after) == "не") and not tells:
            return None
        last = self._before_relative(hit, after, self._clause_end(hit, after, end))
        bits = sentence.readings(verb)[0]
        places = (
            ((verb, opened + hit.last - hit.first + hit.first - opened),)
            if verb + 1 == opened
            else (
                (verb, verb + 1),
                (opened, hit.last),
            )
        )
        whole = CueHit(hit.cue, verb, verb + 1, bits, places, False, not bits & INFINITIVE)
        sources = self._subject_of(whole) if bits & VERB else ()
        attribution = Attribution(whole.spans(sentence), sources, hit.cue, hit.cue.medium, whole.factual, bits)
        return self._candidate("noun-request", attribution, [(after, last)])

    def _before_relative(self, hit: CueHit, first: int, last: int) -> int:
        """The end of a request without what is told of the request itself: «заявление об отставке, которое …»."""
        sentence = self.sentence
        own = {"заявление": "которое", "прошение": "которое", "ходатайство": "которое", "иск": "который"}
        relative = own.get(hit.cue.expression, "")
        return next(
            (at for at in range(first, last) if sentence.kind(at) == kind.COMMA and sentence.word(at + 1) == relative),
            last,
        )

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
        if not self._is_propositional(hit, preposition, end):
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
        if not sources:
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
