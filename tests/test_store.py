"""The store: what goes in comes out, what is wrong stays out, and nobody overwrites what he has not seen."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

import kavychki
from conftest import ROOT
from kavychki import Corpus, validate
from kavychki._resources import is_packaged
from kavychki.errors import CorpusError, ManifestError
from kavychki.hydration import TextStore
from kavychki.io.transaction import JOURNAL, recover, transaction
from kavychki.model.surfaces import with_text, without_text
from kavychki.store import ConflictError, Incoming, RefusedError, Store, StoreError, new_draft, progress
from kavychki.store.drafts import GUIDELINES
from kavychki.text import text_sha256
from samples import ANNOTATORS, PRESS_TEXT, TEXT, article, line, record, text_free, text_of, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = write_corpus(tmp_path / "corpus", article(), article("constructed-9005"), text_free())
    (folder / "annotators.json").write_text(json.dumps(ANNOTATORS), encoding="utf-8")
    return folder


@pytest.fixture
def store(corpus: Path) -> Store:
    return Store.open(corpus)


def shard(corpus: Path, collection: str = "constructed") -> bytes:
    return (corpus / collection / "articles.jsonl").read_bytes()


def add(store: Store, *articles: object, **options: bool) -> object:
    return store.add([Incoming(each) for each in articles], **options)  # type: ignore[arg-type]


def codes(raised: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [each.code for each in raised.value.findings]


def test_a_record_goes_to_its_place_and_nothing_else_changes(store: Store, corpus: Path) -> None:
    for name in ("constructed-9003", "constructed-0001", "constructed-9999"):
        saved = store.put(article(name), None)
        assert store.get(name).digest == saved.digests[name]
    names = ["constructed-0001", "constructed-9001", "constructed-9003", "constructed-9005", "constructed-9999"]
    assert shard(corpus) == b"".join(line(article(name)) for name in names)
    assert list(store.ids("constructed")) == names
    assert list(store.ids()) == [*names, "press-9001"]
    assert list(store.ids(status="draft")) == []
    assert list(store.ids("press", "single")) == ["press-9001"]


def test_what_comes_in_any_order_is_stored_in_canonical_form(store: Store, corpus: Path) -> None:
    given = article("constructed-9003")
    store.put(replace(given, quotes=given.quotes[::-1], speakers=given.speakers[::-1]), None)
    assert line(given) in shard(corpus)


def test_a_new_record_of_a_collection_of_several_shards_goes_where_its_neighbours_are(corpus: Path) -> None:
    folder = corpus / "constructed"
    (folder / "later.jsonl").write_bytes(line(article("constructed-9500")))
    store = Store.open(corpus)
    add(store, article("constructed-9400"), article("constructed-9600"))
    assert [each.read_bytes().count(b"\n") for each in sorted(folder.glob("*.jsonl"))] == [3, 2]
    assert not [each for each in validate(corpus) if each.severity == "error"]


def test_a_collection_without_shards_gets_its_first(store: Store, corpus: Path) -> None:
    given = text_free("upstreamed-1")
    store.put(replace(given, upstream="test/1.txt"), None)
    assert shard(corpus, "upstreamed") == line(replace(given, upstream="test/1.txt"))


def test_a_record_that_was_changed_meanwhile_is_never_overwritten(store: Store) -> None:
    first = store.get("constructed-9001")
    theirs = replace(first.article, url="https://a.example/theirs")
    mine = replace(first.article, url="https://a.example/mine")
    store.put(theirs, first.digest)
    with pytest.raises(ConflictError) as raised:
        store.put(mine, first.digest)
    assert raised.value.now == store.get("constructed-9001")
    assert raised.value.now.article == theirs
    with pytest.raises(ConflictError):
        store.put(mine, None)
    store.put(mine, raised.value.now.digest)
    assert store.get("constructed-9001").article == mine
    with pytest.raises(ConflictError) as raised:
        store.put(article("constructed-9002"), first.digest)
    assert raised.value.now is None


def test_adding_again_changes_nothing_and_another_record_needs_replace(store: Store, corpus: Path) -> None:
    before = shard(corpus)
    saved = add(store, article())
    assert (saved.digests, saved.unchanged) == ({}, ("constructed-9001",))  # type: ignore[attr-defined]
    other = article(url="https://a.example/")
    with pytest.raises(RefusedError) as raised:
        add(store, article("constructed-9002"), other)
    assert codes(raised) == ["K301"]
    assert shard(corpus) == before
    add(store, other, replace=True)
    assert store.get("constructed-9001").article == other


def test_one_bad_record_keeps_all_out(store: Store, corpus: Path) -> None:
    before = shard(corpus), shard(corpus, "press")
    spoiled = article("constructed-9003", topics=["medtop:99999999"])
    with pytest.raises(RefusedError) as raised:
        add(store, article("constructed-9002"), text_free("press-9002"), spoiled)
    assert codes(raised) == ["K219"]
    assert (shard(corpus), shard(corpus, "press")) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (article("constructed-9002", text=TEXT), "K312"),
        (article("nowhere-1"), "K302"),
        (replace(article("constructed-9002"), origin="news"), "K308"),
        (article("constructed-9002", annotation={**article().annotation.to_dict(), "annotators": ["nobody"]}), "K304"),
        (replace(article("constructed-9002"), text_sha256="0" * 64), "K202"),
        (with_text(text_free("press-9002"), text_of("press-9002")[::-1]), "K202"),
        (replace(article("press-9002", origin="news"), title=replace(article().title, text="Мост")), "K207"),  # type: ignore[type-var]
    ],
)
def test_records_are_checked_at_every_level_and_beside_all_others(store: Store, given: object, code: str) -> None:
    with pytest.raises(RefusedError) as raised:
        add(store, given)
    assert code in codes(raised)


def test_a_record_can_be_checked_without_being_stored(store: Store, corpus: Path) -> None:
    before = shard(corpus)
    assert store.check(article(url="https://a.example/")) == ()
    assert [each.code for each in store.check(article("constructed-9002", topics=["medtop:99999999"]))] == ["K219"]
    assert shard(corpus) == before


def test_two_new_records_are_checked_beside_each_other(store: Store) -> None:
    with pytest.raises(RefusedError) as raised:
        add(store, article("constructed-9002"), article("constructed-9003", text=text_of("constructed-9002")))
    assert codes(raised) == ["K312"]
    with pytest.raises(RefusedError) as raised:
        add(store, article("constructed-9002"), article("constructed-9002", url="https://a.example/"))
    assert "K301" in codes(raised)


def test_warnings_are_told_and_waived_ones_are_not(store: Store, corpus: Path) -> None:
    draft = article("constructed-9002", title=None)
    idle = {**article().to_dict()["speakers"][0], "id": "s3", "name": "Анна", "mentions": []}
    given = replace(draft, speakers=(*draft.speakers, type(draft.speakers[0]).from_dict(idle)))
    saved = store.put(given, None)
    assert [each.code for each in saved.warnings] == ["K409"]
    waiver = {"code": "K409", "record": given.id, "pointer": None, "reason": "for the tests", "expires": "2999-01-01"}
    (corpus / "waivers.json").write_text(json.dumps([waiver]))
    assert not store.put(replace(given, url="https://a.example/"), saved.digests[given.id]).warnings


def test_texts_that_may_not_be_passed_on_go_to_the_text_store(store: Store, corpus: Path, cache: Path) -> None:
    full = article("press-9002", origin="news")
    store.put(full, None)
    assert line(without_text(full)) in shard(corpus, "press")
    assert TextStore.default().get(full.text_sha256) == full.text
    assert str(cache) in str(TextStore.default().folder)
    assert store.get("press-9002").article == full
    assert store.get("press-9001").article.text is None
    bare = store.get("press-9001")
    store.texts.put(PRESS_TEXT)
    assert store.get("press-9001").article.text == PRESS_TEXT
    assert store.get("press-9001").digest == bare.digest
    store.put(replace(bare.article, url="https://a.example/"), bare.digest)
    assert store.get("press-9001").article.url == "https://a.example/"


def test_the_original_of_a_document_is_found_by_id_or_by_hash_alone(store: Store, cache: Path) -> None:
    sha256 = store.texts.put(PRESS_TEXT)
    assert store.original("constructed-9001", None) == TEXT
    assert store.original("press-1", sha256) == PRESS_TEXT
    assert store.original("press-1", None) is None
    (cache / "precious.txt").write_text("precious")
    assert store.original("press-1", "../../precious") is None


def test_spans_of_a_text_free_record_are_held_against_its_text(store: Store) -> None:
    store.texts.put(PRESS_TEXT)
    kept = store.get("press-9001")
    quote = kept.article.quotes[0]
    moved = replace(quote, cue=(replace(quote.cue[0], start=quote.cue[0].start - 1),))
    for change in (lambda each: each, without_text):
        with pytest.raises(RefusedError) as raised:
            store.put(change(replace(kept.article, quotes=(moved, *kept.article.quotes[1:]))), kept.digest)
        assert set(codes(raised)) <= {"K207", "K210"}


def test_a_record_that_comes_without_its_text_keeps_it(store: Store) -> None:
    kept = store.get("constructed-9001")
    store.put(replace(without_text(kept.article), url="https://a.example/"), kept.digest)
    assert store.get("constructed-9001").article == replace(kept.article, url="https://a.example/")


def test_a_withdrawn_record_is_gone_everywhere_and_its_id_is_never_used_again(store: Store, corpus: Path) -> None:
    passes = corpus / "constructed" / "passes"
    passes.mkdir()
    (passes / "replaced").mkdir()
    for folder in (passes, passes / "replaced"):
        (folder / "tester.jsonl").write_bytes(line(article()) + line(article("constructed-9005")))
    rows = ["id\tlayer\n", "constructed-9001\tquotes\n", "constructed-90011\tquotes\n", "constructed-9005\tx\n"]
    (passes / "decisions.tsv").write_text("".join(rows), encoding="utf-8")
    hashes = [each.replace("layer", "text_sha256") for each in rows]
    (corpus / "constructed" / "fingerprints.tsv").write_text("".join(hashes), encoding="utf-8")
    store.remove(["constructed-9001", "press-9001"], "asked for by a person named in it", dt.date(2026, 2, 1))
    left = (corpus / "constructed" / "fingerprints.tsv").read_text(encoding="utf-8")
    assert left == "".join([hashes[0], *hashes[2:]])
    (corpus / "constructed" / "fingerprints.tsv").unlink()
    assert shard(corpus) == line(article("constructed-9005"))
    assert not (corpus / "press" / "articles.jsonl").exists()
    for folder in (passes, passes / "replaced"):
        assert (folder / "tester.jsonl").read_bytes() == line(article("constructed-9005"))
    assert (passes / "decisions.tsv").read_text(encoding="utf-8") == "".join([rows[0], *rows[2:]])
    assert (corpus / "withdrawn.tsv").read_text(encoding="utf-8") == (
        "id\tdate\treason\n"
        "constructed-9001\t2026-02-01\tasked for by a person named in it\n"
        "press-9001\t2026-02-01\tasked for by a person named in it\n"
    )
    assert not [each for each in validate(corpus) if each.severity == "error"]
    with pytest.raises(RefusedError) as raised:
        store.put(article(), None)
    assert codes(raised) == ["K320"]
    store.remove(["constructed-9005"], "no longer wanted")
    assert len(store.corpus.withdrawn) == 3


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines", "a\ttab", "a\u2028line"])
def test_a_reason_is_one_line(store: Store, reason: str) -> None:
    with pytest.raises(StoreError, match="the reason must be one line"):
        store.remove(["constructed-9001"], reason)


def test_removing_what_is_not_there_removes_nothing(store: Store, corpus: Path) -> None:
    before = shard(corpus)
    with pytest.raises(StoreError, match="no record 'constructed-1'"):
        store.remove(["constructed-9001", "constructed-1"], "no longer wanted")
    assert shard(corpus) == before
    assert not (corpus / "withdrawn.tsv").exists()
    with pytest.raises(StoreError, match="has no record 'nowhere-1'"):
        store.get("nowhere-1")


@pytest.mark.parametrize(
    "content",
    [b"id\n", b"\xff", b"id\tdate\treason\nx\t2026-02-30\twhy\n", b"id\tdate\treason\nx\t2026-02-01\n", b""],
)
def test_a_broken_list_of_withdrawn_ids_is_a_finding(corpus: Path, content: bytes) -> None:
    (corpus / "withdrawn.tsv").write_bytes(content)
    with pytest.raises(ManifestError):
        Corpus.open(corpus)
    assert [each.code for each in validate(corpus)] == ["K306"]


def test_a_broken_shard_is_left_as_it_is(store: Store, corpus: Path) -> None:
    path = corpus / "constructed" / "articles.jsonl"
    path.write_bytes(line(article()) + b'{"broken\n')
    before = path.read_bytes()
    with pytest.raises(CorpusError, match=r"articles.jsonl:2: no valid record"):
        store.put(article("constructed-9002"), None)
    assert path.read_bytes() == before


def test_an_interrupted_change_of_several_files_is_ended_by_the_next_writer(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / ".a.new1.store.new").write_text("new")
    (tmp_path / "c").write_text("to go")
    (tmp_path / ".left.store.new").write_text("never committed")
    listed = [["a", ".a.new1.store.new"], ["b", ".gone.store.new"], ["c", None]]
    (tmp_path / JOURNAL).write_text(json.dumps(listed))
    recover(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()} == {"a": "new"}


def test_opening_a_store_ends_an_interrupted_change(corpus: Path) -> None:
    (corpus / "constructed" / ".a.store.new").write_bytes(line(article()))
    changes = [["constructed/articles.jsonl", "constructed/.a.store.new"], ["press/articles.jsonl", None]]
    (corpus / JOURNAL).write_text(json.dumps(changes))
    assert list(Store.open(corpus).ids()) == ["constructed-9001"]


def test_nothing_is_stored_in_the_installed_package(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_packaged(Path(kavychki.__file__).parent / "_data" / "corpus")
    assert not is_packaged(corpus)
    monkeypatch.setattr("kavychki.store.store.is_packaged", lambda folder: folder == corpus)
    with pytest.raises(StoreError, match="copy that folder, and give the copy as --corpus"):
        Store.open(corpus).put(article("constructed-9002"), None)


@pytest.mark.parametrize("journal", ["{}x", "[1]", '[["../elsewhere", null]]', '[["a", "../../elsewhere"]]'])
def test_a_journal_that_is_none_is_refused(tmp_path: Path, journal: str) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "elsewhere").write_text("precious")
    (tmp_path / "corpus" / JOURNAL).write_text(journal)
    with pytest.raises(CorpusError, match="remove"):
        recover(tmp_path / "corpus")
    assert (tmp_path / "elsewhere").read_text() == "precious"


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def fail() -> None:
        with transaction(tmp_path) as changes:
            with changes.replacing(tmp_path / "a") as stream:
                stream.write(b"new")
            changes.remove(tmp_path / "b")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()} == {"a": "old"}


def test_a_draft_begins_with_what_is_known(store: Store) -> None:
    draft = new_draft(TEXT, "press", store.corpus, annotator="tester", published="2026-01-31", date=dt.date(2026, 2, 1))
    assert draft.id == f"press-{text_sha256(TEXT)[:12]}"
    assert (draft.origin, draft.published, draft.annotation.status) == ("news", "2026-01-31", "draft")
    assert draft.title is not None
    assert draft.title.text == "Мост через Вьюнку закрыли"
    assert not [each for each in validate(draft.to_dict()) if each.severity == "error"]
    suggested = new_draft(
        TEXT,
        "press",
        store.corpus,
        annotator="tester",
        suggest=lambda empty: replace(empty, speakers=article().speakers, quotes=article().quotes[::-1]),
    )
    assert suggested.quotes == article().quotes
    assert new_draft("\n  \nа", "press", store.corpus, annotator="tester").title is None
    with pytest.raises(CorpusError, match="no collection 'nowhere'"):
        new_draft(TEXT, "nowhere", store.corpus, annotator="tester")


def test_new_drafts_name_the_guidelines_that_are_in_force() -> None:
    page = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
    assert f"Version {GUIDELINES}." in page


def test_progress_counts_records_by_status(store: Store, corpus: Path) -> None:
    store.put(new_draft(TEXT + " Ещё.", "constructed", store.corpus, annotator="tester"), None)
    (corpus / "constructed" / "waiting").mkdir()
    (corpus / "constructed" / "waiting" / "a.txt").write_text("а")
    found = progress(store.corpus)
    assert found["constructed"].to_dict() == {
        "draft": 1, "single": 2, "adjudicated": 0, "reviewed": 0, "records": 3, "waiting": 1
    }  # fmt: skip
    assert found["upstreamed"].records == 0
    assert record()["annotation"]["status"] == "single"
