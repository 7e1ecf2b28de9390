"""The validator as a tool: formats, selection, waivers, fixes, several processes, other schemas, extreme input."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT, Run
from kavychki import Corpus, record_from_draft, validate
from kavychki.io.lines import MAX_LINE_BYTES
from kavychki.validation import RULES, Finding, shards
from kavychki.validation.fixing import fixed_shard
from kavychki.validation.formats import github_lines, sarif_log
from samples import DRAFT, PRESS_TEXT, TEXT, Record, article, line, record, text_free, write_corpus
from schemas import stored_schema

CASES = Path(__file__).with_name("cases")


def every_finding() -> list[Finding]:
    """The findings of all cases."""
    sources = [folder / "input.jsonl" for folder in sorted(CASES.iterdir()) if (folder / "input.jsonl").exists()]
    corpora = [folder / "corpus" for folder in sorted(CASES.iterdir()) if (folder / "corpus").is_dir()]
    return [finding for source in sources + corpora for finding in validate(source, corpus=CASES / "corpus")]


def sarif_schema() -> Any:
    """The SARIF 2.1.0 schema."""
    return stored_schema('"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"')


def test_sarif_is_valid_against_its_schema() -> None:
    log = sarif_log(every_finding())
    jsonschema.Draft7Validator(sarif_schema()).validate(log)
    results = log["runs"][0]["results"]
    assert {result["ruleId"] for result in results} > {"K002", "K101", "K207", "K301", "K411"}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)


def test_github_commands_are_one_line_each_and_escaped() -> None:
    hostile = Finding("K101", "a\nb%c", file="x,y:z.jsonl", line=3, column=4, record="r", pointer="/a")
    (command,) = github_lines([hostile])
    assert command.startswith("::error file=x%2Cy%3Az.jsonl,line=3,col=4,title=K101 missing-key::a%0Ab%25c (r /a).")
    assert all("\n" not in each for each in github_lines(every_finding()))


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    one, two = record(), record("constructed-9002")
    one["quotes"][1]["cue"][0]["end"] += 1
    two["speakers"].append({**two["speakers"][1], "id": "s3", "name": "дорожники", "mentions": []})
    return write_corpus(tmp_path / "corpus", one, two)


def test_formats_of_the_command(kavychki_command: Run, flawed: Path) -> None:
    for form in ("jsonl", "github", "sarif"):
        done = kavychki_command("validate", "--corpus", flawed, "--format", form)
        assert done.returncode == 1
        assert done.stderr == ""
        assert "K207" in done.stdout
        assert "K409" in done.stdout
    found = [json.loads(each) for each in kavychki_command("validate", flawed, "--format", "jsonl").stdout.splitlines()]
    assert [each["code"] for each in found] == ["K207", "K409"]
    assert set(found[0]) >= {"file", "line", "column", "record", "pointer", "span", "excerpt", "message", "remedy"}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--level", "2"], ["K207"]),
        (["--level", "1"], []),
        (["--select", "K4"], ["K409"]),
        (["--select", "wrong-surface"], ["K207"]),
        (["--ignore", "K2,unused-speaker"], []),
        (["--jobs", "2"], ["K207", "K409"]),
    ],
)
def test_levels_and_selection(kavychki_command: Run, flawed: Path, options: list[str], codes: list[str]) -> None:
    done = kavychki_command("validate", "--corpus", flawed, "--format", "jsonl", *options)
    assert [json.loads(each)["code"] for each in done.stdout.splitlines()] == codes
    assert done.returncode == bool(codes)


def test_a_cut_report_says_how_much_is_missing(kavychki_command: Run, flawed: Path) -> None:
    done = kavychki_command("validate", "--corpus", flawed, "--max-findings", 1)
    assert done.returncode == 1
    assert "K409 unused-speaker:" not in done.stdout
    assert "1 more findings are not shown" in done.stderr
    assert "1 K409 unused-speaker" in done.stderr


def test_an_unknown_code_is_a_usage_error(kavychki_command: Run) -> None:
    for arguments in (["validate", "--select", "K999"], ["explain", "K999"]):
        done = kavychki_command(*arguments)
        assert done.returncode == 2
        assert "no code" in done.stderr


def test_explain_says_what_the_registry_says(kavychki_command: Run) -> None:
    done = kavychki_command("explain", "k207", "missing-source")
    assert done.returncode == 0
    for code in ("K207", "K411"):
        rule = RULES[code]
        for part in (rule.code, rule.slug, rule.meaning, rule.wrong, rule.right, rule.remedy):
            assert part in done.stdout
    assert len(kavychki_command("explain").stdout.splitlines()) == len(RULES)


def waive(corpus: Path, **changes: Any) -> None:
    waiver = {
        "code": "K409",
        "record": "constructed-9002",
        "pointer": None,
        "reason": "Looked at.",
        "expires": "2099-12-31",
    }
    (corpus / "waivers.json").write_text(json.dumps([{**waiver, **changes}]), encoding="utf-8")


def corpus_codes(corpus: Path) -> list[str]:
    return [finding.code for finding in validate(corpus)]


def test_waivers_let_warnings_stand_and_nothing_else(flawed: Path) -> None:
    waive(flawed)
    assert corpus_codes(flawed) == ["K207"]
    waive(flawed, pointer="/speakers/2")
    assert corpus_codes(flawed) == ["K207"]
    waive(flawed, pointer="/speakers/1")
    assert corpus_codes(flawed) == ["K207", "K409", "K319"]
    waive(flawed, expires="2020-02-02")
    assert corpus_codes(flawed) == ["K207", "K318"]
    waive(flawed, code="K207", record="constructed-9001")
    assert corpus_codes(flawed) == ["K306"]
    waive(flawed, reason="")
    assert corpus_codes(flawed) == ["K306"]


def test_a_waiver_for_a_text_that_is_not_at_hand_is_not_idle(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article(), text_free())
    waive(corpus, code="K405", record="press-9001")
    assert corpus_codes(corpus) == []
    texts = {text_free().text_sha256: PRESS_TEXT}
    assert [finding.code for finding in validate(corpus, texts=texts.get)] == ["K319"]
    waive(corpus, code="K405", record="constructed-9001")
    assert corpus_codes(corpus) == ["K319"]


def many(number: int) -> Iterator[Record]:
    for each in range(number):
        value = record(f"constructed-{10_000 + each}")
        if each % 7 == 3:
            value["quotes"][0]["speakers"] = ["s9"]
        if each % 50 == 49:
            value["id"] = "constructed-10000"
        yield value


@pytest.mark.parametrize("chunk", [1, 3000, 10**9])
def test_several_processes_find_the_same_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    corpus = write_corpus(tmp_path / "corpus", *many(120))
    shard = corpus / "constructed" / "articles.jsonl"
    shard.write_bytes(
        b"\xef\xbb\xbf" + shard.read_bytes() + b"{\n\n" + b"x" * (MAX_LINE_BYTES + 9) + b"\n" + line(article())
    )
    (corpus / "press").mkdir()
    (corpus / "press" / "articles.jsonl").touch()
    alone = list(validate(corpus))
    monkeypatch.setattr(shards, "PART_BYTES", chunk)
    assert list(validate(corpus, jobs=2)) == alone
    assert {"K003", "K007", "K008", "K011", "K214", "K301", "K305"} <= {finding.code for finding in alone}


def test_another_schema_holds_where_it_is_given(kavychki_command: Run, tmp_path: Path) -> None:
    schema = tmp_path / "schema"
    shutil.copytree(ROOT / "schema", schema)
    types = json.loads((schema / "vocabularies" / "entity-type.json").read_text(encoding="utf-8"))
    types["enum"].append("RIVER")
    types["x-definitions"]["RIVER"] = {"en": "River.", "ru": "Река."}
    (schema / "vocabularies" / "entity-type.json").write_text(json.dumps(types), encoding="utf-8")
    speaker = json.loads((schema / "speaker.schema.json").read_text(encoding="utf-8"))
    speaker["properties"]["gender"] = {"type": "string", "not": {"const": "unknown"}}
    (schema / "speaker.schema.json").write_text(json.dumps(speaker), encoding="utf-8")
    value = record()
    value["entities"][0]["type"] = "RIVER"
    value["speakers"][0]["gender"] = "male"
    (tmp_path / "own.jsonl").write_bytes(line(value))
    assert kavychki_command("validate", "own.jsonl").returncode == 1
    done = kavychki_command("validate", "own.jsonl", "--schema", schema, "--ignore", "K304")
    assert (done.returncode, done.stdout) == (0, "")
    done = kavychki_command("validate", "own.jsonl", "--schema", schema, "--ignore", "K304", "--jobs", 2)
    assert (done.returncode, done.stdout) == (0, "")
    value["speakers"][0]["gender"] = "unknown"
    assert [finding.code for finding in validate([line(value)], schema=schema)] == ["K108"]
    (schema / "article.schema.json").unlink()
    done = kavychki_command("validate", "own.jsonl", "--schema", schema)
    assert done.returncode == 2
    assert "has no schema of 'article'" in done.stderr


def test_fix_mends_what_has_one_answer(kavychki_command: Run, tmp_path: Path) -> None:
    text = TEXT.replace("🙂", "Ёлки")
    good = record_from_draft(DRAFT, text)
    spoiled = record_from_draft(DRAFT, text).to_dict()
    decompose(spoiled)
    del spoiled["quotes"][0]["cue"][0]["text"]
    spoiled["quotes"].reverse()
    other = {**text_free().to_dict(), "title": {**text_free().to_dict()["title"], "text": "Мост"}}
    corpus = write_corpus(tmp_path / "corpus", spoiled, other)
    shard = corpus / "constructed" / "articles.jsonl"
    shard.write_bytes(b"\xef\xbb\xbf\r\n" + json.dumps(spoiled).encode() + b"\r\n")
    assert kavychki_command("validate", "--corpus", corpus).returncode == 1
    done = kavychki_command("validate", "--fix", "--corpus", corpus)
    assert (done.returncode, done.stdout) == (0, "")
    assert "mended" in done.stderr
    assert shard.read_bytes() == line(good)
    assert (corpus / "press" / "articles.jsonl").read_bytes() == line(text_free())


def decompose(value: Record) -> None:
    """Put a record's text into NFD and count its offsets and surfaces anew."""
    text = value["text"]
    for spans in ([value["title"]], *(item[key] for layer, key in LISTS for item in value[layer])):
        for span in spans:
            before = unicodedata.normalize("NFD", text[: span["start"]])
            span["text"] = unicodedata.normalize("NFD", span["text"])
            span["start"], span["end"] = len(before), len(before) + len(span["text"])
    value["text"] = unicodedata.normalize("NFD", text)
    value["text_length"] = len(value["text"])
    value["text_sha256"] = hashlib.sha256(value["text"].encode()).hexdigest()


