from __future__ import annotations

import json
import zipfile
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import datasets
import pytest

import kavychki
from conftest import Run
from kavychki import Article, Corpus, build, hydrate, read_articles, validate
from kavychki.errors import CorpusError, HydrationError
from kavychki.hydration import Hydrator, TextStore, cache_dir, data_dir, dehydrated
from kavychki.hydration.fingerprints import NAME, Fingerprint, blocks_of, read_fingerprints, write_fingerprints
from kavychki.hydration.sources import files_in
from kavychki.io.serialisation import canonical_line
from samples import PRESS_TEXT, article, line, text_free, write_corpus
from samples import PRESS_TEXT as TEXT
from servers import Answer, serving
from upstream_sample import ANNOTATION, ID, WITH_UPSTREAM, archive, upstreamed, write_copies, write_upstream_corpus
from upstream_sample import TEXT as UPSTREAM_TEXT

OTHER = TEXT.replace("Ветров", "Буранов")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", article(), text_free()))


@pytest.fixture
def upstream_corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_upstream_corpus(tmp_path / "upstream_corpus", article(), text_free()))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files" / "deep" / "er"
    folder.mkdir(parents=True)
    return tmp_path / "files"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        (TEXT + "\n").encode(),
        ("\n\n" + TEXT + "\n \n").encode(),
        ("\ufeff" + TEXT.replace("\n", "\r\n")).encode(),
        TEXT.replace("ё", "е\u0308").encode(),
    ],
    ids=["as it is", "final newline", "white space around", "BOM and CRLF", "decomposed"],
)
def test_a_text_is_found_under_any_name_by_its_canonical_form(corpus: Corpus, files: Path, content: bytes) -> None:
    (files / "deep" / "er" / "без имени").write_bytes(content)
    report = hydrate("press", files, corpus=corpus)
    assert list(report.found) == ["press-9001"]
    assert report.drifted == ()
    assert report.complete
    assert TextStore.default().get(text_free().text_sha256) == TEXT
    again = hydrate("press", files, corpus=corpus)
    assert (again.found, again.present, again.records) == ({}, ("press-9001",), 1)


def test_a_text_that_differs_is_never_used_but_named(corpus: Corpus, files: Path) -> None:
    (files / "near.txt").write_text(TEXT.replace("Вьюнку", "Вьюнку?"), encoding="utf-8")
    (files / "far.txt").write_text("Совсем другой текст", encoding="utf-8")
    (files / "binary").write_bytes(b"\xff\xfe")
    report = hydrate("press", files, corpus=corpus)
    assert report.found == {}
    assert not report.complete
    (drift,) = report.drifted
    assert drift.nearest is not None
    assert drift.nearest.endswith("near.txt")
    assert str(len(TEXT)) in str(drift)
    assert f"({len(TEXT) + 1} code points), whose text differs; the corpus has no fingerprint" in str(drift)
    assert len(report.unreadable) == 1
    assert TextStore.default().get(text_free().text_sha256) is None


def test_with_a_fingerprint_the_report_says_where_the_text_differs(upstream_corpus: Corpus, tmp_path: Path) -> None:
    changed = UPSTREAM_TEXT.replace("обещания властей", "слова властей")
    copies = write_copies(tmp_path / "copies", changed)
    (copies / "1_text.txt").write_text("Под тем же именем лежит совсем другой текст.", encoding="utf-8")
    (drift,) = hydrate("upstreamed", copies, corpus=upstream_corpus).drifted
    start = UPSTREAM_TEXT.index("Жители")
    assert str(drift) == (
        f"{ID}: no file has this text ({len(UPSTREAM_TEXT)} code points); nearest is {copies / 'a'} "
        f"({len(changed)} code points), where 4 of 5 stretches stand; the first that differs is "
        f"[{start}, {UPSTREAM_TEXT.index('В Липовке') - 2}): there is «Жители считают, что слова властей «пустые» 🙂.»"
    )


def test_a_text_that_differs_only_between_its_stretches_is_said(upstream_corpus: Corpus, tmp_path: Path) -> None:
    copies = write_copies(tmp_path / "copies", UPSTREAM_TEXT.replace("\n\n", "\n"))
    (drift,) = hydrate("upstreamed", copies, corpus=upstream_corpus).drifted
    assert "where all 5 stretches stand: only spaces" in str(drift)


def test_a_single_text_can_be_given(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "статья").write_text(TEXT, encoding="utf-8")
    assert list(hydrate("press", tmp_path / "статья", corpus=corpus).found) == ["press-9001"]


def test_a_text_is_taken_out_of_a_page_that_holds_more(upstream_corpus: Corpus, tmp_path: Path) -> None:
    page = f"Главная | Новости\n{UPSTREAM_TEXT}Подписывайтесь на нас.\n"
    report = hydrate("upstreamed", write_copies(tmp_path / "copies", page), corpus=upstream_corpus)
    assert list(report.found) == [ID]
    assert TextStore.default().get(upstreamed().text_sha256) == UPSTREAM_TEXT


