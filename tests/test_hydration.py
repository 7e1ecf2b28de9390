from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run
from kavychki import Corpus, hydrate
from kavychki.errors import CorpusError
from kavychki.hydration import TextStore, cache_dir
from samples import PRESS_TEXT as TEXT
from samples import article, text_free, write_corpus

OTHER = TEXT.replace("Ветров", "Буранов")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", article(), text_free()))


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
    assert report.missing == ()
    assert TextStore.default().get(text_free().text_sha256) == TEXT
    again = hydrate("press", files, corpus=corpus)
    assert (again.found, again.present) == ({}, ("press-9001",))


def test_a_text_that_differs_is_never_used_but_named(corpus: Corpus, files: Path) -> None:
    (files / "near.txt").write_text(TEXT + "?", encoding="utf-8")
    (files / "far.txt").write_text("Совсем другой текст", encoding="utf-8")
    (files / "binary").write_bytes(b"\xff\xfe")
    report = hydrate("press", files, corpus=corpus)
    assert report.found == {}
    (missing,) = report.missing
    assert missing.nearest is not None
    assert missing.nearest.path.name == "near.txt"
    assert str(len(TEXT)) in str(missing)
    assert str(len(TEXT) + 1) in str(missing)
    assert len(report.unreadable) == 1
    assert TextStore.default().get(text_free().text_sha256) is None


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
    with pytest.raises(CorpusError, match="is no folder"):
        hydrate("press", tmp_path / "nowhere", corpus=corpus)


def test_the_cache_is_where_the_variable_says(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_dir() == cache
    monkeypatch.delenv("KAVYCHKI_CACHE")
    assert cache_dir().name == "kavychki"


def test_the_command_reports_and_exits_1_where_a_text_is_missing(
    kavychki_command: Run, corpus: Corpus, files: Path
) -> None:
    done = kavychki_command("hydrate", "press", "--from", files, "--corpus", corpus.path)
    assert done.returncode == 1
    assert "press: 0 of 1 records" in done.stdout
    assert "press-9001: no file has this text" in done.stderr
    (files / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kavychki_command("hydrate", "press", "--from", files, "--corpus", corpus.path)
    assert done.returncode == 0
    assert "press-9001: found as" in done.stdout
    assert "press: 1 of 1 records" in done.stdout
