"""The one canonical serialisation of a record, so that equal annotations are equal bytes.

Keys stand in schema order; entities and quotes by where they begin (the longer first), speakers by the number in their
id, phenomena by type with their quotes by number, spans by offset. Other cited ids and topics keep their order, which
has a meaning. UTF-8 unescaped, no spaces, LF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import lt
from typing import Any

import orjson

from kavychki.model import Article
from kavychki.schema.documents import Schema
from kavychki.schema.order import KeyOrder

Item = Mapping[str, Any]
Record = dict[str, Any]


def canonical_line(value: Article | Record, schema: Schema | None = None) -> bytes:
    """The line of a shard, without its LF, of an article or of a record that has passed the schema."""
    record = value.to_dict() if isinstance(value, Article) else value
    return orjson.dumps(canonical_record(record, schema))


def canonical_record(record: Record, schema: Schema | None = None) -> Record:
    """A record that has passed the schema with its keys and its lists in canonical order."""
    ordered: Record = _key_order(schema or Schema.at()).applied(record)
    for layer, key in _KEYS.items():
        for item in ordered[layer] or ():
            for role in _SPAN_LISTS[layer]:
                item[role].sort(key=span_key)
        if ordered[layer]:
            ordered[layer].sort(key=key)
    for item in ordered["phenomena"] or ():
        item["quotes"].sort(key=_number)
    return ordered


def is_canonical(record: Record, schema: Schema | None = None) -> bool:
    """Whether a record that has passed the schema is in canonical order; says nothing of how its line was printed."""
    order = _key_order(schema or Schema.at())
    if not order.accepts(record) or not order.holds({key: record[key] for key in ("title", "annotation")}):
        return False
    for layer, key in _KEYS.items():
        items = record[layer] or ()
        quick = layer in _PLACED and _begin_in_order(items, _SPAN_LISTS[layer][0])
        if not (quick or _in_order(items, key)) or not order.below[layer].accepts_all(items):
            return False
        for role in _SPAN_LISTS[layer]:
            lists = [item[role] for item in items]
            if not order.below[layer].below[role].accepts_all([span for spans in lists for span in spans]):
                return False
            if not all(len(spans) < 2 or _in_order(spans, span_key) for spans in lists):  # noqa: PLR2004
                return False
    return all(_in_order(item["quotes"], _number) for item in record["phenomena"] or ())


def _in_order(items: Sequence[Any], key: Callable[[Any], Any]) -> bool:
    places = list(map(key, items))
    return places == sorted(places)


def _begin_in_order(items: Sequence[Item], role: str) -> bool:
    """Whether no two items begin at one place and all stand in order: then their full keys are in order too."""
    starts = [item[role][0]["start"] for item in items]
    return all(map(lt, starts, starts[1:]))


def parse_line(line: bytes) -> Article:
    """The article of a line that has passed validation."""
    return Article.from_dict(orjson.loads(line))


def span_key(span: Item) -> tuple[int, int]:
    """Sort key of a span: start, end."""
    return span["start"], span["end"]


def entity_key(entity: Item) -> tuple[int, int, str, int]:
    """Sort key of an entity: start, longer first, type, number of the id."""
    spans = entity["spans"]
    return spans[0]["start"], -spans[-1]["end"], entity["type"], id_number(entity)


def quote_key(quote: Item) -> tuple[int, int, int]:
    """Sort key of a quote: start of the content, longer first, number of the id."""
    content = quote["content"]
    return content[0]["start"], -content[-1]["end"], id_number(quote)


def id_number(item: Item) -> int:
    """12 for an item with the id ``q12``; 0 where another schema allows ids without a number."""
    return _number(item["id"])


def _number(identifier: str) -> int:
    try:
        return int(identifier[1:])
    except ValueError:
        return 0


def _phenomenon_key(phenomenon: Item) -> str:
    return str(phenomenon["type"])


_KEYS: dict[str, Callable[[Item], Any]] = {
    "entities": entity_key,
    "speakers": id_number,
    "quotes": quote_key,
    "phenomena": _phenomenon_key,
}
_SPAN_LISTS = {
    "entities": ("spans",),
    "speakers": ("mentions",),
    "quotes": ("content", "cue", "source"),
    "phenomena": ("spans",),
}
_PLACED = {"entities", "quotes"}
"""The layers whose items always have a first span, by which they are sorted."""


@cache
def _key_order(schema: Schema) -> KeyOrder:
    return KeyOrder.of(schema)
