from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kavychki import Corpus, validate
from kavychki.io.lines import read_lines
from kavychki.schema.documents import Schema
from kavychki.validation import RULES
from kavychki.validation.level1 import CODES
from kavychki.validation.position import bounds_of, json_pointer
from samples import TEXT, article, line, record, text_free, write_corpus

CASES = Path(__file__).with_name("cases")
GENERATED = {"K001", "K007", "K108", "K222", "K419"}
"""Rules whose cases cannot be files of the repository; they have tests of their own below."""


def case_folders() -> list[Path]:
    return sorted(folder for folder in CASES.iterdir() if folder.name != "corpus")


def codes(source: Any, **options: Any) -> list[str]:
    return [finding.code for finding in validate(source, **options)]


@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: folder.name)
def test_a_case_gives_exactly_its_findings(folder: Path) -> None:
    source = folder / "corpus" if (folder / "corpus").is_dir() else folder / "input.jsonl"
    found = [
        {
            "code": finding.code,
            "line": finding.line,
            "column": finding.column,
            "pointer": finding.pointer,
            "span": None if finding.span is None else list(finding.span),
        }
        for finding in validate(source, corpus=CASES / "corpus")
    ]
    assert found == json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_every_rule_has_a_case_that_carries_its_code_and_slug() -> None:
    cased = {folder.name: folder for folder in case_folders()}
    assert set(cased) == {f"{rule.code}-{rule.slug}" for rule in RULES.values() if rule.code not in GENERATED}
    for name, folder in cased.items():
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        assert name[:4] in {finding["code"] for finding in expected}


def test_every_keyword_by_which_the_schema_refuses_has_a_code() -> None:
    structure = {"$schema", "$id", "$ref", "title", "description", "properties", "items", "allOf", "if", "then", "not"}
    keywords = {keyword for each in Schema.at().documents.values() for keyword in schema_keywords(each)}
    assert keywords - structure - {"x-definitions", "x-coarse"} <= set(CODES)


def schema_keywords(schema: Any) -> Iterator[str]:
    for keyword, value in schema.items():
        yield keyword
        if keyword == "properties":
            for each in value.values():
                yield from schema_keywords(each)
        elif isinstance(value, dict) and not keyword.startswith("x-"):
            yield from schema_keywords(value)
        elif keyword == "allOf":
            for each in value:
                yield from schema_keywords(each)


def test_valid_records_have_no_findings(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article(), article("constructed-9002"), text_free())
    assert codes(corpus) == []
    assert codes(record()) == []
    assert codes([line(article())]) == []


def test_spans_of_a_text_free_record_are_held_against_its_text_where_it_is_at_hand() -> None:
    bare = text_free().to_dict()
    bare["quotes"][0]["cue"][0]["start"] -= 1
    assert codes(bare) == []
    assert codes(bare, texts={bare["text_sha256"]: TEXT}.get) == ["K210"]


def test_a_finding_says_where_and_how_to_mend_it() -> None:
    spoiled = record()
    spoiled["quotes"][1]["content"][0]["start"] += 1
    (finding,) = validate([line(spoiled)])
    assert (finding.code, finding.file, finding.line, finding.record) == ("K207", "-", 1, "constructed-9001")
    assert finding.pointer == "/quotes/1/content/0/text"
    assert finding.excerpt is not None
    assert "р⟦емонт займёт год⟧" in finding.excerpt
    assert finding.to_dict()["remedy"]
    assert line(spoiled).decode()[(finding.column or 0) - 1 :].startswith('"ремонт займёт год"')


def test_one_bad_record_hides_no_other() -> None:
    lines = [b"{\n", line(record()), b"\xff\n", line({**record("constructed-9002"), "lang": 3})]
    assert [(finding.code, finding.line) for finding in validate(lines)] == [("K008", 1), ("K002", 3), ("K103", 4)]


