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
        self._split: dict[int, list[Items]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        """Where the paragraphs begin, in code points."""
        return [self._doc.starts[line[0]] for line in self._doc.paragraphs]

    def _sentences(self, paragraph: int) -> list[Items]:
        """The sentences of a paragraph, which are told apart once."""
        if paragraph not in self._split:
            self._split[paragraph] = list(self._doc.sentences(self._doc.paragraphs[paragraph]))
        return self._split[paragraph]

    def _at(self, place: int) -> tuple[int, int]:
        """The paragraph that holds a place, and the sentence of it; below zero where none does."""
        paragraph = bisect_right(self._starts, place) - 1
        sentences = self._sentences(paragraph) if paragraph >= 0 else []
        return paragraph, bisect_right(sentences, place, key=lambda items: self._doc.starts[items[0]]) - 1

    def _sentence_before(self, place: int) -> Items:
        """The sentence before the one that holds a place: of its paragraph, or the last of the one before."""
        paragraph, number = self._at(place)
        if number > 0:
            return self._sentences(paragraph)[number - 1]
        return self._sentences(paragraph - 1)[-1] if paragraph > 0 else []

    def start_of_sentence(self, place: int) -> int:
        """Where the sentence that holds a place begins, in code points."""
        paragraph, number = self._at(place)
        return self._doc.starts[self._sentences(paragraph)[number][0]] if number >= 0 else 0

    def subject_before(self, place: int) -> Source | None:
        """The subject of the sentence before the one that holds a place (code points); none where it is a pronoun."""
        items = self._sentence_before(place)
        if not items:
            return None
        if items[0] not in self._found:
            self._found[items[0]] = _subject(Sentence(self._doc, items))
        return self._found[items[0]]

    def start_of_sentence_before(self, place: int) -> int:
        """Where the sentence before the one that holds a place begins, in code points."""
        items = self._sentence_before(place)
        return self._doc.starts[items[0]] if items else 0


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
