"""Indirect and mixed quotes: what a cue reports in a clause, an infinitive, a noun phrase or around itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import (
    Attribution,
    antecedent,
    of_hit,
    source_of,
    sources_of_preposition,
    speaking,
    subject_of,
)
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.direct import question_word
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ANIMATE,
    DATIVE,
    FEMININE,
    FIRST,
    GENITIVE,
    GERUND,
    IMPERATIVE,
    INFINITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    NOUN,
    PARTICIPLE,
    PAST,
    PLURAL,
    PRESENT,
    PRONOUN,
    SECOND,
    SHORT,
    THIRD,
    VERB,
    lemma,
    some,
)
from kavychki.extraction.phrases import Phrase, noun_phrase, place_of_voice
from kavychki.extraction.sentence import RELATIVE, Sentence
from kavychki.model.vocabulary import QuoteType

_THAT = frozenset("что будто якобы чтобы чтоб".split())
_CONNECTORS = frozenset(
    "а но и однако впрочем зато также тоже кроме того при этом между тем тем временем вместе с тем в то же время правда"
    " поэтому причём причем хотя наконец итак например по-прежнему мол дескать да же так вдобавок затем потом".split()
)
_SINGLE_CONNECTORS = frozenset("а но и однако впрочем зато правда поэтому причём причем итак мол дескать вдобавок якобы будто".split())
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
)
_ADVERSATIVE = frozenset("а но однако зато".split())
_ACT_ENDINGS = ("ние", "тие", "ция", "сия", "тьё", "тье", "ство", "ость", "зка", "чка", "вка", "лка", "рка", "нка")
_ACTS = frozenset(
    "вывод пуск запуск выход отъезд приезд сбой отказ перенос рост спад смерть гибель арест победа отставка уход приход взрыв"
    " пожар ремонт прорыв возврат выпуск обыск допрос розыск побег захват поджог подлог обман кража угон срыв сговор"
    " измена растрата клевета халатность ложь вина долг подкуп шантаж саботаж штраф запрет снос ввод вывоз завоз обмен"
    " пересмотр отвод раздел набор выкуп розыгрыш взнос помощь поддержка защита компенсация реформа проверка месть убыток"
    " нехватка дефицит угроза ошибка спешка шум".split()
)
_SUBORDINATORS = frozenset("если когда пока чтобы что как хотя поскольку потому так где который чтоб ли либо или".split()) | RELATIVE
_COMPARATIVES = frozenset("больше меньше раньше позже чаще реже лучше хуже скорее быстрее".split())
_WITHOUT_CONJUNCTION = frozenset("говорить сказать думать считать клясться уверен знать слышать мечтать".split())
_STATED = frozenset("мнение довод аргумент вывод версия прогноз ответ совет предложение позиция условие".split())
_DENIALS = frozenset("отвергнуть отвергать опровергнуть опровергать отрицать отмести отвести".split())
_QUIET = ("передавать", "передать", "сообщать", "сообщить", "писать", "цитировать", "отмечать")
"""Cues by which a paper passes on a person's words unchanged."""


