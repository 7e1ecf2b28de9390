"""A sentence with what the grammar of attribution asks of it: kinds, words and readings by position."""

from __future__ import annotations

from kavychki.extraction import tokens as kind
from kavychki.extraction.document import NAME_PARTICLES, Bounds, Document, Items
from kavychki.extraction.lexicon import kind_words, words
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    GENITIVE,
    GERUND,
    INFINITIVE,
    NEUTER,
    NOMINATIVE,
    NOUN,
    PARTICIPLE,
    PLACE,
    PRONOUN,
    SHORT,
    SINGULAR,
    VERB,
    Readings,
    is_known,
    lemma,
    some,
)

BREAKS = (kind.COMMA, kind.COLON, kind.SEMICOLON, kind.DASH, kind.STOP, kind.NEWLINE)

QUESTION_WORDS = words("question-words")
RELATIVE = words("relative")


_VOICES = words("voices")
PREPOSITIONS = words("prepositions")


class Sentence:
    """A stretch of a stream. Positions are places in ``items``."""

    def __init__(self, doc: Document, items: Items) -> None:
        self.doc = doc
        self.items = items
        kinds, lower = doc.kinds, doc.lower
        self.kinds = [kinds[at] for at in items]
        self.words = [lower[at] for at in items]
        self.size = len(items)
        self.phrases: dict[tuple[int, int, int], object] = {}
        """Noun phrases that have been looked for, by first place, case and limit."""
        if self.words.count(".") > (self.words[-1:] == ["."]):
            for place in range(len(items) - 1):
                if self.words[place] == "." and self.kinds[place] == kind.STOP:
                    self.kinds[place] = kind.OTHER  # it belongs to an abbreviation, or the sentence would end here

    def __len__(self) -> int:
        return self.size

    def readings(self, place: int) -> Readings:
        """The readings of the word at a place; none behind either end."""
        if not 0 <= place < self.size:
            return ()
        at = self.items[place]
        found = self.doc.forms[at]
        return self.doc.readings(at) if found is None else found

    def word(self, place: int) -> str:
        """The word at a place in lower case, or nothing behind either end."""
        return self.words[place] if 0 <= place < self.size else ""

    def kind(self, place: int) -> int:
        """The kind of the item at a place; behind either end, a stop."""
        return self.kinds[place] if 0 <= place < self.size else kind.STOP

    def is_word(self, place: int) -> bool:
        return 0 <= place < self.size and self.kinds[place] == kind.WORD

    def has_passage(self) -> bool:
        """Whether a whole marked passage stands anywhere in it."""
        return not self.doc.closing.keys().isdisjoint(self.items)

    def is_passage(self, place: int) -> bool:
        """Whether a whole marked passage stands at a place."""
        return 0 <= place < self.size and self.items[place] in self.doc.closing

    def is_capital(self, place: int) -> bool:
        return 0 <= place < self.size and self.items[place] in self.doc.capitalised

    def past_particles(self, place: int) -> int:
        """Past the particles of a foreign name, «фон», «ван дер», to its capital; the place itself where none stand."""
        if self.word(place) not in NAME_PARTICLES:
            return place
        last = place
        while self.word(last) in NAME_PARTICLES and not self.is_capital(last):
            last += 1
        return last if self.is_capital(last) else place

    def can_speak(self, head: int, last: int) -> bool:
        """Whether a phrase names somebody or something that has a voice: a person, a body, a document."""
        forms = self.readings(head)
        if (
            self.word(head) in _VOICES
            or self.is_passage(head)
            or some(forms, NOUN | ANIMATE)
            or any(each & PRONOUN for each in forms)
        ):
            return True
        if any(self.is_passage(at) or self.is_capital_inside(at) for at in range(head, last)):
            return True
        if self.is_capital(head) and any(form & PLACE for form in forms):
            return True
        return (
            (self.is_capital(head) and self.surface(head, head + 1).isupper())
            or (not self.is_noun(head) and not self._is_thing(head))
            or lemma(self.word(head)) in kind_words()
        )

    def _is_thing(self, place: int) -> bool:
        """Whether an adjective stands for a thing: «случившееся»."""
        forms = [form for form in self.readings(place) if form & ADJECTIVE and form & NOMINATIVE]
        return bool(forms) and all(form & NEUTER for form in forms)

    def is_finite(self, place: int) -> bool:
        """Whether the word can be nothing but a finite verb, or a short form that serves as one."""
        forms = self.readings(place)
        return bool(forms) and bool(forms[0] & (VERB | SHORT)) and not self.is_preposition(place)

    def is_infinitive(self, place: int) -> bool:
        return some(self.readings(place), INFINITIVE)

    def is_gerund(self, place: int) -> bool:
        forms = self.readings(place)
        return bool(forms) and bool(forms[0] & GERUND)

    def is_preposition(self, place: int) -> bool:
        if self.word(place) not in PREPOSITIONS or self.is_capital_inside(place):
            return False
        # «Накануне Рыков сказал …», but «накануне выборов»
        behind = self.readings(place + 1)
        return self.word(place) != "накануне" or (some(behind, GENITIVE) and not some(behind, SINGULAR | NOMINATIVE))

    def is_capital_inside(self, place: int) -> bool:
        """Whether a word begins with a capital that the beginning of the sentence does not ask for."""
        if not self.is_capital(place):
            return False
        return place > 0 or self.doc.is_proper(self.items[0]) or not is_known(self.words[0])

    def is_noun(self, place: int) -> bool:
        return some(self.readings(place), NOUN)

    def is_adjective(self, place: int) -> bool:
        return some(self.readings(place), ADJECTIVE)

    def is_participle(self, place: int) -> bool:
        return some(self.readings(place), PARTICIPLE | ADJECTIVE)

    def is_pronoun(self, place: int) -> bool:
        return some(self.readings(place), PRONOUN)

    def next_break(self, place: int) -> int:
        """The first place from here on that holds punctuation, or the end."""
        while place < len(self.kinds) and self.kinds[place] not in BREAKS:
            place += 1
        return place

    def previous_break(self, place: int) -> int:
        """The last place before here that holds punctuation, or -1."""
        place -= 1
        while place >= 0 and self.kinds[place] not in BREAKS:
            place -= 1
        return place

    def end(self) -> int:
        """The place behind the last item that is no closing punctuation."""
        last = len(self.items)
        while last and self.kinds[last - 1] in (kind.STOP, kind.NEWLINE, kind.SEMICOLON, kind.COMMA, kind.DASH):
            last -= 1
        return last

    def span(self, first: int, last: int) -> Bounds:
        """Code points from one place up to another, exclusive."""
        return self.doc.span(self.items[first:last])

    def surface(self, first: int, last: int) -> str:
        return self.doc.surface(self.items[first:last])
