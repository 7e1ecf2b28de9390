"""The guard of text-free collections: nothing in their folders holds a stretch of text that may not be shipped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from kavychki import Corpus
from kavychki.hydration.fingerprints import Fingerprint, fold, write_fingerprints
from kavychki.io.serialisation import canonical_line
from kavychki.text import canonical_text
from samples import PRESS_TEXT, article, text_free

LONGEST_NAME = 40
"""Code points of a name or role; also of any other stretch of Russian."""

_RUSSIAN = re.compile(r"[а-яё]+(?:[^a-zа-яё]{1,3}[а-яё]+)*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")

CORPUS = Corpus.open(ROOT / "corpus")
TEXT_FREE = [name for name, collection in CORPUS.collections.items() if not collection.redistributable]


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def strings(path: Path) -> Iterator[str]:
    """What is written in a file: the strings of JSON, else the cells of a table, else lines."""
    content = path.read_text(encoding="utf-8")
    if path.suffix in {".jsonl", ".json"}:
        for line in content.splitlines():
            yield from json_strings(json.loads(line))
    else:
        yield from re.split(r"[\t\n]", content)


def json_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (each for part in value.values() for each in json_strings(part))
    elif isinstance(value, list):
        yield from (each for part in value for each in json_strings(part))


def long_stretches(folder: Path) -> list[str]:
    """Stretches of Russian that are longer than a name, whoever wrote them."""
    found = (each[0] for path in files_of(folder) for text in strings(path) for each in _RUSSIAN.finditer(text))
    return [each for each in found if len(each) > LONGEST_NAME]


def folded(text: str) -> str:
    return _SPACE.sub(" ", fold(text).lower())


def windows(texts: Iterable[str]) -> set[str]:
    """Every stretch of the texts that is one code point longer than a name may be."""
    size = LONGEST_NAME + 1
    return {text[start : start + size] for text in map(folded, texts) for start in range(len(text) - size + 1)}


def quoted(folder: Path, foreign: set[str]) -> list[str]:
    """Stretches of the texts that stand in a folder's files."""
    size = LONGEST_NAME + 1
    found = []
    for path in files_of(folder):
        for text in map(folded, strings(path)):
            found += [text[at : at + size] for at in range(len(text) - size + 1) if text[at : at + size] in foreign]
    return found


def spans(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "start" in value:
            yield value
        yield from (each for part in value.values() for each in spans(part))
    elif isinstance(value, list):
        yield from (each for part in value for each in spans(part))


@pytest.mark.parametrize("name", TEXT_FREE)
def test_records_and_passes_have_neither_text_nor_surface(name: str) -> None:
    for path in (CORPUS.path / name).rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert record["text"] is None, f"{path}: {record['id']}"
            assert all(span.keys() == {"start", "end"} for span in spans(record)), f"{path}: {record['id']}"


@pytest.mark.parametrize("name", TEXT_FREE)
def test_no_stretch_of_russian_is_longer_than_a_name(name: str) -> None:
    assert long_stretches(CORPUS.path / name) == []


def test_no_stretch_of_a_shared_text_stands_in_the_corpus(shared: Path) -> None:
    texts = (canonical_text(path.read_bytes()) for path in (shared / "texts").rglob("*.txt"))
    foreign = windows(texts)
    assert {name: quoted(CORPUS.path / name, foreign) for name in TEXT_FREE} == {name: [] for name in TEXT_FREE}


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    folder = tmp_path / "press"
    (folder / "passes").mkdir(parents=True)
    (folder / "articles.jsonl").write_bytes(canonical_line(text_free()) + b"\n")
    (folder / "passes" / "decisions.tsv").write_text("id\treason\npress-9001\t§5: the mark is outside\n", "utf-8")
    write_fingerprints(folder / "fingerprints.tsv", [Fingerprint.of("press-9001", PRESS_TEXT)])
    return folder


def test_a_clean_folder_passes(clean: Path) -> None:
    assert long_stretches(clean) == []
    assert quoted(clean, windows([PRESS_TEXT])) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("articles.jsonl", canonical_line(article("press-9001", origin="news"))),
        ("passes/model.jsonl", json.dumps({"role": "По его словам, ремонт займёт год.\n\nЖители считают"}).encode()),
        ("passes/decisions.tsv", "press-9001\t5\tПо его словам, ремонт займёт год. Жители считают, что".encode()),
        ("notes.md", "Жители считают,\u00a0что обещания властей \"пустые\"".encode()),
    ],
)  # fmt: skip
def test_a_planted_stretch_is_found(clean: Path, path: str, content: bytes) -> None:
    (clean / path).write_bytes(content + b"\n")
    assert long_stretches(clean)
    assert quoted(clean, windows([PRESS_TEXT]))
