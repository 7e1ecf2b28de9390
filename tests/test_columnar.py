"""The quick checks over columns: what they accept, the exact checks find nothing in; and they accept what there is."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from kavychki import Corpus
from kavychki.io.corpus import Shard
from kavychki.io.lines import Line
from kavychki.schema.documents import Schema
from kavychki.text import text_sha256
from kavychki.validation.checker import Checker
from kavychki.validation.columnar import QuickChecker
from kavychki.validation.columnar.conformity import conforms, re2
from kavychki.validation.columnar.form import have_canonical_form
from kavychki.validation.level3.across import CrossChecks
from kavychki.validation.level3.digest import Digest, Place, digest_of
from kavychki.validation.level3.signatures import signature_of, signatures_of
from kavychki.validation.level3.sketches import Sketch, nothing_across
from samples import Record, article, line, record, text_free, write_corpus
from test_validation_corruption import BYTES, SPOIL

CASES = Path(__file__).with_name("cases")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return Corpus.open(write_corpus(tmp_path_factory.mktemp("corpus"), article(), text_free()))


def is_accepted(corpus: Corpus, lines: bytes) -> bool:
    checker = QuickChecker(Schema.at(), corpus)
    return checker.accepted(lines, Shard(corpus.path / "constructed" / "articles.jsonl", "constructed")) is not None


def findings(corpus: Corpus, data: bytes) -> list[str]:
    """What the exact checks find in the lines, each on its own."""
    checker = Checker(Schema.at(), corpus, level=3)
    shard = Shard(corpus.path / "constructed" / "articles.jsonl", "constructed")
    lines = data.split(b"\n")
    unterminated = [Line(len(lines), lines[-1], len(lines[-1]), False, False)] if lines[-1] else []
    whole = [Line(n, each, len(each), True, False) for n, each in enumerate(lines[:-1], 1)]
    checked = [checker.check_line(each, "f", shard) for each in (*whole, *unterminated)]
    return [finding.code for each in checked for finding in each.findings]


def test_every_record_of_the_corpus_is_accepted() -> None:
    corpus = Corpus.open(ROOT / "corpus")
    checker = QuickChecker(Schema.at(), corpus)
    shards = [shard for shard in corpus.shards() if shard.collection == "constructed"]
    assert shards
    for shard in shards:
        lines = shard.path.read_bytes()
        records = checker.accepted(lines, shard)
        assert records is not None
        assert records.to_pylist()[0]["text"] == json.loads(lines.split(b"\n")[0])["text"]


def bare(text: str) -> Record:
    """A record with nothing annotated but its title."""
    nothing: Record = {"quotes": [], "speakers": [], "entities": [], "phenomena": None, "title": None, "topics": []}
    annotation = {**record()["annotation"], "status": "draft"}
    sizes = {"text": text, "text_sha256": text_sha256(text), "text_length": len(text)}
    return {**record(), **nothing, **sizes, "annotation": annotation}


def test_records_with_rare_features_are_accepted(corpus: Corpus) -> None:
    rare = {**record(), "title": None, "genre": None, "url": "https://a.example/x?y=1", "published": "2028-02-29"}
    for value in (rare, bare('Мост\t«закрыт» \\ "так"\n🙂'), bare("x")):
        assert findings(corpus, line(value)) == []
        assert is_accepted(corpus, line(value))
    assert is_accepted(corpus, b"".join(line(record(f"constructed-{n}")) for n in range(9001, 9040)))


@pytest.mark.parametrize("name", SPOIL)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_spoiled_record_is_accepted(corpus: Corpus, name: str, seed: int) -> None:
    spoiled = record()
    SPOIL[name][1](spoiled, random.Random(seed))
    assert not is_accepted(corpus, line(spoiled))
    assert not is_accepted(corpus, line(record("constructed-9000")) + line(spoiled) + line(record("constructed-9002")))


@pytest.mark.parametrize("name", BYTES)
def test_no_spoiled_bytes_are_accepted(corpus: Corpus, name: str) -> None:
    spoiled = BYTES[name][1](line(article()), random.Random(1))
    assert not is_accepted(corpus, spoiled)
    assert not is_accepted(corpus, line(record("constructed-9000")) + spoiled)


@pytest.mark.parametrize("broken", [b"\xd0", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"])
def test_bytes_that_are_not_utf8_are_accepted_nowhere(corpus: Corpus, broken: bytes) -> None:
    data = line(record())
    strings = [match.span(1) for match in re.finditer(rb'"((?:[^"\\]|\\.)*)"', data)]
    for start, end in strings:
        assert not is_accepted(corpus, data[:start] + broken + data[start:])
        assert not is_accepted(corpus, data[:end] + broken + data[end:])


def test_texts_that_are_utf8_only_together_are_not_accepted(corpus: Corpus) -> None:
    """The first text ends, the second begins within a code point, and what the records say of them fits the whole."""
    whole = ("Мост закрыт А", "мэр спит")
    values = [{**bare(text), "id": f"constructed-900{number}"} for number, text in enumerate(whole)]
    first, second = map(line, values)
    assert is_accepted(corpus, first + second)
    half = "А".encode()
    moved = (
        first.replace(half + b'"', half[:1] + b'"'),
        second.replace(b'"' + "мэр".encode(), b'"' + half[1:] + "мэр".encode()),
    )
    assert b"".join(moved).replace(half[:1] + b'"', b'"') != first + second
    assert not is_accepted(corpus, b"".join(moved))


CASE_INPUTS = sorted(path for path in CASES.glob("K[0-3]*/**/*.jsonl"))


@pytest.mark.parametrize("path", CASE_INPUTS, ids=lambda path: path.parts[-3 if "corpus" in path.parts else -2])
def test_no_line_with_a_finding_of_a_case_is_accepted(path: Path) -> None:
    corpus = Corpus.open(CASES / "corpus")
    for data in path.read_bytes().splitlines(keepends=True):
        if is_accepted(corpus, data):
            assert findings(corpus, data) == []


VALUES: list[Any] = [
    "",
    " ",
    "x",
    "q1",
    "s1",
    "e1",
    "s9",
    "q01",
    "2026-02-30",
    "Q1",
    "direct",
    "medtop:20000593",
    "\n",
    "🙂",
    "\u00a0",
]
VALUES += [
    None,
    True,
    0,
    1,
    -1,
    10**6,
    2**31,
    1.0,
    [],
    ["s1"],
    ["q1", "q1"],
    {},
    {"start": 0, "end": 4, "text": "Мост"},
]


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from places(each, (*path, key))


def changed(value: Record, rng: random.Random) -> Record:
    """The record with one value replaced, nudged, taken away, doubled or moved."""
    value = deepcopy(value)
    *above, key = rng.choice(list(places(value)))
    holder: Any = value
    for step in above:
        holder = holder[step]
    kind = rng.randrange(5)
    if kind == 0 and isinstance(holder[key], int):
        holder[key] += rng.choice([-1, 1, 2])
    elif kind == 1 and isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), deepcopy(holder[key]))
    elif kind == 2 and isinstance(holder, list):
        holder.append(holder.pop(key))
    elif kind == 3:
        del holder[key]
    else:
        holder[key] = deepcopy(rng.choice(VALUES))
    return value


@settings(max_examples=1500, deadline=None)
@given(seed=st.integers(0, 2**64), times=st.integers(1, 2))
def test_what_is_accepted_has_no_findings(corpus: Corpus, seed: int, times: int) -> None:
    rng = random.Random(seed)
    value = record()
    for _ in range(times):
        value = changed(value, rng)
    if is_accepted(corpus, line(value)):
        assert findings(corpus, line(value)) == []


@settings(max_examples=400, deadline=None)
@given(text=st.text(alphabet=st.sampled_from('аё́ \n\t\r\x00\x1f\x7f\x85\u00a0\ufeff🙂«"\\'), min_size=1, max_size=12))
def test_texts_are_accepted_as_the_exact_checks_decide(corpus: Corpus, text: str) -> None:
    data = line(bare(text))
    accepted = is_accepted(corpus, data)
    assert not (accepted and findings(corpus, data))
    if text.isprintable():
        assert accepted == (not findings(corpus, data))


@settings(max_examples=400, deadline=None)
@given(start=st.integers(0, 20), length=st.integers(1, 9), text=st.text("а б\u00a0🙂—", min_size=25, max_size=40))
def test_spans_are_accepted_as_the_exact_checks_decide(corpus: Corpus, start: int, length: int, text: str) -> None:
    span = {"start": start, "end": start + length, "text": text[start : start + length]}
    data = line({**bare(text), "title": span})
    assert is_accepted(corpus, data) == (not findings(corpus, data))
    shifted = {**span, "start": start + 1, "end": start + length + 1}
    moved = line({**bare(text), "title": shifted})
    assert is_accepted(corpus, moved) == (not findings(corpus, moved))


def spellings(data: bytes) -> Iterator[bytes]:
    """Lines that say the same as a canonical line, or nearly, in other bytes."""
    value = json.loads(data)
    yield data.rstrip(b"\n")
    yield data + b"\n"
    yield json.dumps(value, ensure_ascii=False).encode() + b"\n"
    yield json.dumps(value, separators=(",", ":")).encode() + b"\n"
    yield json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    for old, new in [
        (b'"schema":1', b'"schema":1.0'),
        (b'"schema":1', b'"schema":01'),
        (b'"schema":1', b'"schema":1,"schema":1'),
        (b'"schema":1', b'"schema": 1'),
        (b'"schema":1,', b""),
        (b'"schema":1', b'"Schema":1'),
        (b'"factual":true', b'"factual":1'),
        (b"/", b"\\/"),
        (b"\\n", b"\\u000a"),
        (b"\\n", b"\\r"),
        (b"\\n", b"\x7f"),
        (b"\\n", b"\n"),
        (b"}\n", b"}\r\n"),
        (b"}\n", b"},\n"),
        (b'"mentions":[', b'"wikidata":null,"mentions":['),
    ]:
        yield data.replace(old, new, 1)


def test_the_canonical_form_of_lines_is_one_spelling() -> None:
    schema = Schema.at()
    for value in (record(url="https://example.org/a"), text_free().to_dict()):
        value["annotation"]["guidelines"] = "1.0\n"  # the form says nothing of values
        data = line(value)
        assert have_canonical_form(data * 2, schema)
        others = [each for each in spellings(data) if each != data]
        assert len(others) > 15
        assert not [each for each in others if have_canonical_form(data + each, schema)]


def test_a_record_is_accepted_only_where_it_belongs(corpus: Corpus) -> None:
    checker = QuickChecker(Schema.at(), corpus)
    lines = line(record())
    assert checker.accepted(lines, Shard(corpus.path / "press" / "articles.jsonl", "press")) is None
    assert checker.accepted(lines, Shard(corpus.path / "other" / "articles.jsonl", "other")) is None
    assert checker.accepted(lines, Shard(corpus.path / "x.jsonl", "constructed", is_pass=True)) is None
    assert not is_accepted(corpus, line(text_free()))
    assert not is_accepted(corpus, b"")


def test_a_keyword_that_is_not_understood_is_left_to_the_exact_checks() -> None:
    numbers = pa.array([1, 2], pa.int32())
    assert conforms(numbers, {"type": "integer", "minimum": 1}, Schema.at())
    assert not conforms(numbers, {"type": "integer", "multipleOf": 1}, Schema.at())


@pytest.mark.parametrize(
    "text", ["s1", "s1\n", "s0", "s1234567", "https://a.example/б", "https://a b", "a\u0085b", "ab", ""]
)
def test_patterns_say_the_same_or_less_in_the_other_syntax(text: str) -> None:
    for pattern in patterns(list(Schema.at().documents.values())):
        if pc.match_substring_regex(pa.array([text]), re2(pattern))[0].as_py():
            assert re.search(pattern, text)


def patterns(value: object) -> Iterator[str]:
    """Every pattern in documents of the schema."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        if key == "pattern" and isinstance(each, str):
            yield each
        yield from patterns(each)


