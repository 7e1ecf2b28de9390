"""The answer of a language model, JSON as in the config ``sft``, read as a record of the annotation model.

An answer names the parts of a quote by their words alone. Where words occur more than once, their place follows from
the order of the quotes and from what stands near: contents are looked for from the last quote on, cue and source
beside their content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from kavychki.drafting.draft import record_from_draft
from kavychki.model import Article
from kavychki.model.vocabulary import Medium, QuoteType

Bounds = tuple[int, int]
Place = tuple[Bounds, ...]
"""Where a discontinuous stretch stands: its parts in order."""

_BEGINNING = re.compile(r'\{\s*"quotes"')
_ANNOTATION = {"status": "draft", "annotators": [], "guidelines": "", "date": ""}


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as an article, and what of the answer could not be used, a line each."""

    article: Article
    problems: tuple[str, ...]


def read_answer(identifier: str, text: str, answer: str) -> Reading:
    """Read an answer about a text: what it says in the terms of the annotation, with offsets in code points.

    Whatever stands around the JSON object is passed over. What cannot be used is left out and said: an answer that is
    no JSON gives an article without quotes, a quote whose content is not in the text is left out.

    Args:
        identifier: the id of the article, by which ``kavychki evaluate`` pairs records.
        text: the canonical text that the model was asked about.
        answer: what it answered.
    """
    problems: list[str] = []
    placing = _Placing(text)
    names: dict[str, str] = {}
    quotes, contents = [], []
    for number, data in enumerate(_quotes(answer, problems), 1):
        try:
            content = placing.content(_strings(data.get("content")))
            quotes.append(_draft_quote(data, content, placing, names))
            contents.append(content)
        except ValueError as error:
            problems.append(f"quote {number}: {error}")
    for quote, parent in zip(quotes, _parents(contents), strict=True):
        quote["parent"] = None if parent is None else f"q{parent + 1}"
    draft = {
        "id": identifier,
        "title": None,
        "entities": None,
        "speakers": [_draft_speaker(text, name) for name in names],
        "quotes": quotes,
        "annotation": _ANNOTATION,
    }
    return Reading(record_from_draft(draft, text), tuple(problems))


def _quotes(answer: str, problems: list[str]) -> Iterator[Mapping[str, Any]]:
    """The quotes of the first object in an answer that has any."""
    begin = _BEGINNING.search(answer)
    try:
        found = json.JSONDecoder().raw_decode(answer, begin.start())[0]["quotes"] if begin else None
    except (ValueError, RecursionError) as error:
        problems.append(f"the JSON breaks off or is broken: {error}")
        return
    if not isinstance(found, list):
        problems.append('the answer has no object {"quotes": [...]}')
        return
    for number, data in enumerate(found, 1):
        if isinstance(data, Mapping):
            yield data
        else:
            problems.append(f"quote {number}: no object")


def _draft_quote(data: Mapping[str, Any], content: Place, placing: _Placing, names: dict[str, str]) -> dict[str, Any]:
    """A quote of a draft, its anchors as offsets. ``names`` gains an id for each speaker that it does not have.

    Raises:
        ValueError: a type that there is not.
    """
    if data.get("type") not in get_args(QuoteType):
        raise ValueError(f"type {data.get('type')!r} is none of {', '.join(get_args(QuoteType))}")
    medium, speakers = data.get("medium"), _strings(data.get("speakers"))
    cue = placing.beside(_strings(data.get("cue")), content, content)
    return {
        "type": data["type"],
        "medium": medium if medium in get_args(Medium) else "speech",
        "content": _anchors(content),
        "cue": _anchors(cue),
        "source": _anchors(placing.beside(_strings(data.get("source")), cue or content, content)),
        "speakers": list(dict.fromkeys(names.setdefault(name, f"s{len(names) + 1}") for name in speakers)),
    }


def _draft_speaker(text: str, name: str) -> dict[str, Any]:
    """A speaker of a draft; an answer does not say of what kind. Its mentions are its name, and the sources."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return {"name": name, "kind": "person", "mentions": {"every": name} if found else []}


def _strings(value: object) -> list[str]:
    """The strings of a list, or a string alone, without white space around them; what is empty is left out."""
    listed = value if isinstance(value, list) else [value]
    return [each.strip() for each in listed if isinstance(each, str) and each.strip()]


def _anchors(bounds: Iterable[Bounds]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in bounds]


class _Placing:
    """Finds the places of words in one text, quote after quote."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, list[int]] = {}
        self._from = 0
        self._taken: set[Place] = set()

    def content(self, parts: list[str]) -> Place:
        """The place of a content: the tightest one behind the beginning of the last quote, else anywhere.

        Raises:
            ValueError: it is not in the text.
        """
        if not parts:
            raise ValueError("no content")
        places = [place for place in self._places(parts) if place not in self._taken]
        if not places:
            raise ValueError(f"«{' … '.join(parts)}» is not in the text")
        ahead = [place for place in places if place[0][0] >= self._from]
        found = ahead[0] if ahead else places[0]
        # Of places that end together the last one to begin is meant: «он … уехал» begins at the nearest «он».
        found = max(place for place in places if place[-1] == found[-1])
        self._taken.add(found)
        self._from = found[0][0]
        return found

    def beside(self, parts: list[str], near: Place, content: Place) -> Place:
        """The place nearest to ``near`` that is not in the content of a quote; none where the words are not."""
        places = [place for place in self._places(parts) if not _meet(place, content)] if parts else []
        return min(places, key=lambda place: _distance(place, near), default=())

    def _places(self, parts: list[str]) -> list[Place]:
        """Every place where the parts follow one another, one for each beginning."""
        first, *rest = parts
        return [place for start in self._starts(first) if (place := self._follow((start, start + len(first)), rest))]

    def _follow(self, first: Bounds, rest: list[str]) -> Place | None:
        place = [first]
        for part in rest:
            start = next((at for at in self._starts(part) if at >= place[-1][1]), None)
            if start is None:
                return None
            place.append((start, start + len(part)))
        return tuple(place)

    def _starts(self, words: str) -> list[int]:
        """Where words begin: as whole words, where there are none anywhere."""
        if words not in self._known:
            pattern = re.escape(words)
            whole = [found.start() for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", self._text)]
            self._known[words] = whole or [found.start() for found in re.finditer(pattern, self._text)]
        return self._known[words]


def _parents(contents: list[Place]) -> Iterator[int | None]:
    """For each content the number of the innermost other one that holds it; of two equal ones the first is outer."""
    lengths = [sum(end - start for start, end in content) for content in contents]
    for number, content in enumerate(contents):
        around = [
            (lengths[other], -other)
            for other, outer in enumerate(contents)
            if (lengths[other], -other) > (lengths[number], -number) and _holds(outer, content)
        ]
        yield -min(around)[1] if around else None


def _holds(outer: Place, inner: Place) -> bool:
    return all(any(start <= a and b <= end for start, end in outer) for a, b in inner)


def _meet(one: Place, other: Place) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one for b in other)


def _distance(place: Place, near: Place) -> int:
    """Code points between the nearest edges of two places, and from end to end of the first."""
    return min(abs(a - b) for part in place for a in part for other in near for b in other) + place[-1][1] - place[0][0]
