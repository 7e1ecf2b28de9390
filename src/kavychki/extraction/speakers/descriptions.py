"""Bodies that a source names, and whoever is meant by a title or a description: «глава государства», «учёные»."""

from __future__ import annotations

from dataclasses import replace

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import capitals, kind_words, offices, words
from kavychki.extraction.mentions import Actor, is_name_of_body
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
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
    is_known,
    lemma,
    some,
)
from kavychki.extraction.names import description, same_name
from kavychki.extraction.speakers.people import People
from kavychki.extraction.speakers.scene import FARTHEST, agree

_HEADS = ("глава", "лидер", "руководитель")
"""Nouns that name an office by the body alone: «глава государства»."""
_RESEARCHERS = words("researchers")
"""Members of a group that a study is of, whatever it is called."""
_VAGUE = words("vague")
_GENERIC_BODIES = words("generic-bodies")
_OF_STATE = frozenset(("прокуратура", "правительство", "полиция", "парламент", "следствие", "суд"))
"""Bodies of which a text has one: «прокуратура … российская прокуратура»."""
_GENERIC = words("generic")
"""Nouns by which a person is meant who has been named before."""
_OF_PEOPLES = ("анин", "янин", "анка", "янка", "ец")
_ITS_OWN = words("its-own")
"""Documents behind which no body is looked for."""
_NO_PEOPLES = words("no-peoples")
"""Nouns that end as those of peoples do."""
_MINISTRIES = ("МВД", "МИД", "Мин", "МЧС")
_INQUIRY = frozenset(("ск", "скр", "следствие"))
_COUPLES = frozenset(("пара", "супруг", "супруги", "дуэт", "молодожён", "молодожёны", "возлюбленный", "оба"))
_OFFICES = words("offices-held")
"""Offices of which a person holds one: who is a minister is not meant by «президент»."""
_SELF = frozenset(("сам", "сама", "само", "сами", "самого", "самой", "самих"))
_QUALITIES = ("юн", "молод", "известн", "знаменит", "опальн", "скандальн", "пожил", "популярн", "нов")
"""The stems of adjectives that tell nobody apart: «молодой политик»."""
_LETTERS = frozenset(("поздравление", "послание", "телеграмма", "соболезнование"))
"""What somebody writes who was told of before: «Рыкова поздравил мэр. В поздравлении говорится …»."""
_OLD = ("летний", "летняя", "летнего", "летней")
_INTERLOCUTORS = ("собеседник", "собеседница")