def digests(corpus: Corpus, texts: dict[str, str]) -> list[Digest]:
    """Digests of records of these texts, by id, in the order that they have."""
    shard = Shard(corpus.path / "constructed" / "articles.jsonl", "constructed")
    found = []
    for number, (name, text) in enumerate(texts.items(), 1):
        value = {**bare(text), "id": name}
        found.append(digest_of(value, text, corpus, shard, Place("f", number, 0, 0)))
    return found


def words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices("абвгдеж", k=5)) for _ in range(count))


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), altered=st.integers(0, 25))
def test_the_quick_look_across_records_misses_nothing(corpus: Corpus, seed: int, altered: int) -> None:
    rng = random.Random(seed)
    texts = {f"constructed-{n}": words(rng, 120) for n in range(1000, 1030)}
    near = texts["constructed-1003"].split(" ")
    for place in rng.sample(range(len(near)), altered):
        near[place] = "иное"
    texts[f"constructed-{rng.randrange(1030, 1100)}"] = " ".join(near)
    found = digests(corpus, texts)
    if rng.random() < 0.2:
        rng.shuffle(found)
    checks = CrossChecks(corpus)
    problems = [problem for digest in found for problem in checks.add(digest)]
    if nothing_across([Sketch.joined([Sketch.of(each) for each in found])]):
        assert problems == []


