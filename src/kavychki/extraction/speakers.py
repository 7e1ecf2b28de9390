"""Who speaks: sources resolved through the document, by names, titles, pronouns and the order of turns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import kin_forms, kind_words, offices, words
from kavychki.extraction.mentions import Actor, Cast, Event, is_name_of_body
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    CASES,
    FEMININE,
    FIRST,
    FIRST_NAME,
    GENDERS,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PAST,
    PATRONYMIC,
    PERSONAL_NAME,
    PLACE,
    PLURAL,
    PRESENT,
    PRONOUN,
    SECOND,
    SINGULAR,
    SURNAME,
    agrees,
    is_known,
    lemma,
    readings,
    some,
)
from kavychki.extraction.names import description
from kavychki.extraction.sentence import PREPOSITIONS
from kavychki.extraction.turns import Run, Turns
from kavychki.model import Span, Speaker

_HEADS = ("глава", "лидер", "руководитель")
"""Nouns that name an office by the body alone: «глава государства»."""
_RESEARCHERS = words("researchers")
"""Members of a group that a study is of, whatever it is called."""
_VAGUE = words("vague")
_BODIES = ("organization", "media", "group")
_GENERIC_BODIES = words("generic-bodies")
_GENERIC = words("generic")
"""Nouns by which a person is meant who has been named before."""
_OF_PEOPLES = ("анин", "янин", "анка", "янка", "ец")
_ITS_OWN = words("its-own")
"""Documents behind which no body is looked for."""
_NOTES = words("notes")
_NO_PEOPLES = words("no-peoples")
"""Texts that are the words of whoever was named last."""
_BODY_ADVERBS = words("body-adverbs")
_LONGEST_ANTECEDENT = 5
_OLD = ("летний", "летняя", "летнего", "летней")
_INTERLOCUTORS = ("собеседник", "собеседница")
_FARTHEST = 40
"""Events that are looked back through."""


@dataclass(slots=True)
class Resolution:
    """The speakers of a text, and the ids of each quote's by the quote's number, from 0."""

    speakers: tuple[Speaker, ...]
    of_quote: dict[int, tuple[str, ...]]


def resolve(doc: Document, quotes: list[Candidate]) -> Resolution:
    """Resolve the speakers of quotes, which stand in order of place, outer before inner."""
    if not quotes:
        return Resolution((), {})
    resolver = _Resolver(doc, quotes)
    return resolver.resolution()


class _Resolver:
    def __init__(self, doc: Document, quotes: list[Candidate]) -> None:
        self.doc = doc
        self.quotes = quotes
        self.cast = Cast(doc)
        self.events = self.cast.events
        self._places = [event.place for event in self.events]
        self.described: list[tuple[str, Actor]] = []
        self.of: dict[int, list[Actor]] = {}
        self.recent: list[Event] = []
        self._asker: Actor | None = None
        self._voices: set[Actor] = set()
        """Actors that have spoken in the author's text, by place."""
        self._quoted = sorted(
            span for quote in quotes if quote.type == "direct" and quote.parent is None for span in quote.content
        )
        self._turns = Turns(doc, quotes)
        self._number = {id(quote): number for number, quote in enumerate(quotes)}

    def _headline(self, quote: Candidate) -> list[Actor]:
        """The speaker of the quote further down whose words a headline takes up."""
        text = self.doc.text
        words = text[quote.begin : quote.end].lower().split()
        for number, other in enumerate(self.quotes):
            if other is not quote and self.of.get(number) and other.begin > quote.end:
                said = " ".join(text[start:end] for start, end in other.content).lower()
                if " ".join(words[:3]) in said or " ".join(words[-3:]) in said:
                    return self.of[number]
        return []

    def resolution(self) -> Resolution:
        for number, quote in enumerate(self.quotes):
            actors = self.of[number] if number in self.of else self._speakers(number, quote)
            self.of[number] = actors
            place = quote.sources[-1].start if quote.sources else quote.begin
            self.recent += [Event(place, actor, True) for actor in actors if actor is not self._asker]
            self._voices.update(actors)
        for number, quote in enumerate(self.quotes):
            if quote.rule == "headline-marks":
                self.of[number] = self._headline(quote)
        return self._packed()

    # --- one quote ---------------------------------------------------------------------------------------------

    def _speakers(self, number: int, quote: Candidate) -> list[Actor]:
        if quote.sources:
            for medium in quote.sources[:-1]:
                self._note_medium(medium, quote)
            return self._of_source(quote.sources[-1], quote)
        if quote.turn:
            return self._of_turn(quote)
        if quote.continues:
            return self._previous(number, quote)
        if quote.parent is not None and quote.verb & FIRST:
            return self._parent_speakers(quote)
        return self._by_cue(number, quote)

    def _note_medium(self, source: Source, quote: Candidate) -> None:
        """Keep who passes words on: «пишет „Вестник“ со ссылкой на порт» makes „Вестник“ a paper."""
        body = self._body_in(source, quote)
        if body is not None:
            body.kind = "media" if body.kind == "organization" else body.kind
            self.recent.append(Event(source.start, body, True))

    def _by_cue(self, number: int, quote: Candidate) -> list[Actor]:
        """Whom a cue without a source leaves to think of."""
        if quote.parent is None and self._is_asked(quote):
            return [self._journalist()]
        if quote.entry is None or quote.entry.frame in ("impersonal", "passive", "prepositional", "noun"):
            return []
        return self._elliptic(number, quote)

    @staticmethod
    def _is_asked(quote: Candidate) -> bool:
        """Whether nobody is said to ask: «На вопрос, где вода, …», «его спросили, где вода»."""
        if quote.entry is None:
            return False
        if quote.entry.expression == "вопрос":
            return True
        plural = quote.verb & PLURAL and not quote.verb & SINGULAR
        return quote.entry.expression in ("спросить", "спрашивать") and bool(plural)

    def _parent_speakers(self, quote: Candidate) -> list[Actor]:
        parent = quote.parent
        return self.of.get(self._number[id(parent)], []) if parent is not None else []

    def _previous(self, number: int, quote: Candidate) -> list[Actor]:
        """The subject of the sentence between, else the speaker of the quote before, on the same level."""
        between = self._subject_since(number, quote)
        if between is not None:
            return [between]
        for before in range(number - 1, max(-1, number - _FARTHEST), -1):
            if self.quotes[before].parent is quote.parent and self.of[before]:
                return self.of[before]
        return []

    def _subject_since(self, number: int, quote: Candidate) -> Actor | None:
        """The person who was the subject between the last quote and this one."""
        near = self.quotes[max(0, number - _FARTHEST) : number]
        last = max((other.end for other in near if other.parent is quote.parent), default=0)
        line = self.doc.text.rfind("\n", 0, quote.begin)
        for event in self._before(quote.begin)[:3]:
            if event.place < max(last, line):
                return None
            if event.actor.kind == "person" and event.subject:
                return event.actor
        return None

    def _elliptic(self, number: int, quote: Candidate) -> list[Actor]:
        """A verb without subject: whoever spoke last and agrees."""
        if quote.verb & PLURAL and not quote.verb & SINGULAR:
            return []
        if quote.parent is not None and quote.parent.type == "direct" and quote.verb & PAST:
            itself = self._parent_speakers(quote)
            if itself and _agree(itself[0].bits, quote.verb):
                return itself
        for before in range(number - 1, max(-1, number - 6), -1):
            other = self.quotes[before]
            if other.parent is quote.parent:
                actors = [
                    actor for actor in self.of[before] if actor is not self._asker and _agree(actor.bits, quote.verb)
                ]
                if actors:
                    return actors[:1]
        return []

    def _of_turn(self, quote: Candidate) -> list[Actor]:
        """The speaker of a turn without attribution."""
        run = self._turns.run(quote)
        if run.is_interview and run.asks == quote.turn % 2:
            return [self._journalist()]
        answerer = self._interviewed(run) if run.is_interview else None
        if answerer is not None:
            return [answerer]
        named = self._named_in(run, quote.turn % 2)
        if named or run.is_interview:
            return named
        return self._present(run, self._named_in(run, 1 - quote.turn % 2))

    def _named_in(self, run: Run, parity: int) -> list[Actor]:
        """Who speaks the turns of one parity, by the first attribution of one of them."""
        turn = run.attributed[parity]
        if turn is None:
            return []
        number = self._number[id(turn)]
        if number not in self.of:
            self.of[number] = self._of_source(turn.sources[-1], turn)
        return self.of[number]

    def _present(self, run: Run, others: list[Actor]) -> list[Actor]:
        """Somebody else who was named just before a dialogue, or by the one that attributes its first turn."""
        end = run.turns[0].sources[-1].end + 60 if run.turns[0].sources else run.turns[0].begin
        for event in self._before(end)[:4]:
            if event.actor.kind == "person" and event.actor not in others:
                return [event.actor]
        return []

    def _journalist(self) -> Actor:
        """Who asks in an interview, and is never meant by a pronoun or a title."""
        if self._asker is None:
            self._asker = Actor("person", "partial", ["журналист"], SINGULAR | MASCULINE | FEMININE, named=False)
        return self._asker

    def _interviewed(self, run: Run) -> Actor | None:
        """Who speaks in the headline, or is named there; or else before the first question most often or last."""
        for number, quote in enumerate(self.quotes[:3]):
            if quote.end <= self.doc.text.find("\n") and quote.sources and self.of.get(number):
                return self.of[number][0]
        people = [event for event in self.events if event.actor.kind == "person" and event.place < run.turns[0].begin]
        if not people:
            return None
        if people[0].place < self.doc.text.find("\n"):
            return people[0].actor
        counts = Counter(event.actor for event in people)
        return max(reversed(people), key=lambda event: counts[event.actor]).actor

    # --- one source --------------------------------------------------------------------------------------------

    def _of_source(self, source: Source, quote: Candidate) -> list[Actor]:
        if source.bits & PRONOUN or self._word(source.head) in _BODY_ADVERBS:
            actors = self._of_pronoun(source, quote)
        elif quote.entry is None and source.bits & NOUN and lemma(self._word(source.head)) in _NOTES:
            actors = [event.actor for event in self._before(source.start)[:1]]
        else:
            actors = self._of_phrase(source, quote)
        for actor in actors:
            if not actor.named or source.bits & PRONOUN or not self._mentions(actor, source):
                actor.note(source.span)
        return actors

    def _mentions(self, actor: Actor, source: Source) -> bool:
        """Whether a mention of an actor begins inside a source."""
        return any(self.doc.starts[at] in actor.mentions or self.doc.ends[at] in actor.mentions for at in source.items)

    def _word(self, at: int) -> str:
        return self.doc.lower[at]

    def _of_phrase(self, source: Source, quote: Candidate) -> list[Actor]:
        parts = self._coordinated(source)
        if parts:
            return [actor for part in parts for actor in self._of_phrase(part, quote)]
        people = self._people_in(source, quote.verb)
        if people:
            return people
        body = self._body_in(source, quote)
        if body is not None:
            return [body]
        return [self._by_description(source, quote)]

    def _coordinated(self, source: Source) -> list[Source]:
        """The two sides of «и», where a body in marks stands on one of them at least."""
        doc = self.doc
        joints = [place for place, at in enumerate(source.items) if doc.lower[at] == "и"]
        if len(joints) != 1 or not source.bits & PLURAL or source.bits & SINGULAR:
            return []
        sides = source.items[: joints[0]], source.items[joints[0] + 1 :]
        if not all(sides) or not any(map(doc.is_passage, (at for side in sides for at in side[:2]))):
            return []
        parts = []
        for side in sides:
            head = next((at for at in side if doc.is_passage(at) or some(doc.readings(at), NOUN | NOMINATIVE)), side[0])
            bits = NOUN | SINGULAR | GENDERS if doc.is_passage(head) else doc.readings(head)[0]
            parts.append(Source(doc.starts[side[0]], doc.end_of(side[-1]), bits & ~PRONOUN, side, head))
        return parts

    def _people_in(self, source: Source, verb: int) -> list[Actor]:
        """The persons whose names stand in a source that is called by them."""
        doc = self.doc
        runs = self._runs(source)
        if not runs:
            return []
        coordinated = any(doc.lower[at] == "и" for at in source.items) and bool(source.bits & PLURAL)
        body = doc.kinds[source.head] == kind.WORD and kind_words().get(lemma(doc.lower[source.head]))
        found: list[Actor] = []
        full: list[Actor] = []
        for run in map(self._without_place, runs):
            if len(run) == 1 and (self._modifies(run[0]) or (body in _BODIES and run[0] > source.head)):
                continue
            other = not coordinated and self._is_complement(run, source, verb)
            actor = None if other else self._person_of(run, source, verb)
            if actor is None:
                continue
            actor.note((doc.starts[run[0]], doc.ends[run[-1]]))
            self._give_role(actor, source, run)
            found.append(actor)
            full += [actor] if len(run) > 1 else []
        if coordinated:
            return found
        if len(found) > 1 and any(doc.kinds[at] == kind.COMMA for at in range(runs[0][-1], runs[1][0])):
            return found[:1]  # «Анна Рыкова, дочь Льва Рыкова»
        return found[:1] if source.items[0] in runs[0] else full[-1:] or found[-1:]

    def _runs(self, source: Source) -> list[list[int]]:
        """The capitalised words of a source that can be names, those of one name together."""
        doc = self.doc
        runs: list[list[int]] = []
        for at in source.items:
            if doc.kinds[at] != kind.WORD or not doc.capital(at) or _is_acronym(doc, at):
                continue
            if not _is_name(doc, at, source) and not self.cast.namesakes([doc.surface([at])]):
                continue
            last = runs[-1] if runs else []
            adjoins = bool(last) and (at - last[-1] == 1 or (at - last[-1] == 2 and doc.lower[at - 1] == "."))  # noqa: PLR2004
            own = self._is_kin(source) and last[:1] != [at] and some(doc.readings(at), FIRST_NAME | NOMINATIVE)
            if adjoins and not own and not self._opens_name(last, at):
                last.append(at)
            else:
                runs.append([at])
        return runs

    def _person_of(self, run: list[int], source: Source, verb: int) -> Actor | None:
        """The person whose name a run is; None where it is no person's."""
        words = [self.doc.text[self.doc.starts[at] : self.doc.ends[at]] for at in run]
        known = self._namesake(words, source, verb)
        if known is None and not self._is_personal(run, source):
            return None
        actor = known or self.cast.person(words, run[0])
        if source.bits & NOMINATIVE and not actor.settled and len(words) >= len(actor.words):
            actor.words, actor.settled = words, True
            if verb & PAST and verb & (MASCULINE | FEMININE) and actor.bits & MASCULINE and actor.bits & FEMININE:
                actor.bits &= ~GENDERS | verb
        return actor

    def _is_complement(self, run: list[int], source: Source, verb: int) -> bool:
        """Whether a name is of somebody else than the source: «сын артистки Рыковой», «секретариат Рыковой»."""
        readings_of = self.doc.readings
        if run[0] <= source.head or not source.bits & NOMINATIVE or not some(readings_of(source.head), NOUN):
            return False
        personal = [form for at in run for form in readings_of(at) if form & PERSONAL_NAME]
        if self._is_kin(source):
            return not self._names_kin(run, source)
        if not personal:
            known = [form for form in readings_of(run[-1]) if form & NOUN]
            return len(run) == 1 and bool(known) and not any(form & NOMINATIVE or form & ANIMATE for form in known)
        gender = verb & (GENDERS | SINGULAR | PLURAL) if verb & PAST else 0
        return not any(form & NOMINATIVE and form & SINGULAR and agrees(form, gender) for form in personal)

    def _is_kin(self, source: Source) -> bool:
        """Whether a source is somebody's relative, whose own name may stand behind the other's: «жена Рыкова Ольга»."""
        return self._word(source.head) in kin_forms()

    def _names_kin(self, run: list[int], source: Source) -> bool:
        """Whether a name is the relative's own: in the nominative and gender of the noun, and not of one named so."""
        forms = [self.doc.readings(at) for at in run]
        noun = next((form for form in self.doc.readings(source.head) if form & NOUN), source.bits)
        if not any(
            form & PERSONAL_NAME and form & NOMINATIVE and agrees(form, noun) for each in forms for form in each
        ):
            return False
        if any(some(each, FIRST_NAME) and not some(each, NOMINATIVE) for each in forms):
            return False
        alone = len(run) == 1 and not some(forms[0], FIRST_NAME | NOMINATIVE)
        return not (alone and any(not agrees(each.bits, noun) for each in self.cast.namesakes([self.doc.surface(run)])))

    def _opens_name(self, run: list[int], at: int) -> bool:
        """Whether a first name begins another name than the one before it: «соавтор Рыковой Игнат Ясный»."""
        readings_of = self.doc.readings
        if len(run) > 1:
            first = some(readings_of(at), FIRST_NAME) and not some(readings_of(at), PATRONYMIC)
            return first and some(readings_of(run[0]), FIRST_NAME)
        return (
            len(run) == 1
            and some(readings_of(at), FIRST_NAME | NOMINATIVE)
            and any(form & PERSONAL_NAME for form in readings_of(run[0]))
            and not any(form & NOMINATIVE for form in readings_of(run[0]))
        )

    def _modifies(self, at: int) -> bool:
        """Whether a capitalised adjective belongs to the noun behind it: «Избяницкий комбинат»."""
        doc = self.doc
        after = at + 1
        if after >= len(doc.kinds) or doc.kinds[after] != kind.WORD or doc.capital(after):
            return False
        if doc.lower[after] in PREPOSITIONS or doc.lower[after] == "и":
            return False
        nouns = [form for form in doc.readings(after) if form & NOUN]
        return any(
            form & ADJECTIVE and form & noun & CASES and agrees(form, noun)
            for form in doc.readings(at)
            for noun in nouns
        )

    def _without_place(self, run: list[int]) -> list[int]:
        """A run without the country before a name: «министр Аргентины Патрисия Буйнова»."""
        readings_of = self.doc.readings
        first = next((place for place, at in enumerate(run) if some(readings_of(at), FIRST_NAME)), 0)
        before = [readings_of(at) for at in run[:first]]
        if all(not any(form & PERSONAL_NAME for form in forms) for forms in before) and all(
            any(form & PLACE for form in forms) or is_known(self.doc.lower[at])
            for at, forms in zip(run, before, strict=False)
        ):
            return run[first:]
        return run

    def _namesake(self, words: list[str], source: Source, verb: int) -> Actor | None:
        """The person of a name; of several with one surname, who agrees with the verb and was mentioned last."""
        found = self.cast.namesakes(words)
        if len(found) < 2:  # noqa: PLR2004
            return found[0] if found else self.cast.find_person(words)
        fitting = [actor for actor in found if _agree(actor.bits, verb)] or found
        if len(words) == 1:
            # Of two of one surname the one who is talked about, and not a relative who is named once.
            named = {id(each): sum(at < source.start for at in each.mentions) for each in fitting}
            most = max(named.values())
            fitting = [each for each in fitting if named[id(each)] == most]
        last = next((event.actor for event in self._before(source.start) if event.actor in fitting), None)
        return last or fitting[0]

    def _is_personal(self, run: list[int], source: Source) -> bool:
        """Whether capitalised words in a source are a person's and not a place's or a body's."""
        doc = self.doc
        forms = [doc.readings(at) for at in run]
        if any(some(form, FIRST_NAME) for form in forms):
            return True
        head = source.head
        if head in run:
            bare = len(source.items) == len(run) and not any(
                doc.text[doc.starts[at] : doc.ends[at]].isupper() for at in run
            )
            return bare and (any(some(form, SURNAME) for form in forms) or not is_known(doc.lower[run[-1]]))
        titled = some(doc.readings(head), NOUN | ANIMATE)
        return titled and any(not is_known(doc.lower[at]) or some(doc.readings(at), SURNAME) for at in run)

    def _give_role(self, actor: Actor, source: Source, run: list[int]) -> None:
        """The title before a name or the apposition behind it."""
        doc = self.doc
        before = [at for at in source.items if at < run[0]]
        after = [at for at in source.items if at > run[-1] and doc.kinds[at] != kind.STOP]
        words = before or after[1:]
        if not words:
            return
        surface = doc.surface(words)
        for at in words:
            if some(doc.readings(at), NOUN | ANIMATE):
                actor.title_forms.add(doc.lower[at])
        head = next((place for place, at in enumerate(words) if some(doc.readings(at), NOUN)), None)
        if head is None or doc.is_passage(words[0]):
            return
        role = " ".join(description(surface.split(" "), min(head, surface.count(" "))))
        role = role[:1].lower() + role[1:]
        if actor.role is None or len(role) > len(actor.role):
            actor.role = role

    def _body_in(self, source: Source, quote: Candidate) -> Actor | None:
        """The body that a source names in marks or by a name of its own: «газета „Вестник“», «МВД Киргизии»."""
        doc = self.doc
        head = source.head
        noun = lemma(doc.lower[head]) if doc.kinds[head] == kind.WORD else ""
        if (source.bits & ANIMATE and noun not in kind_words()) or noun in _VAGUE:
            return None
        passage = next(filter(doc.is_passage, source.items), None)
        if passage is not None:
            return self.cast.body(doc.text[slice(*doc.inner_span(passage))], self._noun_before(passage) or noun)
        if kind_words().get(noun) == "document":
            return self._behind_document(source, noun, quote)
        capital = doc.kinds[head] == kind.WORD and doc.capital(head) and head != _first_of_sentence(doc, head)
        if source.items[0] != head and (body := self._with_adjective(source, noun)) is not None:
            return body
        if capital or doc.text[doc.starts[head] : doc.ends[head]].isupper():
            return self.cast.body(doc.text[source.start : source.end], noun)
        return None

    def _with_adjective(self, source: Source, noun: str) -> Actor | None:
        """The body that a kind word names with a capitalised adjective, and perhaps with its abbreviation."""
        doc, head = self.doc, source.head
        words = [at for at in source.items if at <= head]
        if kind_words().get(noun) not in ("organization", "media") or not doc.capital(words[0]):
            return None
        if not all(some(doc.readings(at), ADJECTIVE) for at in words[:-1]):
            return None
        abbreviated = doc.lower[head + 1 : head + 2] == ["("]
        closing = next((at for at in source.items if doc.lower[at] == ")"), head) if abbreviated else head
        name = doc.text[doc.starts[words[0]] : doc.ends[closing]]
        return self.cast.body(name, noun, create=abbreviated or is_name_of_body(doc, words[0]))

    def _behind_document(self, source: Source, noun: str, quote: Candidate) -> Actor | None:
        """The body behind a report or a statement: the genitive in the phrase, else the body named last."""
        doc = self.doc
        rest = [at for at in source.items if at > source.head]
        for place, at in enumerate(rest):
            if doc.kinds[at] == kind.WORD and some(doc.readings(at), NOUN):
                first = rest[0]
                inner = Source(doc.starts[first], source.end, source.bits & ~PRONOUN, tuple(rest), at)
                return None if noun in _ITS_OWN else self._of_phrase(inner, quote)[0]
            if place > 3:  # noqa: PLR2004
                break
        if noun in _ITS_OWN:
            return None
        near = self._before(source.start)
        named = (e.actor for e in near[:12] if e.actor.kind == "organization" and e.actor.named)
        spoken = (e.actor for e in near if e.actor in self._voices and e.actor.kind in ("organization", "group"))
        return next(named, None) or next(spoken, None)

    def _noun_before(self, at: int) -> str:
        doc = self.doc
        return lemma(doc.lower[at - 1]) if at and doc.kinds[at - 1] == kind.WORD else ""

    def _by_description(self, source: Source, quote: Candidate) -> Actor:
        """Somebody described: met before by these words or by a title, or new."""
        doc = self.doc
        noun = lemma(doc.lower[source.head]) if doc.kinds[source.head] == kind.WORD else ""
        if not source.bits & NOUN and doc.lower[source.head].endswith(("ый", "ий", "ой", "ая")):
            noun = doc.lower[source.head]  # an adjective or a participle that stands for a noun: «обвиняемый»
        words = doc.surface(list(source.items)).lower()
        for known, actor in reversed(self.described[-_FARTHEST:]):
            if known == words:
                return actor
        bare = len(source.items) == 1
        met = self._met_by_title(noun, source, quote, bare=bare)
        if met is not None:
            return met
        surface = doc.surface(list(source.items)).split(" ")
        place = sum(at < source.head for at in source.items)
        head = min(place, len(surface) - 1)
        named = source.bits & NOMINATIVE and source.bits & PLURAL and not source.bits & SINGULAR
        label = " ".join(surface if named else description(surface, head))
        label = label if label.split()[0].isupper() else label[:1].lower() + label[1:]
        actor = self._described_actor(label, _kind(noun, source), source.bits, noun)
        self.described.append((words, actor))
        return actor

    def _met_by_title(self, noun: str, source: Source, quote: Candidate, *, bare: bool) -> Actor | None:
        """The actor met before that a title means: one who bears it, or for a bare generic noun the last who fits."""
        if source.bits & PLURAL and not source.bits & SINGULAR:
            return self._researchers_met(source) if noun in _RESEARCHERS else None
        described = bare and source.bits & MASCULINE and not source.bits & NOUN
        if (source.bits & ANIMATE or described) and noun not in kind_words():
            return self._person_met(noun, source, quote, bare=bare)
        qualified = len(source.items) == 2 and some(self.doc.readings(source.items[0]), ADJECTIVE)  # noqa: PLR2004
        return self._body_met(noun, source) if bare or (qualified and noun in _GENERIC_BODIES) else None

    def _researchers_met(self, source: Source) -> Actor | None:
        """The group met last that a study is of: «исследователи из Луги», «учёные», «авторы работы»."""
        if len(source.items) > 2:  # noqa: PLR2004 - a description so full is of others
            return None
        groups = (actor for _, actor in reversed(self.described[-_FARTHEST:]) if actor.kind == "group")
        return next((each for each in groups if not _RESEARCHERS.isdisjoint(each.titles)), None)

    def _person_met(self, noun: str, source: Source, quote: Candidate, *, bare: bool) -> Actor | None:
        doc = self.doc
        if doc.kinds[source.items[0]] == kind.NUMBER and doc.lower[source.items[0]].endswith(_OLD):
            source = replace(source, items=source.items[1:])
            bare = len(source.items) == 1
        if len(source.items) > 2:  # noqa: PLR2004 - a description so full is of somebody else
            return None
        bare = bare or doc.lower[source.items[0]].endswith(("ский", "ская", "ского", "ской"))
        if not bare and noun in _INTERLOCUTORS and (spoken := self._last_spoken(source, quote)) is not None:
            return spoken
        itself = [] if quote.parent is None else self._parent_speakers(quote)
        grammar = quote.verb if quote.verb & PAST else source.bits
        people = [
            event.actor
            for event in self._before(source.start)
            if event.actor.kind == "person" and _agree(event.actor.bits, grammar) and event.actor not in itself
        ]
        titled = self._first_called(noun, people, source)
        if titled is None and source.bits & MASCULINE and not quote.verb & PAST:
            # A trade in the masculine may be a woman's: «по мнению врача».
            others = (event.actor for event in self._before(source.start) if event.actor.kind == "person")
            titled = next((each for each in others if each not in itself and self.cast.is_called(each, noun)), None)
        if titled is not None or not bare:
            return titled
        named_later = [actor for actor in self.cast.people if self.cast.is_called(actor, noun)]
        if len(named_later) == 1 and quote.parent is None and _agree(named_later[0].bits, grammar):
            return named_later[0]
        for known, actor in reversed(self.described[-_FARTHEST:]):
            if (known.endswith(noun) or self.cast.is_called(actor, noun)) and actor.bits & SINGULAR:
                return actor
        generic = (noun in _GENERIC or (noun.endswith(_OF_PEOPLES) and noun not in _NO_PEOPLES)) and noun not in _VAGUE
        return next(iter(people[:6]), None) if generic and quote.parent is None else None

    def _first_called(self, noun: str, people: list[Actor], source: Source) -> Actor | None:
        """The first person of a title: of a noun itself, or of those that «глава государства» stands for."""
        titles = {noun} | offices().get(noun, frozenset())
        if noun in _HEADS and len(source.items) > 1:
            titles = {f"{noun} {self._word(source.items[-1])}"} | offices().get(
                lemma(self._word(source.items[-1])), frozenset()
            )
        return next((each for each in people if any(self.cast.is_called(each, title) for title in titles)), None)

    def _last_spoken(self, source: Source, quote: Candidate) -> Actor | None:
        """The person who spoke last in the author's text: «собеседник агентства»."""
        if quote.parent is not None:
            return None
        spoken = (event for event in reversed(self.recent) if event.place < source.start)
        last = next((event.actor for event in spoken if event.actor.kind == "person"), None)
        return last if last is not None and last.anonymity != "named" else None

    def _body_met(self, noun: str, source: Source) -> Actor | None:
        for event in self._before(source.start):
            if event.actor.kind != "person" and self.cast.is_called(event.actor, noun):
                return event.actor
        described = next(
            (actor for _, actor in reversed(self.described[-_FARTHEST:]) if self.cast.is_called(actor, noun)), None
        )
        if described is not None or noun not in _GENERIC_BODIES:
            return described
        wanted = kind_words().get(noun, "organization")
        bodies = (event.actor for event in self._before(source.start) if event.actor.kind == wanted)
        # «СМИ» are no one of them, and a bare noun such as «компания» no more telling than this one.
        telling = (each for each in bodies if each.name.lower() != "сми" and (each.named or " " in each.name))
        return next(telling, None)

    def _described_actor(self, label: str, kind_: object, bits: int, noun: str | None) -> Actor:
        for known, actor in self.described[-_FARTHEST:]:
            if known == label:
                return actor
        anonymity = "anonymous" if noun in _VAGUE else "partial"
        actor = Actor(kind_, anonymity, [label], bits, named=False)  # type: ignore[arg-type]
        if noun:
            actor.titles.add(noun)
        self.described.append((label, actor))
        return actor

    # --- pronouns ----------------------------------------------------------------------------------------------

    def _of_pronoun(self, source: Source, quote: Candidate) -> list[Actor]:  # noqa: PLR0911 - each return is a case
        word = self._word(source.head)
        if quote.turn and (run := self._turns.run(quote)).is_interview and run.asks != quote.turn % 2:
            answerer = self._interviewed(run)
            if answerer is not None and _agree(answerer.bits, source.bits):
                return [answerer]
        if word.startswith("котор"):
            return self._antecedent(source, quote)
        if source.bits & FIRST:
            return self._parent_speakers(quote)
        if source.bits & SECOND:
            return []
        if word in _BODY_ADVERBS:
            return self._last_body(source)
        if source.bits & PLURAL and not source.bits & SINGULAR:
            return self._last_group(source, quote)
        if word in ("тот", "та"):
            return self._last_other(source, quote)
        return self._last_fitting(source, quote)

    def _antecedent(self, source: Source, quote: Candidate) -> list[Actor]:
        """Whom «который» stands for: the name that ends right before its clause, else the noun there that agrees."""
        doc = self.doc
        comma = next((at for at in range(source.head, max(0, source.head - 4), -1) if doc.kinds[at] == kind.COMMA), 0)
        near = [event for event in self._before(source.start) if event.place >= doc.starts[max(0, comma - 4)]]
        for event in near:
            if max(event.actor.mentions.values(), default=0) and _agree(event.actor.bits, source.bits):
                return [event.actor]
        for at in range(comma - 1, max(-1, comma - _LONGEST_ANTECEDENT), -1):
            noun = next((form for form in doc.readings(at) if form & NOUN and _agree(form, source.bits)), 0)
            if noun:
                return [self._by_description(Source(doc.starts[at], doc.ends[at], noun, (at,), at), quote)]
        return []

    def _before(self, place: int) -> list[Event]:
        """The mentions before a place, the nearest first."""
        index = bisect_left(self._places, place)
        events = [
            event if event.subject or event.actor not in self._voices else Event(event.place, event.actor, True)
            for event in self.events[max(0, index - _FARTHEST) : index]
        ]
        spoken = [event for event in self.recent[-_FARTHEST:] if event.place < place]
        return sorted([*events, *spoken], key=lambda event: -event.place)

    def _last_fitting(self, source: Source, quote: Candidate) -> list[Actor]:
        """The person, else the body, that was mentioned last and agrees; subjects come first within a sentence."""
        events = [event for event in self._before(source.start) if _agree(event.actor.bits, source.bits)]
        if quote.parent is None:
            outside = [event for event in events if not self._is_quoted(event.place)]
            events = outside or events
        elif quote.parent.type == "direct":
            itself = self._parent_speakers(quote)
            events = [event for event in events if event.actor not in itself]
        people = [event for event in events if event.actor.kind == "person" or _has_spoken(event)]
        if people:
            nearest = people[0]
            line = self.doc.text.rfind("\n", 0, nearest.place)
            for event in people[1:4]:
                if nearest.subject or self.doc.text.rfind("\n", 0, event.place) != line:
                    break
                if event.subject:
                    return [event.actor]
            return [nearest.actor]
        return [events[0].actor] if events else []

    def _is_quoted(self, place: int) -> bool:
        index = bisect_right(self._quoted, (place, len(self.doc.text))) - 1
        return index >= 0 and place < self._quoted[index][1]

    def _last_body(self, source: Source) -> list[Actor]:
        for event in self._before(source.start):
            if event.actor.kind in ("organization", "media", "document"):
                return [event.actor]
        return []

    def _last_group(self, source: Source, quote: Candidate) -> list[Actor]:
        for event in self._before(source.start):
            if event.actor.kind == "group" or (event.actor.bits & PLURAL and not event.actor.bits & SINGULAR):
                return [event.actor]
        start = self._number[id(quote)]
        for number in range(start - 1, max(-1, start - _FARTHEST), -1):
            if len(self.of.get(number, ())) > 1:
                return self.of[number]
        return []

    def _last_other(self, source: Source, quote: Candidate) -> list[Actor]:
        """«Тот»: who was mentioned last without being the one that spoke last."""
        events = [
            event
            for event in self._before(source.start)
            if event.actor.kind == "person" and _agree(event.actor.bits, source.bits)
        ]
        if quote.turn:
            before = self._turns.run(quote).before(quote)
            spoke = self.of.get(self._number[id(before)], []) if before is not None else []
            events = [event for event in events if event.actor not in spoke]
            return [events[0].actor] if events else []
        others = [event for event in events if not event.subject]
        chosen = others or events
        return [chosen[0].actor] if chosen else []

    # --- the record --------------------------------------------------------------------------------------------

    def _packed(self) -> Resolution:
        """Speakers numbered by their first mention or quote."""
        order: dict[int, Actor] = {}
        for number in range(len(self.quotes)):
            for actor in self.of[number]:
                order.setdefault(id(actor), actor)
        text = self.doc.text
        speakers, ids = [], {}
        for number, (key, actor) in enumerate(order.items(), 1):
            ids[key] = f"s{number}"
            spans = tuple(Span(start, end, text[start:end]) for start, end in _apart(actor.mentions.items()))
            speakers.append(Speaker(f"s{number}", actor.name, actor.kind, actor.anonymity, actor.role, None, spans))
        of_quote = {
            number: tuple(dict.fromkeys(ids[id(actor)] for actor in actors)) for number, actors in self.of.items()
        }
        return Resolution(tuple(speakers), of_quote)


