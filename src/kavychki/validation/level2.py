"""L2: what a record must keep to within itself, beyond what the schema can say."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import lt
from typing import Any, cast

from kavychki.errors import CanonicalTextError
from kavychki.io.serialisation import is_canonical
from kavychki.schema.documents import Schema
from kavychki.text import canonical_text, text_sha256
from kavychki.validation.problem import Path, Problem, shortened

JsonObject = Mapping[str, Any]
Spans = Sequence[JsonObject]

ROLES = ("content", "cue", "source")


def record_problems(
    record: JsonObject, text: str | None, *, schema: Schema | None = None, printed: bool = True
) -> Iterator[Problem]:
    """Every L2 problem of a record that has passed L1.

    Args:
        record: the record.
        text: the article's text: the record's own, or of a text-free record the hydrated one, or None where it is not
            at hand; then offsets are held against ``text_length`` alone.
        schema: whose vocabularies and order of keys hold; by default the project's own.
        printed: whether the record's line was printed canonically (no spaces, no escapes).
    """
    known = schema or Schema.at()
    sound = True
    for problem in _content_problems(record, text, known):
        sound = False
        yield problem
    # What else is wrong may be why the order is; it is mended first.
    if sound and not (printed and is_canonical(cast("dict[str, Any]", record), known)):
        yield Problem("K221", "the line is not in canonical form (order of keys or items, spaces, escapes)")


def _content_problems(record: JsonObject, text: str | None, schema: Schema) -> Iterator[Problem]:
    yield from _text_problems(record)
    yield from _number_problems(record)
    if not _spans_are_sound(record, text):
        for path, spans in span_lists(record):
            yield from _span_list_problems(record, path, spans, text)
    yield from _id_problems(record)
    yield from _reference_problems(record)
    yield from _nesting_problems(record)
    yield from _role_problems(record)
    yield from _repetition_problems(record)
    yield from _phenomenon_problems(record)
    yield from _topic_problems(record, schema)


def span_lists(record: JsonObject) -> Iterator[tuple[Path, Spans]]:
    """Every list of spans of a record with its path; the title counts as a list of one, at its own path."""
    for number, entity in enumerate(record["entities"] or ()):
        yield ("entities", number, "spans"), entity["spans"]
    for number, speaker in enumerate(record["speakers"]):
        yield ("speakers", number, "mentions"), speaker["mentions"]
    for number, quote in enumerate(record["quotes"]):
        for role in ROLES:
            yield ("quotes", number, role), quote[role]
    for number, phenomenon in enumerate(record["phenomena"] or ()):
        yield ("phenomena", number, "spans"), phenomenon["spans"]
    if record["title"] is not None:
        yield ("title",), (record["title"],)


def _spans_are_sound(record: JsonObject, text: str | None) -> bool:
    """Whether no span of a record has a problem: the quick answer for the many, so that only the others are explained.

    Works on all spans at once, attribute by attribute, which takes a quarter of the time of span by span.
    """
    lists = [spans for _, spans in span_lists(record)]
    spans = [span for each in lists for span in each]
    starts, ends = [span["start"] for span in spans], [span["end"] for span in spans]
    length = record["text_length"] if text is None else len(text)
    if set(map(type, starts)) | set(map(type, ends)) > {int} or not all(map(lt, starts, ends)):
        return False
    surfaces = [span.get("text") for span in spans]
    if max(ends, default=0) > length or (set(map(type, surfaces)) - {type(None) if record["text"] is None else str}):
        return False
    if text is not None:
        found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        if [each.strip() for each in found] != found or (record["text"] is not None and found != surfaces):
            return False
    return all(len(each) == 1 or _are_apart(each) for each in lists)


def _are_apart(spans: Spans) -> bool:
    """Whether spans stand in order and do not overlap."""
    return all(before["end"] <= after["start"] for before, after in pairwise(spans))


def _text_problems(record: JsonObject) -> Iterator[Problem]:
    prefix = f"{record['collection']}-"
    if not record["id"].startswith(prefix):
        yield Problem("K204", f"the id {shortened(record['id'])} does not begin with {prefix!r}", ("id",))
    text = record["text"]
    if text is None:
        return
    try:
        if canonical_text(text) != text:
            yield Problem("K201", "the text is not NFC, or has a BOM or CR", ("text",))
    except CanonicalTextError as error:
        yield Problem("K201", str(error), ("text",))
        return
    if (found := text_sha256(text)) != record["text_sha256"]:
        yield Problem("K202", f"the text's SHA-256 is {found}", ("text_sha256",))
    if len(text) != record["text_length"]:
        yield Problem("K203", f"the text has {len(text)} code points", ("text_length",))


def _number_problems(record: JsonObject) -> Iterator[Problem]:
    for key in ("schema", "text_length"):
        if type(record[key]) is not int:
            yield Problem("K220", f"{record[key]!r} is not written as an integer", (key,))


def _span_list_problems(record: JsonObject, path: Path, spans: Spans, text: str | None) -> Iterator[Problem]:
    single = path == ("title",)
    sound = True
    for number, span in enumerate(spans):
        found = list(_span_problems(span, record, path if single else (*path, number), text))
        sound = sound and not found
        yield from found
    if sound and len(spans) > 1:
        ordered = sorted(enumerate(spans), key=lambda item: (item[1]["start"], item[1]["end"]))
        for (_, before), (number, span) in pairwise(ordered):
            if span["start"] < before["end"]:
                message = f"{_bounds(span)} overlaps {_bounds(before)} of the same list"
                yield Problem("K211", message, (*path, number), _bounds(span))


def _span_problems(span: JsonObject, record: JsonObject, path: Path, text: str | None) -> Iterator[Problem]:
    start, end = span["start"], span["end"]
    if type(start) is not int or type(end) is not int:
        yield Problem("K220", f"{start!r} or {end!r} is not written as an integer", path)
        return
    if start >= end:
        yield Problem("K205", f"start {start} is not before end {end}", path)
        return
    if end > (record["text_length"] if text is None else len(text)):
        yield Problem("K206", f"end {end} is behind the end of the text", path)
        return
    bounds = (start, end)
    if record["text"] is None and "text" in span:
        yield Problem("K209", "the record is text-free, the span has a surface", path, bounds)
    elif record["text"] is not None and "text" not in span:
        yield Problem("K208", "the record has its text, the span no surface", path, bounds)
    if text is None:
        return
    surface = text[start:end]
    if span.get("text", surface) != surface:
        message = f"the span says {shortened(span['text'])}, the text says {shortened(surface)}"
        yield Problem("K207", message, (*path, "text"), bounds)
    elif surface[0].isspace() or surface[-1].isspace():
        yield Problem("K210", f"{shortened(surface)} begins or ends with white space", path, bounds)


def _id_problems(record: JsonObject) -> Iterator[Problem]:
    for layer in ("entities", "speakers", "quotes"):
        ids = [item["id"] for item in record[layer] or ()]
        if len(set(ids)) == len(ids):
            continue
        seen: set[str] = set()
        for number, identifier in enumerate(ids):
            if identifier in seen:
                yield Problem("K213", f"the id {identifier!r} is used twice in {layer}", (layer, number, "id"))
            seen.add(identifier)


def _reference_problems(record: JsonObject) -> Iterator[Problem]:
    speakers = {speaker["id"] for speaker in record["speakers"]}
    quotes = {quote["id"] for quote in record["quotes"]}
    cited = {name for quote in record["quotes"] for key in ("speakers", "addressees") for name in quote[key]}
    if cited <= speakers and _parents(record) <= quotes:
        return
    for number, quote in enumerate(record["quotes"]):
        for key in ("speakers", "addressees"):
            for place, cited in enumerate(quote[key]):
                if cited not in speakers:
                    message = f"the record has no speaker {cited!r}"
                    yield Problem("K214", message, ("quotes", number, key, place), _envelope(quote["content"]))
        if quote["parent"] is not None and quote["parent"] not in quotes:
            message = f"the record has no quote {quote['parent']!r}"
            yield Problem("K215", message, ("quotes", number, "parent"), _envelope(quote["content"]))


def _nesting_problems(record: JsonObject) -> Iterator[Problem]:
    parents = _parents(record)
    if not parents:
        return
    by_id = {quote["id"]: quote for quote in record["quotes"]}
    contents = {name: sorted(map(_bounds, by_id[name]["content"])) for name in parents if name in by_id}
    cyclic = _in_cycles({name: quote["parent"] for name, quote in by_id.items()})
    for number, quote in enumerate(record["quotes"]):
        path, parent = ("quotes", number, "parent"), by_id.get(quote["parent"])
        if quote["id"] in cyclic:
            yield Problem("K216", f"{quote['id']} is its own ancestor", path, _envelope(quote["content"]))
        elif parent is not None and not _lies_within(quote["content"], contents[quote["parent"]]):
            message = f"{quote['id']} does not lie within the content of {quote['parent']}"
            yield Problem("K217", message, path, _envelope(quote["content"]))


def _in_cycles(parents: Mapping[str, str | None]) -> set[str]:
    """The ids that are their own ancestors; linear, each id is walked through once."""
    settled: set[str] = set()
    cyclic: set[str] = set()
    for name in parents:
        trail: dict[str, int] = {}
        at: str | None = name
        while at is not None and at in parents and at not in settled and at not in trail:
            trail[at] = len(trail)
            at = parents[at]
        if at in trail:
            cyclic.update(list(trail)[trail[at] :])
        settled.update(trail)
    return cyclic


def _parents(record: JsonObject) -> set[str]:
    return {quote["parent"] for quote in record["quotes"] if quote["parent"] is not None}


def _lies_within(inner: Spans, outer: Sequence[tuple[int, int]]) -> bool:
    """Whether every span lies in one of the stretches, which stand in order."""
    for span in inner:
        place = bisect_right(outer, (span["start"], sys.maxsize)) - 1
        if place < 0 or outer[place][1] < span["end"]:
            return False
    return True


def _role_problems(record: JsonObject) -> Iterator[Problem]:
    for number, quote in enumerate(record["quotes"]):
        bounds = sorted([_bounds(span) for role in ROLES for span in quote[role]])
        if any(after[0] < before[1] for before, after in pairwise(bounds)):
            yield from _overlapping_roles(quote, number)


def _overlapping_roles(quote: JsonObject, number: int) -> Iterator[Problem]:
    taken = sorted((_bounds(span), role, place) for role in ROLES for place, span in enumerate(quote[role]))
    for (before, first, _), (bounds, role, place) in pairwise(taken):
        if role != first and bounds[0] < before[1]:
            message = f"the {role} {list(bounds)} overlaps the {first} {list(before)} of the same quote"
            yield Problem("K212", message, ("quotes", number, role, place), bounds)


def _repetition_problems(record: JsonObject) -> Iterator[Problem]:
    entities, quotes = record["entities"] or (), record["quotes"]
    if len({(each["type"], *_outer(each["spans"])) for each in entities}) < len(entities):
        yield from _repeated("entities", ((each["type"], *map(_bounds, each["spans"])) for each in entities))
    if len({_outer(each["content"]) for each in quotes}) < len(quotes):
        yield from _repeated("quotes", (tuple(map(_bounds, each["content"])) for each in quotes))


def _outer(spans: Spans) -> tuple[int, int]:
    """Where spans in order begin and end: what differs here differs as a whole."""
    return spans[0]["start"], spans[-1]["end"]


def _repeated(layer: str, keys: Iterable[Any]) -> Iterator[Problem]:
    seen: set[Any] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Problem("K218", f"{layer} lists the same annotation twice", (layer, number))
        seen.add(key)


def _phenomenon_problems(record: JsonObject) -> Iterator[Problem]:
    phenomena = record["phenomena"]
    if not phenomena:
        return
    quotes = {quote["id"] for quote in record["quotes"]}
    for number, phenomenon in enumerate(phenomena):
        for place, cited in enumerate(phenomenon["quotes"]):
            if cited not in quotes:
                message = f"the record has no quote {cited!r}"
                yield Problem("K223", message, ("phenomena", number, "quotes", place))
    yield from _repeated("phenomena", (phenomenon["type"] for phenomenon in phenomena))


def _topic_problems(record: JsonObject, schema: Schema) -> Iterator[Problem]:
    for number, code in enumerate(record["topics"]):
        if code not in schema.media_topics:
            yield Problem("K219", f"{code} is not in the Media Topics", ("topics", number))


def _bounds(span: JsonObject) -> tuple[int, int]:
    return span["start"], span["end"]


def _envelope(spans: Spans) -> tuple[int, int]:
    return min(span["start"] for span in spans), max(span["end"] for span in spans)
