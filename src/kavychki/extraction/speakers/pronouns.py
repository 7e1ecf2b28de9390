"""Whom pronouns stand for: the last that agrees, subjects first."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.lexicon import words
from kavychki.extraction.mentions import Actor, Event
from kavychki.extraction.morphology import (
    ANIMATE,
    FEMININE,
    FIRST,
    GENDERS,
    MASCULINE,
    NOUN,
    PLURAL,
    SECOND,
    SINGULAR,
    some,
)
from kavychki.extraction.sentence import PREPOSITIONS
from kavychki.extraction.speakers.descriptions import Descriptions
from kavychki.extraction.speakers.scene import FARTHEST, agree

BODY_ADVERBS = words("body-adverbs")
_LONGEST_ANTECEDENT = 7


class Pronouns(Descriptions):
    """Whom pronouns stand for: the last that agrees, subjects first."""

    def _of_pronoun(self, source: Source, quote: Candidate) -> list[Actor]:  # noqa: PLR0911 - each return is a case
        word = self._word(source.head)
        if quote.turn and (run := self._turns.run(quote)).is_interview and run.asks != quote.turn % 2:
            answerer = self._interviewed(run)
            if answerer is not None and agree(answerer.bits, source.bits):
                return [answerer]
        if word.startswith("котор"):
            return self._antecedent(source, quote)
        if source.bits & FIRST:
            return self._parent_speakers(quote)
        if source.bits & SECOND:
            return []
        if word in BODY_ADVERBS:
            return self._last_body(source)
        if (told_of := self._told_of(source, quote)) is not None:
            return told_of
        if source.bits & PLURAL and not source.bits & SINGULAR:
            return self._last_group(source, quote)
        if word in ("тот", "та"):
            return self._last_other(source, quote)
        return self._last_fitting(source, quote)

    def _told_of(self, source: Source, quote: Candidate) -> list[Actor] | None:
        """Whom the sentence before is about, where these are several or somebody without a name."""
        subject = None if quote.parent is not None else self._antecedents.subject_before(source.start)
        if subject is None or not agree(subject.bits, source.bits):
            return None
        cyrillic = self.doc.capital(subject.head) and not self._word(subject.head).isascii()
        if not some(self.doc.readings(subject.head), ANIMATE) and not cyrillic:
            return None
        if source.bits & PLURAL and not source.bits & SINGULAR:
            return self._told(subject, quote)
        start = self._antecedents.start_of_sentence_before(source.start)
        named = [event for event in self._before(source.start) if event.place >= start]
        named = [event for event in named if event.actor.kind == "person" and agree(event.actor.bits, source.bits)]
        if named:
            return self._named_subject(subject, source, quote, named)
        told = self._told(subject, quote)
        return None if told and all(actor.kind == "media" for actor in told) else told

    def _named_subject(
        self, subject: Source, source: Source, quote: Candidate, named: list[Event]
    ) -> list[Actor] | None:
        """Whom the subject names before a pronoun, rather than who stands behind it: «Рыков видел Ветрова. Он …»."""
        if named[0].subject or named[0].place >= self._antecedents.start_of_sentence(source.start):
            return None
        actors = self._of_phrase(subject, quote)
        fits = len(actors) == 1 and actors[0].kind == "person" and actors[0].named
        return actors if fits and agree(actors[0].bits, source.bits) else None

    def _told(self, subject: Source, quote: Candidate) -> list[Actor]:
        actors = self._of_phrase(subject, quote)
        for actor in actors:
            if not actor.named:
                actor.note(subject.span)
        return actors

    def _antecedent(self, source: Source, quote: Candidate) -> list[Actor]:
        """Whom «который» stands for: the name that ends right before its clause, else the noun there that agrees."""
        doc = self.doc
        comma = next((at for at in range(source.head, max(0, source.head - 4), -1) if doc.kinds[at] == kind.COMMA), 0)
        near = [event for event in self._before(source.start) if event.place >= doc.starts[max(0, comma - 4)]]
        for event in near:
            adjoins = event.actor.mentions.get(event.place, 0) >= doc.ends[max(0, comma - 1)]
            if (adjoins or event.actor.kind == "person") and agree(event.actor.bits, source.bits):
                return [event.actor]
        openings = {closing: opening for opening, closing in doc.closing.items()} if doc.closing else {}
        at = comma
        for _ in range(_LONGEST_ANTECEDENT):
            at = openings.get(at - 1, at) - 1
            if at < 0:
                break
            if doc.text[doc.starts[at] : doc.ends[at]].isupper() or doc.ends[at] - doc.starts[at] == 1:
                continue  # «резолюции ООН, которая»
            if doc.lower[at] in PREPOSITIONS:
                continue  # «по», and no river
            noun = next((form for form in doc.readings(at) if form & NOUN and agree(form, source.bits)), 0)
            if noun:
                return [self._by_description(Source(doc.starts[at], doc.ends[at], noun, (at,), at), quote)]
        return []

    def _last_fitting(self, source: Source, quote: Candidate) -> list[Actor]:
        """The person, else the body, that was mentioned last and agrees; subjects come first within a sentence."""
        events = [event for event in self._before(source.start) if agree(event.actor.bits, source.bits)]
        if quote.parent is None:
            outside = [event for event in events if not self._is_quoted(event.place)]
            events = outside or events
            if events and (teller := self._who_told_of(events[0], source, quote)) is not None:
                return [teller]
        elif quote.parent.type == "direct":
            itself = self._parent_speakers(quote)
            events = [event for event in events if event.actor not in itself]
        people = [event for event in events if event.actor.kind == "person" or _has_spoken(event)]
        near = [event for event in people[:8] if event.actor.kind == "person"]
        people = near or people
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

    def _who_told_of(self, event: Event, source: Source, quote: Candidate) -> Actor | None:
        """The person in whose report somebody was mentioned last: «Рыков сказал, что ждёт сына. По его словам, …»."""
        number = self._number[id(quote)]
        for before in range(number - 1, max(-1, number - FARTHEST), -1):
            other = self.quotes[before]
            if other.type == "direct" or not any(start <= event.place < end for start, end in other.content):
                continue
            told = self.of.get(before, []) if other.sources else []
            if len(told) == 1 and told[0].kind == "person" and agree(told[0].bits, source.bits):
                return told[0]
        return None

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
        for number in range(start - 1, max(-1, start - FARTHEST), -1):
            if len(self.of.get(number, ())) > 1:
                return self.of[number]
        return []

    def _last_other(self, source: Source, quote: Candidate) -> list[Actor]:
        """«Тот»: who was mentioned last without being the one that spoke last."""
        events = [
            event
            for event in self._before(source.start)
            if event.actor.kind == "person" and agree(event.actor.bits, source.bits)
        ]
        if quote.turn:
            before = self._turns.run(quote).before(quote)
            spoke = self.of.get(self._number[id(before)], []) if before is not None else []
            events = [event for event in events if event.actor not in spoke]
            return [events[0].actor] if events else []
        others = [event for event in events if not event.subject]
        chosen = others or events
        return [chosen[0].actor] if chosen else []


def _has_spoken(event: Event) -> bool:
    """Whether a body of one gender was the last subject: «Союз молчит. По его версии …»."""
    return event.subject and event.actor.bits & GENDERS in (MASCULINE, FEMININE)