def test_a_text_put_into_the_store_by_hand_is_refused(cache: Path) -> None:
    store = TextStore.default()
    sha256 = store.put(TEXT)
    assert store.get(sha256) == TEXT
    (cache / "texts" / sha256[:2] / f"{sha256}.txt").write_text(OTHER, encoding="utf-8")
    with pytest.raises(CorpusError, match=f"expected a text with SHA-256 {sha256}, got"):
        store.get(sha256)


def test_unknown_collections_and_folders_are_said(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="known are constructed, press"):
        hydrate("presse", tmp_path, corpus=corpus)
    with pytest.raises(HydrationError, match="is no folder and no archive"):
        hydrate("press", tmp_path / "nowhere", corpus=corpus)


def test_cache_and_data_are_where_the_variables_say(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_dir() == cache
    assert data_dir() == cache.parent / "data"
    monkeypatch.delenv("KAVYCHKI_CACHE")
    monkeypatch.delenv("KAVYCHKI_DATA")
    assert cache_dir().name == data_dir().name == "kavychki"
    assert cache_dir() != data_dir()


# Archives


def zipped(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in files.items():
            # ZipInfo has a fixed date; a bare name would take the clock's.
            archive_.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(archive(), id="tar"),
        pytest.param(zipped({"x/": b"", "x/a": UPSTREAM_TEXT.encode(), "b": ANNOTATION.encode()}), id="zip"),
    ],
)
def test_an_archive_is_read_in_place(upstream_corpus: Corpus, tmp_path: Path, packed: bytes) -> None:
    (tmp_path / "packed").write_bytes(packed)
    report = hydrate("upstreamed", tmp_path / "packed", corpus=upstream_corpus)
    assert report.complete
    assert list(report.found) == [ID]
    assert not list(tmp_path.glob("**/1_text.txt"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(archive()[:200], id="tar, its beginning"),
        pytest.param(archive()[:-300], id="tar without its end"),
        pytest.param(b"\xff\xfe no archive", id="no archive"),
        pytest.param(b"", id="nothing"),
        pytest.param(zipped({"a": b"a" * 999})[:-30], id="zip without its end"),
    ],
)
def test_a_damaged_archive_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "packed").write_bytes(content)
    with pytest.raises(HydrationError, match="archive"):
        [read() for _, read in files_in(tmp_path / "packed")]


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kavychki.hydration.sources.MAX_ARCHIVE_BYTES", 1000)
    (tmp_path / "packed").write_bytes(zipped({"a": b"a" * 999, "b": b"b" * 999}))
    with pytest.raises(HydrationError, match="unpacks to more than 1,000 bytes"):
        list(files_in(tmp_path / "packed"))


# Entities from upstream


def hydrated(corpus: Corpus) -> Article:
    found = Hydrator(corpus, TextStore.default()).hydrated(upstreamed())
    assert found is not None
    return found.article


def test_entities_come_from_the_copy_and_what_is_inconsistent_is_reported(
    upstream_corpus: Corpus, tmp_path: Path
) -> None:
    report = hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    assert report.complete
    assert [(each.kind, each.line) for each in report.inconsistencies[ID]] == [("ambiguous-link", 8)]
    entities = hydrated(upstream_corpus).entities
    assert entities is not None
    assert [(each.type, [span.text for span in each.spans], each.wikidata) for each in entities] == [
        ("LOCATION", ["Вьюнку"], None),
        ("PROFESSION", ["мэр"], None),
        ("PERSON", ["Пётр Ветров"], "Q424242"),
        ("CITY", ["Липовке"], None),
        ("TIME", ["раз", "час"], None),
    ]
    assert list(validate(hydrated(upstream_corpus).to_dict(), level=2)) == []


def test_an_annotation_that_is_not_the_pinned_one_is_never_used(upstream_corpus: Corpus, tmp_path: Path) -> None:
    copies = write_copies(tmp_path / "copies", annotation=ANNOTATION.replace("Q424242", "Q666"))
    report = hydrate("upstreamed", copies, corpus=upstream_corpus)
    assert list(report.found) == [ID]
    assert report.without_entities == (ID,)
    assert not report.complete
    assert hydrated(upstream_corpus).entities is None
    built = build(tmp_path / "out", corpus=upstream_corpus)
    assert built.collections["upstreamed"].without_entities == 1
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "1 of its articles are here without entities" in card


