"""Persons and bodies that a text names, wherever it does: who could be meant by a pronoun or a title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache, reduce
from operator import or_

from kavychki.extraction import tokens as kind
from kavychki.extraction.document import NAME_PARTICLES, Bounds, Document
from kavychki.extraction.lexicon import kind_forms, kind_words, words
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    CASES,
    FEMININE,
    FIRST_NAME,
    GENDERS,
    INSTRUMENTAL,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PATRONYMIC,
    PLURAL,
    SINGULAR,
    SURNAME,
    VERB,
    agrees,
    is_known,
    lemma,
    readings,
    some,
)
from kavychki.extraction.name_runs import name_runs
from kavychki.extraction.names import (
    LONGEST_SHORT_NAME,
    body_in_nominative,
    gender_of_first_name,
    is_nominative,
    nominative,
    same_name,
)
from kavychki.extraction.personal_names import is_mononym, name_of
from kavychki.model.vocabulary import Anonymity, SpeakerKind

MOST_NAMESAKES = 50
"""Actors that are looked through for a name; no article has more that look alike."""
_OUTLETS = words("outlets")
_OUTLET_WORDS = words("outlet-words")
_NEWS = ("информ", "телеграф", "новост", "пресс")
_WITH_ABBREVIATION = re.compile(r"(.+?)\s*\(([^\W\d_]{2,8})\)")
_TITLE_WORDS = 7
_BECOMING = frozenset(("стал", "стала", "станет", "избран", "избрана", "назначен", "назначена"))
_PREMIER = "премьер-"
_SHORTEST_TRADE = 6
"""Letters of a noun that is looked for inside compounds."""


@dataclass(slots=True, eq=False)
class Actor:
    """A person or body that may speak: what it is called, its grammar, and where it is mentioned."""

    kind: SpeakerKind
    anonymity: Anonymity
    words: list[str]
    """The words of its name, of a person's in the case in which it was met, or of its description."""
    bits: int
    role: str | None = None
    titles: set[str] = field(default_factory=set)
    """Lemmas of the nouns that it is called by: titles, trades, kind words."""
    title_forms: set[str] = field(default_factory=set)
    """Forms of further such nouns, whose lemmas are looked up only where somebody asks."""
    domains: set[str] = field(default_factory=set)
    """Capitalised words inside its titles, in lower case: of what somebody is the head."""
    mentions: dict[int, int] = field(default_factory=dict)
    """The ends of its mentions by their starts, in code points."""
    named: bool = True
    settled: bool = False
    """Whether the words of a person's name stand in the nominative for certain."""
    places: list[int] = field(default_factory=list)
    """The tokens at which a person is named in full, in order; beside them stand titles."""

    learnt: int = 0
    """How many of these have been looked at for titles."""

    @property
    def introduced(self) -> int:
        """The token by which it is first named in full."""
        return self.places[0] if self.places else 0

    def note(self, span: Bounds) -> None:
        """Add a mention; of two that begin at one place the longer stays."""
        self.mentions[span[0]] = max(span[1], self.mentions.get(span[0], 0))

    @property
    def name(self) -> str:
        inflected = self.named and self.kind == "person" and not self.settled
        words = nominative(self.words, self.bits) if inflected else self.words
        if self.named and self.kind != "person":
            words = body_in_nominative(words)
        if self.kind != "person":
            return " ".join(words)
        return " ".join(f"{word}." if len(word) == 1 else word for word in words)

    @property
    def surname(self) -> str:
        return self.words[-1].lower()


@dataclass(frozen=True, slots=True)
class Event:
    """A mention of an actor at a place, as the subject or not."""

    place: int
    actor: Actor
    subject: bool


