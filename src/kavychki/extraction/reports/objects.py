"""Reports in an infinitive or a noun phrase: «пообещал помочь», «обвинения отрицает», «просит ремонта»."""

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
    DATIVE,
    GENITIVE,
    IMPERATIVE,
    INFINITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    NEUTER,
    NOMINATIVE,
    PARTICIPLE,
    PERSONAL_NAME,
    PLURAL,
    PRONOUN,
    SINGULAR,
    agrees,
    is_known,
    lemma,
    some,
)
from kavychki.extraction.phrases import SETTINGS, Phrase, noun_phrase
from kavychki.extraction.reports.acts import is_act
from kavychki.extraction.reports.borders import past_subject
from kavychki.extraction.reports.judgements import REASONS, Judgements
from kavychki.extraction.sentence import Sentence

CHARGES = ("обвинение", "подозрение")
_PERMISSIONS = words("permissions")
_CONFESSIONS = words("confessions")
TIDINGS = words("tidings")
_BURDENS = ("ответственность", "вина", "обязательство")
_MEASURES = frozenset(("лет", "года", "годам", "месяцев", "млн", "млрд", "тысяч", "рублей", "долларов", "евро"))
_THESE = ("этот", "эту", "эти", "этого", "этой", "этих", "такой", "такую", "такие")
_PARTICLES = ("первым", "первой", "первыми", "только", "лишь", "уже", "также", "тоже", "ещё", "еще", "даже")
_NORM_IMPERSONALS = words("norm-impersonals")
HANDING_IN = words("handing-in")


_CASES = {"дат-нег": (DATIVE,), "ожидание": (GENITIVE,), "акт": (GENITIVE, ACCUSATIVE), "твор": (INSTRUMENTAL,)}
"""The cases of an object that is content, by the code of government; else accusative or genitive."""