def test_the_quick_look_across_records_sees_what_is_wrong_and_only_that(corpus: Corpus) -> None:
    rng = random.Random(1)
    texts = {f"constructed-{n}": words(rng, 120) for n in range(1000, 1040)}
    sketches = [Sketch.of(each) for each in digests(corpus, texts)]
    assert nothing_across([Sketch.joined(sketches[:])])
    assert nothing_across([Sketch.joined(sketches[:20]), Sketch.joined(sketches[20:])])
    assert nothing_across([])
    assert not nothing_across([Sketch.joined(sketches[::-1])])
    assert nothing_across([Sketch.joined(sketches[::-1]).arranged(range(39, -1, -1))])
    assert not nothing_across([Sketch.joined(sketches[:]), Sketch.joined(sketches[:1])])
    splits = {each.split or "": each.id for each in digests(corpus, texts)}
    near = {splits["train"]: texts["constructed-1000"], splits["test"]: texts["constructed-1000"] + " ещё"}
    leaking = sorted(digests(corpus, near), key=lambda each: each.id)
    assert not nothing_across([Sketch.joined([Sketch.of(each) for each in leaking])])


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text("аБв ,\n🙂_1", max_size=60), max_size=40))
def test_signatures_do_not_depend_on_the_company(texts: list[str]) -> None:
    together = signatures_of(texts)
    for text, row in zip(texts, together, strict=True):
        assert np.array_equal(np.array(signature_of(text).digest(), np.uint32), row)


def test_signatures_estimate_the_similarity_of_texts() -> None:
    rng = random.Random(3)
    text = words(rng, 400)
    other = " ".join([*text.split(" ")[:300], words(rng, 100)])
    one, same, two = signatures_of([text, text.upper().replace(" ", ", "), other])
    assert np.array_equal(one, same)
    expected = 296 / (396 + 100)  # shingles of five words that both have, of all
    assert abs((one == two).mean() - expected) < 0.15