def test_an_unreadable_path_is_a_finding(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere.jsonl") == ["K001"]
    assert codes(tmp_path) == ["K001"]


def test_an_oversize_line_is_skipped_in_bounded_memory_and_the_next_is_read() -> None:
    stream = io.BytesIO(b"x" * 5000 + b"\n" + b"short\n" + b"y" * 5000)
    found = [(line.number, line.size, line.terminated, line.oversize, line.data) for line in read_lines(stream, 100)]
    assert found == [(1, 5000, True, True, b""), (2, 5, True, False, b"short"), (3, 5000, False, True, b"")]


def test_a_line_of_50_megabytes_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    path.write_bytes(b'{"id":"' + b"x" * 50_000_000 + b'"}\n' + line(article()))
    assert [(finding.code, finding.line) for finding in validate(path)] == [("K007", 1)]


@pytest.mark.parametrize("depth", [300, 900, 1010, 100_000])
def test_deep_nesting_is_a_finding_not_a_crash(depth: int) -> None:
    found = codes([b'{"a":' * depth + b"1" + b"}" * depth + b"\n", b'{ "a":' * depth + b"1" + b"}" * depth + b"\n"])
    assert found == ["K008", "K008"]


PATHS: list[tuple[str | int, ...]] = [
    ("id",),
    ("schema",),
    ("published",),
    ("url",),
    ("text",),
    ("title",),
    ("title", "start"),
    ("entities",),
    ("entities", 0, "type"),
    ("speakers", 0, "name"),
    ("speakers", 0, "wikidata"),
    ("quotes", 0, "content", 0, "end"),
    ("quotes", 1, "parent"),
    ("topics", 0),
    ("annotation", "date"),
    ("annotation", "annotators"),
]

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["2026-01-31\n", "Q1\n", "q1\n", "medtop:20000593\n", "x-1\n", "2026-02-30", "٣"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(PATHS), value=VALUES)
def test_both_engines_give_one_verdict_and_nothing_crashes(path: tuple[str | int, ...], value: Any) -> None:
    spoiled: Any = record()
    place = spoiled
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    fast = Schema.at().deciding("article").is_valid(spoiled)
    assert fast == Schema.at().explaining("article").is_valid(spoiled)
    found = codes(spoiled)
    assert fast != any(code.startswith("K1") for code in found)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_bytes_never_crash_the_reader(data: st.DataObject) -> None:
    content = bytearray(line(article()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    lines = [each + b"\n" for each in bytes(content).split(b"\n")]
    for finding in validate(lines):
        assert finding.code in RULES
        assert finding.line is not None


def test_hash_and_length_of_an_edited_text_are_both_reported() -> None:
    edited = {**record(), "text": TEXT + "!"}
    assert codes(edited) == ["K202", "K203"]
    edited |= {"text_sha256": hashlib.sha256(edited["text"].encode()).hexdigest(), "text_length": len(TEXT) + 1}
    assert codes(edited) == []


def test_passes_may_repeat_ids_and_are_checked_too(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    passes = corpus / "constructed" / "passes"
    passes.mkdir()
    (passes / "tester.jsonl").write_bytes(line(article()))
    assert codes(corpus) == []
    (passes / "tester.jsonl").write_bytes(line({**record(), "lang": 3}))
    assert codes(corpus) == ["K103"]


def test_a_folder_outside_the_manifest_is_found(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    (corpus / "stray").mkdir()
    (corpus / "stray" / "articles.jsonl").write_bytes(line(article()))
    assert codes(corpus) == ["K302"]


def test_a_corpus_given_by_path_and_one_given_open_are_the_same(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    unknown = {**record(), "annotation": {**record()["annotation"], "annotators": ["nobody"]}}
    assert codes(unknown, corpus=corpus) == codes(unknown, corpus=Corpus.open(corpus)) == ["K304"]
    assert codes(unknown) == []


def test_bounds_are_found_whatever_the_spacing() -> None:
    value = {"a": [1, {"ключ/~": "знак «", "b": None}], "c": "🙂"}
    for text in (
        json.dumps(value),
        json.dumps(value, ensure_ascii=False, indent=1),
        json.dumps(value, separators=(",", ":")),
    ):
        start, end = bounds_of(text, ("a", 1, "ключ/~"))
        assert json.loads(text[start:end]) == "знак «"
        start, end = bounds_of(text, ("a", 1, "missing", 4))
        assert json.loads(text[start:end]) == value["a"][1]
        assert bounds_of(text, ()) == (0, len(text))
    assert json_pointer(("a", 1, "ключ/~")) == "/a/1/ключ~1~0"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Мэр сообщил о планах.", ["K405"]),
        ("Мэр не ответил на запрос.", []),
        ("Мэр это отрицает.", []),
        ("Мэр отрицает это.", []),
        ("Мэр заслонил сообщение.", []),
        ("Мэр ответил письмом, а бумага не дошла.", []),
        ("Мэр ответил, бумага не дошла, что странно.", ["K405"]),
        ("Мэр опасается осени больше, чем весны.", []),
        ("Мэр опасается осени опоздать.", ["K405"]),
        ("Мэр первое отрицает.", []),
        ("Об этом в среду сообщил мэр.", []),
        ("Об осени в среду сообщил мэр.", ["K405"]),
        ("Мэр рассказывал охотно.\n\n— Ветер дует.", []),
        ("Мэр рассказывал, что ветер дует.\n\n— Ветер дует.", ["K405"]),
    ],
)
def test_a_verb_of_saying_asks_for_a_quote_unless_it_has_nothing_to_say(sentence: str, found: list[str]) -> None:
    assert codes(article(text=f"{TEXT}\n\n{sentence}").to_dict()) == found


def test_a_paragraph_that_a_colon_announces_is_direct_without_marks() -> None:
    text = "Мост закрыли\n\nПётр Ветров объяснил:\n\nМост закрыт. Ждите до осени."
    speaker = {"name": "Пётр Ветров", "kind": "person", "mentions": ["Пётр Ветров"]}
    quote = {"type": "direct", "content": "Мост закрыт. Ждите до осени", "cue": "объяснил", "source": "Пётр Ветров"}
    for shown in (text, text.replace("\n\nМост закрыт.", "\n\n Мост закрыт.")):
        made = article(text=shown, entities=[], speakers=[speaker], quotes=[{**quote, "speakers": ["s1"]}])
        assert codes(made.to_dict()) == []
    other = text.replace("объяснил:", "объяснил.")
    made = article(text=other, entities=[], speakers=[speaker], quotes=[{**quote, "speakers": ["s1"]}])
    assert codes(made.to_dict()) == ["K406"]


def test_a_mark_that_was_never_closed_still_marks_a_direct_quote() -> None:
    text = "Мост закрыли\n\n«Мост закрыт, — сказал Пётр Ветров. — Ждите до осени."
    speaker = {"name": "Пётр Ветров", "kind": "person", "mentions": ["Пётр Ветров"]}
    quote = {"type": "direct", "content": ["«[[Мост закрыт]]", "Ждите до осени"], "cue": "сказал", "speakers": ["s1"]}
    made = article(text=text, entities=[], speakers=[speaker], quotes=[{**quote, "source": "Пётр Ветров"}])
    assert codes(made.to_dict()) == []
    assert codes(article(text=text.replace("«", ""), entities=[], speakers=[speaker], quotes=[UNMARKED]).to_dict()) == [
        "K406"
    ]


UNMARKED = {
    "type": "direct",
    "content": ["[[Мост закрыт]], —", "Ждите до осени"],
    "cue": "сказал",
    "source": "Пётр Ветров",
    "speakers": ["s1"],
}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Пробы взяла лаборатория, ответ обещают к утру.", []),
        ("Пробы взяли лаборатории, ответ обещают к утру.", ["K411"]),
        ("Пробы взяла лаборатория, ответ обещает к утру.", ["K411"]),
    ],
)
def test_a_verb_in_the_plural_shares_no_singular_subject(sentence: str, found: list[str]) -> None:
    subject, cue = (sentence.replace(",", "").split()[at] for at in (2, 4))
    speaker = {"name": subject, "kind": "organization", "mentions": [subject]}
    quote = {"type": "indirect", "content": "[[ответ]] обещ", "cue": cue, "source": [], "speakers": ["s1"]}
    made = article(text=f"Вести\n\n{sentence}", entities=[], speakers=[speaker], quotes=[quote])
    assert codes(made.to_dict()) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Матч прошёл на стадионе «Вьюнка». Вечером «Вьюнка» забила дважды. Её «Вьюнка» ждала.", []),
        ("Матч прошёл на «Вьюнке». Вечером «Вьюнка» забила дважды, и «Вьюнка» ушла.", []),
        ("Вечером полна «Вьюнка». Вечером «Вьюнка» забила дважды, и «Вьюнка» ушла.", ["K413"]),
    ],
)
def test_one_name_of_two_things_is_in_order_where_a_noun_says_which(sentence: str, found: list[str]) -> None:
    entities = [
        {"type": "FACILITY" if number == 0 else "ORGANIZATION", "at": f"{before}[[{name}]]"}
        for number, (before, name) in enumerate(re.findall("(\\w+ «)(Вьюнк[ае])", sentence))
    ]
    made = article(text=sentence, title=None, entities=entities, speakers=[], quotes=[])
    assert codes(made.to_dict()) == found