class Descriptions(People):
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
        if not all(sides) or not any(map(doc.is_passage, (at for side in sides for at in side[:2]))):
            return []
        parts = []
        for side in sides:
            head = next((at for at in side if doc.is_passage(at) or some(doc.readings(at), NOUN | NOMINATIVE)), side[0])
            bits = NOUN | SINGULAR | GENDERS if doc.is_passage(head) else doc.readings(head)[0]
            parts.append(Source(doc.starts[side[0]], doc.end_of(side[-1]), bits & ~PRONOUN, side, head))
        return parts

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

    def _body_in(self, source: Source, quote: Candidate) -> Actor | None:
        """The body that a source names in marks or by a name of its own: «газета „Вестник“», «МВД Киргизии»."""
        doc = self.doc
        head = source.head
        noun = lemma(doc.lower[head]) if doc.kinds[head] == kind.WORD else ""
        foreign = doc.lower[head].isascii() and doc.capital(head)
        if (source.bits & ANIMATE and noun not in kind_words() and not foreign) or noun in _VAGUE:
            return None
        passage = next(filter(doc.is_passage, source.items), None)
        if passage is not None:
            return self.cast.body(doc.text[slice(*doc.inner_span(passage))], self._noun_before(passage) or noun)
        if kind_words().get(noun) == "document":
            return self._behind_document(source, noun, quote)
        if source.items[0] != head and (body := self._with_adjective(source, noun)) is not None:
            return body
        if noun in _INQUIRY and (inquiry := self._inquiry()) is not None:
            return inquiry
        name = self._name_of_body(source, noun, foreign=foreign)
        return self.cast.body(name, noun) if name else None

    def _inquiry(self) -> Actor | None:
        """The one body of investigation that a text names: «Следственный комитет … СК … следствие»."""
        named = (actor for actor in self.cast.bodies if actor.words[0].lower().startswith("следственн"))
        return next(named, None)

    def _name_of_body(self, source: Source, noun: str, *, foreign: bool) -> str:
        """The name by which a phrase calls a body: in Latin letters, by an abbreviation, or by its capital."""
        doc, head = self.doc, source.head
        if kind_words().get(noun) in ("organization", "media") and (name := self._foreign_name(source)):
            return name
        capital = doc.kinds[head] == kind.WORD and doc.capital(head)
        opens = head == _first_of_sentence(doc, head) and is_known(doc.lower[head]) and not doc.is_proper(head)
        named = capital and (foreign or not opens)
        abbreviated = doc.text[doc.starts[head] : doc.ends[head]].isupper()
        return doc.text[source.start : source.end] if named or abbreviated else ""

    def _foreign_name(self, source: Source) -> str:
        """The name in Latin letters right behind a kind word: «компания Lodka Group»."""
        doc = self.doc
        name = []
        for at in (each for each in source.items if each > source.head):
            paper = kind_words().get(lemma(doc.lower[source.head])) == "media"
            if not doc.capital(at) or not (paper or doc.lower[at].isascii()):
                break
            name.append(at)
        return doc.surface(name) if name else ""

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
        if noun in _ITS_OWN or (source.bits & PLURAL and not source.bits & SINGULAR):
            return None
        before = self._number[id(quote)] - 1
        if before >= 0 and (again := self._same_document(noun, before)) is not None:
            return again
        near = self._before(source.start)
        if noun in _LETTERS and (writer := next((e.actor for e in near[:6] if e.subject), None)) is not None:
            return writer
        if quote.parent is None and (body := self._body_told_of(source, quote)) is not None:
            return body
        named = (e.actor for e in near[:12] if e.actor.kind in ("organization", "media") and e.actor.named)
        spoken = (e.actor for e in near if e.actor in self._voices and e.actor.kind in ("organization", "group"))
        return next(named, None) or next(spoken, None)

    def _same_document(self, noun: str, before: int) -> Actor | None:
        """Who was quoted last from a document of the same kind: «В письме мэрии сказано … В письме также сказано …»."""
        sources = self.quotes[before].sources[-1:]
        same = any(lemma(self._word(source.head)) == noun for source in sources)
        return next(iter(self.of.get(before, ())), None) if same else None

    def _body_told_of(self, source: Source, quote: Candidate) -> Actor | None:
        """The body that is the subject of the sentence before: «Об этом сообщил порт. В сообщении говорится …»."""
        subject = self._antecedents.subject_before(source.start)
        if subject is None or self.doc.kinds[subject.head] != kind.WORD:
            return None
        if kind_words().get(lemma(self.doc.lower[subject.head])) not in ("organization", "group"):
            return None
        actors = self._of_phrase(subject, quote)
        for actor in actors[:1]:
            actor.note(subject.span)
        return actors[0] if actors else None

    def _noun_before(self, at: int) -> str:
        doc = self.doc
        return lemma(doc.lower[at - 1]) if at and doc.kinds[at - 1] == kind.WORD else ""

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
            return self._only_bearer(noun, source, quote)
        bare = bare or doc.lower[source.items[0]].endswith(("ский", "ская", "ского", "ской")) or self._is_youth(source)
        if not bare and noun in _INTERLOCUTORS and (spoken := self._last_spoken(source, quote)) is not None:
            return spoken
        itself = [] if quote.parent is None else self._parent_speakers(quote)
        named = [event.actor for event in self._before(source.start) if event.actor.kind == "person"]
        people = [each for each in named if agree(each.bits, _grammar(source, quote)) and each not in itself]
        titled = self._head_of(noun, source, people)
        titled = titled or self._first_called(self._titles(noun, source) - self._of_other_bodies(noun, source), people)
        if titled is None and source.bits & MASCULINE and not quote.verb & PAST:
            # A trade in the masculine may be a woman's: «по мнению врача».
            titled = self._first_called({noun}, [each for each in named if each not in itself])
        return titled if titled is not None or not bare else self._meant_by(noun, people, source, quote)

    def _is_youth(self, source: Source) -> bool:
        """Whether nothing but an age, or how well somebody is known, stands before a noun: «юный учёный»."""
        return len(source.items) == 2 and self.doc.lower[source.items[0]].startswith(_QUALITIES)  # noqa: PLR2004

    def _only_bearer(self, noun: str, source: Source, quote: Candidate) -> Actor | None:
        """The one person of an office that a full title names without a name: «новый глава столичной полиции»."""
        named = any(self.doc.capital(at) or self.doc.is_passage(at) for at in source.items[1:])
        if noun not in _OFFICES | set(_HEADS) or named or quote.parent is not None:
            return None
        people = [each for each in self.cast.people if agree(each.bits, _grammar(source, quote))]
        called = [each for each in people if each.introduced < source.items[0] and self.cast.is_called(each, noun)]
        return called[0] if len(called) == 1 else None

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
        later = [actor for actor in self.cast.people if self.cast.is_called(actor, noun)]
        if len(later) == 1 and quote.parent is None and agree(later[0].bits, _grammar(source, quote)):
            return later[0]
        for known, actor in reversed(self.described[-FARTHEST:]):
            if (known.endswith(noun) or self.cast.is_called(actor, noun)) and actor.bits & SINGULAR:
                return actor
        generic = (noun in _GENERIC or (noun.endswith(_OF_PEOPLES) and noun not in _NO_PEOPLES)) and noun not in _VAGUE
        if not generic or quote.parent is not None:
            return None
        if noun in _OFFICES:
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
        anonymity = "anonymous" if noun in _VAGUE else "partial"
        actor = Actor(kind_, anonymity, [label], bits, named=False)  # type: ignore[arg-type]
        if noun:
            actor.titles.add(noun)
        self.described.append((label, actor))
        return actor


def _first_of_sentence(doc: Document, at: int) -> int:
    return at if at == 0 or doc.kinds[at - 1] in (kind.STOP, kind.NEWLINE, kind.DASH, kind.MARK) else -1


def _grammar(source: Source, quote: Candidate) -> int:
    """What the verb says of a source, or else the source itself."""
    return quote.verb if quote.verb & PAST else source.bits


def _kind(noun: str, source: Source) -> object:
    if noun in kind_words():
        return kind_words()[noun]
    if source.bits & PLURAL and not source.bits & SINGULAR:
        return "group"
    described = not source.bits & NOUN and source.bits & (MASCULINE | FEMININE)
    return "person" if source.bits & (ANIMATE | PRONOUN) or described or noun in _VAGUE else "organization"
