"""Where the attribution stands, and how the text lays the quote out."""

from __future__ import annotations

import re
from itertools import pairwise

from kavychki.model import Quote
from kavychki.model.vocabulary import PhenomenonType
from kavychki.phenomena.view import Test, View
from kavychki.text import sentence_bounds

SENTENCES = 3
"""From how many sentences on a direct quote counts as one of several."""

_COLON = re.compile(r":\s*(?:[—–-]\s*)?[«„“\"]?$")
_CONJUNCTION = re.compile(r"\b(?:что|чтобы)\s+[«„“\"]$")


def _position_before(_: View, quote: Quote) -> bool:
    bounds = _attribution(quote)
    return bounds is not None and bounds[1] <= quote.content[0].start


def _position_after(_: View, quote: Quote) -> bool:
    bounds = _attribution(quote)
    return bounds is not None and bounds[0] >= quote.content[-1].end


def _position_middle(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and _gaps(view, quote) == 1


def _position_twice(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and _gaps(view, quote) > 1


def _position_none(_: View, quote: Quote) -> bool:
    return _attribution(quote) is None


def _parenthetical(_: View, quote: Quote) -> bool:
    bounds = _attribution(quote)
    return (
        quote.type != "direct"
        and bounds is not None
        and quote.content[0].end <= bounds[0]
        and bounds[1] <= quote.content[-1].start
    )


def _colon_direct(view: View, quote: Quote) -> bool:
    start = quote.content[0].start
    return quote.type == "direct" and _COLON.search(view.text[max(0, start - 6) : start]) is not None


def _headline_quote(view: View, quote: Quote) -> bool:
    title = view.article.title
    return title is not None and title.start <= quote.content[0].start and quote.content[-1].end <= title.end


def _headline_name(view: View, quote: Quote) -> bool:
    return (
        _headline_quote(view, quote) and bool(quote.source) and not quote.cue and ": " in view.before(quote.content[0])
    )


def _dash_dialogue(view: View, quote: Quote) -> bool:
    return view.is_turn(quote) and view.article.genre != "interview" and view.before(quote.content[0]).strip() != ""


def _interview_turn(view: View, quote: Quote) -> bool:
    return view.is_turn(quote) and view.article.genre == "interview" and _position_none(view, quote)


def _multi_paragraph(view: View, quote: Quote) -> bool:
    return "\n" in view.text[quote.content[0].start : quote.content[-1].end]


def _multi_sentence(view: View, quote: Quote) -> bool:
    if quote.type != "direct":
        return False
    said = " ".join(view.text[span.start : span.end] for span in quote.content)
    return len(sentence_bounds(said)) >= SENTENCES


def _continuation(view: View, quote: Quote) -> bool:
    if quote.type == "indirect" or not _position_none(view, quote) or not view.opening_mark(quote):
        return False
    paragraph = view.paragraph(quote.content[0])
    return any(
        other.content[0].start < quote.content[0].start
        and other.content[-1].end > paragraph[0]
        and other.speakers == quote.speakers
        and other.parent == quote.parent
        for other in view.article.quotes
    )


def _indirect_then_direct(view: View, quote: Quote) -> bool:
    return quote.type == "direct" and any(
        other.type != "direct" and other.cue == quote.cue and other.content[0] < quote.content[0]
        for other in view.article.quotes
        if quote.cue
    )


def _conjunction_direct(view: View, quote: Quote) -> bool:
    start = quote.content[0].start
    return quote.type == "direct" and _CONJUNCTION.search(view.text[max(0, start - 10) : start].lower()) is not None


def _free_indirect(view: View, quote: Quote) -> bool:
    return quote.type == "indirect" and _position_none(view, quote)


def _attribution(quote: Quote) -> tuple[int, int] | None:
    spans = (*quote.cue, *quote.source)
    return (min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def _gaps(view: View, quote: Quote) -> int:
    """How often words stand between two parts of the content in one paragraph."""
    between = (view.text[one.end : other.start] for one, other in pairwise(quote.content))
    return sum("\n" not in words for words in between)


POSITION: dict[PhenomenonType, Test] = {
    "position-before": _position_before,
    "position-after": _position_after,
    "position-middle": _position_middle,
    "position-twice": _position_twice,
    "position-none": _position_none,
    "parenthetical": _parenthetical,
    "colon-direct": _colon_direct,
    "headline-quote": _headline_quote,
    "headline-name": _headline_name,
    "dash-dialogue": _dash_dialogue,
    "interview-turn": _interview_turn,
    "multi-paragraph": _multi_paragraph,
    "multi-sentence": _multi_sentence,
    "continuation": _continuation,
    "indirect-then-direct": _indirect_then_direct,
    "conjunction-direct": _conjunction_direct,
    "free-indirect": _free_indirect,
}
"""The tests of this module, by what they test for."""