def _has_spoken(event: Event) -> bool:
    """Whether a body of one gender was the last subject: «Союз молчит. По его версии …»."""
    return event.subject and event.actor.bits & GENDERS in (MASCULINE, FEMININE)


def _is_acronym(doc: Document, at: int) -> bool:
    return doc.ends[at] - doc.starts[at] > 1 and doc.text[doc.starts[at] : doc.ends[at]].isupper()


def _is_name(doc: Document, at: int, source: Source) -> bool:
    """Whether a capitalised word of a source can be of a personal name: not a title that begins a sentence."""
    if at != source.items[0]:
        return True
    forms = readings(doc.lower[at])
    if any(form & (FIRST_NAME | SURNAME) for form in forms) or not is_known(doc.lower[at]):
        return True
    return doc.ends[at] - doc.starts[at] == 1


def _first_of_sentence(doc: Document, at: int) -> int:
    return at if at == 0 or doc.kinds[at - 1] in (kind.STOP, kind.NEWLINE, kind.DASH, kind.MARK) else -1


def _kind(noun: str, source: Source) -> object:
    if noun in kind_words():
        return kind_words()[noun]
    if source.bits & PLURAL and not source.bits & SINGULAR:
        return "group"
    described = not source.bits & NOUN and source.bits & (MASCULINE | FEMININE)
    return "person" if source.bits & (ANIMATE | PRONOUN) or described or noun in _VAGUE else "organization"


def _agree(one: int, other: int) -> bool:
    """Whether an actor and a verb or pronoun agree in number and gender, as far as both have them."""
    if other & PRESENT and not other & (PRONOUN | NOUN):
        return bool(one & SINGULAR) == bool(other & SINGULAR) or not other & (SINGULAR | PLURAL)
    if other & PLURAL and not other & SINGULAR:
        return bool(one & PLURAL)
    genders = one & GENDERS, other & GENDERS
    return bool(one & SINGULAR) and (not all(genders) or bool(genders[0] & genders[1]))


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, without those that overlap a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
