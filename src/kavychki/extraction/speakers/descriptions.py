"""Bodies that a source names, and whoever is meant by a title or a description: «глава государства», «учёные»."""

from __future__ import annotations

from dataclasses import replace

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.lexicon import capitals, kind_forms, kind_words, offices, words
from kavychki.extraction.mentions import Actor, is_outlet
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    CASES,
    FEMININE,
    GENDERS,
    GENITIVE,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PAST,
    PLACE,
    PLURAL,
    PRONOUN,
    SINGULAR,
    lemma,
    some,
)
from kavychki.extraction.names import description, same_name
from kavychki.extraction.speakers.bodies import VAGUE, Bodies
from kavychki.extraction.speakers.scene import FARTHEST, agree

_HEADS = ("глава", "лидер", "руководитель")
"""Nouns that name an office by the body alone: «глава государства»."""
_RESEARCHERS = words("researchers")
"""Members of a group that a study is of, whatever it is called."""
_GENERIC_BODIES = words("generic-bodies")
_OF_STATE = frozenset(("прокуратура", "правительство", "полиция", "парламент", "следствие", "суд"))
"""Bodies of which a text has one: «прокуратура … российская прокуратура»."""
_GENERIC = words("generic")
"""Nouns by which a person is meant who has been named before."""
_OF_PEOPLES = ("анин", "янин", "анка", "янка", "ец")
_NO_PEOPLES = words("no-peoples")
"""Nouns that end as those of peoples do."""
_MINISTRIES = ("МВД", "МИД", "Мин", "МЧС")
_COUPLES = frozenset(("пара", "супруг", "супруги", "дуэт", "молодожён", "молодожёны", "возлюбленный", "оба"))
_OFFICES = words("offices-held")
"""Offices of which a person holds one: who is a minister is not meant by «президент»."""
_SELF = frozenset(("сам", "сама", "само", "сами", "самого", "самой", "самих"))
_OF_PLACES = ("ский", "ская", "ского", "ской", "цкий", "цкая", "цкого", "цкой")
_QUALITIES = ("юн", "молод", "известн", "знаменит", "опальн", "скандальн", "пожил", "популярн", "нов")
"""The stems of adjectives that tell nobody apart: «молодой политик»."""
_OLD = ("летний", "летняя", "летнего", "летней")
_LONGEST_TITLE = 12
"""Words before and behind a name that may tell of somebody's office."""
_INTERLOCUTORS = ("собеседник", "собеседница")


