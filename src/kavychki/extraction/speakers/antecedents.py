"""Whom the sentence before a mention is about: its subject, named or only described."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from kavychki.extraction.attribution import source_of
from kavychki.extraction.candidate import Source
from kavychki.extraction.document import Document, Items
from kavychki.extraction.morphology import PRONOUN, VERB
from kavychki.extraction.sentence import Sentence
from kavychki.extraction.subjects import subject_left, subject_right


class Antecedents:
    """The subjects of the author's sentences, each looked for when a mention asks for it."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._found: dict[int, Source | None] = {}

    @cached_property
    def _sentences(self) -> list[Items]:
        doc = self._doc
        return [items for line in doc.lines(doc.top) for items in doc.sentences(line)]

    @cached_property
    def _starts(self) -> list[int]:
        return [self._doc.starts[items[0]] for items in self._sentences]

    def subject_before(self, place: int) -> Source | None:
        """The subject of the sentence before the one that holds a place (code points); none where it is a pronoun."""
        number = bisect_right(self._starts, place) - 2
        if number < 0:
            return None
        if number not in self._found:
            self._found[number] = _subject(Sentence(self._doc, self._sentences[number]))
        return self._found[number]

    def start_of_sentence_before(self, place: int) -> int:
        """Where the sentence before the one that holds a place begins, in code points."""
        return self._starts[max(0, bisect_right(self._starts, place) - 2)]


def _subject(sentence: Sentence) -> Source | None:
    """The subject of the first finite verb that has one."""
    for at in range(len(sentence)):
        if not sentence.is_finite(at) or sentence.is_noun(at):
            continue
        verb = sentence.readings(at)[0]
        phrase = subject_left(sentence, at, verb) or subject_right(sentence, at + 1, verb)
        if phrase is not None:
            return None if phrase.bits & PRONOUN else source_of(sentence, phrase)
        if verb & VERB:
            return None
    return None
