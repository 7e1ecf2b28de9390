"""Charges and requests, whose act a noun names beside its verb: «предъявила ему обвинение в подлоге»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import Attribution, source_of, speaking, subject_of
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.document import Bounds
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
from kavychki.extraction.reports.grammar import DENIALS
from kavychki.extraction.reports.objects import CHARGES, HANDING_IN, Objects

_BRING = ("предъявить", "предъявлять", "выдвинуть", "выдвигать")
_NO_CHARGES = ("адрес", "адресе", "отношении", "связи")
"""Nouns behind «в» that are no charge: «обвинения в адрес мэра»."""
_REQUESTS = {"заявление": "которое", "прошение": "которое", "ходатайство": "которое", "иск": "который"}
"""What is handed in, with the relative pronoun that takes it up."""
LONGEST_ACCUSED = 12
"""Items between the accused and the verb."""


class Charges(Objects):
    """Charges and requests, whose act a noun names beside its verb: «предъявила ему обвинение в подлоге»."""

    __slots__ = ()

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

    def _judged(self, hit: CueHit, end: int) -> Candidate | None:
        """«Взрыв, признанный терактом»: what is held to be something, and what."""
        sentence = self.sentence
        comma = hit.begin - 1
        if sentence.kind(comma) != kind.COMMA or noun_phrase(sentence, hit.end, INSTRUMENTAL, end) is None:
            return None
        thing = self._noun_before(hit, comma, animate=False)
        if thing is None:
            return None
        last = min(end, sentence.next_break(hit.end))
        attribution = Attribution(hit.spans(sentence), (), hit.cue, hit.cue.medium, True, hit.bits)
        return self._candidate("participle-judged", attribution, [thing, (hit.end, last)])

    def _noun_before(self, hit: CueHit, comma: int, *, animate: bool = True) -> tuple[int, int] | None:
        """The noun phrase of a number that ends at a place, in whatever case."""
        sentence = self.sentence
        for at in range(max(0, sentence.previous_break(comma) + 1), comma):
            if sentence.is_preposition(at):
                continue
            for case in (NOMINATIVE, ACCUSATIVE, GENITIVE, DATIVE, INSTRUMENTAL, LOCATIVE):
                phrase = noun_phrase(sentence, at, case, comma)
                if phrase is None or phrase.last != comma or (animate and not phrase.bits & ANIMATE):
                    continue
                if phrase.bits & hit.bits:
                    return phrase.places
        return None

    def _charge(self, hit: CueHit, after: int, sources: tuple[Source, ...], end: int) -> Candidate | None:
        """«Ему предъявлено обвинение в подлоге», «после обвинений в подлоге», «обвинения в том, что …»."""
        sentence = self.sentence
        if hit.cue.expression not in CHARGES or self._is_denied(hit):
            return None
        charge = self._charged_with(hit, after, end)
        if charge is None:
            return None
        begin, accused = self._brought(hit)
        cue: tuple[Bounds, ...] = (sentence.span(begin, hit.end),)
        if (verb := self._bringing(hit)) is not None:
            accused = self._against(verb.end, hit.begin) or self._against(self._clause_begin(verb.begin), verb.begin)
            sources = self._subject_of(verb) or sources
            cue = (
                (sentence.span(verb.begin, verb.end), *hit.spans(sentence))
                if verb.end < hit.begin
                else (sentence.span(verb.begin, hit.end),)
            )
        content = [charge] if accused is None else [accused, charge]
        attribution = Attribution(cue, sources, hit.cue, hit.cue.medium, True, hit.bits)
        return self._candidate("noun-charge", attribution, content)

    def _is_denied(self, hit: CueHit) -> bool:
        """Whether a charge is denied before, so that it is the denial's content: «отверг обвинения в подлоге»."""
        return any(other.cue.expression in DENIALS and other.first < hit.first for other in self.hits)

    def _charged_with(self, hit: CueHit, after: int, end: int) -> tuple[int, int] | None:
        """The charge behind its noun: «в подлоге», «в том, что …»."""
        sentence = self.sentence
        place = after if sentence.word(after) in ("в", "во") else hit.last
        if sentence.word(place) not in ("в", "во"):
            return None
        if sentence.word(place + 1) == "том" and sentence.word(place + 3) == "что":
            return place + 4, self._clip(hit, place + 4, end)
        charge = noun_phrase(sentence, place + 1, LOCATIVE, end)
        if charge is None or sentence.word(charge.head) in _NO_CHARGES:
            return None
        return place, self._charge_end(place, charge.last, end)

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
        places = ((verb, hit.last),) if verb + 1 == opened else ((verb, verb + 1), (opened, hit.last))
        whole = CueHit(hit.cue, verb, verb + 1, bits, places, False, not bits & INFINITIVE)
        sources = self._subject_of(whole) if bits & VERB else ()
        handed_in = opened == hit.first and hit.cue.expression in _REQUESTS
        medium = "writing" if handed_in else hit.cue.medium
        attribution = Attribution(whole.spans(sentence), sources, hit.cue, medium, whole.factual, bits)
        return self._candidate("noun-request", attribution, [(after, last)])

    def _before_relative(self, hit: CueHit, first: int, last: int) -> int:
        """The end of a request without what is told of the request itself: «заявление об отставке, которое …»."""
        sentence = self.sentence
        relative = _REQUESTS.get(hit.cue.expression, "")
        return next(
            (at for at in range(first, last) if sentence.kind(at) == kind.COMMA and sentence.word(at + 1) == relative),
            last,
        )
