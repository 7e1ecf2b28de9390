"""Reports around their attribution: «для этого, по его словам, нужен год», «мост закрыт, сообщил мэр»."""

from __future__ import annotations

from collections.abc import Iterable

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import sources_of_preposition, speaking, subject_of
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.lexicon import GOVERNMENT, words
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    GERUND,
    IMPERATIVE,
    NOMINATIVE,
    NOUN,
    PARTICIPLE,
    PLURAL,
    PRESENT,
    VERB,
    agrees,
)
from kavychki.extraction.phrases import Phrase, noun_phrase
from kavychki.extraction.reports.borders import Borders
from kavychki.extraction.reports.grammar import ADVERSATIVE, QUIET, REFERRING, SUBORDINATORS, THAT
from kavychki.extraction.sentence import RELATIVE
from kavychki.extraction.subjects import place_of_voice

LONGEST_SETTING = 7
"""Items between a source and the comma behind its attribution."""
_OBJECTS = frozenset(GOVERNMENT) - {"что", "что-нег", "чтобы", "ли", "ли-нег", "вводн", "прямая"}
"""What is governed that is no clause."""
_PLANS = ("планировать", "намереваться", "собираться", "хотеть", "желать")
"""What somebody has in mind and has not said, so that a paper's report of it is a report of its own."""
_OFFICIAL = ("по версии", "по оценке", "по прогнозу")
"""What an adjective says whose it is: «по официальной версии»."""
_SOURCELESS = words("sourceless")


