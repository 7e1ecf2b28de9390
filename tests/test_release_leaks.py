"""No release holds text that may not be passed on, and the guard that says so finds what does."""

from __future__ import annotations

import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kavychki import Article, Corpus
from kavychki.dataset import build as build_module
from kavychki.io.checksums import checksums
from kavychki.io.serialisation import canonical_line
from kavychki.model.surfaces import map_spans, without_text
from kavychki.releases import making
from kavychki.releases.leaks import ForeignTexts, find_leaks
from kavychki.releases.leaks.foreign import LONGEST_NAME, WINDOW
from kavychki.releases.making import LeakError, make_release
from project import WITHHELD, commit, store_of, withheld, write_project
from samples import TEXT, article, record, write_corpus

SIZE = 12
"""Code points of a stretch that counts as text."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project") / "checkout")


@pytest.fixture(scope="module")
def released(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release from a machine that holds the text that may not be passed on."""
    folder = tmp_path_factory.mktemp("hydrated")
    made = make_release(project, folder / "release", store=store_of(folder / "texts", WITHHELD))
    assert made.compared == 1
    return made.release.path


def strings(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in the files of a folder, decoded here and not by the guard."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        yield name, name
        if path.suffix == ".parquet":
            yield name, json.dumps(pq.read_schema(path).metadata[b"huggingface"].decode(), ensure_ascii=False)
            for row in pq.read_table(path).to_pylist():
                yield from ((name, text) for text in of_value(row))
        elif path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield from of_bytes(f"{name}!{member}", archive.read(member))
        elif path.name.endswith(".tar.gz"):
            with tarfile.open(path) as tar:
                for entry in tar:
                    if stream := tar.extractfile(entry):
                        yield from of_bytes(f"{name}!{entry.name}", stream.read())
        else:
            yield from of_bytes(name, path.read_bytes())


def of_bytes(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    yield name, name
    text = content.decode(errors="replace")
    yield name, text
    yield name, re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    if b"\0" in content:
        yield name, content.decode("utf-16-le", errors="replace")


def of_value(value: Any) -> Iterator[str]:
    """The strings of a row, and those of each list joined, so that tokens are seen as what they were."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from of_value(inner)
    elif isinstance(value, list):
        yield from (each for inner in value for each in of_value(inner))
        if all(isinstance(inner, str) for inner in value):
            yield "".join(value)
            yield " ".join(value)


def windows(text: str) -> set[str]:
    return {text[at : at + SIZE] for at in range(len(text) - SIZE + 1)}


def holding(folder: Path, text: str) -> set[str]:
    """The files in which a stretch of a text stands, as it is, or without its spaces."""
    packed = "".join(text.split())
    wanted, wanted_packed = windows(text), windows(packed)
    return {
        name
        for name, found in strings(folder)
        if wanted & windows(found) or wanted_packed & windows("".join(found.split()))
    }


def surfaces(article_: Article) -> set[str]:
    found: set[str] = set()

    def seen(span: Any) -> Any:
        found.add(span.text)
        return span

    map_spans(article_, seen)
    return found


def test_no_stretch_of_a_withheld_text_is_in_a_release(released: Path) -> None:
    assert holding(released, WITHHELD) == set()


def test_no_surface_of_a_withheld_text_is_in_a_release(released: Path) -> None:
    whole = withheld()
    names = {speaker.name for speaker in whole.speakers} | {speaker.role for speaker in whole.speakers}
    common = {"По", "его", "огрызнулся", "уверены"}
    telling = surfaces(whole) - names - common
    assert len(telling) > 6
    assert [(name, each) for name, text in strings(released) for each in telling if each in text] == []


def test_the_search_finds_a_text_that_may_be_passed_on(released: Path) -> None:
    found = holding(released, TEXT)
    configs = {name.split("/")[1] for name in found if name.endswith(".parquet")}
    assert {"articles", "quotes", "ner", "quote_tagging", "attribution", "mcq", "qa", "sft", "topics"} <= configs
    assert "standoff" not in configs
    assert any("whl!kavychki/_data/corpus/constructed/articles.jsonl" in name for name in found)
    assert any("tar.gz!" in name for name in found)


def test_the_records_of_the_withheld_text_are_there_without_it(released: Path) -> None:
    rows = [row for path in released.glob("dataset/standoff/*.parquet") for row in pq.read_table(path).to_pylist()]
    (row,) = (row for row in rows if row["collection"] == "press")
    assert (row["text_sha256"], row["text_length"]) == (withheld().text_sha256, len(WITHHELD))
    assert row["quotes"][0]["content"][0] == {"start": WITHHELD.index("Сливу"), "end": WITHHELD.index(", — огрызнулся")}


def test_a_release_is_the_same_whatever_the_machine_holds(released: Path, project: Path, tmp_path: Path) -> None:
    made = make_release(project, tmp_path / "release", store=store_of(tmp_path / "texts"))
    assert made.compared == 0
    assert checksums(made.release.path) == checksums(released)
    assert (made.release.path / "SHA256SUMS").read_bytes() == (released / "SHA256SUMS").read_bytes()


def test_a_build_that_carries_what_it_may_not_is_no_release(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(out: Path, *, redistributable_only: bool, **rest: Any) -> Any:
        assert redistributable_only
        return build_module.build(out, **rest)

    monkeypatch.setattr(making, "build", careless)
    with pytest.raises(LeakError, match="rows of press, whose texts may not be passed on"):
        make_release(project, tmp_path / "release", store=store_of(tmp_path / "texts", WITHHELD))
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_a_withheld_text_in_the_tree_is_no_release(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    for place in ("corpus/press/waiting/a.txt", "docs/note.md"):
        (project / place).parent.mkdir(parents=True)
        (project / place).write_text(f"Записка.\n\n{WITHHELD}\n", "utf-8")
    commit(project)
    with pytest.raises(LeakError) as caught:
        make_release(project, tmp_path / "release", store=store_of(tmp_path / "texts", WITHHELD))
    said = str(caught.value)
    assert f"{project.name}" not in said
    assert "whl!kavychki/_data/corpus/press/waiting/a.txt: is none of the files that a collection without texts" in said
    assert re.search(r"tar\.gz!kavychki-[^/]+/docs/note\.md: holds a stretch", said)
    assert not (tmp_path / "release").exists()
    with pytest.raises(LeakError, match=r"waiting/a\.txt"):
        make_release(project, tmp_path / "release", store=store_of(tmp_path / "none"))


# The guard alone.


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", article(), without_text(withheld())))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which everything is as it may be: a name of the withheld text stands where names stand."""
    out = tmp_path / "release"
    (out / "dataset" / "standoff").mkdir(parents=True)
    write_table(out / "dataset" / "standoff" / "test.parquet", standoff_row())
    write_table(out / "dataset" / "quotes.parquet", {"collection": "constructed", "text": TEXT})
    (out / "README.md").write_text("Сливу погубил майский градобой", "utf-8")
    write_wheel(out, "kavychki/_data/corpus/press/articles.jsonl", canonical_line(without_text(withheld())))
    write_sdist(out, "kavychki-1/corpus/press/passes/decisions.tsv", "id\tФрол Бурдюк\t§8\n".encode())
    return out


def standoff_row(**changes: Any) -> dict[str, Any]:
    speakers = [{"name": "Фрол Бурдюк", "role": "звеньевой", "mentions": [{"start": 3, "end": 14}]}]
    return {"collection": "press", "text_sha256": "0" * 64, "speakers": speakers, "topics": ["medtop:1"], **changes}


def write_table(path: Path, *rows: dict[str, Any]) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows)), path)