class Cast:
    """The actors of a text, found by one pass over its capitalised words and its passages in marks."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.people: list[Actor] = []
        self.events: list[Event] = []
        self._by_prefix: dict[str, list[Actor]] = defaultdict(list)
        self._bodies_by_prefix: dict[str, list[Actor]] = defaultdict(list)
        self._by_abbreviation: dict[str, Actor] = {}
        runs = list(name_runs(doc))
        names = [name_of(doc, run) if len(run) > 1 else [] for run in runs]
        for name in filter(None, names):
            self.person([doc.text[doc.starts[at] : doc.ends[at]] for at in name], name[0])
        for run, name in zip(runs, names, strict=True):
            if not name and len(run) <= 2 and is_mononym(doc, run[-1]):  # noqa: PLR2004 - a title begins the sentence
                self.person([doc.surface(run[-1:])], run[-1])
        stems = {stem for actor in self.people for word in actor.words for stem in _stems(word)}
        for run, name in zip(runs, names, strict=True):
            if name or doc.lower[run[-1]][:3] in stems or doc.lower[run[-1]][:2] in stems:
                self._note(run, name)
        self._note_passages()
        self._note_papers()
        self._note_kinds()
        self._note_abbreviations()
        self.events.sort(key=lambda event: event.place)

    def person(self, words: list[str], place: int | None = None) -> Actor:
        """The person of a name in whatever case; a new one where nobody fits."""
        found = self.find_person(words)
        if found is None:
            found = Actor("person", "named", list(words), _gender_of(tuple(words)) | SINGULAR)
            self.people.append(found)
            self._by_prefix[_prefix(found.words[-1])].append(found)
        else:
            if found.bits & MASCULINE and found.bits & FEMININE:
                found.bits = _narrowed_actor(found.bits, _gender_of(tuple(words)))
            if not _initials(words) and (len(words) > len(found.words) or _is_plainer(words, found)):
                found.words = list(words)
        if place is not None:
            found.places.append(place)
        return found

    def is_called(self, actor: Actor, noun: str) -> bool:
        """Whether a noun, by its lemma, is one that an actor is called by, or the end of one: «кинорежиссёр»."""
        for place in actor.places[actor.learnt :]:
            self._learn_titles(actor, place)
        actor.learnt = len(actor.places)
        if actor.title_forms:
            actor.titles.update(lemma(part) for form in actor.title_forms for part in _parts_of_title(form))
            actor.title_forms.clear()
        if noun in actor.titles:
            return True
        ends = (title for title in actor.titles if title.endswith(noun) and not title.startswith(_PREMIER))
        return len(noun) >= _SHORTEST_TRADE and any(ends)

    def namesakes(self, words: list[str]) -> list[Actor]:
        """The persons of one surname whose first names do not speak against each other, the last first."""
        surname = words[-1].lower()
        gender = _gender_of_surname(surname)
        return [
            actor
            for actor in reversed(self._by_prefix[_prefix(surname)][-MOST_NAMESAKES:])
            if same_name(actor.surname, surname) and actor.bits & gender and _compatible(actor.words[:-1], words[:-1])
        ]

    def find_person(self, words: list[str]) -> Actor | None:
        """The person whose name these words can be: of one surname, and no other first name."""
        surname = words[-1].lower()
        found = self.namesakes(words)
        if found:
            return found[0]
        if len(words) == 2 and _is_patronymic(surname):  # noqa: PLR2004
            for actor in reversed(self.people[-MOST_NAMESAKES:]):
                if len(actor.words) == 2 and same_name(actor.words[0].lower(), words[0].lower()):  # noqa: PLR2004
                    actor.words = nominative(actor.words, actor.bits)
                    actor.words.insert(1, nominative(words, actor.bits)[1])
                    return actor
        if len(words) <= 2:  # noqa: PLR2004 - first name, or first name and patronymic
            for actor in reversed(self.people[-MOST_NAMESAKES:]):
                own = [word.lower() for word in actor.words]
                if len(own) < 2 or not same_name(own[0], words[0].lower()):  # noqa: PLR2004
                    continue
                if len(words) == 1 or (len(own) > 2 and same_name(own[1], surname)):  # noqa: PLR2004
                    return actor
        return None

    def _learn_titles(self, actor: Actor, place: int) -> None:
        """The nouns right before a name, and those of an apposition behind it."""
        self._learn_before(actor, place)
        self._learn_elected(actor, place)
        doc = self.doc
        while place < len(doc.kinds) and doc.kinds[place] == kind.WORD and doc.capital(place):
            place += 1
        if place + 1 < len(doc.kinds) and doc.kinds[place] == kind.COMMA:
            for at in range(place + 1, min(len(doc.kinds), place + 5)):
                if doc.kinds[at] != kind.WORD or doc.capital(at):
                    break
                if some(doc.readings(at), NOUN | ANIMATE):
                    actor.title_forms.add(doc.lower[at])

    def _learn_before(self, actor: Actor, place: int) -> None:
        """The noun before a comma, or the nouns in the case of the name, up to another surname."""
        doc = self.doc
        at = place - 1
        if at > 0 and doc.kinds[at] == kind.COMMA:
            if some(doc.readings(at - 1), NOUN | ANIMATE) and not doc.capital(at - 1):
                actor.title_forms.add(doc.lower[at - 1])
            return
        titled = len(actor.title_forms)
        beside: set[str] = set()
        cases = reduce(or_, (form & CASES for form in doc.readings(place) if form & NOUN), 0) or CASES
        while at >= max(0, place - _TITLE_WORDS) and doc.kinds[at] in (kind.WORD, kind.MARK):
            if doc.kinds[at] == kind.WORD and any(
                form & NOUN and form & ANIMATE and form & cases for form in doc.readings(at)
            ):
                actor.title_forms.add(doc.lower[at])
            elif doc.kinds[at] == kind.WORD and doc.capital(at):
                beside.add(doc.lower[at])
            if doc.kinds[at] == kind.WORD and (
                any(form & VERB for form in doc.readings(at)[:1])
                or (doc.capital(at) and any(form & SURNAME for form in doc.readings(at)))
            ):
                break
            at -= 1
        if len(actor.title_forms) > titled:
            actor.domains |= beside

    def _learn_elected(self, actor: Actor, place: int) -> None:
        """What somebody has become: «Новым главой порта стала Анна Рыкова»."""
        doc = self.doc
        if place < 1 or doc.lower[place - 1] not in _BECOMING:
            return
        for at in range(place - 2, max(-1, place - 2 - _TITLE_WORDS), -1):
            if doc.kinds[at] in (kind.STOP, kind.COMMA, kind.NEWLINE):
                break
            if some(doc.readings(at), NOUN | ANIMATE | INSTRUMENTAL) and not doc.capital(at):
                actor.title_forms.add(doc.lower[at])

    def _note(self, run: list[int], name: list[int]) -> None:
        """Keep a mention of a person by the name in a run, or else by the last word of the run."""
        doc = self.doc
        words = name or run[-1:]
        surfaces = [doc.text[doc.starts[at] : doc.ends[at]] for at in words]
        actor = self._lookup(surfaces, words[0])
        if actor is None and len(run) > 1:
            actor = self._lookup(surfaces[-1:], words[-1])
            words = words[-1:]
        if actor is None:
            return
        first = words[0]
        actor.bits = _narrowed_actor(actor.bits, _gender_of_surname(doc.lower[words[-1]]))
        span = doc.starts[first], doc.ends[words[-1]]
        actor.note(span)
        subject = any(
            form & NOUN and form & NOMINATIVE and agrees(form & ~PLURAL, actor.bits)
            for at in words
            for form in doc.readings(at)
        )
        self.events.append(Event(span[0], actor, subject))

    def _lookup(self, words: list[str], place: int) -> Actor | None:
        """The person of a name at a place: of several with one surname rather one who has been named by then."""
        if not self.people:
            return None
        if len(words) == 1 and len(found := self.namesakes(words)) > 1:
            met = [actor for actor in reversed(found) if actor.introduced <= place]
            return max(met, key=lambda actor: len(actor.mentions)) if met else found[-1]
        return self.find_person(words)

    def _note_passages(self) -> None:
        """Bodies by the names in marks: «фирма „Мост“»."""
        doc = self.doc
        for opening, closing in doc.closing.items():
            if not 1 < closing - opening <= 6 or not doc.capital(opening + 1):  # noqa: PLR2004 - no name is longer
                continue
            noun = self._kind_noun(opening)
            name = doc.text[slice(*doc.inner_span(opening))]
            actor = self.body(name, noun, create=noun in kind_words() or is_outlet(name))
            if actor is not None:
                span = doc.inner_span(opening)
                actor.note(span)
                self.events.append(Event(span[0], actor, False))

    def _note_papers(self) -> None:
        """Papers and agencies without marks: «сообщает РБК», «газета Harbour Post»."""
        doc, forms = self.doc, _forms_of_papers()
        for at in [at for at, word in enumerate(doc.lower) if word in _OUTLETS or word in forms]:
            if doc.lower[at] in _OUTLETS and doc.capital(at):
                self._note_paper([at], "")
            elif doc.lower[at] in forms and (name := latin_name(doc, at + 1)):
                self._note_paper(name, forms[doc.lower[at]])

    def _note_paper(self, name: list[int], noun: str) -> None:
        actor = self.body(self.doc.surface(name), noun)
        if actor is not None:
            span = self.doc.span(name)
            actor.note(span)
            self.events.append(Event(span[0], actor, False))

    def _kind_noun(self, opening: int) -> str:
        """The kind word before a name in marks: «центр опросов „Полоса“»."""
        for at in range(opening - 1, max(-1, opening - 5), -1):
            if self.doc.kinds[at] != kind.WORD:
                break
            noun = kind_forms().get(self.doc.lower[at])
            if noun is not None and some(self.doc.readings(at), NOUN | SINGULAR):
                return noun
        return ""

    def _note_kinds(self) -> None:
        """Bodies by an adjective of their own: «Залужская пригородная компания», «Кашлымская гидрометслужба»."""
        doc = self.doc
        forms = kind_forms()
        for at in [at for at, word in enumerate(doc.lower) if word in forms]:
            noun = forms[doc.lower[at]]
            if kind_words()[noun] not in ("organization", "media"):
                continue
            first = self._first_adjective(at)
            if first is None:
                continue
            if not is_name_of_body(doc, first) and doc.lower[at + 1 : at + 2] != ["("]:
                continue
            closing = at + 3 if doc.lower[at + 1 : at + 2] == ["("] and doc.lower[at + 3 : at + 4] == [")"] else at
            actor = self.body(doc.text[doc.starts[first] : doc.ends[closing]], noun)
            if actor is not None:
                actor.note((doc.starts[first], doc.ends[at]))
                self.events.append(Event(doc.starts[first], actor, False))

    def _first_adjective(self, noun: int) -> int | None:
        """The capitalised adjective before a noun, past at most two others."""
        doc = self.doc
        for at in range(noun - 1, max(-1, noun - 4), -1):
            if doc.kinds[at] != kind.WORD:
                return None
            if doc.capital(at):
                return at if some(doc.readings(at), ADJECTIVE) else None
            if not some(doc.readings(at), ADJECTIVE):
                return None
        return None

    def _note_abbreviations(self) -> None:
        """Bodies by the abbreviations that the text has told: «Союз рыбаков (СР) … СР»."""
        doc, known = self.doc, self._by_abbreviation
        if not known:
            return
        for at, each in enumerate(doc.kinds):
            actor = known.get(doc.text[doc.starts[at] : doc.ends[at]]) if each == kind.WORD else None
            if actor is not None:
                actor.note((doc.starts[at], doc.ends[at]))
                self.events.append(Event(doc.starts[at], actor, False))

    def body(self, name: str, noun: str = "", *, create: bool = True) -> Actor | None:
        """The body of a name; a new one, of the kind that the noun before it tells, where none has it."""
        name = name.strip()
        if not name:
            return None
        name, short = _parted(name)
        if name.isupper() and name in self._by_abbreviation:
            return self._by_abbreviation[name]
        words = name.split()
        for actor in self._bodies_by_prefix[_prefix(words[0])][-MOST_NAMESAKES:]:
            extends = len(actor.words) > 1 and len(words) > len(actor.words) and self.is_called(actor, noun)
            bare = len(words) == 1 and noun in kind_words() and lemma(words[0].lower()) == noun
            if (len(actor.words) == len(words) or extends or bare) and all(
                same_name(one.lower(), other.lower()) for one, other in zip(actor.words, words, strict=False)
            ):
                if extends:
                    actor.words = words
                if noun:
                    actor.titles.add(noun)
                return self._abbreviated(actor, short)
        if not create:
            return None
        found = Actor(_kind_of(noun, name), "named", words, _grammar_of(noun))
        if noun:
            found.titles.add(noun)
        self._bodies_by_prefix[_prefix(words[0])].append(found)
        return self._abbreviated(found, short)

    @property
    def bodies(self) -> Iterator[Actor]:
        """The bodies met so far."""
        return (actor for bucket in self._bodies_by_prefix.values() for actor in bucket)

    def _abbreviated(self, actor: Actor, short: str) -> Actor:
        """The actor, with the abbreviation that stands behind its name in brackets."""
        if short:
            self._by_abbreviation.setdefault(short, actor)
        return actor


def _parts_of_title(form: str) -> set[str]:
    """A title and those it is made of; a prime minister is no minister."""
    parts = set(form.split("-"))
    return {form, *(parts if not form.startswith(_PREMIER) else parts & {form[: len(_PREMIER) - 1]})}


def is_outlet(name: str) -> bool:
    """Whether a name is of a paper, an agency or a site of news."""
    words_ = name.lower().split()
    return name.lower() in _OUTLETS or name.lower().endswith((".ру", ".ru")) or words_[-1] in _OUTLET_WORDS


def _kind_of(noun: str, name: str) -> SpeakerKind:
    if noun not in kind_words() and is_outlet(name):
        return "media"
    if noun == "агентство" and "агентств" in name.lower() and not any(word in name.lower() for word in _NEWS):
        return "organization"  # «Агентство по ремонту мостов»
    kind_ = kind_words().get(noun, "organization")
    return "organization" if kind_ == "document" else kind_


def _narrowed_actor(bits: int, gender: int) -> int:
    """The grammar of an actor in the light of a further mention."""
    return bits & ~GENDERS | _narrowed(bits & GENDERS, gender)


@cache
def _forms_of_papers() -> dict[str, str]:
    """The nouns of papers and agencies by their forms."""
    return {form: noun for form, noun in kind_forms().items() if kind_words()[noun] == "media"}


def latin_name(doc: Document, first: int) -> list[int]:
    """The words in Latin letters, the first with a capital, that stand at a place, with what joins them."""
    last = first
    while last < len(doc.kinds) and doc.lower[last].isascii() and doc.kinds[last] == kind.WORD:
        last += 1
    name = list(range(first, last))
    while name and not doc.capital(name[-1]):
        name.pop()
    return name if name and doc.capital(first) else []


def is_name_of_body(doc: Document, at: int) -> bool:
    """Whether a capitalised adjective is part of a name and does not only begin a sentence."""
    begins = at == 0 or doc.kinds[at - 1] in (kind.STOP, kind.NEWLINE, kind.DASH, kind.MARK)
    return not begins or not is_known(doc.lower[at]) or doc.is_proper(at)


def _parted(name: str) -> tuple[str, str]:
    """A name and the abbreviation that stands behind it in brackets: «Союз рыбаков (СР)»."""
    found = _WITH_ABBREVIATION.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _grammar_of(noun: str) -> int:
    if not noun:
        return SINGULAR | GENDERS
    return next((reading & (GENDERS | SINGULAR | PLURAL) for reading in readings(noun) if reading & NOUN), SINGULAR)


@lru_cache(maxsize=100_000)
def _gender_of(words: tuple[str, ...]) -> int:
    """The gender of a personal name, by its first name or patronymic, else by its surname."""
    gender = MASCULINE | FEMININE
    for word in words:
        if word == words[-1] and len(words) > 1 and not some(readings(word.lower()), PATRONYMIC):
            break  # a surname, which may be a first name too
        gender = _narrowed(gender, gender_of_first_name(word.lower()))
    return _narrowed(gender, _gender_of_surname(words[-1].lower()))


def _is_plainer(words: list[str], actor: Actor) -> bool:
    """Whether a name stands in the nominative by the look of it, and the one that is kept in another case."""
    gender = actor.bits & GENDERS
    alike = len(words) == len(actor.words) and not actor.settled
    return alike and not is_nominative(actor.words, gender) and is_nominative(words, gender)


def _is_patronymic(word: str) -> bool:
    return some(readings(word), PATRONYMIC) and lemma(word).endswith(("ич", "на"))


def _gender_of_surname(word: str) -> int:
    """The gender that a form of a surname tells; both where it tells none."""
    if word.endswith(("ов", "ев", "ёв", "ин", "ын", "ий", "ый")):
        return MASCULINE
    return FEMININE if word.endswith(("ая", "овой", "евой", "иной", "ской")) else MASCULINE | FEMININE


def _narrowed(gender: int, further: int) -> int:
    """A gender in the light of a further word, which is passed over where it speaks against it."""
    return gender & further or gender


def _stems(word: str) -> set[str]:
    """What a name begins with in all its cases, with ё and without: three letters, of short ones two."""
    length = 2 if len(word) <= LONGEST_SHORT_NAME else 3
    return {word.lower()[:length], word.lower().replace("ё", "е")[:length]}


def _prefix(word: str) -> str:
    return word.lower().replace("ё", "е")[:2]


def _initials(words: list[str]) -> bool:
    return any(len(word) == 1 for word in words)


def _compatible(one: list[str], other: list[str]) -> bool:
    """Whether first names or initials do not speak against each other, particles aside.

    Of a double surname the first half may stand there too: «Хавьер Перес де Ламос», «Перес де Ламос».
    """
    if len(one) < 2 and len(other) < 2:  # noqa: PLR2004 - nothing but a first name
        return _same_first_names(one, other)
    first, second = ([word for word in words_ if word.lower() not in NAME_PARTICLES] for words_ in (one, other))
    shorter, longer = sorted((first, second), key=len)
    halved = len(shorter) == 1 < len(longer) and not some(readings(shorter[0].lower()), FIRST_NAME)
    return _same_first_names(first, second) or (halved and _same_first_names(longer[-1:], shorter))


def _same_first_names(one: list[str], other: list[str]) -> bool:
    for left, right in zip(one, other, strict=False):
        if len(left) == 1 or len(right) == 1:
            if left[0].lower() != right[0].lower():
                return False
        elif not same_name(left.lower(), right.lower()):
            return False
    return True