class Around(Borders):
    """Reports around their attribution: «для этого, по его словам, нужен год», «мост закрыт, сообщил мэр»."""

    __slots__ = ()

    def _parenthesis(self, hit: CueHit, end: int) -> tuple[int, int] | None:
        """Places ``[first, last)`` of an attribution that stands between commas inside what it reports."""
        if "вводн" not in hit.cue.government:
            return None
        if hit.cue.frame == "prepositional":
            inside = hit.cue.expression == "в соответствии с" and self.sentence.is_word(hit.first - 1)
            return None if inside else self._prepositional_bounds(hit)
        if (bracket := self._bracket(hit)) is not None:
            return bracket
        first = self.sentence.previous_break(hit.begin) + 1
        compared = self.sentence.word(first) == "чем"
        if (
            compared
            or self.sentence.word(first + 1) == "ли"
            or not hit.is_finite
            or not self._opens_parenthesis(hit, first, end)
        ):
            return None
        subject = subject_of(self.sentence, hit, first, len(self.sentence), right_first=True)
        last = self.sentence.next_break(hit.end)
        if subject is not None and subject.last > last:
            last = self.sentence.next_break(subject.last)
        if self._holds_other_verb(hit, first, last) or (self._introduces(last) and not self._ends_clause(hit, subject)):
            return None
        named = self._may_lack_subject(hit, first, last) if subject is None else speaking(self.sentence, subject)
        last = self._past_reference(self._past_relative(subject, last, end))
        return (first, self._past_apposition(subject, last, end)) if named else None

    def _bracket(self, hit: CueHit) -> tuple[int, int] | None:
        """An attribution in brackets: «мост закрыт (как сообщил порт)»."""
        sentence = self.sentence
        opening = next((at for at in range(hit.begin - 1, max(-1, hit.begin - 4), -1) if sentence.word(at) == "("), 0)
        if opening < 1 or sentence.word(opening + 1) != "как" or not hit.is_finite:
            return None
        closing = next((at for at in range(hit.end, len(sentence)) if sentence.word(at) == ")"), 0)
        return (opening, closing + 1) if closing else None

    def _opens_parenthesis(self, hit: CueHit, first: int, end: int) -> bool:
        """Whether what stands before a cue, and what it governs, let it be a parenthesis."""
        sentence = self.sentence
        if (
            hit.negated
            or self._complement(hit, end) is not None
            or sentence.word(first) in SUBORDINATORS - {"как", "так"}
        ):
            return False
        if first == 0 and "как" not in sentence.words[:2] and sentence.word(0) != "кроме":
            return False
        if sentence.word(first + 1) in RELATIVE - {"чём", "чем"}:
            return False
        if first > 0 and sentence.kind(first - 1) not in (kind.COMMA, kind.DASH):
            return False
        after_that = sentence.word(first - 2) == "того" and sentence.word(first - 3) not in ("более", "кроме")
        if sentence.word(first) == "как" and (after_that or self._is_about_that(hit, hit.end)):
            return False
        governs = "инф" in hit.cue.government and any(
            sentence.is_infinitive(at) for at in range(hit.end, sentence.next_break(hit.end))
        )
        return not governs and self._is_bare(hit, first)

    def _introduces(self, last: int) -> bool:
        """Whether a colon behind an attribution opens direct speech, here or in the next paragraph."""
        sentence = self.sentence
        return sentence.kind(last) == kind.COLON and (sentence.is_passage(last + 1) or last + 1 >= len(sentence))

    def _ends_clause(self, hit: CueHit, subject: Phrase | None) -> bool:
        """Whether a cue with its subject behind it closes a clause that it reports: «Мост закрыт, сказал мэр: „…“»."""
        clause = range(hit.begin - 1) if self.sentence.kind(hit.begin - 1) == kind.COMMA else ()
        return subject is not None and subject.first >= hit.end and any(map(self.sentence.is_finite, clause))

    def _past_relative(self, subject: Phrase | None, comma: int, end: int) -> int:
        """Past what is said of a source behind it: «сообщил университет, где она преподавала»."""
        sentence = self.sentence
        while comma < end and sentence.kind(comma) == kind.COMMA:
            first = comma + 1
            relative = sentence.word(first) in RELATIVE or (
                sentence.is_preposition(first) and sentence.word(first + 1) in RELATIVE
            )
            if (
                not relative
                and not sentence.is_gerund(first)
                and (not sentence.is_participle(first) or sentence.is_noun(first))
            ):
                break
            if any(hit.first == first for hit in self.hits) or self._is_of_other((subject,), first):
                break
            comma = sentence.next_break(first)
        return comma

    def _past_reference(self, comma: int) -> int:
        """Past where a paper has it from: «как сообщает „Вестник“, ссылаясь на порт, …»."""
        sentence = self.sentence
        refers = any(hit.first == comma + 1 and hit.cue.expression.startswith(REFERRING) for hit in self.hits)
        closing = sentence.next_break(comma + 1)
        return closing if refers and sentence.kind(closing) == kind.COMMA else comma

    def _is_of_other(self, sources: Iterable[Phrase | Source | None], first: int) -> bool:
        """Whether a participle behind a source belongs to another noun: «как сообщают газеты, упавший мост …»."""
        forms = [form for form in self.sentence.readings(first) if form & PARTICIPLE and form & ADJECTIVE]
        named = [each.bits for each in sources if each is not None][-1:]
        named += [form for form in self.sentence.readings(first - 2) if form & NOUN] if named else []
        return bool(forms) and bool(named) and not any(agrees(one, form) for form in forms for one in named)

    def _past_apposition(self, subject: Phrase | None, comma: int, end: int) -> int:
        """Past what a source is, at the end of the sentence: «считает Анна Рыкова, профессор и знаток льда»."""
        sentence = self.sentence
        if subject is None or not subject.bits & ANIMATE or sentence.kind(comma) != kind.COMMA:
            return comma
        if sentence.next_break(subject.last) != comma:
            return comma
        title = noun_phrase(sentence, comma + 1, NOMINATIVE, end)
        if title is None or not title.bits & ANIMATE or any(map(sentence.is_finite, range(comma + 1, end))):
            return comma
        return end

    def _may_lack_subject(self, hit: CueHit, first: int, last: int) -> bool:
        """An impersonal cue, «как говорят», «полагают в мэрии»."""
        if hit.cue.expression in ("следовать", "явствовать", "значиться"):
            from_text = any(self.sentence.word(at) == "из" for at in range(first, last))
            return from_text and place_of_voice(self.sentence, first, last, written=True) is not None
        if hit.cue.frame == "impersonal" or self.sentence.word(first) == "как":
            return True
        if not hit.bits & PLURAL:
            return False
        return last - first <= 3 or place_of_voice(self.sentence, first, last) is not None  # noqa: PLR2004

    def _is_bare(self, hit: CueHit, first: int) -> bool:
        """Whether nothing but «как», adverbs or a short subject stands before the cue."""
        sentence = self.sentence
        before = range(first, hit.begin)
        about_that = tuple(sentence.words[first : first + 2]) in (("о", "чём"), ("о", "чем"), ("об", "этом"))
        if about_that or sentence.word(first) in ("как", "так") or hit.cue.frame == "impersonal":
            return len(before) <= 12 and sentence.word(first + 1) != "бы"  # noqa: PLR2004
        if len(before) > 3:  # noqa: PLR2004
            return False
        if any(sentence.is_pronoun(at) or sentence.is_noun(at) for at in before):
            alone = len(before) == 1 and sentence.is_pronoun(first) and sentence.kind(hit.end) == kind.COMMA
            return alone and sentence.word(self._left_start(first)) not in SUBORDINATORS and bool(hit.bits & PRESENT)
        return not hit.bits & IMPERATIVE

    def _holds_other_verb(self, hit: CueHit, first: int, last: int) -> bool:
        sentence = self.sentence
        own = {at for places in hit.places for at in range(*places)}
        return any(
            at not in own
            and sentence.is_finite(at)
            and bool(sentence.readings(at)[0] & VERB)
            and not sentence.is_capital_inside(at)
            for at in range(first, last)
        )

    def _prepositional_bounds(self, hit: CueHit) -> tuple[int, int] | None:
        """From the preposition to the end of its source."""
        sentence = self.sentence
        if (
            hit.cue.expression == "по версии"
            and sentence.is_noun(hit.first - 1)
            and not sentence.is_pronoun(hit.first - 1)
        ):
            return None  # «чемпион мира по версии федерации»
        if sentence.word(hit.first - 1) == "как" and hit.first > 1:
            return None  # «как с точки зрения закона, так и …»
        if hit.cue.expression in ("с слов", "со слов") and sentence.is_finite(hit.first - 1):
            return None  # «газета пишет со слов соседки, что …»
        sources = sources_of_preposition(sentence, hit, len(sentence))
        last = hit.last
        while last < len(sentence) and sources and sentence.span(last, last + 1)[0] < sources[-1].end:
            last += 1
        if not sources and hit.cue.expression.split()[-1] not in _SOURCELESS and not self._tells_its_own_source(hit):
            return None
        last = self._past_setting(hit, last)
        closing = sentence.next_break(last + 1)
        if (
            sentence.kind(last) == kind.COMMA
            and sentence.kind(closing) == kind.COMMA
            and (
                (sentence.is_participle(last + 1) and not self._is_of_other(sources, last + 1))
                or sentence.word(last + 1) in RELATIVE
            )
        ):
            last = closing
        return hit.first, last

    @staticmethod
    def _tells_its_own_source(hit: CueHit) -> bool:
        return hit.cue.expression in _OFFICIAL and hit.last - hit.first > len(hit.cue.expression.split())

    def _past_setting(self, hit: CueHit, last: int) -> int:
        """Past where and when something was said, up to the comma: «по данным биржи на май, …»."""
        sentence = self.sentence
        comma = sentence.next_break(last)
        opens = hit.first == 0 or not sentence.is_word(hit.first - 1)
        if not opens or not sentence.is_preposition(last) or sentence.kind(comma) != kind.COMMA:
            return last
        finite = any(map(sentence.is_finite, range(last, comma)))
        return last if finite or comma - last > LONGEST_SETTING else comma

    def _around(self, hit: CueHit, end: int) -> Candidate | None:
        """«Для этого, по его словам, нужен год»; «мост закрыт, сообщил мэр»."""
        if hit.first not in self.parentheses:
            return None
        first, last = self.parentheses[hit.first]
        if self._passes_on(hit, first, last, end) or self._tells_of_that(first):
            return None
        if self._attributes_marks(first):
            return None
        content = []
        again = any(self._opens_like(other, hit) for other in self.hits if other.first < hit.first)
        joined = self.sentence.kind(first - 1) == kind.COMMA and self.sentence.word(first - 2) in ("и", "а", "но")
        left = first if again or joined or self._is_relative(hit) else self._left_start(first)
        inside = [last for begin, last in self.parentheses.values() if left <= begin and last < first]
        left = max([left, *(last + 1 for last in inside)])
        before = self._strip_right(left, first)
        if left < before:
            content.append((left, before))
        right = last + 1 if self.sentence.kind(last) in (kind.COMMA, kind.DASH, kind.COLON) else last
        right = self._past_connectors(right, end) if not content else right
        after = self._right_end(hit, right, last, end) if right < end else end
        if right < after:
            content.append((right, after))
        if self.sentence.kind(last) == kind.COLON and (last + 1 in self.taken or last + 1 >= len(self.sentence)):
            content = [each for each in content if each[1] <= last]
        if not content or self._is_taken(content):
            return None
        attribution = self._with_chain(self._attribution(hit, first, last), last, end)
        rule = "according-to" if hit.cue.frame == "prepositional" else "parenthesis"
        return self._candidate(rule, attribution, content)

    def _tells_of_that(self, first: int) -> bool:
        """Whether the clause before says only what was told before: «Об этом в среду, 8 мая, сообщил порт»."""
        words = self.sentence.words[:3]
        about = words[:2] in (["об", "этом"], ["о", "чём"], ["о", "чем"])
        return about and not any(map(self.sentence.is_finite, range(first)))

    def _attributes_marks(self, first: int) -> bool:
        """Whether the clause before is the attribution of direct speech: «„…“, — сказал мэр, сообщает „Лоцман“»."""
        sentence = self.sentence
        dash = sentence.previous_break(first - 1)
        if sentence.kind(dash) != kind.DASH or sentence.kind(first - 1) != kind.COMMA:
            return False
        return any(at in self.taken and sentence.is_passage(at) for at in (dash - 1, dash - 2))

    def _is_relative(self, hit: CueHit) -> bool:
        """Whether a preposition opens a relative clause: «пункт, согласно которому …»."""
        return hit.cue.frame == "prepositional" and self.sentence.word(hit.last) in RELATIVE

    def _right_end(self, hit: CueHit, right: int, last: int, end: int) -> int:
        """Where the part behind an attribution ends, without an explanation that has one of its own."""
        if any(other.first == right and other.bits & GERUND for other in self.hits):
            return right
        if self._stands_in_relative(last):
            end = next((at for at in range(right, end) if self._goes_on_with_verb(at)), end)
        if self.sentence.kind(last) == kind.COLON and any(first > last for first, _ in self.parentheses.values()):
            return right
        return self._clip(hit, right, end)

    def _stands_in_relative(self, last: int) -> bool:
        """Whether an attribution stands inside a relative clause: «дом, в котором, по её словам, пусто, …»."""
        sentence = self.sentence
        opening = next((at for at in range(last - 1, max(-1, last - 8), -1) if sentence.word(at) in RELATIVE), 0)
        return opening > 1 and sentence.word(opening).startswith("котор")

    def _goes_on_with_verb(self, at: int) -> bool:
        """Whether a comma closes a clause, behind which the verb of the main one stands."""
        sentence = self.sentence
        after = at + 1 + (sentence.word(at + 1) == "не")
        verb = sentence.is_finite(after) and not sentence.is_noun(after)
        return sentence.kind(at) == kind.COMMA and verb and not any(hit.first == after for hit in self.hits)

    def _is_taken(self, content: list[tuple[int, int]]) -> bool:
        """Whether nothing is left of a content but passages that are direct quotes already."""
        return all(
            at in self.taken or (not self.sentence.is_word(at) and not self.sentence.is_passage(at))
            for first, last in content
            for at in range(first, last)
        )

    def _passes_on(self, hit: CueHit, first: int, last: int, end: int) -> bool:
        """Whether a paper passes on what another cue of the sentence reports already."""
        if hit.cue.expression not in QUIET:
            return False
        if last < end:
            cites = any(self.sentence.word(at).startswith("ссыл") for at in range(first, last))
            opens = first <= 3 and not cites  # noqa: PLR2004
            return opens and any(
                self._begins_clause(other, last + 1) and self._has_content(other, end) for other in self.hits
            )
        others = [other for other in self.hits if other.first < first and other is not hit]
        return any(self._complement(other, first) is not None and other.is_finite for other in others) or any(
            other.first in self.parentheses for other in others
        )

    def _has_content(self, hit: CueHit, end: int) -> bool:
        """Whether a cue governs something beside it, so that the quote is its own."""
        if hit.cue.expression in _PLANS:
            return False
        return bool(hit.cue.government & _OBJECTS) or self._complement(hit, end) is not None

    def _left_start(self, first: int) -> int:
        """Where the clause begins into which an attribution is inserted."""
        sentence = self.sentence
        whole = self._closes_sentence(first)
        at = first - 1
        while at >= 0:
            if sentence.word(at) == "(" and ")" not in sentence.words[at:first]:
                return self._past_connectors(at + 1, first)
            if sentence.kind(at) in (kind.COLON, kind.SEMICOLON, kind.STOP) and not self._in_brackets(at, first):
                return self._past_connectors(at + 1, first)
            if sentence.kind(at) in (kind.COMMA, kind.DASH):
                word = sentence.word(at + 1)
                if word in THAT and whole and self._is_own_clause(at, first):
                    at -= 1
                    continue
                if (word in ADVERSATIVE and not whole) or word in THAT:
                    return self._past_connectors(at + 2, first)
                relative = word in RELATIVE or (sentence.is_preposition(at + 1) and sentence.word(at + 2) in RELATIVE)
                if relative and at + 8 >= first:
                    return at + 1
                if at == first - 1:
                    at -= 1
                    continue
                if at in self.taken or (at > 0 and at - 1 in self.taken and sentence.is_passage(at - 1)):
                    return self._past_connectors(at + 1, first)
            at -= 1
        return self._past_connectors(0, first)

    def _in_brackets(self, at: int, last: int) -> bool:
        """Whether brackets that are opened before a place close between it and another."""
        words = self.sentence.words
        return words[at:last].count(")") > words[at:last].count("(") and "(" in words[:at]

    def _is_own_clause(self, comma: int, first: int) -> bool:
        """Whether a subordinate clause is part of what is reported, since no cue before it governs it."""
        governed = any(
            hit.first < comma and (opening := self._complement(hit, first)) is not None and opening[0] == comma + 2
            for hit in self.hits
        )
        return not governed and not any(self._may_govern(hit, comma) for hit in self.hits)

    def _may_govern(self, hit: CueHit, comma: int) -> bool:
        """Whether a cue stands in the clause before a comma that may govern what is behind it."""
        begin = self.sentence.previous_break(comma) + 1
        return begin <= hit.first < comma and bool(hit.cue.government & {"что", "чтобы"}) and hit.is_finite

    def _closes_sentence(self, first: int) -> bool:
        """Whether an attribution stands at the end of a sentence that reports nothing else."""
        own = [hit for hit in self.hits if hit.first in self.parentheses and self.parentheses[hit.first][0] == first]
        if not own or self.parentheses[own[0].first][1] < self.sentence.end():
            return False
        return not any(hit.first < first and hit is not own[0] and self._complement(hit, first) for hit in self.hits)
