"""Hypothesis strategies for valid articles with everything that an annotation can have."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from kavychki import Article
from kavychki.io.serialisation import canonical_record
from kavychki.schema.documents import Schema
from kavychki.text import text_sha256

Draw = Any

TRICKY = [
    "<",
    "&",
    ">",
    "]]>",
    "&amp;",
    "«",
    "»",
    '"',
    "'",
    "🙂",
    "👩‍👩‍👧",
    "й",
    "ё",
    "e\u0301",
    "\u200b",
    "\ufeff",
    "-->",
]
SEPARATORS = [" ", "\u00a0", "  ", "\n", "\n\n", "\t", "\u2028", " — "]

_VISIBLE = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
_NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
_QIDS = st.none() | st.integers(1, 10**6).map("Q{}".format)


def words() -> st.SearchStrategy[str]:
    """A word without white space, in NFC."""
    pieces = st.lists(st.sampled_from(TRICKY) | _VISIBLE, min_size=1, max_size=4)
    return pieces.map(lambda parts: unicodedata.normalize("NFC", "".join(parts)))


@st.composite
def articles(draw: Draw) -> Article:
    """A valid article: nested, crossing and discontinuous spans, shared cues, each optional value there or not."""
    tokens = draw(st.lists(words(), min_size=4, max_size=16))
    text, bounds = draw(st.sampled_from(["", "\n", " "])), []
    for number, token in enumerate(tokens):
        # A word that begins with a combining character may compose with nothing: separators do not.
        text += draw(st.sampled_from(SEPARATORS)) if number else ""
        bounds.append((len(text), len(text) + len(token)))
        text += token
    text += draw(st.sampled_from(["", "\n", ".\n"]))
    if unicodedata.normalize("NFC", text) != text or text[0] == "\ufeff":
        text, bounds = "один два\nтри четыре", [(0, 4), (5, 8), (9, 12), (13, 19)]
    spans = _Spans(draw, text, bounds)
    speakers = [
        {
            "id": f"s{number}",
            "name": draw(_NAMES),
            "kind": draw(st.sampled_from(list(Schema.at().vocabulary("speaker-kind")))),
            "anonymity": draw(st.sampled_from(list(Schema.at().vocabulary("anonymity")))),
            "role": draw(st.none() | _NAMES),
            "wikidata": draw(_QIDS),
            "mentions": spans.some(0, 3),
        }
        for number in draw(st.lists(st.integers(1, 9), max_size=4, unique=True))
    ]
    identifier = draw(st.from_regex(r"[a-z][a-z0-9]{0,5}-[a-z0-9]{1,6}", fullmatch=True))
    record = {
        "id": identifier,
        "schema": 1,
        "collection": identifier.split("-")[0],
        "origin": draw(st.sampled_from(["news", "constructed"])),
        "lang": draw(st.sampled_from(["ru", "be", "ru-BY"])),
        "published": draw(st.sampled_from([None, "2026-01-31"])),
        "url": draw(st.sampled_from([None, "https://a.example/?b=c&d=%20<\"'>"])),
        "upstream": draw(st.sampled_from([None, "train/a & b.txt"])),
        "text": text,
        "text_sha256": text_sha256(text),
        "text_length": len(text),
        "title": draw(st.sampled_from([None, spans.one()])),
        "entities": draw(st.none() | st.just(_entities(draw, spans))),
        "speakers": speakers,
        "quotes": _quotes(draw, spans, [each["id"] for each in speakers]),
        "topics": draw(st.lists(st.sampled_from(["medtop:20000593", "medtop:20000468"]), unique=True)),
        "annotation": {
            "status": "draft",
            "annotators": draw(st.sampled_from([["tester"], ["reader", "tester"]])),
            "guidelines": "1.0",
            "date": "2026-01-31",
        },
    }
    return Article.from_dict(canonical_record(record))


class _Spans:
    """Draws spans that begin and end with words."""

    def __init__(self, draw: Draw, text: str, bounds: list[tuple[int, int]]) -> None:
        self._draw, self._text, self._bounds = draw, text, bounds

    def one(self) -> dict[str, Any]:
        first = self._draw(st.integers(0, len(self._bounds) - 1))
        return self._between(first, self._draw(st.integers(first, len(self._bounds) - 1)))

    def word(self) -> dict[str, Any]:
        only = self._draw(st.integers(0, len(self._bounds) - 1))
        return self._between(only, only)

    def some(self, least: int, most: int) -> list[dict[str, Any]]:
        """Spans that do not overlap, in order."""
        cuts = self._draw(st.lists(st.integers(0, len(self._bounds) - 1), min_size=2 * least, max_size=2 * most))
        found: list[dict[str, Any]] = []
        at = 0
        for first, last in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False):
            if first >= at:
                found.append(self._between(first, last))
                at = last + 1
        return found if len(found) >= least else [self.one()]

    def _between(self, first: int, last: int) -> dict[str, Any]:
        start, end = self._bounds[first][0], self._bounds[last][1]
        return {"start": start, "end": end, "text": self._text[start:end]}


def _entities(draw: Draw, spans: _Spans) -> list[dict[str, Any]]:
    kinds = st.sampled_from(["PERSON", "CITY", "COUNTRY", "DATE", "PROFESSION", "ORGANIZATION", "EVENT", "LAW"])
    found, seen = [], set()
    for number in draw(st.permutations(range(1, draw(st.integers(1, 8))))):
        kind, where = draw(kinds), spans.some(1, 2)
        key = kind, tuple((span["start"], span["end"]) for span in where)
        if key not in seen:
            seen.add(key)
            found.append({"id": f"e{number}", "type": kind, "spans": where, "wikidata": draw(_QIDS)})
    if draw(st.booleans()):
        record = canonical_record({"title": None, "entities": found, "speakers": [], "quotes": [], "annotation": {}})
        found = [{**entity, "id": f"e{number}"} for number, entity in enumerate(record["entities"], 1)]
    return found


def _quotes(draw: Draw, spans: _Spans, speakers: list[str]) -> list[dict[str, Any]]:
    quotes: list[dict[str, Any]] = []
    seen = set()
    cited = st.lists(st.sampled_from(speakers), max_size=2, unique=True) if speakers else st.just([])
    shared = [spans.word() for _ in range(draw(st.integers(0, 3)))]
    for number in draw(st.permutations(range(1, draw(st.integers(1, 6))))):
        content = spans.some(1, 2)
        key = tuple((span["start"], span["end"]) for span in content)
        if key in seen:
            continue
        seen.add(key)
        taken = list(content)
        roles: dict[str, list[dict[str, Any]]] = {"cue": [], "source": []}
        for span in [*shared, *(spans.word() for _ in range(draw(st.integers(0, 2))))]:
            if all(span["end"] <= other["start"] or other["end"] <= span["start"] for other in taken):
                taken.append(span)
                roles[draw(st.sampled_from(["cue", "source"]))].append(span)
        holding = [other["id"] for other in quotes if _holds(other["content"], content)]
        quotes.append(
            {
                "id": f"q{number}",
                "type": draw(st.sampled_from(["direct", "indirect", "mixed"])),
                "medium": draw(st.sampled_from(["speech", "writing", "thought"])),
                "factual": draw(st.booleans()),
                "content": content,
                **roles,
                "speakers": draw(cited),
                "addressees": draw(cited),
                "parent": draw(st.sampled_from([None, *holding])),
            }
        )
    return quotes


def _holds(outer: list[dict[str, Any]], inner: list[dict[str, Any]]) -> bool:
    return all(any(o["start"] <= i["start"] and i["end"] <= o["end"] for o in outer) for i in inner)
