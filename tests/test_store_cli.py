"""Adding, exporting, removing and counting records, as a user does it: messages, exit statuses, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run
from samples import ANNOTATORS, DRAFT, PRESS_TEXT, TEXT, article, line, text_free, write_corpus


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_corpus(tmp_path / "corpus", article(), text_free())
    (folder / "annotators.json").write_text(json.dumps(ANNOTATORS), encoding="utf-8")
    monkeypatch.setenv("KAVYCHKI_CORPUS", str(folder))
    return folder


def shard(corpus: Path, collection: str = "constructed") -> bytes:
    return (corpus / collection / "articles.jsonl").read_bytes()


def test_an_article_goes_to_an_editor_and_comes_back(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    done = kavychki_command("export", "constructed-9001")
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "article.xml"
    path.write_text(done.stdout, encoding="utf-8")
    done = kavychki_command("add", path)
    assert (done.returncode, done.stdout) == (0, "constructed-9001: was stored already, just so\n")

    path.write_text(path.read_text(encoding="utf-8").replace('role="мэр"', 'role="мэр города"'), encoding="utf-8")
    before = shard(corpus)
    done = kavychki_command("add", path)
    assert done.returncode == 1
    assert "the id is stored already, otherwise: `kavychki add --replace` puts a record in its place" in done.stderr
    assert shard(corpus) == before
    done = kavychki_command("add", "--replace", path)
    assert (done.returncode, done.stdout) == (0, "constructed-9001: stored\n")
    assert shard(corpus) == before.replace('мэр","wiki'.encode(), 'мэр города","wiki'.encode())


def test_a_changed_text_is_refused_with_its_place(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    xml = kavychki_command("export", "constructed-9001").stdout
    number = next(n for n, each in enumerate(xml.splitlines(), 1) if "обещания" in each)
    (tmp_path / "article.xml").write_text(xml.replace("обещания", "обещание"), encoding="utf-8")
    before = shard(corpus)
    done = kavychki_command("add", "--replace", "article.xml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"article.xml:{number}:")
    assert "the original has 'я' (U+044F CYRILLIC SMALL LETTER YA), this 'е' (U+0435" in done.stderr
    assert shard(corpus) == before


@pytest.mark.usefixtures("corpus")
def test_findings_about_xml_name_its_lines(kavychki_command: Run, tmp_path: Path) -> None:
    xml = kavychki_command("export", "constructed-9001").stdout
    spoiled = xml.replace('role="мэр"', 'wikidata="7"').replace(">ремонт", "> ремонт").replace("</cue>, <", "</cue>,<")
    (tmp_path / "article.xml").write_text(spoiled, encoding="utf-8")
    lines = spoiled.splitlines()
    speaker = next(n for n, each in enumerate(lines, 1) if 'wikidata="7"' in each)
    done = kavychki_command("add", "--replace", "article.xml")
    assert done.returncode == 1
    assert f"article.xml:{speaker}:3: K105 wrong-pattern" in done.stderr

    (tmp_path / "article.xml").write_text(spoiled.replace(' wikidata="7"', ""), encoding="utf-8")
    done = kavychki_command("add", "--replace", "article.xml")
    content = next(n for n, each in enumerate(lines, 1) if "> ремонт" in each)
    column = lines[content - 1].index(" ремонт") + 1
    assert done.returncode == 1
    assert f"article.xml:{content}:{column}: K210 space-at-edge" in done.stderr


def test_a_draft_with_its_text_beside_it_is_stored(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    draft = {**DRAFT, "id": "constructed-0007"}
    (tmp_path / "story.json").write_text(json.dumps(draft), encoding="utf-8")
    done = kavychki_command("add", "story.json")
    assert done.returncode == 1
    assert "story.json: a draft needs its text beside it, in story.txt" in done.stderr
    (tmp_path / "story.txt").write_text(TEXT + " Вот.", encoding="utf-8")
    assert kavychki_command("add", "story.json").stdout == "constructed-0007: stored\n"
    assert shard(corpus) == line(article("constructed-0007", text=TEXT + " Вот.")) + line(article())


def test_records_are_stored_all_or_none(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    before = shard(corpus)
    good, bad = line(article("constructed-9002")), line({**article("constructed-9003").to_dict(), "lang": 3})
    (tmp_path / "records.jsonl").write_bytes(b"\xef\xbb\xbf" + good + b"\n" + bad + b"{\n")
    (tmp_path / "good.jsonl").write_bytes(line(text_free("press-0001")))
    done = kavychki_command("add", "good.jsonl", "records.jsonl")
    assert done.returncode == 1
    assert "records.jsonl:3:" in done.stderr
    assert "K103 wrong-type" in done.stderr
    assert "records.jsonl:4:" in done.stderr
    assert "K008 not-json" in done.stderr
    assert done.stderr.endswith("nothing was stored\n")
    assert shard(corpus) == before
    (tmp_path / "records.jsonl").write_bytes(b"\xef\xbb\xbf" + good.replace(b"\n", b"\r\n") + b"\n")
    done = kavychki_command("add", "good.jsonl", "records.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert shard(corpus) == before + good
    assert shard(corpus, "press") == line(text_free("press-0001")) + line(text_free())


JUNK = {
    "a.txt": b"x",
    "a.jsonl": b"",
    "b.jsonl": b"\xff\n",
    "a.json": b"[",
    "b.json": b"[]",
    "c.json": b"[" * 100_000,
    "d.json": b'{"id": 7}',
    "e.json": b'{"schema": 1}',
    "a.xml": b"",
    "b.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><article>&b;</article>",
    "c.xml": b"<article/>",
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_a_message(kavychki_command: Run, corpus: Path, tmp_path: Path, name: str) -> None:
    before = shard(corpus)
    (tmp_path / name).write_bytes(JUNK[name])
    done = kavychki_command("add", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert shard(corpus) == before


def test_a_new_draft_is_stored_and_can_be_annotated(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_bytes(b"\xef\xbb\xbf\n" + PRESS_TEXT.replace("9001", "9002").encode() + b"\r\n\r\n")
    done = kavychki_command("new", "story.txt", "--collection", "press", "--annotator", "reader")
    assert (done.returncode, done.stderr) == (0, "")
    identifier = done.stdout.strip()
    assert b'"status":"draft"' in shard(corpus, "press")
    assert "Вьюнк".encode() not in shard(corpus, "press")
    xml = kavychki_command("export", identifier).stdout
    assert "<head>Мост через Вьюнку закрыли</head>" in xml
    noted = xml.replace("Мост через Вьюнку", 'Мост через <placeName type="LOCATION">Вьюнку</placeName>')
    (tmp_path / "story.xml").write_text(noted, encoding="utf-8")
    assert kavychki_command("add", "--replace", "story.xml").returncode == 0
    assert b'"type":"LOCATION"' in shard(corpus, "press")
    assert kavychki_command("new", "story.txt", "--collection", "press", "--annotator", "reader").returncode == 1
    done = kavychki_command("new", "story.txt", "--collection", "press", "--annotator", "nobody", "--id", "press-1")
    assert done.returncode == 1
    assert "K304 unknown-annotator" in done.stderr


@pytest.mark.usefixtures("corpus")
def test_records_are_exported_into_a_folder(kavychki_command: Run, tmp_path: Path) -> None:
    done = kavychki_command("export", "constructed-9001", "press-9001", "--to", "jsonl", "--out", "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / "constructed-9001.jsonl").read_bytes() == line(article())
    assert (tmp_path / "out" / "press-9001.jsonl").read_bytes() == line(text_free())
    done = kavychki_command("export", "constructed-9001", "--to", "jsonl", "--out", "out")
    assert done.returncode == 2
    assert "there already; --force writes over it" in done.stderr
    assert kavychki_command("export", "constructed-9001", "--to", "jsonl", "--out", "out", "--force").returncode == 0
    done = kavychki_command("export", "press-9001")
    assert done.returncode == 2
    assert "the record has no text; hydrate its collection first" in done.stderr
    done = kavychki_command("export", "constructed-9001", "press-9001")
    assert done.returncode == 2
    assert "give --out FOLDER" in done.stderr
    done = kavychki_command("export", "nowhere-1")
    assert done.returncode == 2
    assert "has no record 'nowhere-1'" in done.stderr


def test_a_removed_record_does_not_come_back(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(article()))
    assert kavychki_command("remove", "constructed-9001").returncode == 2
    done = kavychki_command("remove", "constructed-9001", "--reason", "a test is over")
    assert (done.returncode, done.stdout) == (0, "constructed-9001: removed; its id stays reserved\n")
    done = kavychki_command("add", "a.jsonl")
    assert done.returncode == 1
    assert "K320 withdrawn-id: the id was withdrawn on" in done.stderr
    assert kavychki_command("remove", "constructed-9001", "--reason", "once more").returncode == 2
    assert not (corpus / "constructed" / "articles.jsonl").exists()


@pytest.mark.usefixtures("corpus")
def test_status_counts(kavychki_command: Run) -> None:
    done = kavychki_command("status")
    assert done.returncode == 0
    assert [each.split()[0] for each in done.stdout.splitlines()] == [
        "collection",
        "constructed",
        "press",
        "upstreamed",
    ]
    found = json.loads(kavychki_command("status", "--json").stdout)
    assert found["press"] == {
        "draft": 0, "single": 1, "adjudicated": 0, "reviewed": 0, "records": 1, "waiting": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "nowhere.xml"),
        ("add", ".", "--corpus", "nowhere"),
        ("new", "nowhere.txt", "--collection", "press", "--annotator", "reader"),
        ("export",),
        ("status", "--corpus", "nowhere"),
    ],
)
def test_usage_errors_have_status_2_and_no_traceback(
    kavychki_command: Run, corpus: Path, arguments: tuple[str, ...]
) -> None:
    assert corpus.exists()
    done = kavychki_command(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
