"""Persons whom a source names: «дочь Льва Рыкова Анна», «мэр Рыков»."""

from __future__ import annotations

from dataclasses import replace

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Source
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import kin_forms, kind_words, stage_forms, words
from kavychki.extraction.mentions import Actor, is_outlet
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    CASES,
    FEMININE,
    FIRST_NAME,
    GENDERS,
    GENITIVE,
    MASCULINE,
    NOMINATIVE,
    NOUN,
    PAST,
    PATRONYMIC,
    PERSONAL_NAME,
    PLACE,
    PLURAL,
    SINGULAR,
    SURNAME,
    agrees,
    is_known,
    lemma,
    readings,
    some,
)
from kavychki.extraction.name_runs import is_in_other_case, is_of_another
from kavychki.extraction.names import (
    LONGEST_SHORT_NAME,
    description,
    is_of_either_gender,
    nominative,
    same_name,
)
from kavychki.extraction.personal_names import PLACE_NOUNS, is_compound_title, is_only_place
from kavychki.extraction.sentence import PREPOSITIONS
from kavychki.extraction.speakers.scene import Scene, agree

_INHABITANTS = words("inhabitants")
_AGENTS = words("agents")
"""Who acts or speaks for somebody, whose name stands behind: «представитель Лопес»."""
_SELF = ("сам", "сама", "само")
_ONES = frozenset(("один", "одна", "одного", "одной", "одному", "одним", "одну"))
_AGED = ("летний", "летняя", "летнего", "летней", "летнему", "летним")
_HEADS = frozenset(("глава", "главы", "главе", "главу", "главой"))
_BODIES = ("organization", "media", "group")


