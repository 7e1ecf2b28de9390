"""Tokens of a canonical text with their offsets, by one regular expression."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD, NUMBER, NEWLINE, DASH, COMMA, COLON, SEMICOLON, STOP, MARK, OTHER = range(10)
"""Kinds of tokens: a dash stands between words, never inside one; MARK is a quotation mark; STOP ends sentences."""

_TOKEN = re.compile(
    r"([^\W\d_][\w\u0300-\u036f]*(?:[-\u2010\u2011'’][^\W_][\w\u0300-\u036f]*)*"  # 1 word, with its hyphens
    r"(?:\.(?i:com|ru|org|net|info|tv|рф|ру)\b)?)"  # … the name of a site
    r"|(\d+(?:[.,:/]\d+)*(?:[-\u2010\u2011][^\W\d_]+)?)"  # 2 number, time, 5-й
    r"|(\n+)"  # 3 end of a paragraph
    r"|([—–―−]|-(?=\s))"  # 4 dash
    r"|(,)|(:)|(;)|(\.+|[!?…]+)|([«»„“”\"])"  # 5 to 9
    r"|(\S)"  # 10 anything else
)
_ARTICLE = re.compile("[аэ][лсдштнрз]ь?-[А-ЯЁ]")
"""The article of an Arabic name, small as it is written: «аль-Рашид»."""
_KIND_OF_GROUP = (OTHER, WORD, NUMBER, NEWLINE, DASH, COMMA, COLON, SEMICOLON, STOP, MARK, OTHER)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists: where each token starts and ends, in code points, its kind and its words in lower case.

    ``capitals`` has the indexes of the words that begin with a capital letter.
    """

    starts: list[int]
    ends: list[int]
    kinds: list[int]
    lower: list[str]
    capitals: list[int]

    def __len__(self) -> int:
        return len(self.starts)


def tokenise(text: str) -> Tokens:
    """The tokens of a text; every character but white space belongs to exactly one. Linear in the text's length."""
    found = list(_TOKEN.finditer(text))
    starts = [each.start() for each in found]
    ends = [each.end() for each in found]
    kinds = [_KIND_OF_GROUP[each.lastindex or 0] for each in found]
    written = [each[0] for each in found]
    lower = [each.lower() for each in written]
    capitals = [
        at
        for at, each in enumerate(written)
        if each != lower[at] and kinds[at] == WORD and (each[0].isupper() or _ARTICLE.match(each))
    ]
    return Tokens(starts, ends, kinds, lower, capitals)
