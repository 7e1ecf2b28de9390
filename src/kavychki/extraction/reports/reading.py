"""What the frames of a report share: subjects, complements, attribution, and the candidate that is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import Attribution, antecedent, of_hit, source_of, speaking, subject_of
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.direct import question_word
from kavychki.extraction.document import Bounds
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    FEMININE,
    GERUND,
    INFINITIVE,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PARTICIPLE,
    PLURAL,
    SHORT,
    VERB,
)
from kavychki.extraction.phrases import TIMES, Phrase, noun_phrase
from kavychki.extraction.reports.grammar import ADVERSATIVE, QUIET, REFERRING, THAT
from kavychki.extraction.sentence import PREPOSITIONS, RELATIVE, Sentence
from kavychki.model.vocabulary import QuoteType

COMPARATIVES = words("comparatives")
_PLACES = frozenset(("где", "куда", "откуда"))
_CONJOINED = ("того", "тем", "пор")
"""What goes with «как» to tell when: «после того, как», «перед тем, как»."""
LONGEST_SOURCE = 25
"""Items between a cue and its clause; a source with its titles is no longer."""
SHORTEST_WORDING = 4
"""Letters of a marked word; shorter ones are signs, «п. „б“»."""
_QUALITIES = ("ость", "ости", "остью", "изм", "изма", "измом", "изме", "щина", "щины", "щину")
LONGEST_INSERTION = 12
"""Items of what commas insert between a cue and its clause."""


@dataclass(slots=True)
class SentenceReading:
    """A sentence with its cues, and what has been found out of it so far.

    ``taken`` are the places of the cues and passages that direct quotes have used up.
    """

    sentence: Sentence
    hits: list[CueHit]
    taken: set[int]
    found: list[Candidate] = field(default_factory=list)
    parentheses: dict[int, tuple[int, int]] = field(default_factory=dict)
    subjects: dict[tuple[int, str], Phrase | None] = field(default_factory=dict)
    complements: dict[tuple[int, str, int], tuple[int, str] | None] = field(default_factory=dict)

    def _complement(self, hit: CueHit, end: int) -> tuple[int, str] | None:
        """Where the clause begins that a cue governs, and by which rule."""
        key = hit.first, hit.cue.expression, end
        if key not in self.complements:
            self.complements[key] = self._find_complement(hit, end)
        return self.complements[key]

    def _find_complement(self, hit: CueHit, end: int) -> tuple[int, str] | None:
        """The clause behind the next comma, or behind what one or two commas insert before it."""
        sentence = self.sentence
        if sentence.word(hit.end) == "что" and "что" in hit.cue.government and sentence.kind(hit.end + 1) == kind.WORD:
            return hit.end + 1, "cue-that"  # whose comma is missing
        comma = sentence.next_break(hit.end)
        for _ in range(3):
            if comma >= end or comma - hit.end > LONGEST_SOURCE or sentence.kind(comma) != kind.COMMA:
                return None
            if self._is_nearer(hit, comma) or self._takes_up_act(hit, comma):
                return None
            opening = self._opening(hit, comma)
            if opening is not None:
                return opening
            following = self._past_inserted(hit, comma + 1)
            if following is None:
                return None
            comma = following
        return None

    def _is_nearer(self, hit: CueHit, comma: int) -> bool:
        """Whether a further verb of the clause governs what a comma opens: «признал ошибку и сообщил, что …»."""
        return any(
            hit.end < other.first < comma
            and other.is_finite
            and hit.is_finite
            and other.cue.frame == hit.cue.frame == "verb"
            and "что" in other.cue.government
            and "и" in self.sentence.words[hit.end : other.begin]
            for other in self.hits
        )

    def _opening(self, hit: CueHit, comma: int) -> tuple[int, str] | None:
        """The clause that a conjunction or a word of question opens behind a comma."""
        sentence = self.sentence
        first = comma + 1
        if sentence.word(first) in ("как", "мол") and sentence.word(first + 1) in ("будто", "что"):
            first += 1
        word = sentence.word(first)
        if word == "как" and sentence.word(first + 1) == "бы" and {"что"} <= hit.cue.government:
            return (first, "cue-that") if hit.cue.medium == "thought" else None
        if word in THAT and self._governs_clause(hit, word):
            return first + 1, "cue-that"
        government = hit.cue.government
        asks = "ли" in government or ("ли-нег" in government and hit.negated)
        return (first, "cue-question") if asks and self._asks(hit, comma, first) else None

    def _takes_up_act(self, hit: CueHit, comma: int) -> bool:
        """Whether a clause tells of the act reported before its comma: «заявил об уходе, что вызвало споры»."""
        words = self.sentence.words[hit.end : comma]
        if self.sentence.word(comma + 1) != "что" or {"о", "об"}.isdisjoint(words) or "том" in words:
            return False
        return self.sentence.kind(comma + 2) == kind.COMMA or self.sentence.is_finite(comma + 2)

    def _asks(self, hit: CueHit, comma: int, first: int) -> bool:
        """Whether an indirect question begins at a place, and not a relative clause or a comparison."""
        sentence = self.sentence
        word = sentence.word(first)
        if word == "как" and sentence.word(comma - 1) in _CONJOINED:
            return False
        if word == "чем" and any(sentence.word(each) in COMPARATIVES for each in range(hit.end, comma)):
            return False
        if "ли" in (sentence.word(first + 1), sentence.word(first + 2)):
            return True
        if word == "что":
            return "ли" in hit.cue.government
        if not question_word(sentence, first) or word in RELATIVE - _PLACES:
            return False
        return word not in _PLACES | {"когда"} or comma == hit.end or "что" not in hit.cue.government

    def _past_inserted(self, hit: CueHit, first: int) -> int | None:
        """The comma behind a short insertion that has no cue of its own, or None."""
        sentence = self.sentence
        if sentence.word(first) in ("однако", "впрочем") and sentence.kind(first + 1) == kind.COMMA:
            return first + 1
        following = sentence.next_break(first)
        has_cue = sentence.word(first + 1) != "ссылкой" and any(
            first <= other.first < following
            and not (other.first == first and other.cue.expression in QUIET and not (hit.bits | other.bits) & GERUND)
            and not other.cue.expression.startswith(REFERRING)
            for other in self.hits
        )
        if has_cue or sentence.word(first) in ADVERSATIVE | {"и"} or following - first > LONGEST_INSERTION:
            return None
        return following

    @staticmethod
    def _governs_clause(hit: CueHit, word: str) -> bool:
        government = hit.cue.government
        if word in ("чтобы", "чтоб"):
            return "чтобы" in government
        return "что" in government or ("что-нег" in government and hit.negated)

    def _subject(self, hit: CueHit) -> Phrase | None:
        if not (hit.is_finite or hit.is_infinitive):
            return None
        return speaking(self.sentence, self._grammatical_subject(hit))

    def _grammatical_subject(self, hit: CueHit) -> Phrase | None:
        key = hit.first, hit.cue.expression
        if key not in self.subjects:
            self.subjects[key] = subject_of(self.sentence, hit, 0, len(self.sentence), right_first=False)
        return self.subjects[key]

    @staticmethod
    def _is_adverbial(hit: CueHit) -> bool:
        """Whether a cue is a gerund or a full participle, which only a clause beside it makes a sentence."""
        return bool(hit.bits & (GERUND | PARTICIPLE)) and not hit.bits & SHORT

    def _is_mute(self, hit: CueHit) -> bool:
        """Whether the subject of a cue is a thing that has no voice: «счета показывают»."""
        if hit.cue.frame not in ("verb", "adjective") or not (hit.is_finite or hit.is_infinitive):
            return False
        subject = self._grammatical_subject(hit)
        return subject is not None and speaking(self.sentence, subject) is None

    def _attribution(self, hit: CueHit, lowest: int, highest: int, *, right_first: bool = True) -> Attribution:
        sentence = self.sentence
        if hit.bits & GERUND or (hit.bits & PARTICIPLE and not hit.bits & SHORT):
            phrase = antecedent(sentence, hit, 0) if hit.bits & PARTICIPLE else None
            if phrase is None and hit.bits & GERUND:
                phrase = self._subject_beside(hit)
            sources = (source_of(sentence, phrase),) if phrase else self._shared(hit)
            return Attribution(hit.spans(sentence), sources, hit.cue, hit.cue.medium, hit.factual, hit.bits)
        attribution = of_hit(sentence, hit, lowest, highest, right_first=right_first)
        if attribution.sources or hit.cue.frame in ("impersonal", "passive", "prepositional", "noun"):
            return attribution
        shared = self._shared(hit)
        return Attribution(attribution.cue, shared, hit.cue, attribution.medium, hit.factual, hit.bits)

    def _subject_beside(self, hit: CueHit) -> Phrase | None:
        """The subject that a gerund parts from its verb: «Мэр, ссылаясь на то, что …, попросил …»."""
        sentence = self.sentence
        comma = hit.begin - 1
        if sentence.kind(comma) != kind.COMMA:
            return None
        start = sentence.previous_break(comma) + 1
        phrase = noun_phrase(sentence, start, NOMINATIVE, comma)
        if phrase is None or phrase.last != comma or sentence.word(comma - 1) in TIMES:
            return None
        return speaking(sentence, phrase)

    def _shared(self, hit: CueHit) -> tuple[Source, ...]:
        """The source of an earlier cue of the sentence that this one has in common with it."""
        sentence = self.sentence
        for candidate in reversed(self.found):
            if candidate.sources and candidate.entry is not None and candidate.entry.frame in ("verb", "adjective"):
                return candidate.sources
        if hit.bits & GERUND or sentence.word(hit.begin - 1) in ("и", "но", "а"):
            return self._subject_of_main_verb(hit)
        return ()

    def _subject_of_main_verb(self, hit: CueHit) -> tuple[Source, ...]:
        sentence = self.sentence
        for at in range(hit.begin - 1, -1, -1):
            if sentence.is_finite(at) and sentence.readings(at)[0] & VERB:
                verb = sentence.readings(at)[0]
                if (
                    not hit.bits & GERUND
                    and hit.bits & (MASCULINE | FEMININE | PLURAL)
                    and not verb & hit.bits & (MASCULINE | FEMININE | PLURAL)
                ):
                    continue
                other = CueHit(hit.cue, at, at + 1, verb, ((at, at + 1),), False, True)
                phrase = subject_of(sentence, other, 0, hit.begin, right_first=False)
                if phrase is not None and speaking(sentence, phrase) is not None:
                    return (source_of(sentence, phrase),)
        return self._subject_behind(hit) if hit.bits & GERUND else ()

    def _subject_behind(self, hit: CueHit) -> tuple[Source, ...]:
        """The subject of the main clause behind a gerund: «Объявив о победе, мэр уехал»."""
        sentence = self.sentence
        verbs = (at for at in range(hit.end, len(sentence)) if sentence.is_finite(at))
        verb = next((at for at in verbs if sentence.readings(at)[0] & VERB), None)
        if verb is None:
            return ()
        other = CueHit(hit.cue, verb, verb + 1, sentence.readings(verb)[0], ((verb, verb + 1),), False, True)
        phrase = subject_of(sentence, other, sentence.previous_break(verb) + 1, len(sentence), right_first=False)
        return (source_of(sentence, phrase),) if phrase is not None else ()

    def _with_chain(self, attribution: Attribution, last: int, end: int) -> Attribution:
        """The attribution with whom it refers to: «передаёт „Лоцман“ со ссылкой на штаб»."""
        sentence = self.sentence
        for at in range(max(0, last - 14), min(end, last + 3)):
            words = tuple(sentence.word(each) for each in range(at, at + 3))
            length = 3 if words == ("со", "ссылкой", "на") else 2 if words[:2] == ("ссылаясь", "на") else 0
            if length and (phrase := noun_phrase(sentence, at + length, ACCUSATIVE)) is not None:
                source = source_of(sentence, phrase)
                if all(each.end <= source.start for each in attribution.sources):
                    return Attribution(
                        attribution.cue,
                        (*attribution.sources, source),
                        attribution.entry,
                        attribution.medium,
                        attribution.factual,
                        attribution.verb,
                    )
        return attribution

    def _made(
        self, rule: str, hit: CueHit, content: list[tuple[int, int]], highest: int | None, lowest: int = 0
    ) -> Candidate | None:
        """The candidate of a finite cue whose content begins at ``highest`` or stands before it."""
        content = [each for each in content if each[0] < each[1]]
        if not content:
            return None
        attribution = self._attribution(
            hit, lowest, len(self.sentence) if highest is None else highest, right_first=False
        )
        if hit.cue.expression in QUIET and highest is not None:
            attribution = self._with_chain(attribution, highest, highest)
        return self._candidate(rule, attribution, content)

    def _candidate(self, rule: str, attribution: Attribution, content: list[tuple[int, int]]) -> Candidate | None:
        spans: list[Bounds] = []
        taken = [*attribution.cue, *(source.span for source in attribution.sources)]
        for first, last in content:
            end = self._strip_right(first, last)
            if first < end:
                spans += _outside(self.sentence.doc.text, self.sentence.span(first, end), taken)
        text = self.sentence.doc.text
        if all(text[start:end].strip().lower() in PREPOSITIONS for start, end in spans):
            return None  # «ссылаясь на данные порта»: nothing is left
        quote = Candidate(
            rule, self._type(rule, content), spans, attribution.cue, attribution.sources, attribution.entry
        )
        quote.medium, quote.factual, quote.verb = attribution.medium, attribution.factual, attribution.verb
        return quote

    def _type(self, rule: str, content: list[tuple[int, int]]) -> QuoteType:
        places = [at for first, last in content for at in range(first, last) if self.sentence.is_passage(at)]
        if rule in ("cue-naming", "passive") and any(not self._is_capital_passage(at) for at in places):
            return "mixed"
        return "mixed" if any(self._is_wording(at, content) for at in places) else "indirect"

    def _is_capital_passage(self, place: int) -> bool:
        """Whether a marked passage begins with a capital letter, as names do."""
        doc = self.sentence.doc
        return doc.capital(doc.inside(self.sentence.items[place])[0])

    def _is_wording(self, place: int, content: list[tuple[int, int]]) -> bool:
        """Whether a passage inside a report is the source's own words, not a name, a term or irony."""
        doc = self.sentence.doc
        items = doc.inside(self.sentence.items[place])
        words = sum(doc.kinds[at] == kind.WORD for at in items)
        if place in self.taken:
            return False
        if doc.capital(items[0]):
            return words >= 6 and self.sentence.word(place - 1) != "("  # noqa: PLR2004 - no name is that long
        if words == 1 and self._is_said_word(place):
            return True
        last_of_content = any(place + 1 == last or self.sentence.kind(place + 1) == kind.COLON for _, last in content)
        named = self.sentence.is_noun(place - 1) and not self.sentence.is_preposition(place - 1)
        return words >= 2 or (words == 1 and last_of_content and not named)  # noqa: PLR2004

    def _is_said_word(self, place: int) -> bool:
        """Whether one marked word is no name and no term: a verb, an adjective, a person or a quality."""
        doc = self.sentence.doc
        first = doc.inside(self.sentence.items[place])[0]
        form = doc.readings(first)
        if not form or len(doc.lower[first]) < SHORTEST_WORDING:
            return False
        if form[0] & NOUN:
            return bool(form[0] & ANIMATE) or doc.lower[first].endswith(_QUALITIES)
        return bool(form[0] & (VERB | INFINITIVE | SHORT | ADVERB | ADJECTIVE))

    def _strip_right(self, first: int, last: int) -> int:
        while last > first and self.sentence.kind(last - 1) in (kind.COMMA, kind.DASH, kind.SEMICOLON, kind.COLON):
            last -= 1
        return last


def _outside(text: str, span: tuple[int, int], holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a span that lie outside of the holes, without the punctuation around these."""
    start, end = span
    for hole in sorted(holes):
        if start <= hole[0] and hole[1] <= end:
            part = _bare(text, start, hole[0])
            if part is not None:
                yield part
            start = hole[1]
    part = _bare(text, start, end)
    if part is not None:
        yield part


def _bare(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " \u00a0\n\t,—–-;:":
        start += 1
    while end > start and text[end - 1] in " \u00a0\n\t,—–-;:":
        end -= 1
    return (start, end) if start < end else None
