"""A text as the stages see it: tokens, paired marks, and streams of items in which a marked passage is one item."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kavychki.extraction import tokens as kind
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import Readings, readings
from kavychki.extraction.tokens import tokenise
from kavychki.text import pair_marks

Bounds = tuple[int, int]
Items = list[int]
"""Tokens by their index. A token that opens a pair of marks stands for the whole passage up to its closing mark."""

_LONGEST_NAME_IN_MARKS = 4
"""Tokens from the opening mark on: «5 тыс. „Новых новостей“» goes on."""
LONGEST_SENTENCE = 240
"""Items; what goes on for longer is cut, so that no stage ever looks further than a bounded way."""

NAME_PARTICLES = words("name-particles")
_UNITS = words("units")
_BEFORE_NAMES = words("before-names")
"""Abbreviations that a capital letter may follow within a sentence."""


def _stem(word: str) -> str:
    return word[: max(3, len(word) - 2)]


class Document:
    """A canonical text with its tokens and marks. Offsets are code points, indexes are of tokens."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = tokenise(text)
        self.starts, self.ends, self.kinds, self.lower = tokens.starts, tokens.ends, tokens.kinds, tokens.lower
        self.capitals = tokens.capitals
        self.capitalised = frozenset(tokens.capitals)
        """The words that begin with a capital letter."""
        self.closing: dict[int, int] = {}
        self.reopening: set[int] = set()
        self.loose: set[int] = set()
        self.forms: list[Readings | None] = [None] * len(tokens)
        self._pair_marks()

    def _pair_marks(self) -> None:
        marks = pair_marks(self.text)
        if not marks.pairs and not marks.unpaired:
            return
        index = {self.starts[at]: at for at, each in enumerate(self.kinds) if each == kind.MARK}
        for pair in marks.pairs:
            first, last = index[pair.start], index[pair.end - 1]
            if last > first + 1:
                self.closing[first] = last
            self.reopening.update(index[at] for at in pair.openings[1:])
        self.loose = {index[at] for at in marks.unpaired}

    @cached_property
    def proper(self) -> set[str]:
        """Stems of the words that stand capitalised inside sentences: names, also where one begins a sentence."""
        kinds = self.kinds
        return {_stem(self.lower[at]) for at in self.capitals if at and kinds[at - 1] in (kind.WORD, kind.COMMA)}

    def is_proper(self, at: int) -> bool:
        """Whether a capitalised word is a name by what the rest of the text shows."""
        word = self.lower[at]
        return any(len(word) - cut > 2 and word[: len(word) - cut] in self.proper for cut in range(4))  # noqa: PLR2004

    def stream(self, first: int, last: int) -> Items:
        """The items from one token up to another, exclusive; marked passages are single items."""
        items = []
        at = first
        closing = self.closing
        while at < last:
            items.append(at)
            at = closing[at] + 1 if at in closing else at + 1
        if self._has_italics:
            items = [at for at in items if self.lower[at] != "'"]
        return items

    @cached_property
    def _has_italics(self) -> bool:
        """Whether apostrophes stand anywhere, as in the italics of a wiki."""
        return "'" in self.text

    @cached_property
    def top(self) -> Items:
        """The author's own text."""
        return self.stream(0, len(self.kinds))

    @cached_property
    def paragraphs(self) -> list[Items]:
        """The paragraphs of the author's own text."""
        return list(self.lines(self.top))

    def lines(self, items: Items) -> Iterator[Items]:
        """The paragraphs of a stream, without the breaks between them."""
        begin = 0
        for place, at in enumerate(items):
            if self.kinds[at] == kind.NEWLINE:
                if begin < place:
                    yield items[begin:place]
                begin = place + 1
        if begin < len(items):
            yield items[begin:]

    def sentences(self, items: Items) -> Iterator[Items]:
        """The sentences of a paragraph; a marked passage never breaks one."""
        begin = 0
        kinds, closing = self.kinds, self.closing
        for place, at in enumerate(items):
            may_end = kinds[at] == kind.STOP or at in closing
            if place + 1 - begin >= LONGEST_SENTENCE or (may_end and self._ends_sentence(items, place)):
                yield items[begin : place + 1]
                begin = place + 1
        if begin < len(items):
            yield items[begin:]

    def _ends_sentence(self, items: Items, place: int) -> bool:
        at = items[place]
        stops = self.kinds[at] == kind.STOP and not self._abbreviates(items, place)
        if not stops and not (at in self.closing and self.kinds[self.closing[at] - 1] == kind.STOP):
            return False
        if place + 1 == len(items):
            return True
        after = items[place + 1]
        if self.kinds[after] == kind.WORD:
            return self.capital(after)
        if self.kinds[after] == kind.DASH:
            return place + 2 < len(items) and stops and self._begins(items[place + 2])
        return self.kinds[after] in (kind.NUMBER, kind.OTHER) or self.is_passage(after)

    def _begins(self, at: int) -> bool:
        return self.is_passage(at) or (self.kinds[at] == kind.WORD and self.capital(at))

    def _abbreviates(self, items: Items, place: int) -> bool:
        """Whether a full stop belongs to an initial or to a common abbreviation."""
        at, before = items[place], items[place - 1] if place else -1
        if (
            before < 0
            or self.lower[at] != "."
            or self.kinds[before] != kind.WORD
            or self.ends[before] != self.starts[at]
        ):
            return False
        word = self.lower[before]
        if len(word) == 1 and self.capital(before):
            return True
        if place + 1 == len(items):
            return False
        if len(word) == 2 and self.capital(before) and self.ends[at] == self.starts[items[place + 1]]:  # noqa: PLR2004
            return True  # «Дж.Рыков»
        measured = place > 1 and self.kinds[items[place - 2]] == kind.NUMBER
        if (word in _BEFORE_NAMES or word == "см") and not (measured and word in ("г", "см")):
            return True  # «г. Лужск», «см. „Мост“»
        return (word == "г" or word in _UNITS) and not self._opens(items[place + 1])

    def _opens(self, at: int) -> bool:
        """Whether a sentence can open behind an abbreviation: a capital, or words in marks that are no mere name."""
        if at not in self.closing:
            return self.capital(at)
        return self.capital(at + 1) and self.closing[at] - at > _LONGEST_NAME_IN_MARKS

    def is_passage(self, at: int) -> bool:
        """Whether an item is a whole marked passage."""
        return at in self.closing

    def inside(self, at: int) -> Items:
        """The stream inside a marked passage."""
        return self.stream(at + 1, self.closing[at])

    def inner_span(self, at: int) -> Bounds:
        """What stands between the marks of a passage, without white space, in code points."""
        return self.starts[at + 1], self.ends[self.closing[at] - 1]

    def capital(self, at: int) -> bool:
        """Whether a token begins with a capital letter."""
        return at in self.capitalised

    def readings(self, at: int) -> Readings:
        """The readings of a word; none of anything else."""
        found = self.forms[at]
        if found is None:
            found = self.forms[at] = readings(self.lower[at]) if self.kinds[at] == kind.WORD else ()
        return found

    def end_of(self, at: int) -> int:
        """Where an item ends, in code points."""
        return self.ends[self.closing.get(at, at)]

    def span(self, items: Items) -> Bounds:
        """From the first to the last code point of items."""
        return self.starts[items[0]], self.end_of(items[-1])

    def surface(self, items: Items) -> str:
        """The words of items as the text has them."""
        start, end = self.span(items)
        return self.text[start:end]
