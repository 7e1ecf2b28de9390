"""What is known while the speakers of a text are resolved: who is mentioned where, who has spoken."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.document import Document
from kavychki.extraction.mentions import Actor, Cast, Event
from kavychki.extraction.morphology import GENDERS, NOUN, PLURAL, PRESENT, PRONOUN, SINGULAR
from kavychki.extraction.speakers.antecedents import Antecedents
from kavychki.extraction.turns import Run, Turns

MOST_EVENTS = 1000
"""Events before an interview that tell who answers in it."""
FARTHEST = 40
"""Events that are looked back through."""


class Scene:
    """What is known while the speakers of a text are resolved: who is mentioned where, who has spoken."""

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
        self._bearers: dict[str, tuple[int, list[Actor]]] = {}
        self._answering: dict[int, Actor | None] = {}
        self._antecedents = Antecedents(doc)
        self._voices: set[Actor] = set()
        """Actors that have spoken in the author's text, by place."""
        self._quoted = sorted(
            span for quote in quotes if quote.type == "direct" and quote.parent is None for span in quote.content
        )
        self._turns = Turns(doc, quotes)
        self._number = {id(quote): number for number, quote in enumerate(quotes)}

    def _parent_speakers(self, quote: Candidate) -> list[Actor]:
        parent = quote.parent
        return self.of.get(self._number[id(parent)], []) if parent is not None else []

    def _mentions(self, actor: Actor, source: Source) -> bool:
        """Whether a mention of an actor begins inside a source."""
        return any(self.doc.starts[at] in actor.mentions or self.doc.ends[at] in actor.mentions for at in source.items)

    def _word(self, at: int) -> str:
        return self.doc.lower[at]

    def _before(self, place: int) -> list[Event]:
        """The mentions before a place, the nearest first."""
        index = bisect_left(self._places, place)
        events = [
            event if event.subject or event.actor not in self._voices else Event(event.place, event.actor, True)
            for event in self.events[max(0, index - FARTHEST) : index]
        ]
        spoken = [event for event in self.recent[-FARTHEST:] if event.place < place]
        return sorted([*events, *spoken], key=lambda event: -event.place)

    def _is_quoted(self, place: int) -> bool:
        index = bisect_right(self._quoted, (place, len(self.doc.text))) - 1
        return index >= 0 and place < self._quoted[index][1]

    def _last_spoken(self, source: Source, quote: Candidate) -> Actor | None:
        """The person who spoke last in the author's text: «собеседник агентства»."""
        if quote.parent is not None:
            return None
        spoken = (event for event in reversed(self.recent) if event.place < source.start)
        last = next((event.actor for event in spoken if event.actor.kind == "person"), None)
        return last if last is not None and last.anonymity != "named" else None

    def bearers(self, noun: str) -> list[Actor]:
        """The persons who are called by a noun, anywhere in the text."""
        known = self._bearers.get(noun)
        if known is None or known[0] != len(self.cast.people):
            known = len(self.cast.people), [each for each in self.cast.people if self.cast.is_called(each, noun)]
            self._bearers[noun] = known
        return known[1]

    def _interviewed(self, run: Run) -> Actor | None:
        """Who speaks in the headline, or is named there; or else before the first question most often or last."""
        if id(run) not in self._answering:
            self._answering[id(run)] = self._find_interviewed(run)
        return self._answering[id(run)]

    def _find_interviewed(self, run: Run) -> Actor | None:
        for number, quote in enumerate(self.quotes[:3]):
            if quote.end <= self.doc.text.find("\n") and quote.sources and self.of.get(number):
                return self.of[number][0]
        begin = run.turns[0].begin
        index = bisect_left(self._places, begin)
        first = next((event for event in self.events if event.actor.kind == "person"), None)
        if first is None or first.place >= begin:
            return None
        if first.place < self.doc.text.find("\n"):
            return first.actor
        people = [event for event in self.events[max(0, index - MOST_EVENTS) : index] if event.actor.kind == "person"]
        counts = Counter(event.actor for event in people)
        return max(reversed(people), key=lambda event: counts[event.actor]).actor if people else None


def agree(one: int, other: int) -> bool:
    """Whether an actor and a verb or pronoun agree in number and gender, as far as both have them."""
    if other & PRESENT and not other & (PRONOUN | NOUN):
        return bool(one & SINGULAR) == bool(other & SINGULAR) or not other & (SINGULAR | PLURAL)
    if other & PLURAL and not other & SINGULAR:
        return bool(one & PLURAL)
    genders = one & GENDERS, other & GENDERS
    return bool(one & SINGULAR) and (not all(genders) or bool(genders[0] & genders[1]))