def write_wheel(out: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(out / "a.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def write_sdist(out: Path, name: str, content: bytes) -> None:
    with tarfile.open(out / "a.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


def found(folder: Path, corpus: Corpus, *texts: str) -> list[str]:
    return [str(leak) for leak in find_leaks(folder, corpus, ForeignTexts(texts))]


def test_the_guard_lets_pass_what_may_be_there(folder: Path, corpus: Corpus) -> None:
    assert found(folder, corpus, WITHHELD, "Ещё один текст, которого здесь нет ни в одном файле.") == []


LINE = WITHHELD.splitlines()[2]
SENTENCE = LINE.split(" По ")[0]
SPOILED: dict[str, Any] = {
    "text": ("README.md", f"Как писали: {LINE}"),
    "broken lines": ("README.md", "\n> ".join(LINE.split())),
    "escapes": ("build.json", json.dumps({"description": LINE})),
    "capitals": ("README.md", LINE.upper().replace("Ё", "Е")),
}


@pytest.mark.parametrize("name", SPOILED)
def test_the_guard_finds_a_stretch_in_a_file(folder: Path, corpus: Corpus, name: str) -> None:
    file, content = SPOILED[name]
    (folder / file).write_text(content, "utf-8")
    (leak,) = found(folder, corpus, WITHHELD)
    assert leak.startswith(f"{file}: holds a stretch of a text that may not be passed on: 'сливупогубил")
    assert found(folder, corpus) == []


ROWS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "row": ([{"collection": "press", "text": "Ничего"}], "has columns for text and rows of press"),
    "text": ([{"collection": "constructed", "text": LINE}], "column text holds a stretch"),
    "tokens": ([{"collection": "constructed", "tokens": re.findall(r"\w+|\S", LINE)}], "column tokens holds a stretch"),
    "messages": ([{"collection": "constructed", "m": [{"content": LINE}]}], "column m.content holds a stretch"),
    "surface": (
        [standoff_row(title={"start": 1, "end": 4, "text": "Слива"})],
        "has columns for text and rows of press",
    ),
    "short stretch": ([standoff_row(url="Сливу погубил майский")], "column url holds a stretch"),
    "cells": ([standoff_row(topics=["сливу", "погубил"])], "column topics holds a stretch"),
    "name": ([standoff_row(speakers=[{"name": "н" * (LONGEST_NAME + 1)}])], "column speakers.name has a name of more"),
    "nobody's": ([{"text": "Ничего"}], "has no column 'collection'"),
    "among others": (
        [{"collection": "constructed", "text": ""}] * 2000 + [{"collection": "press", "text": ""}],
        "rows of press",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_guard_finds_what_a_table_may_not_hold(folder: Path, corpus: Corpus, name: str) -> None:
    rows, problem = ROWS[name]
    write_table(folder / "dataset" / "spoiled.parquet", *rows)
    (leak,) = found(folder, corpus, WITHHELD)
    assert leak.startswith("dataset/spoiled.parquet: ")
    assert problem in leak


def spoiled_record(**changes: Any) -> bytes:
    return json.dumps({**without_text(withheld()).to_dict(), **changes}, ensure_ascii=False).encode()


PACKED: dict[str, tuple[str, bytes, str]] = {
    "text": ("press/articles.jsonl", canonical_line(withheld()), "record 1 has a text or a surface"),
    "surface": ("press/passes/a.jsonl", spoiled_record(title={"start": 0, "end": 2, "text": "Тк"}), "or a surface"),
    "role": ("press/articles.jsonl", spoiled_record(speakers=[{"role": LINE}]), "record 1 has a role of more than"),
    "word": ("press/articles.jsonl", spoiled_record(url="погубил-майский-градобой"), "record 1 holds a stretch"),
    "key": ("press/articles.jsonl", spoiled_record(**{"погубил майский": 1}), "record 1 holds a stretch"),
    "no record": ("press/articles.jsonl", "погубил майский".encode(), "record 1 holds a stretch"),
    "reason": ("press/passes/decisions.tsv", LINE.encode(), "holds a stretch"),
    "unknown": ("press/waiting/a.txt", b"-", "is none of the files that a collection without texts may have"),
    "elsewhere": (
        "constructed/articles.jsonl",
        canonical_line(article(text=f"{TEXT}\n\n{SENTENCE}")),
        "holds a stretch",
    ),
    "closed": ("constructed/a.gz", b"-", "cannot be looked into"),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("pack", [write_wheel, write_sdist])
def test_the_guard_looks_into_packages(folder: Path, corpus: Corpus, name: str, pack: Any) -> None:
    path, content, problem = PACKED[name]
    place = f"kavychki/_data/corpus/{path}" if pack is write_wheel else f"kavychki-0.1.0/corpus/{path}"
    pack(folder, place, content)
    leaks = found(folder, corpus, WITHHELD)
    assert leaks
    assert all(f"!{place}: " in leak for leak in leaks)
    assert problem in " ".join(leaks)


@pytest.mark.parametrize("name", ["a.whl", "a.tar.gz", "dataset/quotes.parquet"])
def test_what_cannot_be_opened_is_no_release(folder: Path, corpus: Corpus, name: str) -> None:
    (folder / name).write_bytes(b"PAR1 and nothing else")
    (leak,) = found(folder, corpus)
    assert leak.startswith(f"{name}: cannot be looked into")


def test_stretches_are_found_at_every_place_and_length() -> None:
    foreign = ForeignTexts([WITHHELD, "абвгдежзиклмн"])
    letters = "абвгдежзиклмн"
    assert foreign.stretch_in(f"Это {letters} тут", WINDOW) == letters[:WINDOW]
    assert foreign.stretch_in(f"Это {letters[1:]} тут", WINDOW) == letters[1:]
    assert foreign.stretch_in(f"Это {letters[2:]} тут", WINDOW) is None
    packed = "сливупогубилмайскийградобойогрызнулсязвеньевойфролбурдюкклюкинцы"
    for start in range(len(packed) - LONGEST_NAME):
        stretch = packed[start : start + LONGEST_NAME + 1]
        assert foreign.stretch_in("х" * start + stretch, LONGEST_NAME + 1) == stretch
        assert foreign.stretch_in("х" * start + stretch[:-1], LONGEST_NAME + 1) is None
    with pytest.raises(ValueError, match="too short"):
        foreign.stretch_in("", WINDOW - 1)


def test_texts_at_hand_are_all_but_those_that_may_be_passed_on(corpus: Corpus, tmp_path: Path) -> None:
    store = store_of(tmp_path / "texts", WITHHELD, TEXT, "Текст снятой записи, который остался на машине.")
    foreign = ForeignTexts.at_hand(corpus, store)
    assert len(foreign) == 2
    assert foreign.stretch_in(TEXT, WINDOW) is None
    assert foreign.stretch_in("снятой записи, который", WINDOW)
    assert record()["text"] == TEXT