@dataclass(slots=True)
class Reports:
    """The reports of one sentence. ``taken`` are the places of cues and passages that direct quotes have used up."""

    sentence: Sentence
    hits: list[CueHit]
    taken: set[int]
    found: list[Candidate] = field(default_factory=list)
    parentheses: dict[int, tuple[int, int]] = field(default_factory=dict)
    subjects: dict[tuple[int, str], Phrase | None] = field(default_factory=dict)
    complements: dict[tuple[int, str, int], tuple[int, str] | None] = field(default_factory=dict)

    def read(self) -> list[Candidate]:
        """The candidates, in the order of their cues."""
        end = self.sentence.end()
        for hit in self.hits:
            if hit.first not in self.taken and (bounds := self._parenthesis(hit, end)) is not None:
                self.parentheses[hit.first] = bounds
        done: set[int] = set()
        for hit in self.hits:
            if hit.first in done:
                continue
            candidate = self._read(hit, end)
            if candidate is not None:
                done.add(hit.first)
                self.found.append(candidate)
        return self.found

    def _read(self, hit: CueHit, end: int) -> Candidate | None:
        if hit.cue.frame == "prepositional":
            return self._around(hit, end)
        if hit.negated and hit.bits & PARTICIPLE and not hit.bits & SHORT:
            return None
        if hit.cue.frame == "noun":
            return self._of_noun(hit, end)
        if hit.cue.frame == "gesture" and "что" not in hit.cue.government:
            return None
        if hit.first in self.parentheses and (candidate := self._around(hit, end)) is not None:
            return candidate
        rules = (self._accusation, self._clause, self._naming, self._infinitive, self._relation, self._nominal, self._object, self._bare_clause, self._colon)
        return next((found for rule in rules if (found := rule(hit, end)) is not None), None)

    def _is_mute(self, hit: CueHit) -> bool:
        """Whether the subject of a cue is a thing that has no voice: «счета показывают»."""
        if hit.cue.frame not in ("verb", "adjective") or not (hit.is_finite or hit.is_infinitive):
            return False
        subject = self._grammatical_subject(hit)
        return subject is not None and speaking(self.sentence, subject) is None

    # --- clauses -----------------------------------------------------------------------------------------------

    def _clause(self, hit: CueHit, end: int) -> Candidate | None:
        """«Сообщил, что …», «спросил, где …», «уточнил: …»."""
        sentence = self.sentence
        opening = self._complement(hit, end)
        if opening is None:
            return self._fronted_question(hit, end)
        first, rule = opening
        if not hit.cue.certain and hit.cue.medium != "writing" and self._is_mute(hit):
            return None
        last = self._clause_close(hit, first, end)
        if first >= last or (first + 1 == last and first in self.taken):
            return None
        return self._made(rule, hit, [(first, last)], sentence.previous_break(first) if rule == "cue-that" else first)

    def _complement(self, hit: CueHit, end: int) -> tuple[int, str] | None:
        """Where the clause begins that a cue governs, and by which rule."""
        key = hit.first, hit.cue.expression, end
        if key not in self.complements:
            self.complements[key] = self._find_complement(hit, end)
        return self.complements[key]

    def _find_complement(self, hit: CueHit, end: int) -> tuple[int, str] | None:
        sentence, government = self.sentence, hit.cue.government
        at = sentence.next_break(hit.end)
        for _ in range(3):
            if at >= end or at - hit.end > 25:  # noqa: PLR2004 - a source with its titles is no longer
                return None
            if sentence.kind(at) != kind.COMMA:
                return None
            after = at + 1
            if sentence.word(after) in ("как", "мол") and sentence.word(after + 1) in ("будто", "что"):
                after += 1
            word = sentence.word(after)
            if word in _THAT and self._governs_clause(hit, word):
                return after + 1, "cue-that"
            if "ли" in government or ("ли-нег" in government and hit.negated):
                if word == "чем" and any(sentence.word(each) in _COMPARATIVES for each in range(hit.end, at)):
                    return None
                if question_word(sentence, after) and word not in RELATIVE - {"где", "куда", "откуда"} and word != "что":
                    if word not in ("где", "куда", "откуда", "когда") or at == hit.end or "что" not in government:
                        return after, "cue-question"
                if sentence.word(after + 1) == "ли" or sentence.word(after + 2) == "ли":
                    return after, "cue-question"
                if word == "что" and "ли" in government:
                    return after, "cue-question"
            if word in ("однако", "впрочем") and sentence.kind(after + 1) == kind.COMMA:
                at = after + 1
                continue
            if any(after <= other.first < sentence.next_break(after) for other in self.hits):
                return None
            if word in _ADVERSATIVE | {"и"} or sentence.next_break(after) - after > 12:  # noqa: PLR2004
                return None
            at = sentence.next_break(after)
        return None

    @staticmethod
    def _governs_clause(hit: CueHit, word: str) -> bool:
        government = hit.cue.government
        if word in ("чтобы", "чтоб"):
            return "чтобы" in government
        return "что" in government or ("что-нег" in government and hit.negated)

    def _fronted_question(self, hit: CueHit, end: int) -> Candidate | None:
        """«Кто звонил, депутат не уточнил»."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin)
        if clause < 1 or sentence.kind(clause) != kind.COMMA or not hit.negated and not self._refused(hit):
            return None
        if not hit.cue.government & {"ли", "что"} or sentence.next_break(hit.end) < end - 1 and False:
            return None
        start = self._segment_start(clause)
        if not (question_word(sentence, start) or sentence.word(start + 1) == "ли" or sentence.word(start + 2) == "ли"):
            return None
        return self._made("question-cue", hit, [(start, clause)], None, lowest=clause + 1)

    def _refused(self, hit: CueHit) -> bool:
        return not hit.factual and hit.is_infinitive

    def _segment_start(self, place: int) -> int:
        """The beginning of the sentence or of the stretch behind a colon, a semicolon or «а», «но»."""
        sentence = self.sentence
        at = place - 1
        while at >= 0:
            if sentence.kind(at) in (kind.COLON, kind.SEMICOLON, kind.STOP):
                return self._past_connectors(at + 1, place)
            if sentence.kind(at) == kind.COMMA and sentence.word(at + 1) in _ADVERSATIVE:
                return self._past_connectors(at + 2, place)
            at -= 1
        return self._past_connectors(0, place)

    def _colon(self, hit: CueHit, end: int) -> Candidate | None:
        """«Уточнил: мост закрыт»: a report behind a colon, without marks."""
        sentence = self.sentence
        colon = sentence.next_break(hit.end)
        if sentence.kind(colon) != kind.COLON or sentence.is_passage(colon + 1) or hit.first in self.taken:
            return None
        if hit.negated or not hit.is_finite or not hit.cue.government & {"что", "ли"}:
            return None
        subject = self._subject(hit)
        own = set(range(subject.first, subject.last)) if subject is not None else set()
        objects = [at for at in range(hit.end, colon) if at not in own and sentence.is_noun(at) and not sentence.is_preposition(at - 1)]
        if objects or self._is_mute(hit) or any(sentence.word(at) == "это" for at in range(max(0, hit.begin - 3), colon)):
            return None
        if any(colon < first <= end for first, _ in self.parentheses.values()) or not any(
            sentence.is_word(at) for at in range(colon + 1, end)
        ):
            return None
        return self._made("cue-colon", hit, [(colon + 1, self._clip(hit, colon + 1, end))], colon)

    def _bare_clause(self, hit: CueHit, end: int) -> Candidate | None:
        """«Она говорит, кости отдают медленно»: a clause without its conjunction."""
        sentence = self.sentence
        if hit.cue.expression not in _WITHOUT_CONJUNCTION or hit.negated or not hit.is_finite:
            return None
        comma = sentence.next_break(hit.end)
        first = comma + 1
        if sentence.kind(comma) != kind.COMMA or comma - hit.end > 1 or sentence.word(first) in _SUBORDINATORS | _ADVERSATIVE:
            return None
        begin = sentence.previous_break(hit.begin) + 1
        if hit.begin - begin > 2 or sentence.is_gerund(first) or sentence.is_participle(first):  # noqa: PLR2004
            return None
        last = self._clip(hit, first, end)
        if not any(sentence.is_finite(at) for at in range(first, last)):
            return None
        return self._made("cue-bare-clause", hit, [(first, last)], first)

    def _relation(self, hit: CueHit, end: int) -> Candidate | None:
        """«Связывает потери с мышами», «оценил ущерб в миллион»."""
        government = hit.cue.government
        if not government & {"связь", "оценка", "чем", "причина"}:
            return None
        sentence = self.sentence
        subject = self._subject(hit)
        first = subject.last if subject is not None and subject.first == hit.end else hit.end
        last = self._clause_end(hit, first, end)
        if not self._is_linked(hit, first, last):
            return None
        content = [each for each in (self._fronted(hit, subject), (first, last)) if each is not None]
        return self._made("cue-relation", hit, content, first)

    def _is_linked(self, hit: CueHit, first: int, last: int) -> bool:
        """Whether the other side of a relation is there: с, в with a number, an instrumental."""
        sentence, government = self.sentence, hit.cue.government
        places = range(first, last)
        if "связь" in government:
            return any(sentence.word(at) in ("с", "со") for at in places)
        if "оценка" in government:
            return any(sentence.word(at) == "в" and sentence.kind(at + 1) == kind.NUMBER for at in places)
        phrase = noun_phrase(sentence, first, ACCUSATIVE, last)
        if "причина" in government:
            return not hit.negated and any(sentence.word(at) == "в" for at in places) and any(map(self._is_ground, places))
        if phrase is None or phrase.bits & ANIMATE:
            return False
        return noun_phrase(sentence, phrase.last, INSTRUMENTAL, last) is not None

    def _is_ground(self, at: int) -> bool:
        """Whether somebody's view of a thing stands at a place: an act, a reason, words in marks."""
        sentence = self.sentence
        if sentence.is_passage(at):
            return not sentence.doc.capital(sentence.doc.inside(sentence.items[at])[0])
        return is_act(sentence, at) or (sentence.is_noun(at) and lemma(sentence.word(at)) in _REASONS)

    def _clause_close(self, hit: CueHit, first: int, end: int) -> int:
        """Where a clause ends that a cue governs: with the sentence, or where the main clause goes on."""
        sentence = self.sentence
        end = self._clip(hit, first, end)
        if hit.bits & (GERUND | PARTICIPLE) or self._is_subordinate(hit):
            return self._before_main_clause(hit, first, end)
        for at in range(first, end):
            if sentence.kind(at) == kind.SEMICOLON:
                return at
            if sentence.kind(at) == kind.COMMA and (sentence.kind(at + 1) == kind.DASH or self._resumes(hit, at + 1, end)):
                return at
        return end

    def _is_subordinate(self, hit: CueHit) -> bool:
        """Whether the cue stands in a clause before the main one: «если он скажет, что …, …»."""
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin) + 1
        return sentence.word(clause) in ("если", "когда", "пока") or sentence.word(clause + 1) == "если"

    def _before_main_clause(self, hit: CueHit, first: int, end: int) -> int:
        """The last comma behind which a main clause stands; with a participle, the next one."""
        sentence = self.sentence
        commas = [
            at
            for at in range(first, end)
            if sentence.kind(at) == kind.COMMA and sentence.word(at + 1) not in RELATIVE and not sentence.is_participle(at + 1)
        ]
        if hit.bits & PARTICIPLE:
            return commas[0] if commas else end
        commas = [at for at in commas if any(sentence.is_finite(each) for each in range(at + 1, end))]
        at_start = hit.begin <= 1 or self._is_subordinate(hit)
        return commas[-1] if commas and at_start else end

    def _resumes(self, hit: CueHit, at: int, end: int) -> bool:
        """Whether the main clause goes on at a place: a verb in the grammar of the cue, without a subject of its own."""
        sentence = self.sentence
        if sentence.word(at) not in ("и", "а", "но", "однако", "зато"):
            return False
        return self._verb_in_common(hit, at + 1, end)

    def _verb_in_common(self, hit: CueHit, first: int, end: int) -> bool:
        sentence = self.sentence
        if hit.cue.frame == "impersonal":
            return False
        grammar = MASCULINE | FEMININE | NEUTER | PLURAL | PAST | PRESENT | FIRST | SECOND | THIRD
        for at in range(first, min(end, first + 9)):
            if sentence.kind(at) in (kind.COMMA, kind.COLON, kind.SEMICOLON, kind.DASH):
                return False
            if sentence.is_infinitive(at) and not any(sentence.is_finite(each) for each in range(at + 1, at + 3)):
                return False
            if sentence.is_preposition(at):
                continue
            if sentence.is_finite(at) and sentence.readings(at)[0] & VERB:
                return sentence.readings(at)[0] & grammar == hit.bits & grammar
            phrase = noun_phrase(sentence, at, NOMINATIVE, end)
            if phrase is not None and not sentence.is_preposition(at - 1) and not sentence.is_adjective(at - 1):
                if sentence.can_speak(phrase.head, phrase.last):
                    return False
        return False

    # --- infinitives and nouns ---------------------------------------------------------------------------------

    def _infinitive(self, hit: CueHit, end: int) -> Candidate | None:
        """«Призвал жителей не открывать окна»; «проверку она пообещала закончить за три дня»."""
        if "инф" not in hit.cue.government or hit.is_infinitive and hit.factual is False:
            return None
        sentence = self.sentence
        clause_end = sentence.next_break(hit.end)
        subject = self._subject(hit)
        first = self._past_addressee(hit, subject, clause_end)
        infinitive = next((at for at in range(first, clause_end) if self._is_infinitive(at)), None)
        if infinitive is None:
            return self._fronted_infinitive(hit, subject, end)
        last = self._clause_end(hit, infinitive, end)
        content = [(first, last)]
        fronted = self._fronted(hit, subject)
        if fronted is not None:
            content.insert(0, fronted)
        return self._made("cue-infinitive", hit, content, first)

    def _is_infinitive(self, at: int) -> bool:
        """Whether an infinitive stands at a place, or a marked passage that begins with one."""
        doc = self.sentence.doc
        if not self.sentence.is_passage(at):
            return self.sentence.is_infinitive(at)
        if at in self.taken:
            return False
        first = doc.inside(self.sentence.items[at])[:2]
        return any(each & INFINITIVE for item in first for each in doc.readings(item))

    def _fronted_infinitive(self, hit: CueHit, subject: Phrase | None, end: int) -> Candidate | None:
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin) + 1
        before = min(hit.begin, subject.first) if subject and subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        if not any(sentence.is_infinitive(at) for at in range(start, before)):
            return None
        content = [(start, before)]
        after = self._past_addressee(hit, subject, sentence.next_break(hit.end))
        last = sentence.next_break(hit.end)
        if after < last and sentence.is_preposition(after):
            content.append((after, last))
        return self._made("infinitive-cue", hit, content, None)

    def _past_addressee(self, hit: CueHit, subject: Phrase | None, last: int) -> int:
        """Past the subject behind a cue and past whom the words are for."""
        sentence = self.sentence
        at = hit.end
        if subject is not None and subject.first >= at and subject.first - at <= 3:  # noqa: PLR2004
            at = subject.last
        while sentence.word(at) in ("также", "тогда", "тоже", "уже", "снова", "лишь", "только", "всем"):
            at += 1
        if sentence.word(at) in ("у", "от", "к"):
            phrase = noun_phrase(sentence, at + 1, GENITIVE, last) or noun_phrase(sentence, at + 1, DATIVE, last)
            return phrase.last if phrase else at
        if sentence.word(at) in ("его", "её", "ее", "их", "ему", "ей", "им", "нам", "нас", "вам", "вас", "мне", "меня", "всех"):
            return at + 1
        for case in (DATIVE, ACCUSATIVE, GENITIVE):
            phrase = noun_phrase(sentence, at, case, last)
            if phrase is not None and phrase.last < last and (case == DATIVE or phrase.bits & (ANIMATE | PLURAL)):
                if any(sentence.is_infinitive(each) for each in range(phrase.last, last)):
                    return phrase.last
        return at

    def _fronted(self, hit: CueHit, subject: Phrase | None) -> tuple[int, int] | None:
        """What stands before the subject and belongs to the content: «Проверку она пообещала закончить»."""
        sentence = self.sentence
        clause = self._clause_begin(hit.begin)
        before = subject.first if subject is not None and clause <= subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        if subject is not None and start >= before and subject.last < hit.begin:
            start, before = self._past_connectors(subject.last, hit.begin), hit.begin
        voice = place_of_voice(sentence, start, min(start + 3, before)) if subject is None else None
        if voice is not None and voice.first <= start + 1:
            start = voice.last
        if start >= before:
            return None
        if sentence.is_preposition(start):
            return (start, before) if sentence.word(start) in ("с", "со", "о", "об", "от", "за", "про", "для") else None
        if sentence.is_passage(start) or any(
            noun_phrase(sentence, start, case, before) is not None for case in (ACCUSATIVE, GENITIVE, DATIVE, INSTRUMENTAL)
        ):
            return (start, before)
        return None

    def _clause_begin(self, place: int) -> int:
        """Where a clause begins, across participles and relative clauses that commas insert."""
        sentence = self.sentence
        comma = sentence.previous_break(place)
        while comma > 0 and sentence.kind(comma) == kind.COMMA:
            start = sentence.previous_break(comma) + 1
            inserted = sentence.is_participle(start) and not sentence.is_noun(start) or sentence.word(start) in RELATIVE
            if not inserted or start == 0 or sentence.kind(start - 1) != kind.COMMA:
                break
            comma = sentence.previous_break(start - 1)
        return comma + 1

    def _naming(self, hit: CueHit, end: int) -> Candidate | None:
        """«Назвал ремонт „вечным“»: the object and what it is called."""
        if "назв" not in hit.cue.government or (hit.is_infinitive and len(hit.places) == 1 and hit.end - hit.begin == 1):
            return None
        sentence = self.sentence
        subject = self._subject(hit)
        first = hit.end
        if subject is not None and subject.first == first:
            first = subject.last
        last = self._phrase_end(hit, first, end)
        if last < end and sentence.kind(last) == kind.COLON and not sentence.is_passage(last + 1):
            last = end
        fronted = self._fronted(hit, subject)
        predicate = any(self._is_predicate(at) for at in range(first, last))
        if subject is None and not hit.bits & GERUND and not any(sentence.is_passage(at) for at in range(first, last)):
            return None
        if any(sentence.word(at).startswith("виновн") for at in range(first, last)):
            return None
        if not predicate and not (fronted and any(self._is_predicate(at) for at in range(*fronted))):
            return None
        if fronted is None and sentence.is_preposition(first):
            return None
        content = [each for each in (fronted, (first, last)) if each is not None and each[0] < each[1]]
        return self._made("cue-naming", hit, content, first) if content else None

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
        first = hit.end
        if subject is not None and subject.first == first:
            first = subject.last
        last = self._clause_end(hit, first, end)
        blames = "вин" in hit.cue.government and noun_phrase(sentence, first, ACCUSATIVE, last) is not None
        if not blames and not any(sentence.word(at) in ("в", "во", "за") for at in range(first, last)):
            return None
        fronted = self._fronted(hit, subject)
        content = [each for each in (fronted, (first, last)) if each is not None]
        return self._made("cue-accusation", hit, content, first)

    def _nominal(self, hit: CueHit, end: int) -> Candidate | None:
        """«Сообщила о закрытии моста», «сознался в подлоге», «жаловались на шум»."""
        sentence = self.sentence
        wanted = hit.cue.government & {"о", "в", "на", "за", "от", "к"}
        if not wanted:
            return None
        subject = self._subject(hit)
        at = hit.end
        if subject is not None and at <= subject.first <= at + 2:
            at = subject.last
        limit = min(sentence.next_break(at), at + 6)
        while at < limit and _code(sentence.word(at)) not in wanted:
            at += 1
        if at >= limit:
            return self._fronted_nominal(hit, subject, wanted)
        if not self._is_propositional(hit, at, sentence.next_break(at)):
            return None
        return self._made("cue-nominal", hit, [(at, self._clause_end(hit, at, end))], at)

    def _fronted_nominal(self, hit: CueHit, subject: Phrase | None, wanted: frozenset[str]) -> Candidate | None:
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin) + 1
        before = subject.first if subject is not None and clause <= subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        if subject is not None and (start >= before or subject.last < hit.begin and sentence.is_preposition(subject.last)):
            start, before = self._past_connectors(subject.last, hit.begin), hit.begin
        if start >= before or _code(sentence.word(start)) not in wanted or not self._is_propositional(hit, start, before):
            return None
        if _code(sentence.word(start)) == "в" and "в" in wanted and hit.cue.medium == "speech" and subject is None:
            return None
        return self._made("nominal-cue", hit, [(start, before)], None)

    def _is_propositional(self, hit: CueHit, preposition: int, last: int) -> bool:
        """Whether a noun phrase names an act, or its preposition is one that the cue governs with any noun."""
        sentence = self.sentence
        if sentence.word(preposition + 1) in ("это", "этого", "этом", "том", "себе", "нём", "нем", "ней", "них", "чём"):
            return False
        if sentence.word(preposition) in ("на", "за"):
            return hit.cue.medium == "thought" or _known_noun(sentence, preposition + 1)
        if sentence.word(preposition) == "в" and hit.cue.medium == "thought":
            return hit.negated or hit.cue.frame == "adjective" or hit.cue.expression in ("сомневаться", "усомниться")
        return any(is_act(sentence, at) for at in range(preposition + 1, min(last, preposition + 5))) or any(
            sentence.is_infinitive(at) for at in range(preposition + 1, last)
        )

    def _object(self, hit: CueHit, end: int) -> Candidate | None:
        """«Отрицает вину», «потребовал отставки», «подмену он отрицает»."""
        government = hit.cue.government
        any_noun = "вин" in government or (hit.negated and government & {"вин-нег", "дат-нег"}) or government & {"ожидание", "твор"}
        if not any_noun and "акт" not in government or hit.bits & (PARTICIPLE | IMPERATIVE):
            return None
        if "ожидание" in government and self._subject(hit) is None:
            return None
        sentence = self.sentence
        cases = {"дат-нег": (DATIVE,), "ожидание": (GENITIVE,), "акт": (GENITIVE, ACCUSATIVE), "твор": (INSTRUMENTAL,)}
        wanted = next((cases[code] for code in cases if code in government), (ACCUSATIVE, GENITIVE))
        subject = self._subject(hit)
        at = hit.end
        if subject is not None and subject.first == at:
            at = subject.last
        last = sentence.next_break(at)
        for case in wanted:
            phrase = noun_phrase(sentence, at, case, last)
            if phrase is not None and self._is_object(phrase, subject, any_noun=bool(any_noun)):
                if "вин-нег" in government and not self._is_reason(phrase):
                    return None
                return self._made("cue-object", hit, [(at, self._clause_end(hit, at, end))], at)
        fronted = self._fronted(hit, subject)
        if fronted is not None and "вин-нег" in government:
            whole = noun_phrase(sentence, fronted[0], GENITIVE, fronted[1])
            if whole is None or not self._is_reason(whole):
                return None
        if fronted is not None and not self._is_bare_pronoun(fronted) and (
            any_noun or any(is_act(sentence, at) for at in range(*fronted))
        ):
            return self._made("object-cue", hit, [fronted, *self._explanation(hit, end)], None)
        return None

    def _is_reason(self, phrase: Phrase) -> bool:
        return is_act(self.sentence, phrase.head) or lemma(self.sentence.word(phrase.head)) in _REASONS

    def _is_bare_pronoun(self, places: tuple[int, int]) -> bool:
        return places[1] - places[0] == 1 and self.sentence.word(places[0]) in ("это", "этого", "этому", "этим")

    def _explanation(self, hit: CueHit, end: int) -> list[tuple[int, int]]:
        """What explains a report behind a colon, unless it has an attribution of its own."""
        colon = self.sentence.next_break(hit.end)
        if any(first > colon for first, _ in self.parentheses.values()):
            return []
        explains = self.sentence.kind(colon) == kind.COLON and not self.sentence.is_passage(colon + 1)
        return [(colon + 1, end)] if explains and colon + 1 < end else []

    def _is_object(self, phrase: Phrase, subject: Phrase | None, *, any_noun: bool) -> bool:
        if self.sentence.word(phrase.first) in ("это", "этого", "этому", "этим", "то", "того"):
            return False
        if phrase.bits & PRONOUN or (subject is not None and phrase.first == subject.first):
            return False
        if not any_noun:
            return any(is_act(self.sentence, at) for at in range(phrase.first, min(phrase.head + 1, len(self.sentence))))
        return not phrase.bits & ANIMATE

    def _of_noun(self, hit: CueHit, end: int) -> Candidate | None:
        """«Мнение мэра, что …», «на вопрос, где …», «просьба не шуметь»."""
        sentence = self.sentence
        at = sentence.next_break(hit.last)
        phrase = noun_phrase(sentence, hit.last, GENITIVE, at)
        sources = (source_of(sentence, phrase),) if phrase else ()
        after = phrase.last if phrase else hit.last
        if "инф" in hit.cue.government and sentence.is_infinitive(after):
            return self._noun_quote(hit, "noun-infinitive", after, self._clause_end(hit, after, end), sources)
        if sentence.word(after) in ("о", "об") and sentence.word(after + 1) == "том" and sentence.kind(after + 2) == kind.COMMA:
            at = after + 2
            after = at
        if hit.cue.expression in _STATED and (stated := self._stated(hit, sources, end)) is not None:
            return stated
        if at != after or sentence.kind(at) != kind.COMMA:
            return None
        first = at + 1
        word = sentence.word(first)
        if word in _THAT and ("что" in hit.cue.government or ("чтобы" in hit.cue.government and word == "чтобы")):
            return self._noun_quote(hit, "noun-that", first + 1, self._noun_clause_end(hit, first, end), sources)
        if "ли" in hit.cue.government and (question_word(sentence, first) or sentence.word(first + 1) == "ли" or sentence.word(first + 2) == "ли"):
            return self._noun_quote(hit, "noun-question", first, self._noun_clause_end(hit, first, end), sources)
        return None

    def _stated(self, hit: CueHit, sources: tuple[Source, ...], end: int) -> Candidate | None:
        """«Довод прокурора был короче: …», «у дочери мнение иное: …»."""
        sentence = self.sentence
        colon = sentence.next_break(hit.last)
        if sentence.kind(colon) != kind.COLON or sentence.is_passage(colon + 1) or not hit.bits & NOMINATIVE:
            return None
        if not sources and sentence.word(0) == "у" and (voice := place_of_voice(sentence, 0, hit.first)) is not None:
            sources = (source_of(sentence, voice),)
        if not sources:
            return None
        return self._noun_quote(hit, "noun-colon", colon + 1, self._clip(hit, colon + 1, end), sources)

    def _noun_clause_end(self, hit: CueHit, first: int, end: int) -> int:
        """The next comma where the main clause goes on behind the clause of a noun."""
        sentence = self.sentence
        if all(not sentence.is_finite(at) for at in range(sentence.previous_break(hit.first) + 1, hit.first)):
            comma = sentence.next_break(first + 1)
            return comma if sentence.kind(comma) == kind.COMMA else self._clip(hit, first, end)
        return self._clip(hit, first, end)

    def _noun_quote(self, hit: CueHit, rule: str, first: int, last: int, sources: tuple[Source, ...]) -> Candidate | None:
        if first >= last:
            return None
        denial = next((other for other in self.hits if other.cue.expression in _DENIALS and other.is_finite), None)
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

    # --- around the attribution --------------------------------------------------------------------------------

    def _parenthesis(self, hit: CueHit, end: int) -> tuple[int, int] | None:
        """Places ``[first, last)`` of an attribution that stands between commas inside what it reports."""
        sentence = self.sentence
        if "вводн" not in hit.cue.government or (hit.cue.frame != "prepositional" and not hit.is_finite):
            return None
        first = sentence.previous_break(hit.begin) + 1
        if hit.cue.frame == "prepositional":
            return self._prepositional_bounds(hit, first, end)
        if self._complement(hit, end) is not None or sentence.word(first) in _SUBORDINATORS - {"как", "так"}:
            return None
        if first == 0 and sentence.word(0) not in ("как", "кроме"):
            return None
        if first > 0 and sentence.kind(first - 1) not in (kind.COMMA, kind.DASH):
            return None
        if not self._is_bare(hit, first):
            return None
        last = sentence.next_break(hit.end)
        if "инф" in hit.cue.government and any(sentence.is_infinitive(at) for at in range(hit.end, last)):
            return None
        subject = self._subject_within(hit, first)
        if subject is not None and subject.last > last:
            last = sentence.next_break(subject.last)
        if self._holds_other_verb(hit, first, last):
            return None
        if subject is None and not self._may_lack_subject(hit, first, last):
            return None
        if sentence.kind(last) == kind.COLON and (sentence.is_passage(last + 1) or last + 1 >= len(sentence)):
            return None
        if subject is not None and speaking(sentence, subject) is None:
            return None
        return first, self._past_relative(last, end)

    def _past_relative(self, comma: int, end: int) -> int:
        """Past what is said of a source behind it: «сообщил университет, где она преподавала»."""
        sentence = self.sentence
        while comma < end and sentence.kind(comma) == kind.COMMA:
            first = comma + 1
            relative = sentence.word(first) in RELATIVE or (sentence.is_preposition(first) and sentence.word(first + 1) in RELATIVE)
            if not relative and not sentence.is_gerund(first) and (not sentence.is_participle(first) or sentence.is_noun(first)):
                break
            if any(hit.first == first for hit in self.hits):
                break
            comma = sentence.next_break(first)
        return comma

    def _subject_within(self, hit: CueHit, first: int) -> Phrase | None:
        return subject_of(self.sentence, hit, first, len(self.sentence), right_first=True)

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
        if sentence.word(first) in ("как", "так") or hit.cue.frame == "impersonal":
            return len(before) <= 12 and sentence.word(first + 1) != "бы"  # noqa: PLR2004
        if len(before) > 3:  # noqa: PLR2004
            return False
        if any(sentence.is_pronoun(at) or sentence.is_noun(at) for at in before):
            alone = len(before) == 1 and sentence.is_pronoun(first) and sentence.kind(hit.end) == kind.COMMA
            return alone and sentence.word(self._left_start(first)) not in _SUBORDINATORS and bool(hit.bits & PRESENT)
        return not hit.bits & IMPERATIVE

    def _holds_other_verb(self, hit: CueHit, first: int, last: int) -> bool:
        sentence = self.sentence
        own = {at for places in hit.places for at in range(*places)}
        return any(
            at not in own and sentence.is_finite(at) and bool(sentence.readings(at)[0] & VERB) for at in range(first, last)
        )

    def _prepositional_bounds(self, hit: CueHit, first: int, end: int) -> tuple[int, int] | None:
        """From the preposition to the end of its source."""
        sentence = self.sentence
        if hit.cue.expression == "по версии" and sentence.is_noun(hit.first - 1) and not sentence.is_pronoun(hit.first - 1):
            return None  # «чемпион мира по версии федерации»
        sources = sources_of_preposition(sentence, hit, len(sentence))
        last = hit.last
        while last < len(sentence) and sources and sentence.span(last, last + 1)[0] < sources[-1].end:
            last += 1
        if not sources and hit.cue.expression not in ("по данным", "по слухам", "по информации", "по сведениям"):
            return None
        if sentence.kind(last) == kind.COMMA and sentence.is_participle(last + 1):
            last = sentence.next_break(last + 1)
        return hit.first, last

    def _around(self, hit: CueHit, end: int) -> Candidate | None:
        """«Для этого, по его словам, нужен год»; «мост закрыт, сообщил мэр»."""
        if hit.first not in self.parentheses:
            return None
        first, last = self.parentheses[hit.first]
        if self._passes_on(hit, first, last, end):
            return None
        content = []
        left = self._left_start(first)
        before = self._strip_right(left, first)
        if left < before:
            content.append((left, before))
        right = last + 1 if self.sentence.kind(last) in (kind.COMMA, kind.DASH, kind.COLON) else last
        right = self._past_connectors(right, end) if not content else right
        after = self._right_end(hit, right, last, end) if right < end else end
        if right < after:
            content.append((right, after))
        if not content or self._is_taken(content):
            return None
        attribution = self._with_chain(self._attribution(hit, first, last), last, end)
        rule = "according-to" if hit.cue.frame == "prepositional" else "parenthesis"
        return self._candidate(rule, attribution, content)

    def _right_end(self, hit: CueHit, right: int, last: int, end: int) -> int:
        """Where the part behind an attribution ends; an explanation with an attribution of its own is not part of it."""
        if any(other.first == right and other.bits & GERUND for other in self.hits):
            return right
        if self.sentence.kind(last) == kind.COLON and any(first > last for first, _ in self.parentheses.values()):
            return right
        return self._clip(hit, right, end)

    def _is_taken(self, content: list[tuple[int, int]]) -> bool:
        """Whether nothing is left of a content but passages that are direct quotes already."""
        return all(
            at in self.taken or not self.sentence.is_word(at) and not self.sentence.is_passage(at)
            for first, last in content
            for at in range(first, last)
        )

    def _passes_on(self, hit: CueHit, first: int, last: int, end: int) -> bool:
        """Whether a paper passes on what another cue of the sentence reports already."""
        if last < end or hit.cue.expression not in _QUIET:
            return False
        others = [other for other in self.hits if other.first < first and other is not hit]
        return any(self._complement(other, first) is not None and other.is_finite for other in others) or any(
            other.first in self.parentheses for other in others
        )

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

    def _left_start(self, first: int) -> int:
        """Where the clause begins into which an attribution is inserted."""
        sentence = self.sentence
        whole = self._closes_sentence(first)
        at = first - 1
        while at >= 0:
            if sentence.kind(at) in (kind.COLON, kind.SEMICOLON) or (sentence.kind(at) == kind.STOP):
                return self._past_connectors(at + 1, first)
            if sentence.kind(at) in (kind.COMMA, kind.DASH):
                word = sentence.word(at + 1)
                if (word in _ADVERSATIVE and not whole) or word in _THAT:
                    return self._past_connectors(at + 2, first)
                if word in RELATIVE and at + 8 >= first:
                    return at + 1
                if at == first - 1:
                    at -= 1
                    continue
                if at in self.taken or (at > 0 and at - 1 in self.taken and sentence.is_passage(at - 1)):
                    return self._past_connectors(at + 1, first)
            at -= 1
        return self._past_connectors(0, first)

    def _closes_sentence(self, first: int) -> bool:
        """Whether an attribution stands at the end of a sentence that reports nothing else."""
        own = [hit for hit in self.hits if hit.first in self.parentheses and self.parentheses[hit.first][0] == first]
        if not own or self.parentheses[own[0].first][1] < self.sentence.end():
            return False
        return not any(hit.first < first and hit is not own[0] and self._complement(hit, first) for hit in self.hits)

    # --- borders -----------------------------------------------------------------------------------------------

    def _past_connectors(self, first: int, last: int) -> int:
        """Past the author's connectors at the edge of a report."""
        sentence = self.sentence
        at = first
        moved = True
        while moved and at < last:
            moved = False
            if sentence.kind(at) in (kind.COMMA, kind.DASH) or sentence.word(at) in _SINGLE_CONNECTORS:
                at += 1
                moved = True
                continue
            for phrase in _PHRASES:
                if tuple(sentence.words[at : at + len(phrase)]) == phrase:
                    at += len(phrase)
                    moved = True
                    break
        return at

    def _strip_right(self, first: int, last: int) -> int:
        while last > first and self.sentence.kind(last - 1) in (kind.COMMA, kind.DASH, kind.SEMICOLON, kind.COLON):
            last -= 1
        return last

    def _clip(self, hit: CueHit, first: int, end: int) -> int:
        """Where a content that begins at a place ends: before what another attribution takes over."""
        sentence = self.sentence
        for other in self.hits:
            if other.first <= max(hit.first, first):
                continue
            bounds = self.parentheses.get(other.first)
            if bounds is not None and bounds[1] >= end and other.cue.frame != "prepositional":
                return self._strip_right(first, bounds[0])
            if other.bits & GERUND and sentence.kind(other.begin - 1) == kind.COMMA and self._complement(other, end):
                return other.begin - 1
            cut = self._takes_over(hit, other)
            if cut is not None and cut > first:
                return self._strip_right(first, cut)
        for at in range(first, end):
            if sentence.kind(at) == kind.COLON and at + 1 in self.taken:
                return at
            if sentence.is_passage(at) and sentence.kind(at + 1) == kind.COMMA and self._resumes(hit, at + 2, end):
                return at + 1
        return end

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
        governs = self._complement(other, len(sentence)) is not None or "инф" in other.cue.government
        return at if governs else None

    def _clause_end(self, hit: CueHit, first: int, end: int) -> int:
        """The end of an infinitive or nominal content: before a coordinated clause of the author's."""
        sentence = self.sentence
        end = self._clip(hit, first, end)
        clause = False
        relative = sentence.word(self._clause_begin(hit.begin)) in RELATIVE
        for at in range(first, end):
            if sentence.kind(at) == kind.COMMA:
                after = at + 1
                if relative and sentence.word(after) not in _SUBORDINATORS and not sentence.is_participle(after):
                    return at
                if not clause and sentence.word(after) in _ADVERSATIVE and any(
                    sentence.is_finite(each) for each in range(after, min(end, after + 12))
                ):
                    return at
                clause = clause or sentence.word(after) in _THAT
                if sentence.is_gerund(after) or self._resumes(hit, after, end) or self._is_attributed(after, end):
                    return at
                if sentence.word(after) not in _SUBORDINATORS and self._verb_in_common(hit, after, end):
                    return at
                if hit.bits & PARTICIPLE and sentence.word(after) not in RELATIVE:
                    return at
            elif sentence.kind(at) == kind.SEMICOLON:
                return at
            elif sentence.word(at) == "и" and self._verb_in_common(hit, at + 1, end):
                return self._strip_right(first, at)
        return end

    def _is_attributed(self, first: int, end: int) -> bool:
        """Whether a relative clause has an attribution of its own."""
        if self.sentence.word(first) not in RELATIVE:
            return False
        stop = self.sentence.next_break(first)
        return any(stop - 1 <= begin <= stop + 1 or first < begin < stop for begin, _ in self.parentheses.values())

    def _phrase_end(self, hit: CueHit, first: int, end: int) -> int:
        last = min(end, self.sentence.next_break(first))
        joined = (at for at in range(first, last) if self.sentence.word(at) == "и" and self._verb_in_common(hit, at + 1, end))
        return next(joined, last)

    # --- attribution -------------------------------------------------------------------------------------------

    def _subject(self, hit: CueHit) -> Phrase | None:
        if not (hit.is_finite or hit.is_infinitive):
            return None
        return speaking(self.sentence, self._grammatical_subject(hit))

    def _grammatical_subject(self, hit: CueHit) -> Phrase | None:
        key = hit.first, hit.cue.expression
        if key not in self.subjects:
            self.subjects[key] = subject_of(self.sentence, hit, 0, len(self.sentence), right_first=False)
        return self.subjects[key]

    def _attribution(self, hit: CueHit, lowest: int, highest: int, *, right_first: bool = True) -> Attribution:
        sentence = self.sentence
        if hit.bits & GERUND or (hit.bits & PARTICIPLE and not hit.bits & SHORT):
            phrase = antecedent(sentence, hit, 0) if hit.bits & PARTICIPLE else None
            sources = (source_of(sentence, phrase),) if phrase else self._shared(hit)
            return Attribution(hit.spans(sentence), sources, hit.cue, hit.cue.medium, hit.factual, hit.bits)
        attribution = of_hit(sentence, hit, lowest, highest, right_first=right_first)
        if attribution.sources or hit.cue.frame in ("impersonal", "prepositional", "noun"):
            return attribution
        shared = self._shared(hit)
        return Attribution(attribution.cue, shared, hit.cue, attribution.medium, hit.factual, hit.bits)

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
                if not hit.bits & GERUND and hit.bits & (MASCULINE | FEMININE | PLURAL) and not verb & hit.bits & (MASCULINE | FEMININE | PLURAL):
                    continue
                other = CueHit(hit.cue, at, at + 1, verb, ((at, at + 1),), False, True)
                phrase = subject_of(sentence, other, 0, hit.begin, right_first=False)
                if phrase is not None:
                    return (source_of(sentence, phrase),)
        return ()

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
        if hit.cue.expression in _QUIET and highest is not None:
            attribution = self._with_chain(attribution, highest, highest)
        return self._candidate(rule, attribution, content)

    def _candidate(self, rule: str, attribution: Attribution, content: list[tuple[int, int]]) -> Candidate | None:
        spans = []
        taken = [*attribution.cue, *(source.span for source in attribution.sources)]
        for first, last in content:
            last = self._strip_right(first, last)
            if first < last:
                spans += _outside(self.sentence.doc.text, self.sentence.span(first, last), taken)
        if not spans:
            return None
        quote = Candidate(rule, self._type(content), spans, attribution.cue, attribution.sources, attribution.entry)
        quote.medium, quote.factual, quote.verb = attribution.medium, attribution.factual, attribution.verb
        return quote

    def _type(self, content: list[tuple[int, int]]) -> QuoteType:
        places = [at for first, last in content for at in range(first, last) if self.sentence.is_passage(at)]
        return "mixed" if any(self._is_wording(at, content) for at in places) else "indirect"

    def _is_wording(self, place: int, content: list[tuple[int, int]]) -> bool:
        """Whether a passage inside a report is the source's own words, not a name, a term or irony."""
        doc = self.sentence.doc
        items = doc.inside(self.sentence.items[place])
        words = sum(doc.kinds[at] == kind.WORD for at in items)
        if place in self.taken:
            return False
        if doc.capital(items[0]):
            return words >= 6  # noqa: PLR2004 - no name is that long
        last_of_content = any(place + 1 == last or self.sentence.kind(place + 1) == kind.COLON for _, last in content)
        return words >= 2 or (words == 1 and last_of_content and not self.sentence.is_noun(place - 1))  # noqa: PLR2004


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


_REASONS = frozenset("вина повод смысл причина основание проблема выход риск препятствие беда толк польза".split())


def _code(word: str) -> str:
    return {"об": "о", "обо": "о", "про": "о", "во": "в", "ко": "к"}.get(word, word)


def is_act(sentence: Sentence, at: int) -> bool:
    """Whether a noun names an act or a state of affairs, as far as its form tells."""
    if not sentence.is_word(at) or not sentence.is_noun(at):
        return False
    base = lemma(sentence.word(at))
    return base in _ACTS or base.endswith(_ACT_ENDINGS)


def _known_noun(sentence: Sentence, at: int) -> bool:
    return sentence.is_passage(at) or any(
        noun_phrase(sentence, at, case) is not None for case in (ACCUSATIVE, LOCATIVE, GENITIVE)
    )


__all__ = ["NOMINATIVE", "Reports"]
