"""Speakers of quotes, one after the other in order of place."""

from __future__ import annotations

from collections.abc import Iterable

from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.lexicon import words
from kavychki.extraction.mentions import Actor, Event
from kavychki.extraction.morphology import (
    FEMININE,
    FIRST,
    MASCULINE,
    NOUN,
    PAST,
    PLURAL,
    PRONOUN,
    SINGULAR,
    lemma,
)
from kavychki.extraction.speakers.pronouns import BODY_ADVERBS, Pronouns
from kavychki.extraction.speakers.resolution import Resolution
from kavychki.extraction.speakers.scene import FARTHEST, agree
from kavychki.extraction.turns import Run
from kavychki.model import Span, Speaker

_NOTES = words("notes")
"""Texts that are the words of whoever was named last."""


_COURTS = ("суд", "трибунал")


class Resolver(Pronouns):
    """Speakers of quotes, one after the other in order of place."""

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
            if quote.medium == "speech" and self.of[number] and all(map(_writes, self.of[number])):
                quote.medium = "writing"
        return self._packed()

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
        if self._is_convicted(quote):
            return self._court_before(quote.begin)
        if quote.entry is None or quote.entry.frame in ("impersonal", "passive", "prepositional", "noun"):
            return []
        return self._elliptic(number, quote)

    def _is_convicted(self, quote: Candidate) -> bool:
        """Whether somebody is found guilty and the court is not named beside it: «Рыков признан виновным»."""
        found = quote.entry is not None and quote.entry.expression.startswith("призна")
        return found and quote.parent is None and "виновн" in self.doc.text[quote.begin : quote.end]

    def _court_before(self, place: int) -> list[Actor]:
        """The court that was named last before a place."""
        courts = (
            event.actor
            for event in self._before(place)
            if event.actor.kind == "organization" and any(self.cast.is_called(event.actor, noun) for noun in _COURTS)
        )
        return [court] if (court := next(courts, None)) is not None else []

    def _is_asked(self, quote: Candidate) -> bool:
        """Whether nobody is said to ask: «На вопрос, где вода, …», «его спросили, где вода»."""
        if quote.entry is None:
            return False
        if quote.entry.expression == "вопрос":
            before = self.doc.text[max(0, quote.cue[0][0] - 9) : quote.cue[0][0]].split()[-1:] if quote.cue else []
            return [word.lower() for word in before] == ["на"]
        plural = quote.verb & PLURAL and not quote.verb & SINGULAR
        return quote.entry.expression in ("спросить", "спрашивать") and bool(plural)

    def _previous(self, number: int, quote: Candidate) -> list[Actor]:
        """The subject of the sentence between, else the speaker of the quote before, on the same level."""
        between = self._subject_since(number, quote)
        if between is not None:
            return [between]
        for before in range(number - 1, max(-1, number - FARTHEST), -1):
            if self.quotes[before].parent is quote.parent and self.of[before]:
                return self.of[before]
        return []

    def _subject_since(self, number: int, quote: Candidate) -> Actor | None:
        """The person who was the subject between the last quote and this one."""
        near = self.quotes[max(0, number - FARTHEST) : number]
        last = max((other.end for other in near if other.parent is quote.parent), default=0)
        line = self._paragraph_before(quote)
        told = max((source.end for other in near for source in other.sources), default=0)
        for event in self._before(quote.begin)[:3]:
            if event.place < max(last, line) or not self._ends_between(told, event.place):
                return None
            if event.actor.kind == "person" and event.subject:
                return event.actor
        return None

    def _ends_between(self, start: int, end: int) -> bool:
        """Whether a sentence ends between two places: «— сказал Рыков, когда его спросили о Ветрове. — …»."""
        return start >= end or start == 0 or any(mark in self.doc.text[start:end] for mark in (". ", "! ", "? ", "\n"))

    def _paragraph_before(self, quote: Candidate) -> int:
        """Where the paragraph of a quote begins, or the one before where nothing else stands in it."""
        text = self.doc.text
        line = text.rfind("\n", 0, quote.begin)
        if line < 0 or any(map(str.isalnum, text[line : quote.begin])):
            return line
        while line > 0 and text[line - 1].isspace():
            line -= 1
        return text.rfind("\n", 0, line)

    def _elliptic(self, number: int, quote: Candidate) -> list[Actor]:
        """A verb without subject: whoever spoke last and agrees."""
        if quote.verb & PLURAL and not quote.verb & SINGULAR:
            return []
        if quote.parent is not None and quote.parent.type == "direct" and quote.verb & PAST:
            itself = self._parent_speakers(quote)
            if itself and agree(itself[0].bits, quote.verb):
                return itself
        for before in range(number - 1, max(-1, number - 6), -1):
            other = self.quotes[before]
            if other.parent is quote.parent:
                actors = [
                    actor for actor in self.of[before] if actor is not self._asker and agree(actor.bits, quote.verb)
                ]
                if actors:
                    return actors[:1]
        return self._subject_of_sentence(quote)

    def _subject_of_sentence(self, quote: Candidate) -> list[Actor]:
        """The person who is the subject before a verb without one: «Рыкова ушла, хотя говорила, что останется»."""
        if quote.parent is not None or not quote.cue:
            return []
        for event in self._before(quote.cue[0][0])[:3]:
            between = self.doc.text[event.place : quote.cue[0][0]]
            if ". " in between or "\n" in between:
                return []
            if event.subject and event.actor.kind == "person" and agree(event.actor.bits, quote.verb):
                return [event.actor]
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

    def _of_source(self, source: Source, quote: Candidate) -> list[Actor]:
        if source.bits & PRONOUN or self._word(source.head) in BODY_ADVERBS:
            actors = self._of_pronoun(source, quote)
        elif quote.entry is None and source.bits & NOUN and lemma(self._word(source.head)) in _NOTES:
            actors = [event.actor for event in self._before(source.start)[:1]] or self._of_phrase(source, quote)
        else:
            actors = self._of_phrase(source, quote)
        for actor in actors:
            if not actor.named or source.bits & PRONOUN or not self._mentions(actor, source):
                actor.note(source.span)
        return actors

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


def _writes(actor: Actor) -> bool:
    """Whether what somebody says is written."""
    return actor.kind in ("media", "document")


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, without those that overlap a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