LISTS = [
    ("entities", "spans"),
    ("speakers", "mentions"),
    ("quotes", "content"),
    ("quotes", "cue"),
    ("quotes", "source"),
    ("phenomena", "spans"),
]


def test_fix_leaves_what_has_more_than_one_answer(kavychki_command: Run, tmp_path: Path) -> None:
    shifted = record()
    shifted["quotes"][1]["content"][0]["start"] += 1
    edited = {**record("constructed-9002"), "text": TEXT + "!"}
    corpus = write_corpus(tmp_path / "corpus", shifted, edited)
    shard = corpus / "constructed" / "articles.jsonl"
    before = shard.read_bytes()
    done = kavychki_command("validate", "--fix", "--corpus", corpus)
    assert done.returncode == 1
    assert shard.read_bytes() == before
    shard.write_bytes(before + b"{}\n")
    done = kavychki_command("validate", "--fix", "--corpus", corpus)
    assert "not mended: line 3" in done.stderr
    assert shard.read_bytes() == before + b"{}\n"


def test_fixing_a_good_shard_changes_nothing() -> None:
    for shard in Corpus.open(ROOT / "corpus").shards():
        content = shard.path.read_bytes()
        assert fixed_shard(content) == content


def long_text() -> Record:
    return record_from_draft({**DRAFT}, TEXT + "\n\n" + "слово " * 1_700_000 + "конец").to_dict()


