"""Verbs of saying that say nothing: negated, with a bare pronoun, or without anything that could be a content."""

from __future__ import annotations

import re

from kavychki.extraction.lexicon import clausal_forms

_BARE = re.compile(r"(?:это|этого|второе|первое|последнее|другое)", re.IGNORECASE)
_POINTING = re.compile(r"\s*Об\s+этом\b")
_OPENING = tuple("«„“\"'—–")
_MARK_OR_COLON = re.compile(r"[«»„“”\":—–]")
_CONJUNCTION = re.compile(
    r"\b(?:что|чтобы|как|будто|якобы|мол|дескать|ли|где|куда|откуда|когда|почему|зачем|сколько|кто|кого|кому|как\w{2,3})\b",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"[^,]*\b[а-яё]+(?:ть|ти|чь)(?:ся)?\b", re.IGNORECASE)


def is_idle(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether the verb at ``start`` to ``end`` of a sentence needs no quote (guidelines, 1.1, 1.7 and 13.16).

    Offsets are code points of the text.
    """
    before, after = text[sentence[0] : start], text[end : sentence[1]]
    if _word_beside(before, last=True) == "не" or _is_bare(before, after) or _POINTING.match(before):
        return True
    if _announces(before + after, text[sentence[1] :]):
        return True
    return text[start:end].lower() in clausal_forms() and not _has_clause(before, after)


def _is_bare(before: str, after: str) -> bool:
    """Whether a bare pronoun or ordinal stands right beside the verb."""
    return any(_BARE.fullmatch(word) for word in (_word_beside(before, last=True), _word_beside(after, last=False)))


def _word_beside(part: str, *, last: bool) -> str:
    """The word next to the verb, in lower case; empty where there is none or a sign stands between."""
    found = re.search(r"(\w+)\s+$" if last else r"^\s+(\w+)", part)
    return found[1].lower() if found else ""


def _announces(rest: str, following: str) -> bool:
    """Whether a sentence has no clause that could be a content, and the next begins with a mark or a dash."""
    return following.lstrip().startswith(_OPENING) and not _CONJUNCTION.search(rest) and not _MARK_OR_COLON.search(rest)


def _has_clause(before: str, after: str) -> bool:
    """Whether marks, a conjunction or an infinitive behind the verb, or a comma right before it announce a content."""
    return (
        _MARK_OR_COLON.search(before + after) is not None
        or _CONJUNCTION.search(after) is not None
        or _INFINITIVE.match(after) is not None
        or before.rstrip().endswith((",", ", как"))
    )
