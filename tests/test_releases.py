"""Releases: how two of them differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run
from kavychki import Corpus, build
from kavychki.errors import DatasetError
from kavychki.releases import Change, Snapshot, diff
from samples import article, record, text_free, write_corpus


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_corpus(
        tmp_path / "old", article(), article("constructed-9002"), article("constructed-9003"), text_free()
    )


@pytest.fixture
def new(tmp_path: Path) -> Path:
    changed = record("constructed-9002")
    changed["quotes"][0]["type"] = "mixed"
    changed["topics"] = ["medtop:11000000"]
    changed["genre"] = "wire"
    return write_corpus(tmp_path / "new", article(), changed, article("constructed-9004"), text_free())


def test_differences_are_named_by_record_and_layer(old: Path, new: Path) -> None:
    found = diff(Snapshot.of(old), Snapshot.of(new))
    assert found.added == ("constructed-9004",)
    assert found.withdrawn == ("constructed-9003",)
    assert found.changed == (Change("constructed-9002", ("quotes", "topics", "metadata")),)
    assert found.same == 2


def test_a_build_holds_what_its_corpus_holds(old: Path, new: Path, tmp_path: Path) -> None:
    for name in (old, new):
        build(tmp_path / f"{name.name}-built", corpus=Corpus.open(name))
        assert not diff(Snapshot.of(name), Snapshot.of(tmp_path / f"{name.name}-built"))
    built = diff(Snapshot.of(tmp_path / "old-built"), Snapshot.of(tmp_path / "new-built"))
    assert built == diff(Snapshot.of(old), Snapshot.of(new))


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="neither a corpus folder"):
        Snapshot.of(tmp_path)


def test_the_command_prints_and_exits_like_diff(kavychki_command: Run, old: Path, new: Path) -> None:
    done = kavychki_command("diff", old, new)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "+ constructed-9004",
        "~ constructed-9002: quotes, topics, metadata",
        "- constructed-9003",
        "1 added, 1 changed (quotes 1, topics 1, metadata 1), 1 withdrawn, 2 the same",
    ]
    same = kavychki_command("diff", "--json", old, old)
    assert (same.returncode, json.loads(same.stdout)["same"]) == (0, 4)
    assert kavychki_command("diff", old, old / "constructed").returncode == 2