class Objects(Judgements):
    """Reports in an infinitive or a noun phrase: «пообещал помочь», «обвинения отрицает», «просит ремонта»."""

    __slots__ = ()

    def _infinitive(self, hit: CueHit, end: int) -> Candidate | None:
        """«Призвал жителей не открывать окна»; «проверку она пообещала закончить за три дня»."""
        if "инф" not in hit.cue.government or (hit.is_infinitive and hit.factual is False):
            return None
        if self._is_mute_beside(hit) or (hit.cue.expression == "грозить" and self._subject(hit) is None):
            return None
        if hit.cue.expression in _PERMISSIONS and not self._is_permitted(hit):
            return None
        sentence = self.sentence
        clause_end = self._past_brackets(hit.end)
        subject = self._subject(hit)
        first = self._past_addressee(hit, subject, clause_end)
        infinitive = next((at for at in range(first, clause_end) if self._is_infinitive(at)), None)
        if infinitive is None:
            return self._fronted_infinitive(hit, subject)
        if "возрасте" in (sentence.word(first - 1), sentence.word(first + 1)):
            first = infinitive  # «запретил мужчинам в возрасте до 30 лет купаться»
        last = self._clause_end(hit, infinitive, end)
        content = [(first, last)]
        fronted = self._fronted(hit, subject)
        nobody = hit.cue.frame == "impersonal" or (subject is None and bool(hit.bits & PLURAL))
        addressed = fronted is not None and nobody and self._is_person(fronted)
        if fronted is not None and not addressed:
            content.insert(0, fronted)
        return self._made("cue-infinitive", hit, content, first)

    def _past_brackets(self, first: int) -> int:
        """The next punctuation that stands outside of brackets: «пообещал (как в мае, так и в июне) помочь»."""
        words = self.sentence.words
        closing = self.sentence.next_break(first)
        while words[first:closing].count("(") > words[first:closing].count(")") and ")" in words[closing:]:
            closing = self.sentence.next_break(words.index(")", closing))
        return closing

    def _is_mute_beside(self, hit: CueHit) -> bool:
        """Whether a thing without a voice is the subject right before a verb in the singular: «кризис угрожает …»."""
        subject = self._grammatical_subject(hit) if hit.is_finite and hit.bits & SINGULAR else None
        return (
            subject is not None and subject.last == hit.begin and subject.head + 1 == hit.begin and self._is_mute(hit)
        )

    def _is_permitted(self, hit: CueHit) -> bool:
        """Whether somebody permits something, and not a thing that makes it possible: «мост позволил проехать»."""
        subject = self._subject(hit)
        if subject is None:
            return False
        sentence = self.sentence
        if sentence.word(subject.head).startswith("котор"):
            return False
        return bool(subject.bits & (ANIMATE | PRONOUN)) or lemma(sentence.word(subject.head)) in kind_words()

    def _is_infinitive(self, at: int) -> bool:
        """Whether an infinitive stands at a place, or a marked passage that begins with one."""
        doc = self.sentence.doc
        if not self.sentence.is_passage(at):
            return self.sentence.is_infinitive(at)
        if at in self.taken:
            return False
        first = doc.inside(self.sentence.items[at])[:2]
        return any(each & INFINITIVE for item in first for each in doc.readings(item))

    def _fronted_infinitive(self, hit: CueHit, subject: Phrase | None) -> Candidate | None:
        sentence = self.sentence
        if hit.cue.expression in _NORM_IMPERSONALS:
            return None  # «курить запрещено» is a state
        clause = sentence.previous_break(hit.begin) + 1
        before = min(hit.begin, subject.first) if subject and subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        if not any(sentence.is_infinitive(at) for at in range(start, before)):
            return None
        content = [(start, before)]
        after = self._past_addressee(hit, subject, sentence.next_break(hit.end))
        last = sentence.next_break(hit.end)
        if after < last and (sentence.is_preposition(after) or sentence.is_passage(after)):
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
        if sentence.word(at) in (
            "его",
            "её",
            "ее",
            "их",
            "ему",
            "ей",
            "им",
            "нам",
            "нас",
            "вам",
            "вас",
            "мне",
            "меня",
            "всех",
        ):
            return at + 1
        for case in (DATIVE, ACCUSATIVE, GENITIVE):
            phrase = noun_phrase(sentence, at, case, last)
            if phrase is None or not (case == DATIVE or phrase.bits & (ANIMATE | PLURAL) or self._is_body(phrase)):
                continue
            if any(sentence.is_infinitive(each) for each in range(phrase.last, last)):
                return phrase.last
        return at

    def _is_body(self, phrase: Phrase) -> bool:
        """Whether a phrase names a body that can be asked: «попросил суд отпустить сторожа»."""
        return kind_words().get(lemma(self.sentence.word(phrase.head))) in ("organization", "media")

    def _nominal(self, hit: CueHit, end: int) -> Candidate | None:
        """«Сообщила о закрытии моста», «сознался в подлоге», «жаловались на шум»."""
        sentence = self.sentence
        wanted = hit.cue.government & {"о", "в", "на", "за", "от", "к", "против"}
        wanted -= {"от"} if is_asking(hit) else set()
        if not wanted:
            return None
        if self._is_handed_in(hit) or self._is_wanted(hit):
            return None
        subject = self._subject(hit)
        at = hit.end
        if subject is not None and at <= subject.first <= at + 2:
            at = subject.last
        limit = min(sentence.next_break(at), at + 6)
        while at < limit and _code(sentence.word(at)) not in wanted:
            at += 1
        if at >= limit:
            return self._fronted_nominal(hit, subject, wanted, end)
        if not self._is_propositional(hit, at, sentence.next_break(at)):
            return self._explained(hit, at, end)
        return self._made("cue-nominal", hit, [(at, self._before_setting(at, self._clause_end(hit, at, end)))], at)

    def _explained(self, hit: CueHit, preposition: int, end: int) -> Candidate | None:
        """«Напомнила о пути певца: первые песни написаны в армии»: a colon tells what is said of a thing."""
        sentence = self.sentence
        colon = sentence.next_break(preposition)
        if _code(sentence.word(preposition)) != "о" or sentence.kind(colon) != kind.COLON or not hit.is_finite:
            return None
        clause = range(colon + 1, end)
        if sentence.is_passage(colon + 1) or not any(map(sentence.is_finite, clause)):
            return None
        return self._made("cue-nominal", hit, [(preposition, end)], preposition)

    def _is_handed_in(self, hit: CueHit) -> bool:
        """Whether a noun behind the cue is what is written, and reports itself: «написал заявление об отставке»."""
        return lemma(self.sentence.word(hit.first)) in HANDING_IN and any(
            other.first == hit.end and other.cue.frame == "noun" for other in self.hits
        )

    def _before_setting(self, first: int, last: int) -> int:
        """The end of a content without where it was said: «о помолвке на вечерней пресс-конференции»."""
        sentence = self.sentence
        if sentence.word(last - 1) not in SETTINGS:
            return last
        noun = sentence.readings(last - 1)
        for at in range(first + 1, last - 1):
            if sentence.word(at) in ("в", "во", "на") and any(
                form & ADJECTIVE and form & LOCATIVE and any(agrees(form, each) for each in noun)
                for place in (at + 1, at + 2)
                for form in sentence.readings(place)
            ):
                return at
        return last - 2 if sentence.word(last - 2) in ("в", "во", "на") else last

    def _fronted_nominal(
        self, hit: CueHit, subject: Phrase | None, wanted: frozenset[str], end: int
    ) -> Candidate | None:
        sentence = self.sentence
        clause = sentence.previous_break(hit.begin) + 1
        before = subject.first if subject is not None and clause <= subject.first < hit.begin else hit.begin
        start = self._past_connectors(clause, before)
        while start < before and some(sentence.readings(start)[:1], ADVERB):
            start += 1
        if subject is not None and (
            start >= before or (subject.last < hit.begin and sentence.is_preposition(subject.last))
        ):
            start, before = self._past_connectors(subject.last, hit.begin), hit.begin
        if (
            start >= before
            or _code(sentence.word(start)) not in wanted - {"против"}
            or not self._is_propositional(hit, start, before)
        ):
            return None
        if _code(sentence.word(start)) == "в" and "в" in wanted and hit.cue.medium == "speech" and subject is None:
            return None
        while start < before and (
            some(sentence.readings(before - 1)[:1], ADVERB)
            or sentence.word(before - 1) in _PARTICLES
            or (subject is None and hit.bits & SINGULAR and before > start + 2 and self._may_be_bearer(before - 1))
        ):
            before -= 1
        if start >= before:
            return None
        content = [(start, before), *(self._explanation(hit, end) if hit.negated else ())]
        return self._made("nominal-cue", hit, content, None)

    def _may_be_bearer(self, at: int) -> bool:
        """Whether a name stands at a place that may be the subject of the verb behind it."""
        sentence = self.sentence
        if not sentence.is_capital_inside(at) or sentence.surface(at, at + 1).isupper():
            return False
        named = [form for form in sentence.readings(at) if form & PERSONAL_NAME]
        return any(form & NOMINATIVE for form in named) if named else not is_known(sentence.word(at))

    def _is_propositional(self, hit: CueHit, preposition: int, last: int) -> bool:
        """Whether a noun phrase names an act, or its preposition is one that the cue governs with any noun."""
        sentence = self.sentence
        if sentence.word(preposition + 1) in ("это", "этого", "этом", "том", "себе", "нём", "нем", "ней", "них", "чём"):
            return False
        if hit.cue.expression in _CONFESSIONS and sentence.is_noun(preposition + 1):
            return True
        if sentence.word(preposition) == "против":
            return self._is_thing(preposition + 1)
        if hit.cue.expression.startswith("выступ"):
            near = range(preposition + 1, min(last, preposition + 4))
            return not sentence.is_passage(preposition + 1) and any(is_act(sentence, at) for at in near)
        return self._is_complement(hit, preposition, last)

    def _is_thing(self, first: int) -> bool:
        """Whether one is against a thing, and against nobody: «выступила против сноса»."""
        phrase = noun_phrase(self.sentence, first, GENITIVE)
        return phrase is not None and not phrase.bits & ANIMATE and not self.sentence.is_capital(phrase.head)

    def _is_complement(self, hit: CueHit, preposition: int, last: int) -> bool:
        """Whether a cue governs what stands behind a preposition, or an act or an infinitive stands there."""
        sentence = self.sentence
        if hit.cue.expression in ("сослаться", "ссылаться"):
            near = range(preposition + 1, min(last, preposition + 4))
            return any(is_act(sentence, at) or lemma(sentence.word(at)) in REASONS for at in near)
        if sentence.word(preposition) in ("на", "за"):
            return hit.cue.medium == "thought" or _known_noun(sentence, preposition + 1)
        if sentence.word(preposition) == "в" and hit.cue.medium == "thought":
            return hit.negated or hit.cue.frame == "adjective" or hit.cue.expression in ("сомневаться", "усомниться")
        near = range(preposition + 1, min(last, preposition + 5))
        return any(is_act(sentence, at) or (at <= near[0] + 1 and self._is_name_given(at)) for at in near) or any(
            sentence.is_infinitive(at) for at in range(preposition + 1, last)
        )

    def _object(self, hit: CueHit, end: int) -> Candidate | None:
        """«Отрицает вину», «потребовал отставки», «подмену он отрицает»."""
        government = hit.cue.government
        negated = government & {"вин-нег", "дат-нег"} if hit.negated else frozenset()
        any_noun = bool(negated or government & {"вин", "ожидание", "твор", "лицо"})
        if (not any_noun and "акт" not in government) or hit.bits & (PARTICIPLE | IMPERATIVE):
            return None
        if self._is_wanted(hit):
            return None
        proclaims = hit.cue.expression.startswith("провозгла")
        if (self._is_mute_beside(hit) and not proclaims) or self._takes_up_clause(hit):
            return None
        subject = self._subject(hit)
        if subject is None and "ожидание" in government:
            return None
        if hit.cue.expression == "грозить" and not self._can_threaten(subject):
            return None
        behind = self._object_behind(hit, subject, end, any_noun=any_noun)
        return behind or self._object_before(hit, subject, end, any_noun=any_noun)

    def _can_threaten(self, subject: Phrase | None) -> bool:
        """Whether a subject is somebody, and not what somebody is threatened by: «порту грозит штраф»."""
        if subject is None:
            return False
        return self._is_body(subject) or not is_act(self.sentence, subject.head)

    def _takes_up_clause(self, hit: CueHit) -> bool:
        """Whether the subject is what was told before: «вода поднялась, что потребовало ремонта»."""
        begin = self.sentence.previous_break(hit.begin) + 1
        return self.sentence.word(begin) == "что" and hit.begin - begin <= 2 and bool(hit.bits & NEUTER)  # noqa: PLR2004

    def _demanded(self, hit: CueHit, at: int, end: int) -> Candidate | None:
        """«Потребовал для сторожа наказания», «запросил пять лет колонии»: for whom, and an act, a term or a sum."""
        if self.sentence.kind(at) == kind.NUMBER and any(map(self._is_term, range(at + 1, at + 4))):
            return self._made("cue-object", hit, [(at, self._clause_end(hit, at, end))], at)
        if self.sentence.word(at) != "для":
            return None
        places = range(at + 2, min(end, self.sentence.next_break(at)))
        if not any(is_act(self.sentence, each) or self._is_term(each) for each in places):
            return None
        return self._made("cue-object", hit, [(at, self._clause_end(hit, at, end))], at)

    def _is_term(self, at: int) -> bool:
        """Whether a number of years or a sum stands at a place: «пять лет колонии»."""
        return self.sentence.word(at) in _MEASURES and self.sentence.kind(at - 1) in (kind.NUMBER, kind.WORD)

    def _object_behind(self, hit: CueHit, subject: Phrase | None, end: int, *, any_noun: bool) -> Candidate | None:
        government = hit.cue.government
        at = past_subject(hit, subject)
        if self.sentence.word(at) == "и":
            at += 1
        last = self.sentence.next_break(at)
        if is_asking(hit) and self.sentence.word(at) in ("у", "от"):
            asked = noun_phrase(self.sentence, at + 1, GENITIVE, last)
            at = at if asked is None else asked.last
        if is_asking(hit) and (demand := self._demanded(hit, at, end)) is not None:
            return demand
        for case in next((cases for code, cases in _CASES.items() if code in government), (ACCUSATIVE, GENITIVE)):
            named = at + 1 if self.sentence.word(at) in _THESE else at
            phrase = noun_phrase(self.sentence, named, case, last)
            if hit.cue.expression.endswith("на себя") and not self._is_burden(phrase):
                continue
            if phrase is not None and self._is_object(phrase, subject, any_noun=any_noun, person="лицо" in government):
                if "вин-нег" in government and not self._is_reason(phrase):
                    return None
                at -= self.sentence.word(at - 1) == "и"
                if "слух" in government and self._is_tidings(phrase):
                    at = phrase.last if self.sentence.word(phrase.last) in ("в", "во") else phrase.head + 1
                last = self._clause_end(hit, at, end)
                if is_asking(hit):
                    last = self._before_asked(at, last)
                return self._made("cue-object", hit, [(at, last)], at)
        return None

    def _is_burden(self, phrase: Phrase | None) -> bool:
        """Whether somebody says of himself what he owes by taking it upon himself."""
        return phrase is not None and lemma(self.sentence.word(phrase.head)) in _BURDENS

    def _before_asked(self, first: int, last: int) -> int:
        """The end of what is asked for, without who is asked: «попросил прощения у соседей»."""
        asked = next((at for at in range(first + 1, last) if self.sentence.word(at) == "у"), last)
        phrase = noun_phrase(self.sentence, asked + 1, GENITIVE, last)
        return asked if phrase is not None and phrase.last == last else last

    def _is_tidings(self, phrase: Phrase) -> bool:
        """Whether a noun of saying with a complement is denied, which stands outside: «опроверг слухи о продаже»."""
        sentence = self.sentence
        after = phrase.last if sentence.word(phrase.last) in ("в", "во") else phrase.head + 1
        base = lemma(sentence.word(phrase.head))
        return sentence.word(after) in (("в", "во") if base in CHARGES else ("о", "об")) and base in TIDINGS

    def _object_before(self, hit: CueHit, subject: Phrase | None, end: int, *, any_noun: bool) -> Candidate | None:
        fronted = self._fronted(hit, subject)
        if fronted is None or self._is_bare_pronoun(fronted) or self._is_person(fronted):
            return None
        if "вин-нег" in hit.cue.government:
            whole = noun_phrase(self.sentence, fronted[0], GENITIVE, fronted[1])
            any_noun = whole is not None and self._is_reason(whole)
        if any_noun or any(is_act(self.sentence, at) for at in range(*fronted)):
            return self._made("object-cue", hit, [fronted, *self._explanation(hit, end)], None)
        return None

    def _is_person(self, places: tuple[int, int]) -> bool:
        """Whether somebody stands before a cue who is no content: «Сторожа осудили за кражу», «Жителям обещают …»."""
        phrases = (noun_phrase(self.sentence, places[0], case, places[1]) for case in (ACCUSATIVE, DATIVE))
        return any(phrase is not None and bool(phrase.bits & ANIMATE) for phrase in phrases)

    def _is_reason(self, phrase: Phrase) -> bool:
        return is_act(self.sentence, phrase.head) or lemma(self.sentence.word(phrase.head)) in REASONS

    def _is_bare_pronoun(self, places: tuple[int, int]) -> bool:
        return places[1] - places[0] == 1 and self.sentence.word(places[0]) in ("это", "этого", "этому", "этим")

    def _explanation(self, hit: CueHit, end: int) -> list[tuple[int, int]]:
        """What explains a report behind a colon, unless it has an attribution of its own."""
        colon = self.sentence.next_break(hit.end)
        if any(first > colon for first, _ in self.parentheses.values()):
            return []
        explains = self.sentence.kind(colon) == kind.COLON and not self.sentence.is_passage(colon + 1)
        return [(colon + 1, end)] if explains and colon + 1 < end else []

    def _is_object(self, phrase: Phrase, subject: Phrase | None, *, any_noun: bool, person: bool = False) -> bool:
        if self.sentence.word(phrase.first) in ("это", "этого", "этому", "этим", "то", "того"):
            return False
        if phrase.bits & PRONOUN or (subject is not None and phrase.first == subject.first):
            return False
        if not any_noun:
            return any(
                is_act(self.sentence, at) for at in range(phrase.first, min(phrase.head + 1, len(self.sentence)))
            )
        return person or not phrase.bits & ANIMATE


def is_asking(hit: CueHit) -> bool:
    """Whether a cue asks something of somebody."""
    return hit.cue.expression in ("попросить", "просить", "потребовать", "требовать", "запросить", "запрашивать")


def _code(word: str) -> str:
    return {"об": "о", "обо": "о", "про": "о", "во": "в", "ко": "к"}.get(word, word)


def _known_noun(sentence: Sentence, at: int) -> bool:
    return sentence.is_passage(at) or any(
        noun_phrase(sentence, at, case) is not None for case in (ACCUSATIVE, LOCATIVE, GENITIVE)
    )
