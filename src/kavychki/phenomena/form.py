"""How the words are given: marks, nesting, medium, factuality, what stands inside direct speech."""

from __future__ import annotations

import re

from kavychki.model import Quote
from kavychki.model.vocabulary import PhenomenonType
from kavychki.phenomena.view import Test, View

_PREPOSITION = re.compile(r"(?:по|со|согласно|судя|исходя|со ссылкой|ссылаясь)\b")
_NEGATION = re.compile(r"\b(?:не|ни|нет)\b")
FEW_WORDS = 2


def _mixed_word(view: View, quote: Quote) -> bool:
    return quote.type == "mixed" and any(count <= FEW_WORDS for count in view.marked_word_counts(quote))


def _mixed_clause(view: View, quote: Quote) -> bool:
    return quote.type == "mixed" and any(count > FEW_WORDS for count in view.marked_word_counts(quote))


def _cue_preposition(view: View, quote: Quote) -> bool:
    return _PREPOSITION.match(view.words(quote.cue)) is not None


def _cue_thought(_: View, quote: Quote) -> bool:
    return quote.medium == "thought"


def _cue_writing(_: View, quote: Quote) -> bool:
    return quote.medium == "writing"


def _negated_act(view: View, quote: Quote) -> bool:
    return not quote.factual and _is_negated(view, quote)


def _unreal_act(view: View, quote: Quote) -> bool:
    return not quote.factual and not _is_negated(view, quote)


def _negated_attitude(view: View, quote: Quote) -> bool:
    return quote.factual and _is_negated(view, quote)


def _direct_question(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and "?" in view.words(quote.content)


def _marks_inside(view: View, quote: Quote) -> bool:
    end = quote.content[-1].end
    marked = view.text[end : end + 1] in set('»“”"')
    return quote.type == "direct" and marked and view.text[end - 1] in "!?…."


def _nested_direct(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and quote.parent is not None and view.quotes[quote.parent].type == "direct"


def _nested_report(_: View, quote: Quote) -> bool:
    return quote.type != "direct" and quote.parent is not None


def _nested_deep(view: View, quote: Quote) -> bool:
    return quote.parent is not None and view.quotes[quote.parent].parent is not None


def _marks_german(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and quote.parent is None and view.opening_mark(quote) == "„"


def _marks_straight(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and quote.parent is None and view.opening_mark(quote) == '"'


def _marks_same(view: View, quote: Quote) -> bool:
    mark = view.opening_mark(quote)
    return quote.type == "direct" and mark != "" and mark in view.words(quote.content)


def _is_negated(view: View, quote: Quote) -> bool:
    return _NEGATION.search(view.words(quote.cue)) is not None


FORM: dict[PhenomenonType, Test] = {
    "mixed-word": _mixed_word,
    "mixed-clause": _mixed_clause,
    "cue-preposition": _cue_preposition,
    "cue-thought": _cue_thought,
    "cue-writing": _cue_writing,
    "negated-act": _negated_act,
    "unreal-act": _unreal_act,
    "negated-attitude": _negated_attitude,
    "direct-question": _direct_question,
    "marks-inside": _marks_inside,
    "nested-direct": _nested_direct,
    "nested-report": _nested_report,
    "nested-deep": _nested_deep,
    "marks-german": _marks_german,
    "marks-straight": _marks_straight,
    "marks-same": _marks_same,
}
"""The tests of this module, by what they test for."""
