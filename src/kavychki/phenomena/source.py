"""Whose the words are, and how the attribution names them."""

from __future__ import annotations

import re

from kavychki.model import Quote
from kavychki.model.vocabulary import PhenomenonType
from kavychki.phenomena.view import Test, View

_PRONOUNS = frozenset(
    """
    все всех вторая второй вы другая другие другой его ее ей ему её им их кто кто-то мне многие мое мои
    моим мой моя моё мы нам нас наш наша наши нашим него нее ней некоторые некто нему неё никто них оба
    обе один одна он она они оно первый последний последняя сам сама свои своим свой своя себя та те тех
    того той тому тот ты эта эти этого этот я
    """.split()  # noqa: SIM905
)
_INITIAL = re.compile(r"\b[А-ЯЁA-Z]\.")
LONG = 5
"""Words from which a source counts as a long one."""


def _source_pronoun(view: View, quote: Quote) -> bool:
    words = view.words(quote.source).split()
    return bool(words) and all(word in _PRONOUNS for word in words)


def _source_role(view: View, quote: Quote) -> bool:
    return (
        bool(quote.source)
        and any(speaker.kind == "person" and speaker.anonymity == "partial" for speaker in view.speakers(quote))
        and not _source_pronoun(view, quote)
    )


def _source_anonymous(view: View, quote: Quote) -> bool:
    return bool(quote.source) and any(speaker.anonymity == "anonymous" for speaker in view.speakers(quote))


def _of_kind(kind: str) -> Test:
    """The test whether the attribution names a source of a kind."""

    def test(view: View, quote: Quote) -> bool:
        return bool(quote.source) and any(speaker.kind == kind for speaker in view.speakers(quote))

    return test


def _source_coordinated(_: View, quote: Quote) -> bool:
    return bool(quote.source) and len(quote.speakers) > 1


def _source_apposition(view: View, quote: Quote) -> bool:
    return any(
        ", " in view.text[span.start : span.end] or len(view.text[span.start : span.end].split()) >= LONG
        for span in quote.source
    )


def _source_shared(view: View, quote: Quote) -> bool:
    return any(other.source == quote.source and other.cue != quote.cue for other in view.article.quotes if quote.source)


def _source_oblique(view: View, quote: Quote) -> bool:
    named = [speaker for speaker in view.speakers(quote) if speaker.kind == "person" and speaker.anonymity == "named"]
    return any(
        _is_oblique(view.text[span.start : span.end], speaker.name) for span in quote.source for speaker in named
    )


def _addressee(_: View, quote: Quote) -> bool:
    return bool(quote.addressees)


def _is_oblique(source: str, name: str) -> bool:
    """Whether a source names somebody with initials, or by no word of the name as it stands in the nominative."""
    capitalized = [word.strip(",.«»()") for word in source.split() if word[:1].isupper()]
    parts = name.split()
    stems = {part[:3] for part in parts}
    resembling = [word for word in capitalized if word[:3] in stems]
    return bool(_INITIAL.search(source)) or (bool(resembling) and not any(word in parts for word in resembling))


SOURCE: dict[PhenomenonType, Test] = {
    "source-pronoun": _source_pronoun,
    "source-role": _source_role,
    "source-anonymous": _source_anonymous,
    "source-organization": _of_kind("organization"),
    "source-group": _of_kind("group"),
    "source-document": _of_kind("document"),
    "source-media": _of_kind("media"),
    "source-coordinated": _source_coordinated,
    "source-apposition": _source_apposition,
    "source-shared": _source_shared,
    "source-oblique": _source_oblique,
    "addressee": _addressee,
}
"""The tests of this module, by what they test for."""
