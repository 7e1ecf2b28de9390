"""Releases: how two of them differ."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import Run
from kavychki import Corpus, Store, build
from kavychki.errors import DatasetError
from kavychki.releases import Change, Snapshot, diff
from kavychki.releases.folder import DATASET, MARKER
from samples import COLLECTIONS, article, record, text_free, text_of, write_corpus


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
    notes = kavychki_command("diff", "--format", "markdown", old, new)
    assert notes.returncode == 1
    assert notes.stdout.startswith(
        "## Records\n\n1 added, 1 changed (quotes 1, topics 1, metadata 1), 1 withdrawn, 2 the"
    )
    assert "### Withdrawn; their ids are never used again\n\n- `constructed-9003`\n" in notes.stdout


def test_releases_are_compared_by_their_datasets(old: Path, new: Path, tmp_path: Path) -> None:
    for name in (old, new):
        folder = tmp_path / "releases" / name.name
        build(folder / DATASET, corpus=Corpus.open(name))
        (folder / MARKER).write_text("{}")
    found = diff(Snapshot.of(tmp_path / "releases" / "old"), Snapshot.of(tmp_path / "releases" / "new"))
    assert found == diff(Snapshot.of(old), Snapshot.of(new))


def test_the_reason_of_a_withdrawal_is_told(old: Path, kavychki_command: Run, tmp_path: Path) -> None:
    new = tmp_path / "later"
    shutil.copytree(old, new)
    Store.open(new).remove(["constructed-9003"], "asked for by a reader", dt.date(2026, 1, 31))
    done = kavychki_command("diff", old, new)
    assert done.stdout.splitlines() == [
        "- constructed-9003 (2026-01-31: asked for by a reader)",
        "0 added, 0 changed, 1 withdrawn, 3 the same",
    ]
    (reason,) = json.loads(kavychki_command("diff", "--json", old, new).stdout)["reasons"].values()
    assert reason == {"id": "constructed-9003", "date": "2026-01-31", "reason": "asked for by a reader"}


def test_a_record_that_changes_its_split_or_text_is_told(old: Path, tmp_path: Path) -> None:
    collections = deepcopy(COLLECTIONS)
    collections["press"]["split"]["split"] = "train"
    other = article("constructed-9003", text_of("constructed-9003") + " И ещё слово.")
    new = write_corpus(
        tmp_path / "moved", article(), article("constructed-9002"), other, text_free(), collections=collections
    )
    wanted = (Change("constructed-9003", ("text",)), Change("press-9001", ("split",)))
    assert diff(Snapshot.of(old), Snapshot.of(new)).changed == wanted
    build(tmp_path / "built", corpus=Corpus.open(new))
    assert diff(Snapshot.of(old), Snapshot.of(tmp_path / "built")).changed == wanted


def spoiled(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Rewrite every file of a config, with the metadata by which `datasets` knows its labels."""
    for file in path.glob("*.parquet"):
        features = datasets.Features.from_arrow_schema(pq.read_schema(file))
        table = change(pq.read_table(file))
        kept = datasets.Features({name: features.get(name, datasets.Value("string")) for name in table.column_names})
        kept = labels_grown(kept)
        pq.write_table(table.cast(kept.arrow_schema), file)


def labels_grown(features: datasets.Features) -> datasets.Features:
    label = features["type"]
    return datasets.Features({**features, "type": datasets.ClassLabel(names=[*label.names, "free"])})


def test_columns_of_builds_are_compared(old: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, corpus=Corpus.open(old))
    two = tmp_path / "two"
    spoiled(two / "quotes", lambda table: table.drop_columns(["cue"]).append_column("new", [["x"] * table.num_rows]))
    shutil.rmtree(two / "mcq")
    found = diff(Snapshot.of(tmp_path / "one"), Snapshot.of(two))
    assert [str(change) for change in found.columns] == [
        "config mcq removed",
        "quotes.cue removed",
        "quotes.new added",
        "quotes.type changed: label: direct, indirect, mixed → label: direct, indirect, mixed, free",
    ]
    assert [change.compatible for change in found.columns] == [False, False, True, True]
    assert not found.changed
    assert found


@pytest.mark.parametrize("config", ["standoff", "quotes"])
def test_a_damaged_build_is_said_plainly(old: Path, tmp_path: Path, kavychki_command: Run, config: str) -> None:
    build(tmp_path / "built", corpus=Corpus.open(old))
    for file in (tmp_path / "built" / config).iterdir():
        file.write_bytes(b"PAR1")
    done = kavychki_command("diff", old, tmp_path / "built")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a Parquet file is damaged" in done.stderr
    assert "Traceback" not in done.stderr