class People(Scene):
    """Persons whom a source names: «дочь Льва Рыкова Анна», «мэр Рыков»."""

    def _people_in(self, source: Source, verb: int) -> list[Actor]:
        """The persons whose names stand in a source that is called by them."""
        doc = self.doc
        runs = self._runs(source)
        if not runs:
            return []
        coordinated = any(doc.lower[at] == "и" for at in source.items) and bool(source.bits & PLURAL)
        several = bool(source.bits & PLURAL) and not source.bits & SINGULAR and not coordinated
        several = several and some(doc.readings(source.head), ANIMATE)
        body = doc.kinds[source.head] == kind.WORD and kind_words().get(lemma(doc.lower[source.head]))
        found: list[Actor] = []
        full: list[Actor] = []
        run_of: dict[int, list[int]] = {}
        for run in map(self._without_place, runs):
            if len(run) == 1 and (self._modifies(run[0]) or (body in _BODIES and run[0] > source.head)):
                continue
            if is_outlet(doc.surface(run)) or (body == "media" and run[0] == source.head + 1):
                continue
            if (several and source.head not in run) or (coordinated and self._is_of_both(run, runs)):
                continue  # «жители Лужска», «родители и адвокат Рыкова»
            other = not coordinated and self._is_complement(run, source, verb)
            actor = None if other else self._person_of(run, source, verb)
            if actor is None:
                continue
            actor.note((doc.starts[run[0]], doc.ends[run[-1]]))
            found.append(actor)
            run_of[id(actor)] = run
            full += [actor] if len(run) > 1 else []
        if not coordinated:
            apposed = len(found) > 1 and any(doc.kinds[at] == kind.COMMA for at in range(runs[0][-1], runs[1][0]))
            # «Анна Рыкова, дочь Льва Рыкова»
            found = found[:1] if apposed or source.items[0] in runs[0] else full[-1:] or found[-1:]
        for actor in found:
            run = run_of[id(actor)]
            self._give_role(actor, source, run, runs[0][0] if coordinated else run[0])
        return found

    def _runs(self, source: Source) -> list[list[int]]:
        """The capitalised words of a source that can be names, those of one name together."""
        doc = self.doc
        runs: list[list[int]] = []
        for at in source.items:
            if doc.kinds[at] != kind.WORD or not doc.capital(at) or _is_acronym(doc, at):
                continue
            if at > source.items[0] and self._is_of_place(at):
                continue
            if not _is_name(doc, at, source) and not self.cast.namesakes([doc.surface([at])]):
                continue
            last = runs[-1] if runs else []
            adjoins = bool(last) and (at - last[-1] == 1 or (at - last[-1] == 2 and doc.lower[at - 1] == "."))  # noqa: PLR2004
            adjoins = adjoins and doc.lower[at].isascii() == doc.lower[last[-1]].isascii()
            own = self._is_kin(source) and last[:1] != [at] and some(doc.readings(at), FIRST_NAME | NOMINATIVE)
            if adjoins and not own and not self._opens_name(last, at):
                last.append(at)
            else:
                runs.append([at])
        return runs

    def _is_of_both(self, run: list[int], runs: list[list[int]]) -> bool:
        """Whether the one name behind two nouns is of neither: «родители и адвокат Рыкова»."""
        before = self._word(run[0] - 1)
        return len(runs) == 1 and (before in kin_forms() or lemma(before) in _AGENTS)

    def _is_of_place(self, at: int) -> bool:
        """Whether a capitalised word names the place before it, or where somebody lives: «города Вустера»."""
        noun = lemma(self.doc.lower[at - 1])
        forms = self.doc.readings(at) if is_known(self.doc.lower[at]) else ()
        lives = noun in _INHABITANTS and not any(form & PERSONAL_NAME and form & NOMINATIVE for form in forms)
        return (noun in PLACE_NOUNS or lives) and not some(forms, FIRST_NAME)

    def _person_of(self, run: list[int], source: Source, verb: int) -> Actor | None:
        """The person whose name a run is; None where it is no person's."""
        words = [self.doc.text[self.doc.starts[at] : self.doc.ends[at]] for at in run]
        known = self._namesake(words, source, verb)
        if known is None and not self._is_personal(run, source):
            return None
        actor = known or self.cast.person(words, run[0])
        subject = source.bits & NOMINATIVE or (verb and not source.bits & CASES)
        surname = len(words) == 1 < len(actor.words) and same_name(actor.surname, words[0].lower())
        if subject and verb and not actor.settled and surname and not is_known(words[0].lower()):
            # A foreign name that looks like a case of another: «Кимура», not «Кимур».
            actor.words, actor.settled = [*nominative(actor.words, actor.bits)[:-1], words[0]], True
        elif subject and not actor.settled and len(words) >= len(actor.words):
            actor.words, actor.settled = words, True
            if verb & PAST and verb & (MASCULINE | FEMININE) and actor.bits & MASCULINE and actor.bits & FEMININE:
                actor.bits &= ~GENDERS | verb
        return actor

    def _is_complement(self, run: list[int], source: Source, verb: int) -> bool:  # noqa: PLR0911 - each return is a case
        """Whether a name is of somebody else than the source: «сын артистки Рыковой», «секретариат Рыковой»."""
        readings_of = self.doc.readings
        if run[0] <= source.head or not some(readings_of(source.head), NOUN):
            return False
        if not source.bits & NOMINATIVE:
            return self._is_of_sender(run, source) or (self._is_kin(source) and self._is_of_kin(run, source))
        if len(run) == 1 and lemma(self._word(source.head)) in _AGENTS and self._is_of_known(run, source):
            return True
        known_words = [at for at in run if len(run) == 1 or is_known(self.doc.lower[at])]
        personal = [form for at in known_words for form in readings_of(at) if form & PERSONAL_NAME]
        source = self._in_apposition(run, source)
        if self._is_kin(source):
            return not self._names_kin(run, source)
        if any(is_of_either_gender(self.doc.lower[at]) for at in run) or self._is_short(run):
            return False
        if not personal:
            known = [form for form in readings_of(run[-1]) if form & NOUN]
            return len(run) == 1 and bool(known) and not any(form & NOMINATIVE or form & ANIMATE for form in known)
        gender = verb & (GENDERS | SINGULAR | PLURAL) if verb & PAST else 0
        return not any(form & NOMINATIVE and form & SINGULAR and agrees(form, gender) for form in personal)

    def _is_of_sender(self, run: list[int], source: Source) -> bool:
        """Whether a name is of whom somebody speaks for: «по словам представителя генсека Антониу Гутерриша»."""
        agent = lemma(self._word(source.head)) in _AGENTS
        between = (at for at in source.items if source.head < at < run[0])
        return agent and any(some(self.doc.readings(at), NOUN | ANIMATE) for at in between)

    def _is_of_known(self, run: list[int], source: Source) -> bool:
        """Whether a surname behind «представитель» is of somebody who has been named, and is no representative."""
        noun = lemma(self._word(source.head))
        found = self.cast.namesakes([self.doc.surface(run)])
        return any(each.introduced < run[0] and not self.cast.is_called(each, noun) for each in found)

    def _in_apposition(self, run: list[int], source: Source) -> Source:
        """The source with the head of the apposition in which a name stands: «принц, внук императора Льва»."""
        doc = self.doc
        comma = next((at for at in reversed(source.items) if at < run[0] and doc.kinds[at] == kind.COMMA), None)
        inside = (at for at in source.items if comma is not None and comma < at < run[0])
        head = next((at for at in inside if some(doc.readings(at), NOUN | NOMINATIVE)), source.head)
        return replace(source, head=head)

    def _is_of_kin(self, run: list[int], source: Source) -> bool:
        """Whether a name beside a relative in another case is not the relative's own: «по словам матери Льва»."""
        noun = next((form for form in self.doc.readings(source.head) if form & NOUN and form & source.bits & CASES), 0)
        own = (form for at in run for form in self.doc.readings(at) if form & PERSONAL_NAME and form & noun & CASES)
        return not any(agrees(form, noun) for form in own)

    def _is_kin(self, source: Source) -> bool:
        """Whether a source is somebody's relative, whose own name may stand behind the other's: «жена Рыкова Ольга»."""
        return self._word(source.head) in kin_forms()

    def _names_kin(self, run: list[int], source: Source) -> bool:
        """Whether a name is the relative's own: in the nominative and gender of the noun, and not of one named so."""
        forms = [self.doc.readings(at) for at in run]
        noun = next((form for form in self.doc.readings(source.head) if form & NOUN), source.bits)
        title = [form for form in self.doc.readings(run[0] - 1) if form & NOUN and form & ANIMATE]
        first = FIRST_NAME | SINGULAR
        own = some(forms[0], first | NOMINATIVE) and not some(forms[0], first | GENITIVE)
        if run[0] - 1 > source.head and title and not own and not any(form & NOMINATIVE for form in title):
            return False  # «супруга актёра Эммануила Ясного»
        if not any(
            form & PERSONAL_NAME and form & NOMINATIVE and agrees(form, noun) for each in forms for form in each
        ):
            return False
        if any(some(each, FIRST_NAME) and not some(each, NOMINATIVE) for each in forms):
            return False
        alone = len(run) == 1 and not some(forms[0], FIRST_NAME | NOMINATIVE)
        return not alone

    def _opens_name(self, run: list[int], at: int) -> bool:
        """Whether a first name begins another name than the one before it: «соавтор Рыковой Игнат Ясный»."""
        readings_of = self.doc.readings
        if run and is_in_other_case(self.doc, run[-1], at):
            return True
        if len(run) > 1:
            first = some(readings_of(at), FIRST_NAME) and not some(readings_of(at), PATRONYMIC)
            return first and is_known(self.doc.lower[at]) and some(readings_of(run[0]), FIRST_NAME)
        return (
            len(run) == 1
            and some(readings_of(at), FIRST_NAME | NOMINATIVE)
            and any(form & PERSONAL_NAME for form in readings_of(run[0]))
            and is_of_another(self.doc, run[0], [at, at + 1][: len(self.doc.kinds) - at])
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
        while len(run) > 1 and is_only_place(self.doc, run[0], run[1:]):
            run = run[1:]
        if len(run) > 2 and lemma(self._word(run[0] - 1)) in PLACE_NOUNS:  # noqa: PLR2004 - «шериф округа Харрис»
            run = run[1:]
        while len(run) > 2 and self._is_of_body(run[0]):  # noqa: PLR2004 - a name of two words is left
            run = run[1:]
        named = (place for place, at in enumerate(run) if some(readings_of(at), FIRST_NAME))
        first = next(named, len(run) - 1 if len(run) == 2 else 0)  # noqa: PLR2004 - «Японии Акихито»
        before = [readings_of(at) for at in run[:first]]
        if all(not any(form & PERSONAL_NAME for form in forms) for forms in before) and all(
            any(form & PLACE for form in forms) or is_known(self.doc.lower[at])
            for at, forms in zip(run, before, strict=False)
        ):
            return run[first:]
        return run

    def _is_of_body(self, at: int) -> bool:
        """Whether a capitalised noun before a name is a body's in the genitive: «директор Совета Нихад Авад»."""
        forms = self.doc.readings(at)
        personal = any(form & (PERSONAL_NAME | ANIMATE) for form in forms)
        return is_known(self.doc.lower[at]) and not personal and some(forms, NOUN | GENITIVE)

    def _namesake(self, words: list[str], source: Source, verb: int) -> Actor | None:
        """The person of a name; of several with one surname, who agrees with the verb and was mentioned last."""
        found = self.cast.namesakes(words)
        if len(found) < 2:  # noqa: PLR2004
            return found[0] if found else self.cast.find_person(words)
        fitting = [actor for actor in found if agree(actor.bits, verb)] or found
        line = self.doc.text.rfind("\n", 0, source.start)
        spoke = (event.actor for event in reversed(self.recent) if line < event.place < source.start)
        if (speaker := next((actor for actor in spoke if actor in fitting), None)) is not None:
            return speaker
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
        if all(doc.lower[at].isascii() for at in run) and doc.lower[source.head] not in stage_forms():
            return False  # what stands in Latin letters is the name of a company, a paper or a band
        if any(some(form, FIRST_NAME) for form in forms):
            return True
        head = source.head
        if head in run:
            bare = len(source.items) - (doc.lower[source.items[0]] in _SELF) == len(run) and not any(
                doc.text[doc.starts[at] : doc.ends[at]].isupper() for at in run
            )
            return bare and (any(some(form, SURNAME) for form in forms) or not is_known(doc.lower[run[-1]]))
        titled = some(doc.readings(head), NOUN | ANIMATE)
        if titled and self._is_short(run):
            return True
        places = [any(form & PLACE for form in doc.readings(at)) for at in run]
        return titled and any(
            (not is_known(doc.lower[at]) and not place) or some(doc.readings(at), SURNAME)
            for at, place in zip(run, places, strict=True)
        )

    def _is_short(self, run: list[int]) -> bool:
        """Whether a name is of two short words, and foreign by that: «певица Ма Лин»."""
        return len(run) == 2 and all(len(self.doc.lower[at]) <= LONGEST_SHORT_NAME for at in run)  # noqa: PLR2004

    def _give_role(self, actor: Actor, source: Source, run: list[int], first: int) -> None:
        """The title before a name, or before the first of several, or the apposition behind it."""
        doc = self.doc
        begin = min([first, *(at for at in actor.places if at in source.items)])
        before = [at for at in source.items if at < begin]
        after = [at for at in source.items if at > run[-1] and doc.kinds[at] != kind.STOP]
        words = before or after[1:]
        while words and (doc.kinds[words[-1]] == kind.COMMA or doc.lower[words[-1]].endswith(_AGED)):
            words.pop()
        for at in words:
            if some(doc.readings(at), NOUN | ANIMATE):
                actor.title_forms.add(doc.lower[at])
        head = self._head_of_title(words, source.bits & CASES)
        if head is None or doc.is_passage(words[0]):
            return
        surface = doc.surface(words).split(" ")
        role = " ".join(description(surface, min(head, len(surface) - 1), single=True))
        role = role[:1].lower() + role[1:]
        if actor.role is None or len(role) > len(actor.role):
            actor.role = role

    def _head_of_title(self, words: list[int], case: int) -> int | None:
        """The place of what somebody is among words: «мэр», «одна из солисток»; none where it is a thing."""
        readings_of = self.doc.readings
        for place, at in enumerate(words):
            if place and self._word(at) in PREPOSITIONS:
                return place - 1 if self._word(words[place - 1]) in _ONES else None
            person = (form & case or not case for form in readings_of(at) if form & NOUN and form & ANIMATE)
            if any(person) or self._word(at) in _HEADS:
                return place
            if some(readings_of(at), NOUN) and not is_known(self._word(at)):
                return place
        return None


def _is_acronym(doc: Document, at: int) -> bool:
    return doc.ends[at] - doc.starts[at] > 1 and doc.text[doc.starts[at] : doc.ends[at]].isupper()


def _is_name(doc: Document, at: int, source: Source) -> bool:
    """Whether a capitalised word of a source can be of a personal name: not a title that begins a sentence."""
    if at != source.items[0]:
        return True
    forms = readings(doc.lower[at])
    if is_compound_title(doc.lower[at]):
        return False
    if any(form & (FIRST_NAME | SURNAME) for form in forms) or not is_known(doc.lower[at]):
        return True
    return doc.ends[at] - doc.starts[at] == 1