def test_an_empty_annotation_file_says_that_there_are_no_entities(tmp_path: Path) -> None:
    corpus = Corpus.open(write_upstream_corpus(tmp_path / "corpus", annotation=""))
    report = hydrate("upstreamed", write_copies(tmp_path / "copies", annotation=None), corpus=corpus)
    assert report.complete
    assert hydrated(corpus).entities == ()


def test_without_a_pin_no_entities_are_taken(upstream_corpus: Corpus, tmp_path: Path) -> None:
    (upstream_corpus.path / "upstreamed" / NAME).unlink()
    report = hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    assert report.without_entities == (ID,)


def test_a_build_includes_what_is_hydrated_and_says_what_is_not(
    upstream_corpus: Corpus, tmp_path: Path, kavychki_command: Run
) -> None:
    hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    done = kavychki_command("build", "--corpus", upstream_corpus.path, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "collection upstreamed: 1 of 1 articles" in done.stdout
    assert "collection press: 0 of 1 articles\n  1 not in it" in done.stdout
    entities = datasets.load_dataset(str(tmp_path / "out"), "entities", split="validation")
    names = entities.features["type"].int2str
    assert [(names(row["type"]), row["text"]) for row in entities][-1] == ("TIME", "раз … час")


def test_what_is_built_becomes_the_same_text_free_records_again(upstream_corpus: Corpus, tmp_path: Path) -> None:
    hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    TextStore.default().put(PRESS_TEXT)
    build(tmp_path / "out", corpus=upstream_corpus)
    rows = datasets.load_dataset(str(tmp_path / "out"), "articles")
    released = {}
    for split in rows.values():
        for row in split:
            record = {**row, **named(row, split.features)}
            released[row["id"]] = canonical_line(dehydrated(Article.from_dict(record), upstream_corpus)) + b"\n"
    for name in ("constructed", "press", "upstreamed"):
        shard = (upstream_corpus.path / name / "articles.jsonl").read_bytes()
        assert b"".join(released[each.id] for each in read_articles(upstream_corpus, name)) == shard


def named(row: dict[str, object], features: datasets.Features) -> dict[str, object]:
    """The row with its labels as words."""

    def words(value: object, feature: object) -> object:
        if isinstance(feature, datasets.ClassLabel):
            return feature.int2str(value)
        if isinstance(feature, datasets.List):
            return None if value is None else [words(each, feature.feature) for each in value]  # type: ignore[attr-defined]
        if isinstance(feature, dict) and isinstance(value, dict):
            return {key: words(value[key], feature[key]) for key in value}
        return value

    return {key: words(row[key], features[key]) for key in row}


def test_a_cached_build_is_made_anew_when_the_entities_come(upstream_corpus: Corpus, tmp_path: Path) -> None:
    hydrate("upstreamed", write_copies(tmp_path / "texts", annotation=None), corpus=upstream_corpus)
    before = kavychki.load("articles", corpus=upstream_corpus.path, split="validation")
    assert [row["entities"] for row in before if row["id"] == ID] == [None]
    hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    after = kavychki.load("articles", corpus=upstream_corpus.path, split="validation")
    assert [len(row["entities"]) for row in after if row["id"] == ID] == [5]


# Fingerprints


def test_blocks_are_sentences_and_short_ones_are_joined_within_their_line() -> None:
    text = "Заголовок\n\nДа. Нет. " + "Слово " * 20 + "конец. Хвост.\n"
    blocks = list(blocks_of(text))
    assert [text[each.start : each.end] for each in blocks] == [
        "Заголовок",
        "Да. Нет. " + "Слово " * 20 + "конец.",
        "Хвост.",
    ]


def test_fingerprints_are_written_and_read_and_broken_ones_are_said(tmp_path: Path) -> None:
    corpus = write_upstream_corpus(tmp_path / "corpus")
    assert read_fingerprints(corpus, "upstreamed") == {ID: Fingerprint.of(ID, UPSTREAM_TEXT, ANNOTATION)}
    assert read_fingerprints(corpus, "press") == {}
    path = corpus / "upstreamed" / NAME
    path.write_text(path.read_text(encoding="utf-8").replace("+", "-"), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"fingerprints\.tsv:2: no valid row"):
        read_fingerprints(corpus, "upstreamed")


# The command


def test_the_command_reports_and_exits_1_where_a_text_is_missing(
    kavychki_command: Run, corpus: Corpus, files: Path
) -> None:
    done = kavychki_command("hydrate", "press", "--from", files, "--corpus", corpus.path)
    assert done.returncode == 1
    assert "press: 0 of 1 records" in done.stdout
    assert "press-9001: no file has this text" in done.stderr
    (files / "a.txt").write_text(TEXT, encoding="utf-8")
    (files / "b.bin").write_bytes(b"\xff")
    done = kavychki_command("hydrate", "press", "--from", files, "--corpus", corpus.path, "--verbose")
    assert done.returncode == 0
    assert "press-9001: found as" in done.stdout
    assert "press: 1 of 1 records" in done.stdout
    assert "passed over" in done.stderr


def test_the_command_downloads_an_archive_and_goes_on_after_a_break(
    kavychki_command: Run, upstream_corpus: Corpus
) -> None:
    with serving(archive()) as server:
        server.plan = [Answer(cut=100)]
        arguments = "hydrate", "upstreamed", "--corpus", upstream_corpus.path, "--from", f"{server.url}/a.tar.gz"
        done = kavychki_command(*arguments)
        assert done.returncode == 0, done.stderr
        assert "trying again" in done.stderr
        assert server.requests[1]["range"] == "bytes=100-"
    assert "upstreamed: 1 of 1 records have their text" in done.stdout
    assert "inconsistent in upstream's annotation: 1 ambiguous-link (-v names each)" in done.stdout


def test_nothing_is_downloaded_where_nothing_is_wanted(
    kavychki_command: Run, upstream_corpus: Corpus, tmp_path: Path
) -> None:
    hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=upstream_corpus)
    done = kavychki_command("hydrate", "upstreamed", "--corpus", upstream_corpus.path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "upstreamed: 1 of 1 records have their text" in done.stdout


def test_without_a_name_every_collection_that_has_no_texts_is_looked_for(
    kavychki_command: Run, upstream_corpus: Corpus, tmp_path: Path
) -> None:
    copies = write_copies(tmp_path / "copies")
    done = kavychki_command("hydrate", "--corpus", upstream_corpus.path, "--from", copies)
    assert done.returncode == 1
    assert "press: 0 of 1 records" in done.stdout
    assert "upstreamed: 1 of 1 records" in done.stdout
    done = kavychki_command("hydrate", "--corpus", upstream_corpus.path)
    assert done.returncode == 1
    assert "press has no public upstream" in done.stderr
    assert "press: 0 of 1 records" in done.stdout
    assert "constructed" not in done.stdout


def test_a_damaged_download_is_not_kept(kavychki_command: Run, upstream_corpus: Corpus, cache: Path) -> None:
    with serving(archive()[:-300]) as server:
        done = kavychki_command("hydrate", "upstreamed", "--corpus", upstream_corpus.path, "--from", server.url)
    assert done.returncode == 2
    assert "damaged" in done.stderr
    assert list((cache / "downloads").iterdir()) == []


def test_a_collection_without_upstream_asks_for_copies(kavychki_command: Run, corpus: Corpus) -> None:
    done = kavychki_command("hydrate", "press", "--corpus", corpus.path)
    assert done.returncode == 2
    assert "press has no public upstream: give your copies with --from. Ask the publisher." in done.stderr


# The validator


def test_the_persons_of_upstream_are_looked_for_among_the_speakers(
    upstream_corpus: Corpus, tmp_path: Path, kavychki_command: Run
) -> None:
    copies = write_copies(tmp_path / "copies")
    record = upstreamed()
    unnamed = replace(record.speakers[0], mentions=record.speakers[0].mentions[1:])  # his pronoun alone
    shard = upstream_corpus.path / "upstreamed" / "articles.jsonl"
    shard.write_bytes(line(replace(record, speakers=(unnamed, *record.speakers[1:]))))
    arguments = "validate", upstream_corpus.path, "--corpus", upstream_corpus.path, "--select", "K410"
    assert kavychki_command(*arguments).returncode == 0
    hydrate("upstreamed", copies, corpus=upstream_corpus)
    for jobs in (1, 2):
        done = kavychki_command(*arguments, "--jobs", jobs)
        assert done.returncode == 1
        assert "Пётр Ветров stands in the attribution and is no speaker" in done.stdout.replace("'", "")


def test_entities_that_upstream_supplies_are_its_promise_to_keep(tmp_path: Path) -> None:
    records = [
        replace(upstreamed(), id=f"upstreamed-{number}", text_sha256=f"{number:032x}" * 2) for number in range(100, 200)
    ]
    corpus = write_corpus(tmp_path / "corpus", *records, collections=WITH_UPSTREAM)
    assert list(validate(corpus)) == []
    manifest = deepcopy(WITH_UPSTREAM)
    manifest["upstreamed"]["upstream"]["entities"] = None
    (corpus / "collections.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert {finding.code for finding in validate(corpus)} == {"K309"}


def test_an_empty_collection_is_valid_and_built_around(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article(), collections=WITH_UPSTREAM)
    (corpus / "upstreamed").mkdir()
    write_fingerprints(corpus / "upstreamed" / NAME, [])
    assert list(validate(corpus)) == []
    assert hydrate("upstreamed", tmp_path, corpus=Corpus.open(corpus)).records == 0
    assert build(tmp_path / "out", corpus=Corpus.open(corpus)).collections["upstreamed"].records == 0
