"""Every way we know to spoil a valid record is found, with its code, and nothing crashes."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kavychki import validate
from kavychki.schema.documents import Schema
from kavychki.validation import RULES
from samples import Record, article, line, record

Random = random.Random
Spoil = Callable[[Record, Random], None]

SPOIL: dict[str, tuple[str, Spoil]] = {}
"""Name of a corruption: the code it must be found with, and the function that commits it."""


def corruption(code: str) -> Callable[[Spoil], Spoil]:
    def register(spoil: Spoil) -> Spoil:
        SPOIL[spoil.__name__.strip("_")] = (code, spoil)
        return spoil

    return register


def any_span(value: Record, rng: Random) -> Record:
    quote = rng.choice(value["quotes"])
    role = rng.choice([role for role in ("content", "cue", "source") if quote[role]])
    found: Record = rng.choice(quote[role])
    return found


def any_item(value: Record, rng: Random) -> Record:
    found: Record = rng.choice(value[rng.choice(["entities", "speakers", "quotes"])])
    return found


def rehash(value: Record) -> None:
    value["text_sha256"] = hashlib.sha256(value["text"].encode()).hexdigest()
    value["text_length"] = len(value["text"])


@corruption("K101")
def _missing_key(value: Record, rng: Random) -> None:
    del value[rng.choice(sorted(value))]


@corruption("K101")
def _missing_key_of_an_item(value: Record, rng: Random) -> None:
    item = any_item(value, rng)
    del item[rng.choice(sorted(item))]


@corruption("K101")
def _missing_offset(value: Record, rng: Random) -> None:
    del any_span(value, rng)[rng.choice(["start", "end"])]


@corruption("K102")
def _unknown_key(value: Record, rng: Random) -> None:
    value["note"] = rng.random()


@corruption("K102")
def _unknown_key_of_a_span(value: Record, rng: Random) -> None:
    any_span(value, rng)["length"] = 3


@corruption("K102")
def _misspelled_key(value: Record, rng: Random) -> None:
    quote = rng.choice(value["quotes"])
    quote["speaker"] = quote["speakers"]


@corruption("K103")
def _text_as_a_list(value: Record, _: Random) -> None:
    value["text"] = value["text"].split()


@corruption("K103")
def _offset_as_a_string(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    span["start"] = str(span["start"])


@corruption("K103")
def _offset_with_a_fraction(value: Record, rng: Random) -> None:
    any_span(value, rng)["start"] += 0.5


@corruption("K103")
def _null_where_a_list_belongs(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])[rng.choice(["content", "cue", "source", "speakers"])] = None


@corruption("K103")
def _number_as_truth(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])["factual"] = 1


@corruption("K104")
def _unknown_type(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])["type"] = "Direct"


@corruption("K104")
def _unknown_medium(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])["medium"] = "telepathy"


@corruption("K104")
def _unknown_entity_type(value: Record, rng: Random) -> None:
    rng.choice(value["entities"])["type"] = "PER"


@corruption("K104")
def _unknown_kind(value: Record, rng: Random) -> None:
    rng.choice(value["speakers"])["kind"] = "organisation"


@corruption("K104")
def _unknown_status(value: Record, _: Random) -> None:
    value["annotation"]["status"] = "final"


@corruption("K104")
def _other_schema_version(value: Record, _: Random) -> None:
    value["schema"] = 2


@corruption("K105")
def _capital_in_the_id(value: Record, _: Random) -> None:
    value["id"] = value["id"].title()


@corruption("K105")
def _date_with_time(value: Record, _: Random) -> None:
    value["published"] = "2026-01-31T10:00:00"


@corruption("K105")
def _day_that_does_not_exist(value: Record, _: Random) -> None:
    value["published"] = "2026-02-30"


@corruption("K105")
def _line_break_behind_a_pattern(value: Record, rng: Random) -> None:
    speaker = rng.choice(value["speakers"])
    speaker["wikidata"] = "Q42\n"


@corruption("K105")
def _short_hash(value: Record, _: Random) -> None:
    value["text_sha256"] = value["text_sha256"][:-1]


@corruption("K105")
def _url_without_scheme(value: Record, _: Random) -> None:
    value["url"] = "news.example/1"


@corruption("K105")
def _control_character_in_a_name(value: Record, rng: Random) -> None:
    rng.choice(value["speakers"])["name"] += "\t"


@corruption("K106")
def _empty_content(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])["content"] = []


@corruption("K106")
def _negative_offset(value: Record, rng: Random) -> None:
    any_span(value, rng)["start"] = -1


@corruption("K106")
def _five_topics(value: Record, _: Random) -> None:
    value["topics"] = list(Schema.at().media_topics)[:5]


@corruption("K106")
def _single_with_two_annotators(value: Record, _: Random) -> None:
    value["annotation"]["annotators"] = ["tester", "second"]


@corruption("K106")
def _adjudicated_by_one(value: Record, _: Random) -> None:
    value["annotation"]["status"] = "adjudicated"


@corruption("K106")
def _annotated_without_topic(value: Record, _: Random) -> None:
    value["topics"] = []


@corruption("K107")
def _speaker_cited_twice(value: Record, rng: Random) -> None:
    quote = rng.choice(value["quotes"])
    quote["speakers"] *= 2


@corruption("K201")
def _decomposed_text(value: Record, _: Random) -> None:
    value["text"] = value["text"].replace("🙂", "е\u0308")
    rehash(value)


@corruption("K201")
def _carriage_return_in_the_text(value: Record, _: Random) -> None:
    value["text"] = value["text"].replace("🙂", "\r")
    rehash(value)


@corruption("K202")
def _edited_text(value: Record, _: Random) -> None:
    value["text"] += "!"


@corruption("K203")
def _length_in_bytes(value: Record, _: Random) -> None:
    value["text_length"] = len(value["text"].encode())


@corruption("K204")
def _prefix_of_another_collection(value: Record, _: Random) -> None:
    value["collection"] = "press"


@corruption("K205")
def _inverted_span(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    span["start"], span["end"] = span["end"], span["start"] or 1


@corruption("K205")
def _empty_span(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    span["end"] = span["start"] or 1
    span["start"] = span["end"]


@corruption("K206")
def _end_behind_the_text(value: Record, rng: Random) -> None:
    any_span(value, rng)["end"] = value["text_length"] + rng.randint(1, 10**9)


@corruption("K207")
def _offsets_in_bytes(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    size = span["end"] - span["start"]
    span["start"] += 1 if span["end"] < value["text_length"] else -1
    span["end"] = span["start"] + size


@corruption("K207")
def _surface_with_another_letter(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    span["text"] = span["text"][:-1] + "ъ"


@corruption("K208")
def _missing_surface(value: Record, rng: Random) -> None:
    del any_span(value, rng)["text"]


@corruption("K209")
def _surface_left_in_a_text_free_record(value: Record, _: Random) -> None:
    value["text"] = None


@corruption("K210")
def _space_taken_in(value: Record, _: Random) -> None:
    span = value["quotes"][0]["cue"][0]
    span["start"] -= 1
    span["text"] = " " + span["text"]


@corruption("K211")
def _part_listed_twice(value: Record, rng: Random) -> None:
    quote = rng.choice(value["quotes"])
    quote["content"].append(dict(quote["content"][0]))


@corruption("K212")
def _cue_inside_the_content(value: Record, rng: Random) -> None:
    quote = rng.choice(value["quotes"])
    quote["cue"] = [dict(quote["content"][0])]


@corruption("K213")
def _id_used_twice(value: Record, rng: Random) -> None:
    layer = rng.choice(["entities", "speakers", "quotes"])
    value[layer][1]["id"] = value[layer][0]["id"]


@corruption("K214")
def _speaker_that_is_not_there(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])[rng.choice(["speakers", "addressees"])] = ["s99"]


@corruption("K215")
def _parent_that_is_not_there(value: Record, rng: Random) -> None:
    rng.choice(value["quotes"])["parent"] = "q99"


@corruption("K216")
def _its_own_parent(value: Record, rng: Random) -> None:
    quote = rng.choice(value["quotes"])
    quote["parent"] = quote["id"]


@corruption("K217")
def _parent_elsewhere(value: Record, rng: Random) -> None:
    one, other = rng.sample(value["quotes"], 2)
    one["parent"] = other["id"]


@corruption("K218")
def _entity_listed_twice(value: Record, rng: Random) -> None:
    twin = deepcopy(rng.choice(value["entities"]))
    value["entities"].append({**twin, "id": "e99"})


@corruption("K219")
def _retired_topic(value: Record, _: Random) -> None:
    value["topics"] = ["medtop:20999999"]


@corruption("K220")
def _integer_with_a_point(value: Record, rng: Random) -> None:
    span = any_span(value, rng)
    span["start"] = float(span["start"])


@corruption("K221")
def _keys_in_another_order(value: Record, rng: Random) -> None:
    items = list(any_item(value, rng).items())
    target = any_span(value, rng)
    del items
    start = target.pop("start")
    target["start"] = start


@corruption("K221")
def _items_in_another_order(value: Record, rng: Random) -> None:
    value[rng.choice(["entities", "speakers", "quotes"])].reverse()


def test_there_are_at_least_forty_kinds() -> None:
    assert len(SPOIL) >= 40


@pytest.mark.parametrize("name", SPOIL)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoiled_record_is_found_with_its_code(name: str, seed: int) -> None:
    code, spoil = SPOIL[name]
    spoiled = record()
    spoil(spoiled, random.Random(seed))
    found = {finding.code for finding in validate([line(spoiled)], level=2)}
    assert code in found
    schema = Schema.at()
    verdict = schema.deciding("article").is_valid(spoiled)
    assert verdict == schema.explaining("article").is_valid(spoiled) == (code >= "K2")


@settings(max_examples=100, deadline=None)
@given(names=st.lists(st.sampled_from(sorted(SPOIL)), min_size=2, max_size=5, unique=True), seed=st.integers(0, 2**32))
def test_several_corruptions_at_once_never_crash_and_are_never_accepted(names: list[str], seed: int) -> None:
    spoiled = record()
    rng = random.Random(seed)
    for name in names:
        try:
            SPOIL[name][1](spoiled, rng)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            # What came before has left nothing there to spoil.
            continue
    findings = list(validate([line(spoiled)]))
    assert findings
    assert {finding.code for finding in findings} <= set(RULES)


BYTES: dict[str, tuple[str, Callable[[bytes, Random], bytes]]] = {
    "another encoding": ("K002", lambda data, _: data.decode().replace("🙂", "").encode("cp1251", "replace")),
    "a byte lost inside a letter": ("K002", lambda data, _: data.replace("М".encode(), "М".encode()[:1], 1)),
    "a byte order mark": ("K003", lambda data, _: b"\xef\xbb\xbf" + data),
    "a carriage return": ("K004", lambda data, _: data[:-1] + b"\r\n"),
    "an empty line": ("K006", lambda _data, _: b"\n"),
    "a line cut off": (
        "K008",
        lambda data, rng: data[: rng.randrange(1, 150)].decode(errors="ignore").encode() + b"\n",
    ),
    "a comma too many": ("K008", lambda data, _: data.replace(b"}\n", b",}\n")),
    "not a number": ("K008", lambda data, _: data.replace(b'"schema":1', b'"schema":NaN')),
    "half a surrogate pair": ("K008", lambda data, _: data.replace("🙂".encode(), rb"\ud83d")),
    "a bare list": ("K009", lambda data, _: b"[" + data[:-1] + b"]\n"),
    "a key twice": ("K010", lambda data, _: data.replace(b'"schema":1', b'"schema":1,"schema":1')),
    "a key of a span twice": ("K010", lambda data, _: data.replace(b'"start":0', b'"start":0,"start":0')),
    "spaces": ("K221", lambda data, _: json.dumps(json.loads(data), ensure_ascii=False).encode() + b"\n"),
    "escapes": ("K221", lambda data, _: json.dumps(json.loads(data), separators=(",", ":")).encode() + b"\n"),
}


@pytest.mark.parametrize("name", BYTES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_spoiled_bytes_are_found_with_their_code(name: str, seed: int) -> None:
    code, spoil = BYTES[name]
    found: list[Any] = [finding.code for finding in validate([spoil(line(article()), random.Random(seed))], level=2)]
    assert found == [code]
