"""Reports of what somebody calls a thing or holds it for: «назвал ремонт „вечным“», «обвинила дирекцию в обмане»."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.lexicon import kind_words, words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    GERUND,
    INSTRUMENTAL,
    NOMINATIVE,
    NOUN,
    PLURAL,
    lemma,
    some,
)
from kavychki.extraction.phrases import TIMES, Phrase, noun_phrase
from kavychki.extraction.reports.acts import is_act
from kavychki.extraction.reports.borders import past_subject
from kavychki.extraction.reports.clauses import Clauses
from kavychki.extraction.reports.grammar import SUBORDINATORS, THAT
from kavychki.extraction.sentence import RELATIVE
from kavychki.extraction.subjects import place_of_voice

_PRIZES = tuple(words("prizes"))
"""How words begin that tell of something won."""
_LABELS = words("labels")
"""What is named and not called something: «назвал имя преемника»."""
_JUDGED = ("признан", "назван", "считаться")
_CHILDREN = frozenset(("сын", "дочь", "ребёнок", "ребенок", "мальчик", "девочка", "малыш", "первенец", "близнец"))
_OBJECTS = ("его", "её", "ее", "их")
REASONS = words("reasons")


class Judgements(Clauses):
    """What somebody calls a thing, holds it for, or charges somebody with."""

    __slots__ = ()

    def _naming(self, hit: CueHit, end: int) -> Candidate | None:
        """«Назвал ремонт „вечным“»: the object and what it is called."""
        bare = hit.is_infinitive and len(hit.places) == 1 and hit.end - hit.begin == 1
        if "назв" not in hit.cue.government or bare or self._is_prize(hit):
            return None
        sentence = self.sentence
        subject = self._subject(hit)
        first = past_subject(hit, subject)
        last = self._phrase_end(hit, first, end)
        if last < end and sentence.kind(last) == kind.COLON and not sentence.is_passage(last + 1):
            last = end
        fronted = self._fronted(hit, subject) or self._pronoun_before(hit)
        if (among := self._among(hit, subject)) is not None:
            return self._made("cue-naming", hit, [among, (first, last)], first)
        if self._is_held_unmarked(hit, (first, last)) or self._only_names(fronted, first, last):
            return None
        if subject is None and not self._is_said_of_things(hit, (first, last), fronted):
            return None
        if sentence.word(last - 1) == "том" and sentence.word(last + 1) == "что":
            last = self._clause_end(hit, last + 2, end)
        last = self._past_description(self._past_contrast(last, end), end)
        content = [each for each in (fronted, (first, last)) if each is not None and each[0] < each[1]]
        return self._made("cue-naming", hit, content, first) if content else None

    def _only_names(self, fronted: tuple[int, int] | None, first: int, last: int) -> bool:
        """Whether nothing is called something: there is no predicate, or it gives a name, a topic, a child its name."""
        sentence = self.sentence
        predicate = any(map(self._is_predicate, (*range(first, last), *range(*(fronted or (0, 0))))))
        nouns = {lemma(sentence.word(at)) for at in (first, first + 1)}
        if fronted is None:
            return not predicate or sentence.is_preposition(first) or bool(nouns & (_LABELS | _CHILDREN))
        about = {sentence.word(fronted[0]), sentence.word(first)} & {"о", "об"}
        return not predicate or bool(about) or bool(nouns & _CHILDREN)

    def _past_contrast(self, comma: int, end: int) -> int:
        """Past what is called something besides: «назвал мост „старым“, а перила „опасными“»."""
        sentence = self.sentence
        while sentence.kind(comma) == kind.COMMA and sentence.is_passage(comma + 1):
            comma = min(end, sentence.next_break(comma + 1))  # «назвал мост „старым“, „опасным“»
        if sentence.kind(comma) != kind.COMMA or sentence.word(comma + 1) != "а":
            return comma
        last = min(end, sentence.next_break(comma + 1))
        places = range(comma + 2, last)
        return last if any(map(self._is_name_given, places)) and not any(map(sentence.is_finite, places)) else comma

    def _is_prize(self, hit: CueHit) -> bool:
        """Whether somebody has won something: «признана лучшей»."""
        won = hit.cue.frame == "passive" and hit.cue.expression != "считаться"
        return won and any(word.startswith(_PRIZES) for word in self.sentence.words[hit.end : hit.end + 4])

    def _is_in_honour(self, hit: CueHit) -> bool:
        """Whether a name is only given: «назван в честь деда»."""
        return tuple(self.sentence.words[hit.end : hit.end + 2]) in (("в", "честь"), ("по", "имени"))

    def _past_description(self, comma: int, end: int) -> int:
        """Past what is said of a predicate behind it: «назвал его «героем», который спас город»."""
        sentence = self.sentence
        first = comma + 1
        if comma >= end or sentence.kind(comma) != kind.COMMA or sentence.is_gerund(first):
            return comma
        relative = sentence.word(first) in RELATIVE or (
            sentence.is_preposition(first) and sentence.word(first + 1) in RELATIVE
        )
        if not relative and (not sentence.is_participle(first) or sentence.is_noun(first)):
            return comma
        return sentence.next_break(first)

    def _is_held_unmarked(self, hit: CueHit, behind: tuple[int, int]) -> bool:
        """Whether a thing is taken for something in the author's words, of which the passive has the rule."""
        return hit.cue.frame == "passive" and not any(map(self.sentence.is_passage, range(*behind)))

    def _is_said_of_things(self, hit: CueHit, behind: tuple[int, int], fronted: tuple[int, int] | None) -> bool:
        """Whether somebody unnamed calls a thing something, in marks or beside another act."""
        if hit.cue.expression == "признать" and hit.bits & PLURAL and fronted is not None:
            return True
        if hit.bits & PLURAL and self._is_nickname(behind[0], fronted):
            return False
        return bool(hit.bits & GERUND) or any(map(self.sentence.is_passage, range(*behind)))

    def _is_nickname(self, first: int, fronted: tuple[int, int] | None) -> bool:
        """Whether people in general call a person something: «её называли „матерью реки“»."""
        places = (first, *(range(*fronted) if fronted else ()))
        return any(
            some(self.sentence.readings(at), NOUN | ANIMATE) and not some(self.sentence.readings(at), NOUN | PLURAL)
            for at in places
        )

    def _passive(self, hit: CueHit, end: int) -> Candidate | None:
        """«В акте карьер назван „чистым“», «директор обвиняется в подлоге»: the subject is part of the content."""
        sentence = self.sentence
        if hit.negated or hit.cue.frame != "passive" or self._is_prize(hit) or self._is_in_honour(hit):
            return None
        clause = self._clause_begin(hit.begin)
        start = self._past_connectors(clause, hit.begin)
        while start < hit.begin and (sentence.word(start) in SUBORDINATORS - RELATIVE or sentence.word(start) in THAT):
            if sentence.is_capital(start) and sentence.is_capital(start + 1):
                break  # «Ли Чан»
            start += 1
        if sentence.word(hit.begin - 1) == "и":
            start = hit.begin  # its subject is that of the verb before
        voice = place_of_voice(sentence, start, hit.begin, written=True)
        if voice is not None and voice.first <= start + 1 and lemma(sentence.word(voice.head)) in kind_words():
            start = self._past_connectors(voice.last, hit.begin)
        last = self._clause_end(hit, hit.end, end)
        if "обвин" in hit.cue.government:
            linked = any(sentence.word(at) in ("в", "во") for at in range(hit.end, min(last, hit.end + 3)))
            linked = linked or sentence.word(start) in ("в", "во")
        else:
            last = min(last, self._phrase_end(hit, hit.end, end))
            linked = any(self._is_name_given(at) for at in (*range(start, hit.begin), *range(hit.end, last)))
            linked = linked or self._is_judged(hit, start, last)
        if sentence.word(clause) == "если":
            return None
        alone = start < hit.begin and not any(sentence.is_word(at) for at in range(start, hit.begin))
        while start < hit.begin and some(sentence.readings(start)[:1], ADVERB):
            start += 1
        left_out = hit.cue.expression == "считаться" and (hit.begin == 0 or clause < hit.begin)
        if not linked or alone or (start == hit.begin and sentence.word(hit.begin - 1) != "и" and not left_out):
            return None
        subject = self._subject_of_another(start, hit.begin)
        content = [(start, last)] if subject is None else [(start, subject.last), (hit.end, last)]
        return self._made("passive", hit, content, None)

    def _subject_of_another(self, first: int, last: int) -> Phrase | None:
        """The subject between two places that has a verb of its own there: «Рыков учился в порту и считается …»."""
        sentence = self.sentence
        subject = noun_phrase(sentence, first, NOMINATIVE, last)
        if subject is None:
            return None
        verbs = (at for at in range(subject.last, last) if sentence.is_finite(at) and not sentence.is_noun(at))
        return subject if next(verbs, None) is not None else None

    def _is_judged(self, hit: CueHit, start: int, last: int) -> bool:
        """Whether somebody is said to be taken for something: «признан лучшим», «рассматривается как отказ»."""
        sentence = self.sentence
        if "как" in hit.cue.government and sentence.word(hit.end) == "как":
            return True
        if hit.cue.expression not in _JUDGED:
            return False
        if sentence.kind(hit.begin - 1) == kind.COMMA and self._clause_begin(hit.begin) == hit.begin:
            return False
        behind = noun_phrase(sentence, hit.end, INSTRUMENTAL, last) is not None or any(
            some(sentence.readings(at), ADJECTIVE | INSTRUMENTAL) for at in range(hit.end, min(last, hit.end + 2))
        )
        return behind or noun_phrase(sentence, start, INSTRUMENTAL, hit.begin) is not None

    def _is_name_given(self, at: int) -> bool:
        """Whether somebody's word for a thing stands in marks at a place, and neither a name nor a title won."""
        return self.sentence.is_passage(at) and self._is_predicate(at)

    def _is_predicate(self, at: int) -> bool:
        if self.sentence.is_passage(at):
            return not self.sentence.doc.capital(self.sentence.doc.inside(self.sentence.items[at])[0])
        if any(self.sentence.is_preposition(each) for each in (at - 1, at - 2)):
            return False
        forms = self.sentence.readings(at)
        return bool(forms) and some(forms, NOUN | INSTRUMENTAL, ADJECTIVE | INSTRUMENTAL)

    def _accusation(self, hit: CueHit, end: int) -> Candidate | None:
        """«Обвинила дирекцию в обмане»."""
        if "обвин" not in hit.cue.government:
            return None
        sentence = self.sentence
        subject = self._subject(hit)
        first = past_subject(hit, subject)
        last = self._clause_end(hit, first, end)
        blames = "вин" in hit.cue.government and noun_phrase(sentence, first, ACCUSATIVE, last) is not None
        if not blames and not self._is_charged(hit, first, last):
            return None
        fronted = self._fronted(hit, subject) or self._accused_before(hit) or self._pronoun_before(hit)
        content = [each for each in (fronted, (first, last)) if each is not None]
        return self._made("cue-accusation", hit, content, first)

    def _is_charged(self, hit: CueHit, first: int, last: int) -> bool:
        """Whether it is told of what somebody is accused, «в подлоге», or for what criticised, «за шум»."""
        sentence = self.sentence
        governing = ("за",) if "за" in hit.cue.government else ("в", "во", "за")
        return any(sentence.word(at) in governing and sentence.word(at + 1) not in TIMES for at in range(first, last))

    def _among(self, hit: CueHit, subject: Phrase | None) -> tuple[int, int] | None:
        """Among what somebody is named: «Среди кандидатов на пост называют Анну Рыкову»."""
        begin = self._past_connectors(self.sentence.previous_break(hit.begin) + 1, hit.begin)
        among = self.sentence.word(begin) == "среди" and hit.cue.expression in ("называть", "назвать")
        last = subject.first if subject is not None and begin < subject.first < hit.begin else hit.begin
        return (begin, last) if among else None

    def _pronoun_before(self, hit: CueHit) -> tuple[int, int] | None:
        """Whom nobody in particular judges, by a pronoun: «Их признали виновными»."""
        begin = self._past_connectors(self.sentence.previous_break(hit.begin) + 1, hit.begin)
        return (begin, begin + 1) if self.sentence.word(begin) in _OBJECTS and begin < hit.begin <= begin + 3 else None

    def _accused_before(self, hit: CueHit) -> tuple[int, int] | None:
        """The accused with an apposition, before the cue: «Рыкову, дочь мэра, обвиняют в подлоге»."""
        sentence = self.sentence
        start = self._segment_start(hit.begin)
        phrase = noun_phrase(sentence, start, ACCUSATIVE, hit.begin)
        if sentence.kind(hit.begin - 1) != kind.COMMA or phrase is None or not phrase.bits & ANIMATE:
            return None
        if sentence.kind(phrase.last) != kind.COMMA or any(map(sentence.is_finite, range(start, hit.begin))):
            return None
        return start, hit.begin - 1

    @staticmethod
    def _is_wanted(hit: CueHit) -> bool:
        """Whether a bare infinitive tells what somebody else's words are about: «предложил запретить рыбалку»."""
        bare = len(hit.places) == 1 and hit.end - hit.begin == hit.last - hit.first
        return hit.is_infinitive and bare and not hit.factual

    def _relation(self, hit: CueHit, end: int) -> Candidate | None:
        """«Связывает потери с мышами», «оценил ущерб в миллион»."""
        government = hit.cue.government
        if not government & {"связь", "оценка", "чем", "причина", "как"} or self._is_wanted(hit):
            return None
        subject = self._subject(hit)
        first = past_subject(hit, subject)
        last = self._clause_end(hit, first, end)
        fronted = self._fronted(hit, subject)
        if not self._is_linked(hit, first, last, fronted=fronted is not None):
            return None
        content = [each for each in (fronted, (first, last)) if each is not None]
        return self._made("cue-relation", hit, content, first)

    def _is_linked(self, hit: CueHit, first: int, last: int, *, fronted: bool) -> bool:
        """Whether the other side of a relation is there: с, в with a number, an instrumental."""
        sentence, government = self.sentence, hit.cue.government
        places = range(first, last)
        if "связь" in government:
            return any(sentence.word(at) in ("с", "со") for at in places)
        if "как" in government:
            near = places if fronted else places[1:]
            return any(sentence.word(at) == "как" and sentence.word(at - 1) != "так" for at in near)
        if "оценка" in government:
            return any(sentence.word(at) == "в" and sentence.kind(at + 1) == kind.NUMBER for at in places)
        if "причина" in government:
            return (
                not hit.negated and any(sentence.word(at) == "в" for at in places) and any(map(self._is_ground, places))
            )
        return self._is_explained(first, last, fronted=fronted)

    def _is_explained(self, first: int, last: int, *, fronted: bool) -> bool:
        """Whether an instrumental explains an object: «объяснил уход усталостью», «уход он объяснил усталостью»."""
        if fronted:
            return noun_phrase(self.sentence, first, INSTRUMENTAL, last) is not None
        phrase = noun_phrase(self.sentence, first, ACCUSATIVE, last)
        thing = phrase is not None and not phrase.bits & ANIMATE
        return thing and phrase is not None and noun_phrase(self.sentence, phrase.last, INSTRUMENTAL, last) is not None

    def _is_ground(self, at: int) -> bool:
        """Whether somebody's view of a thing stands at a place: an act, a reason, words in marks."""
        sentence = self.sentence
        if sentence.is_passage(at):
            return not sentence.doc.capital(sentence.doc.inside(sentence.items[at])[0])
        return is_act(sentence, at) or (sentence.is_noun(at) and lemma(sentence.word(at)) in REASONS)