class Descriptions(Bodies):
    """Bodies that a source names, and whoever is meant by a title or a description: «глава государства», «учёные»."""

    def _of_phrase(self, source: Source, quote: Candidate) -> list[Actor]:
        parts = self._coordinated(source) or self._owners(source)
        if parts:
            return [actor for part in parts for actor in self._of_phrase(part, quote)]
        people = self._people_in(source, quote.verb)
        if people:
            return people
        body = self._body_in(source, quote)
        if body is not None:
            return [self._same_state(body)]
        if lemma(self._word(source.head)) in _COUPLES and (couple := self._spoken_together(quote)):
            return couple
        return [self._same_state(self._by_description(source, quote))]

    def _same_state(self, actor: Actor) -> Actor:
        """The state that spoke under its own name or its capital's before: «Южная Корея … Сеул»."""
        name = actor.name.lower()
        state = capitals().get(name)
        for other in self._voices if state or name in capitals().values() else ():
            called = other.name.lower()
            if called in (name, state) or capitals().get(called) in (name, state or name):
                return other
        return actor

    def _spoken_together(self, quote: Candidate) -> list[Actor]:
        """The two who were quoted together last: «пара рассказала»."""
        number = self._number[id(quote)]
        near = range(number - 1, max(-1, number - FARTHEST), -1)
        return next((self.of[before] for before in near if len(self.of.get(before, ())) == 2), [])  # noqa: PLR2004

    def _coordinated(self, source: Source) -> list[Source]:
        """The two sides of «и», where a body in marks stands on one of them at least."""
        doc = self.doc
        joints = [place for place, at in enumerate(source.items) if doc.lower[at] == "и"]
        if len(joints) != 1 or not source.bits & PLURAL or source.bits & SINGULAR:
            return []
        sides = source.items[: joints[0]], source.items[joints[0] + 1 :]
        marked = any(map(doc.is_passage, (at for side in sides for at in side[:2])))
        if not all(sides) or not (marked or all(map(self._is_bodies_name, sides))):
            return []
        parts = []
        for side in sides:
            head = next((at for at in side if doc.is_passage(at) or some(doc.readings(at), NOUN | NOMINATIVE)), side[0])
            bits = NOUN | SINGULAR | GENDERS if doc.is_passage(head) else doc.readings(head)[0]
            parts.append(Source(doc.starts[side[0]], doc.end_of(side[-1]), bits & ~PRONOUN, side, head))
        return parts

    def _is_bodies_name(self, side: tuple[int, ...]) -> bool:
        """Whether a side of «и» is a body by its name: «ТАСС», «РИА Новости», «Пятый канал»."""
        doc, first = self.doc, side[0]
        named = doc.text[doc.starts[first] : doc.ends[first]].isupper() or is_outlet(doc.surface(list(side)))
        kind_ = kind_words().get(kind_forms().get(doc.lower[side[-1]], ""))
        return doc.capital(first) and (named or kind_ in ("organization", "media"))

    def _owners(self, source: Source) -> list[Source]:
        """A document with its first owner, and the second: «в письме мэра и губернатора»."""
        doc = self.doc
        joint = next((at for at in source.items if at > source.head and doc.lower[at] == "и"), None)
        if joint is None or kind_words().get(lemma(self._word(source.head))) != "document":
            return []
        first = tuple(at for at in source.items if at < joint)
        second = tuple(at for at in source.items if at > joint)
        head = next((at for at in second if doc.is_passage(at) or some(doc.readings(at), NOUN | GENITIVE)), None)
        if head is None:
            return []
        bits = NOUN | SINGULAR | GENDERS if doc.is_passage(head) else doc.readings(head)[0]
        return [
            replace(source, end=doc.end_of(first[-1]), items=first),
            Source(doc.starts[second[0]], source.end, bits & ~PRONOUN, second, head),
        ]

    def _by_description(self, source: Source, quote: Candidate) -> Actor:
        """Somebody described: met before by these words or by a title, or new."""
        doc = self.doc
        himself = len(source.items) > 1 and doc.lower[source.items[0]] in _SELF
        if himself:
            source = replace(source, items=source.items[1:])
        noun = lemma(doc.lower[source.head]) if doc.kinds[source.head] == kind.WORD else ""
        if not source.bits & NOUN and doc.lower[source.head].endswith(("ый", "ий", "ой", "ая")):
            noun = doc.lower[source.head]  # an adjective or a participle that stands for a noun: «обвиняемый»
        words = doc.surface(list(source.items)).lower()
        for known, actor in reversed(self.described[-FARTHEST:]):
            if known == words:
                return actor
        bare = len(source.items) == 1
        met = self._met_by_title(noun, source, quote, bare=bare)
        if met is None and himself and len(source.items) == 1:
            met = self._told_of_most(source, quote)
        if met is not None:
            return met
        surface = doc.surface(list(source.items)).split(" ")
        place = sum(at < source.head for at in source.items)
        head = min(place, len(surface) - 1)
        named = source.bits & NOMINATIVE and source.bits & PLURAL and not source.bits & SINGULAR
        named = named or surface[head].isupper()
        label = " ".join(surface if named else description(surface, head))
        if not label.split()[0].isupper():
            label = (label[:1].upper() if self._is_proper(source) else label[:1].lower()) + label[1:]
        actor = self._described_actor(label, _kind(noun, source), source.bits, noun)
        self.described.append((words, actor))
        return actor

    def _told_of_most(self, source: Source, quote: Candidate) -> Actor | None:
        """The person named most often before, whom «сам» sets apart: «сама пострадавшая»."""
        before = [event.actor for event in self._before(source.start) if event.actor.kind == "person"]
        fitting = [each for each in before if agree(each.bits, _grammar(source, quote))]
        return max(fitting, key=fitting.count, default=None)

    def _is_proper(self, source: Source) -> bool:
        """Whether a description begins with the name of a place: «Москва», «Южная Корея»."""
        doc, first = self.doc, source.items[0]
        forms = doc.readings(first)
        place = first == source.head and bool(forms) and bool(forms[0] & PLACE)
        return doc.capital(first) and (place or (first + 1 == source.head and doc.capital(source.head)))

    def _met_by_title(self, noun: str, source: Source, quote: Candidate, *, bare: bool) -> Actor | None:
        """The actor met before that a title means: one who bears it, or for a bare generic noun the last who fits."""
        if source.bits & PLURAL and not source.bits & SINGULAR:
            return self._researchers_met(source) if noun in _RESEARCHERS else self._group_met(noun, source, bare=bare)
        described = bare and source.bits & MASCULINE and not source.bits & NOUN
        if (source.bits & ANIMATE or described) and noun not in kind_words():
            return self._person_met(noun, source, quote, bare=bare)
        qualified = len(source.items) == 2 and some(self.doc.readings(source.items[0]), ADJECTIVE)  # noqa: PLR2004
        return self._body_met(noun, source) if bare or (qualified and noun in _GENERIC_BODIES | _OF_STATE) else None

    def _group_met(self, noun: str, source: Source, *, bare: bool) -> Actor | None:
        """The group met last that a bare noun means: «власти Лужска … по данным властей»."""
        if not bare or not source.bits:
            return None
        groups = (actor for _, actor in reversed(self.described[-FARTHEST:]) if actor.kind == "group")
        return next((each for each in groups if noun in each.titles), None)

    def _researchers_met(self, source: Source) -> Actor | None:
        """The group met last that a study is of: «исследователи из Луги», «учёные», «авторы работы»."""
        if len(source.items) > 2:  # noqa: PLR2004 - a description so full is of others
            return None
        groups = (actor for _, actor in reversed(self.described[-FARTHEST:]) if actor.kind == "group")
        return next((each for each in groups if not _RESEARCHERS.isdisjoint(each.titles)), None)

    def _person_met(self, noun: str, source: Source, quote: Candidate, *, bare: bool) -> Actor | None:
        doc = self.doc
        if doc.kinds[source.items[0]] == kind.NUMBER and doc.lower[source.items[0]].endswith(_OLD):
            source = replace(source, items=source.items[1:])
            bare = len(source.items) == 1
        if (meant := self._introduced_later(noun, source, quote)) is not None:
            return meant
        if len(source.items) > 2:  # noqa: PLR2004 - a description so full is of somebody else
            return (
                self._only_bearer(noun, source, quote)
                or self._titled_so(noun, source, quote)
                or self._head_of_body(noun, source, quote)
            )
        bare = bare or self._is_youth(source)
        if not bare and noun in _INTERLOCUTORS and (spoken := self._last_spoken(source, quote)) is not None:
            return spoken
        itself = [] if quote.parent is None else self._parent_speakers(quote)
        named = [event.actor for event in self._before(source.start) if event.actor.kind == "person"]
        people = [each for each in named if agree(each.bits, _grammar(source, quote)) and each not in itself]
        titles = self._titles(noun, source) - self._of_other_bodies(noun, source)
        titled = self._head_of(noun, source, people)
        if titled is None and noun in _HEADS:
            titled = self._first_called(titles - {noun}, people)  # «глава государства» is rather a president
        titled = titled or self._first_called(titles, people)
        if titled is None and source.bits & MASCULINE and not quote.verb & PAST:
            # A trade in the masculine may be a woman's: «по мнению врача».
            titled = self._first_called({noun}, [each for each in named if each not in itself])
        return titled if titled is not None or not bare else self._meant_by(noun, people, source, quote)

    def _is_youth(self, source: Source) -> bool:
        """Whether an adjective before a noun tells nobody apart: «юный учёный», «турецкий лидер»."""
        adjective = self.doc.lower[source.items[0]]
        of_place = adjective.endswith(_OF_PLACES)
        return len(source.items) == 2 and (of_place or adjective.startswith(_QUALITIES))  # noqa: PLR2004

    def _only_bearer(self, noun: str, source: Source, quote: Candidate) -> Actor | None:
        """The one person of an office that a full title names without a name: «новый глава столичной полиции»."""
        named = any(self.doc.capital(at) or self.doc.is_passage(at) for at in source.items[1:])
        if noun not in _OFFICES | set(_HEADS) or named or quote.parent is not None:
            return None
        called = [each for each in self.bearers(noun) if each.introduced < source.items[0]]
        called = [each for each in called if agree(each.bits, _grammar(source, quote))]
        return called[0] if len(called) == 1 else None

    def _titled_so(self, noun: str, source: Source, quote: Candidate) -> Actor | None:
        """The one person in whose title all words of a description stand: «председатель правления фонда»."""
        words = {lemma(self._word(at)) for at in source.items if some(self.doc.readings(at), NOUN, ADJECTIVE)}
        if quote.parent is not None or len(words) < 2:  # noqa: PLR2004 - its head alone tells too little
            return None
        called = (each for each in self.bearers(noun) if each.introduced < source.items[0])
        titled = [each for each in called if any(words <= self._beside(place) for place in each.places[:3])]
        return titled[0] if len(titled) == 1 and agree(titled[0].bits, _grammar(source, quote)) else None

    def _head_of_body(self, noun: str, source: Source, quote: Candidate) -> Actor | None:
        """Who heads what there is one of: «глава католической церкви» for a pope."""
        named = any(self.doc.capital(at) or self.doc.is_passage(at) for at in source.items[1:])
        if noun not in _HEADS or named or quote.parent is not None:
            return None
        people = [event.actor for event in self._before(source.start) if event.actor.kind == "person"]
        people = [each for each in people if agree(each.bits, _grammar(source, quote))]
        return self._first_called(self._titles(noun, source) - {noun}, people)

    def _beside(self, place: int) -> set[str]:
        """The lemmas of the words around a name, in its sentence."""
        doc = self.doc
        near = range(max(0, place - _LONGEST_TITLE), min(len(doc.kinds), place + _LONGEST_TITLE))
        stops = [at for at in near if doc.kinds[at] in (kind.STOP, kind.NEWLINE)]
        first = max((at for at in stops if at < place), default=near.start - 1) + 1
        last = min((at for at in stops if at > place), default=near.stop)
        return {lemma(doc.lower[at]) for at in range(first, last)}

    def _head_of(self, noun: str, source: Source, people: list[Actor]) -> Actor | None:
        """Who heads what a title names: «президент Заречья Лев Рыков … глава Заречья»."""
        last = source.items[-1]
        if last == source.head or not self.doc.capital(last):
            return None
        titles = self._titles(noun, source)
        for each in people:
            called = self._first_called(titles, [each]) is not None or noun in _HEADS
            if called and any(same_name(domain, self._word(last)) for domain in each.domains):
                return each
        return None

    def _meant_by(self, noun: str, people: list[Actor], source: Source, quote: Candidate) -> Actor | None:
        """Whom a bare noun means that nobody is called by yet: who is called so further on, or who spoke last."""
        later = self.bearers(noun)
        if len(later) == 1 and quote.parent is None and agree(later[0].bits, _grammar(source, quote)):
            return later[0]
        for known, actor in reversed(self.described[-FARTHEST:]):
            if (known.endswith(noun) or self.cast.is_called(actor, noun)) and actor.bits & SINGULAR:
                return actor
        generic = (noun in _GENERIC or (noun.endswith(_OF_PEOPLES) and noun not in _NO_PEOPLES)) and noun not in VAGUE
        if not generic or quote.parent is not None:
            return None
        if noun in _OFFICES:
            if source.bits & GENITIVE and not source.bits & NOMINATIVE:
                return None  # «телеграмма президента»
            people = [each for each in people if not any(self.cast.is_called(each, office) for office in _OFFICES)]
        voices = [each for each in people[:6] if each in self._voices]
        return next(iter(voices or people), None)

    def _introduced_later(self, noun: str, source: Source, quote: Candidate) -> Actor | None:
        """The one person of a title of whom the headline tells before the text names him: «Премьер Японии уходит»."""
        if quote.parent is not None or source.start >= self.doc.text.find("\n"):
            return None
        titles = self._titles(noun, source)
        fitting = (actor for actor in self.cast.people if agree(actor.bits, _grammar(source, quote)))
        called = [actor for actor in fitting if self._first_called(titles, [actor])]
        return called[0] if len(called) == 1 else self._head_of(noun, source, called)

    def _titles(self, noun: str, source: Source) -> set[str]:
        """A title and those that it stands for: «глава государства» for a president or a king."""
        if noun not in _HEADS or len(source.items) == 1:
            return {noun} | offices().get(noun, frozenset())
        last = source.items[-1]
        place = any(form & PLACE for form in self.doc.readings(last))
        return {noun} | offices().get("страна" if place else lemma(self._word(last)), frozenset())

    def _of_other_bodies(self, noun: str, source: Source) -> set[str]:
        """A noun that tells nothing without its body, which a title has of its own: «глава Минфина»."""
        return {noun} if noun in _HEADS and self.doc.capital(source.items[-1]) and len(source.items) > 1 else set()

    def _first_called(self, titles: set[str], people: list[Actor]) -> Actor | None:
        """The first person who is called by one of some titles."""
        return next((each for each in people if any(self.cast.is_called(each, title) for title in titles)), None)

    def _body_met(self, noun: str, source: Source) -> Actor | None:
        for event in self._before(source.start):
            ministry = noun == "министерство" and event.actor.name.startswith(_MINISTRIES)
            if event.actor.kind != "person" and (ministry or self.cast.is_called(event.actor, noun)):
                return event.actor
        described = next(
            (actor for _, actor in reversed(self.described[-FARTHEST:]) if self.cast.is_called(actor, noun)), None
        )
        if described is not None or noun not in _GENERIC_BODIES:
            return described
        wanted = kind_words().get(noun, "organization")
        bodies = (event.actor for event in self._before(source.start) if event.actor.kind == wanted)
        # «СМИ» are no one of them, and a bare noun such as «компания» no more telling than this one.
        telling = (
            each
            for each in bodies
            if each.name.lower() != "сми" and (each.named or " " in each.name or each in self._voices)
        )
        return next(telling, None)

    def _described_actor(self, label: str, kind_: object, bits: int, noun: str | None) -> Actor:
        for known, actor in self.described[-FARTHEST:]:
            if known == label:
                return actor
        anonymity = "anonymous" if noun in VAGUE else "partial"
        actor = Actor(kind_, anonymity, [label], bits, named=False)  # type: ignore[arg-type]
        if noun:
            actor.titles.add(noun)
        self.described.append((label, actor))
        return actor


def _grammar(source: Source, quote: Candidate) -> int:
    """What the verb says of a source that is its subject, or else the source itself."""
    oblique = source.bits & CASES and not source.bits & NOMINATIVE
    return quote.verb if quote.verb & PAST and not oblique else source.bits


def _kind(noun: str, source: Source) -> object:
    if noun in kind_words():
        return kind_words()[noun]
    if source.bits & PLURAL and not source.bits & SINGULAR:
        return "group"
    described = not source.bits & NOUN and source.bits & (MASCULINE | FEMININE)
    return "person" if source.bits & (ANIMATE | PRONOUN) or described or noun in VAGUE else "organization"