def many_spans() -> Record:
    value = record_from_draft({**DRAFT}, TEXT + "\n\n" + "а " * 100_000 + "б").to_dict()
    start = len(TEXT) + 2
    value["quotes"][2]["content"] = [
        {"start": start + 2 * n, "end": start + 2 * n + 1, "text": "а"} for n in range(100_000)
    ]
    value["quotes"][0]["parent"] = value["quotes"][1]["parent"] = "q3"
    return value


def many_wrong_spans() -> Record:
    value = many_spans()
    for span in value["quotes"][2]["content"]:
        span["text"] = "б"
    return value


def many_nested_quotes() -> Record:
    value = record()
    inner = value["quotes"][1]
    value["quotes"] = [
        {**inner, "id": f"q{n}", "cue": [], "source": [], "parent": f"q{n - 1}" if n > 1 else None}
        for n in range(1, 10_001)
    ]
    return value


def long_id() -> Record:
    return {**record(), "id": "constructed-" + "9" * 1_000_000}


def many_errors() -> Record:
    value = record()
    value["entities"] = [{"id": "e1", "type": "X"}] * 100_000
    return value


@pytest.mark.parametrize("make", [long_text, many_spans, many_wrong_spans, many_nested_quotes, long_id, many_errors])
def test_a_pathological_record_is_a_finding_within_seconds(make: Any) -> None:
    data = line(make())
    start = time.process_time()
    found = list(validate([data, line(article("constructed-9005"))]))
    # No benchmark: ten times what it takes, against a search that would take hours.
    assert time.process_time() - start < 60
    assert found
    assert {finding.line for finding in found} == {1}
    assert all(len(finding.message) < 1000 and len(finding.excerpt or "") < 1000 for finding in found)


def test_ten_thousand_brackets_are_a_finding() -> None:
    assert [finding.code for finding in validate([b"[" * 10_000 + b"]" * 10_000 + b"\n"])] == ["K008"]


def test_near_duplicates_across_splits_are_found_and_within_a_split_are_not(tmp_path: Path) -> None:
    near = TEXT + "\n\n" + " ".join(f"слово{n}" for n in range(80))
    made = [article(f"constructed-{number}", f"{near} {number}") for number in range(9001, 9009)]
    findings = list(validate(write_corpus(tmp_path / "corpus", *made)))
    assert {finding.code for finding in findings} == {"K313"}
    assert 0 < len(findings) < len(made)
    policy = {"policy": "fixed", "split": "train"}
    manifest = json.loads((tmp_path / "corpus" / "collections.json").read_text())
    manifest["constructed"]["split"] = policy
    (tmp_path / "corpus" / "collections.json").write_text(json.dumps(manifest))
    assert list(validate(tmp_path / "corpus")) == []


def test_the_pre_commit_hooks_name_commands_that_exist(kavychki_command: Run) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for entry in ("validate", "fmt"):
        assert f"entry: kavychki {entry}" in hooks
        assert kavychki_command(entry, "--help").returncode == 0
