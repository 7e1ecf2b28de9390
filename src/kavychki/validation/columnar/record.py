"""L2 over columns: what records must keep to within themselves."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cached_property
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.schema.documents import Schema
from kavychki.text.canonical import BYTE_ORDER_MARK
from kavychki.validation.columnar.spans import Bytes, Numbers, Spans, Texts, are_distinct, are_sound, lie_apart, owners
from kavychki.validation.level2 import ROLES

_NUMBERS = 2**20
"""More than the highest number of an id, such as 12 of ``q12``."""


def records_are_sound(records: pa.StructArray, schema: Schema) -> bool:
    """Whether records that carry their texts and obey the schema have nothing wrong within themselves.

    False also for the few that it takes more to decide.
    """
    texts = Texts.of(records.field("text"))
    layers = {name: _Layer.of(records.field(name)) for name in ("entities", "speakers", "quotes", "phenomena")}
    return (
        _texts_are_sound(records, texts)
        and _spans_are_sound(records, layers, texts)
        and _layers_are_in_order(layers)
        and _references_are_sound(layers)
        and bool(pc.all(pc.is_in(records.field("topics").flatten(), _media_topics(schema)), min_count=0).as_py())
    )


class _Layer:
    """The items of a layer of all records, and the article of each."""

    def __init__(self, items: pa.StructArray, article: Numbers) -> None:
        self.items = items
        self.article = article

    @classmethod
    def of(cls, lists: pa.ListArray) -> _Layer:
        return cls(lists.values, owners(lists))

    @cached_property
    def keys(self) -> Numbers:
        """What tells apart the ids of all articles."""
        return self.article * _NUMBERS + numbers(self.items.field("id"))

    def cited(self, name: str) -> Numbers:
        """The same for ids that the items cite in a list of theirs."""
        lists = self.items.field(name)
        return self.article[owners(lists)] * _NUMBERS + numbers(lists.values)

    def spans(self, role: str) -> Spans:
        return Spans.of(self.items.field(role), self.article)

    def edges(self, role: str) -> tuple[Numbers, Numbers]:
        """Where the first span of each item begins and the last one ends."""
        lists = self.items.field(role)
        offsets = np.asarray(lists.offsets)
        start, end = (np.asarray(lists.values.field(name)).astype(np.int64) for name in ("start", "end"))
        return start[offsets[:-1]], end[offsets[1:] - 1]


def numbers(identifiers: pa.StringArray) -> Numbers:
    """12 for ``q12``, of ids that obey the schema."""
    return np.asarray(pc.cast(pc.utf8_slice_codeunits(identifiers, 1), pa.int64()))


def _texts_are_sound(records: pa.StructArray, texts: Texts) -> bool:
    if pc.any(pc.starts_with(records.field("text"), BYTE_ORDER_MARK)).as_py() or not _is_canonical(texts.data):
        return False
    if not np.array_equal(texts.lengths, np.asarray(records.field("text_length"))):
        return False
    # Bytes that are UTF-8 together may be none apart, where a border lies within a code point.
    if not np.array_equal(texts.points.take(texts.first), texts.bounds):
        return False
    data, bounds = texts.data.data, texts.bounds.tolist()
    found = [hashlib.sha256(data[a:b]).hexdigest() for a, b in pairwise(bounds)]
    return bool(found == records.field("text_sha256").to_pylist())


def _is_canonical(data: Bytes) -> bool:
    """Whether texts, laid end to end, are UTF-8 in NFC without control characters: then so is each of them.

    Those of ASCII, LF and tab aside, have been ruled out by the form of the lines.
    """
    begun = np.flatnonzero(data[:-1] == 0xC2)  # noqa: PLR2004 - begins U+0080 to U+00BF
    try:
        decoded = str(data.data, "utf-8")
    except UnicodeDecodeError:
        return False
    return bool((data.take(begun + 1) >= 0xA0).all()) and unicodedata.is_normalized("NFC", decoded)  # noqa: PLR2004


def _spans_are_sound(records: pa.StructArray, layers: dict[str, _Layer], texts: Texts) -> bool:
    quotes = layers["quotes"]
    roles = [quotes.spans(role) for role in ROLES]
    others = [layers[name].spans(role) for name, role in _OTHER_SPANS.items()]
    counts = [*[len(quotes.items)] * len(roles), *(len(layers[name].items) for name in _OTHER_SPANS), len(records)]
    if not are_sound(Spans.joined([*roles, *others, _titles(records)], counts), texts):
        return False
    owner, starts, ends = (np.concatenate([getattr(each, name) for each in roles]) for name in ("list", "start", "end"))
    return lie_apart(owner, starts, ends)


_OTHER_SPANS = {"entities": "spans", "speakers": "mentions", "phenomena": "spans"}


def _titles(records: pa.StructArray) -> Spans:
    titles = records.field("title")
    article = np.flatnonzero(np.asarray(titles.is_valid()))
    start, end = (np.asarray(titles.drop_null().field(name)).astype(np.int64) for name in ("start", "end"))
    return Spans(article, article, start, end, titles.drop_null().field("text"))


def _layers_are_in_order(layers: dict[str, _Layer]) -> bool:
    """Whether items stand in canonical order, none twice, each with an id of its own."""
    entities, speakers, quotes, phenomena = layers.values()
    return (
        _stand_in_order(entities, "spans", _ranks(entities.items.field("type")))
        and _stand_in_order(quotes, "content")
        and _ascends(speakers.keys)
        and _ascends(phenomena.article, _ranks(phenomena.items.field("type")))
        and _cited_in_order(phenomena)
    )


def _stand_in_order(layer: _Layer, role: str, *ranks: Numbers) -> bool:
    keys = layer.keys
    if not are_distinct(keys):
        return False
    start, end = layer.edges(role)
    order = [layer.article, start, -end, *ranks]
    return _ascends(*order, keys) and _differ(layer.items.field(role), order)


def _differ(lists: pa.ListArray, keys: list[Numbers]) -> bool:
    """Whether items that begin and end alike have different spans between."""
    alike = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    places = np.flatnonzero(np.append(alike, False) | np.insert(alike, 0, False)).tolist()
    found = {(*(int(key[n]) for key in keys), str(lists[n].as_py())) for n in places}
    return len(found) == len(places)


def _cited_in_order(phenomena: _Layer) -> bool:
    lists = phenomena.items.field("quotes")
    return _ascends(owners(lists), numbers(lists.values))


def _ranks(values: pa.StringArray) -> Numbers:
    """Numbers that stand in the order of the strings."""
    known = pc.unique(values).sort()
    return np.asarray(pc.index_in(values, known)).astype(np.int64)


def _ascends(*keys: Numbers) -> bool:
    """Whether each item comes behind the one before it, by the first key that differs."""
    pending = np.ones(max(0, len(keys[0]) - 1), bool)
    for key in keys:
        if (pending & (key[1:] < key[:-1])).any():
            return False
        pending &= key[1:] == key[:-1]
    return not pending.any()


def _references_are_sound(layers: dict[str, _Layer]) -> bool:
    _, speakers, quotes, phenomena = layers.values()
    known = speakers.keys
    return (
        _are_among(quotes.cited("speakers"), known)
        and _are_among(quotes.cited("addressees"), known)
        and _are_among(phenomena.cited("quotes"), np.sort(quotes.keys))
        and _nesting_is_sound(quotes)
    )


def _are_among(keys: Numbers, known: Numbers) -> bool:
    """Whether all keys are known; ``known`` ascends."""
    places = np.searchsorted(known, keys)
    return not len(keys) or bool(places.max() < len(known) and (known[places] == keys).all())


def _nesting_is_sound(quotes: _Layer) -> bool:
    """Whether every quote with a parent lies within the parent's content, and stands behind it: so none is a cycle."""
    parents = quotes.items.field("parent")
    nested = np.flatnonzero(np.asarray(parents.is_valid()))
    if not len(nested):
        return True
    keys = quotes.keys
    order = np.argsort(keys)
    wanted = quotes.article[nested] * _NUMBERS + numbers(parents.drop_null())
    place = np.searchsorted(keys, wanted, sorter=order)
    if (place == len(keys)).any():
        return False
    parent = order[place]
    if (keys[parent] != wanted).any() or (parent >= nested).any():
        return False
    above = np.full(len(keys), -1, np.int64)
    above[nested] = parent
    spans = quotes.spans("content")
    inner = np.flatnonzero(above[spans.list] >= 0)
    # Contents stand in order, so the last span of the parent that begins before a span is the one that may hold it.
    begin = spans.list << 32 | spans.start
    outer = np.searchsorted(begin, above[spans.list[inner]] << 32 | spans.start[inner], side="right") - 1
    held = (spans.list[outer] == above[spans.list[inner]]) & (spans.end[inner] <= spans.end[outer])
    return bool(held.all())


def _media_topics(schema: Schema) -> pa.StringArray:
    return pa.array(list(schema.media_topics), pa.string())
