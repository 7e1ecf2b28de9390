"""Engines: the same results from processes and from a cluster of two workers, whatever befalls a worker."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from conftest import Run
from kavychki.dataset import build as building
from kavychki.dataset.build import InvalidCorpusError, build
from kavychki.dataset.part import PartResult, Plan, Task, build_part
from kavychki.engines import Engine, EngineError, Processes, cluster
from kavychki.engines.cluster import ATTEMPTS, DaskEngine
from kavychki.errors import DatasetError, KavychkiError
from kavychki.io.checksums import CHECKSUMS
from kavychki.io.corpus import Corpus
from kavychki.io.paths import path_of
from kavychki.validation import shards, validate
from samples import TEXT, article, text_free, write_corpus


@pytest.fixture(scope="module")
def dask() -> Iterator[DaskEngine]:
    """A real cluster of two worker processes."""
    with DaskEngine(jobs=2) as engine:
        yield engine


@pytest.fixture(params=["processes", "dask"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Every engine that gives work away."""
    chosen: Engine = Processes(2) if request.param == "processes" else request.getfixturevalue("dask")
    return chosen


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """A corpus that makes several tasks of a build, and many of a validation."""
    monkeypatch.setattr(shards, "PART_BYTES", 5000)
    monkeypatch.setattr(building, "SMALLEST_PART", 20_000)
    monkeypatch.setattr(building, "LARGEST_PART", 20_000)
    texts = (TEXT.replace("Вьюнку", f"Вьюнку-{number}, что у {number}-й версты") for number in range(60))
    articles = [article(f"constructed-{number:04d}", text) for number, text in enumerate(texts, 1)]
    return Corpus.open(write_corpus(tmp_path / "corpus", *articles, text_free()))


def content_of(folder: Path) -> str:
    """What identifies a build to the byte."""
    return (folder / CHECKSUMS).read_text("utf-8")


# The same results.


def test_a_build_is_the_same_whoever_makes_it(corpus: Corpus, tmp_path: Path, engine: Engine) -> None:
    build(tmp_path / "alone", corpus=corpus)
    report = build(tmp_path / "together", corpus=corpus, engine=engine)
    assert content_of(tmp_path / "together") == content_of(tmp_path / "alone")
    assert report.configs["articles"]["train"].files > 1


def test_findings_are_the_same_whoever_looks_for_them(corpus: Corpus, engine: Engine) -> None:
    shard = corpus.path / "constructed" / "articles.jsonl"
    lines = shard.read_bytes().splitlines(keepends=True)
    shard.write_bytes(b"".join([*lines[:30], b"{broken\n", lines[3], *lines[30:]]))
    alone = list(validate(corpus.path))
    assert list(validate(corpus.path, engine=engine)) == alone
    assert {finding.line for finding in alone} == {31, 32}
    with pytest.raises(InvalidCorpusError) as caught:
        build(shard.parent / "never", corpus=corpus, engine=engine)
    assert [finding.line for finding in caught.value.findings][:1] == [31]
    assert not (shard.parent / "never").exists()


def test_shards_of_texts_become_shards_of_records(kavychki_command: Run, tmp_path: Path, dask: DaskEngine) -> None:
    for name in ("a", "deeper/b"):
        path = tmp_path / "texts" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True, parents=True)
        rows = [{"text": f"{name}-{number} {TEXT}", "url": "https://example.org/"} for number in range(5)]
        path.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows) + b"{broken\n{}\n")
    address = dask._required().scheduler.address
    options = {"alone": (), "together": ("--engine", "dask", "--scheduler", address)}
    for name, chosen in options.items():
        done = kavychki_command("annotate", tmp_path / "texts", "--out", tmp_path / name, *chosen)
        assert done.returncode == 1
        assert "a.jsonl: line at byte" in done.stderr
        assert 'is no object with a string under "text"' in done.stderr
    for name in ("a", "deeper/b"):
        alone, together = ((tmp_path / each / f"{name}.jsonl").read_bytes() for each in options)
        assert alone == together
        assert [json.loads(each)["url"] for each in alone.splitlines()] == ["https://example.org/"] * 5
    one = kavychki_command("annotate", tmp_path / "texts" / "a.jsonl")
    assert one.stdout.encode() == (tmp_path / "alone" / "a.jsonl").read_bytes()


def test_shards_that_are_there_are_done(kavychki_command: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "texts.jsonl", tmp_path / "out"
    source.write_bytes(json.dumps({"text": TEXT}).encode() + b"\n")
    assert kavychki_command("annotate", source, "--out", out).returncode == 0
    (out / "texts.jsonl").write_text("mine\n", "utf-8")
    again = kavychki_command("annotate", source, "--out", out)
    assert again.returncode == 2
    assert "texts.jsonl is there: take the run up with --resume" in again.stderr
    assert kavychki_command("annotate", source, "--out", out, "--resume").returncode == 0
    assert (out / "texts.jsonl").read_text("utf-8") == "mine\n"
    note = tmp_path / "one.txt"
    note.write_text(TEXT, "utf-8")
    assert "one.txt is no shard" in kavychki_command("annotate", note, "--out", out).stderr
    twice = kavychki_command("annotate", source, source, "--out", tmp_path / "new")
    assert "two shards have the same name" in twice.stderr


# What befalls a worker.


def failing(task: int, folder: Path, times: int, fail: Callable[[], None]) -> int:
    """Fail so many times, whoever tries, then give the number back."""
    if task == 1 and len(list(folder.iterdir())) < times:
        (folder / f"{os.getpid()}-{len(list(folder.iterdir()))}").touch()
        fail()
    return task


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def complain() -> None:
    raise RuntimeError("no way through")


@pytest.mark.parametrize("fail", [die, complain])
def test_a_task_that_fails_is_tried_again(dask: DaskEngine, tmp_path: Path, fail: Callable[[], None]) -> None:
    results = dask.run(partial(failing, folder=tmp_path, times=ATTEMPTS - 1, fail=fail), range(30))
    assert list(results) == list(range(30))
    assert len(list(tmp_path.iterdir())) == ATTEMPTS - 1


def test_a_task_that_always_fails_ends_the_run_with_its_name(dask: DaskEngine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=f"^1: failed {ATTEMPTS} times, last with RuntimeError: no way through"):
        list(dask.run(partial(failing, folder=tmp_path, times=99, fail=complain), range(3)))
    assert len(list(tmp_path.iterdir())) == ATTEMPTS
    assert list(dask.run(abs, [-1])) == [1], "the engine can still be used"


def test_a_task_that_kills_every_worker_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with DaskEngine(jobs=2) as engine:
        with pytest.raises(EngineError, match=r"^1: the workers that were given it died"):
            list(engine.run(partial(failing, folder=tmp_path, times=99, fail=die), range(3)))
        monkeypatch.setattr(cluster, "PATIENCE", 0.2)
        engine._required().cluster.scale(0)
        with pytest.raises(EngineError, match="the cluster has no workers left"):
            list(engine.run(abs, [1]))


def deadly_part(task: Task, plan: Plan, folder: Path) -> PartResult:
    """A part whose worker is killed when its files are half written, the first time."""
    if task.number == 1 and not (folder / "killed").exists():
        (plan.folder / "articles").mkdir(exist_ok=True)
        (plan.folder / "articles" / "train-00001-00000.parquet").write_bytes(b"half of it")
        (folder / "killed").touch()
        die()
    return build_part(task, plan)


def test_a_worker_killed_in_the_middle_of_a_build_loses_nothing(
    corpus: Corpus, tmp_path: Path, dask: DaskEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "alone", corpus=corpus)
    monkeypatch.setattr(building, "build_part", partial(deadly_part, folder=tmp_path))
    build(tmp_path / "together", corpus=corpus, engine=dask)
    assert (tmp_path / "killed").exists()
    assert content_of(tmp_path / "together") == content_of(tmp_path / "alone")


# Addresses.


def test_a_build_of_an_address_to_an_address_is_the_same(corpus: Corpus, tmp_path: Path, dask: DaskEngine) -> None:
    build(tmp_path / "alone", corpus=corpus)
    source, out = path_of(f"file://{corpus.path}"), path_of(f"file://{tmp_path}/there")
    build(out, corpus=Corpus.open(source), engine=dask)
    assert content_of(tmp_path / "there") == content_of(tmp_path / "alone")
    (tmp_path / "there" / "articles" / "old.parquet").touch()
    build(out, corpus=Corpus.open(source))
    assert content_of(tmp_path / "there") == content_of(tmp_path / "alone")
    made, alone = (
        {path.relative_to(tmp_path / name) for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("there", "alone")
    )
    assert made == alone


def test_an_address_that_holds_something_else_is_left_alone(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(DatasetError, match=r"there holds other files and no build\.json"):
        build(path_of(f"file://{tmp_path}/there"), corpus=corpus)
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["thesis.txt"]


def test_a_build_in_memory_of_records_in_memory(corpus: Corpus, tmp_path: Path) -> None:
    source, out = path_of("memory://corpus"), path_of("memory://out")
    for path in sorted(corpus.path.rglob("*")):
        if path.is_file():
            target = source / path.relative_to(corpus.path).as_posix()
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert list(validate(source)) == []
    assert list(validate("memory://corpus")) == []
    build(out, corpus=Corpus.open(source))
    build(tmp_path / "alone", corpus=corpus)
    assert (out / CHECKSUMS).read_text("utf-8") == content_of(tmp_path / "alone")


# What is missing.


def test_an_unknown_scheme_is_said(kavychki_command: Run) -> None:
    done = kavychki_command("validate", "nowhere://a/b")
    assert done.returncode == 2
    assert "nowhere://a/b: cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "upath", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KavychkiError, match=r"needs the extra `dask`"):
        path_of("s3://bucket/corpus")
    with pytest.raises(EngineError, match=r"needs the extra `dask`"), DaskEngine():
        pass


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    silent = DaskEngine("tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"), silent:
        pass


def test_a_scheduler_without_its_engine_is_a_usage_error(kavychki_command: Run) -> None:
    done = kavychki_command("build", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "add --engine dask" in done.stderr


def test_an_engine_that_is_not_entered_says_so() -> None:
    with pytest.raises(EngineError, match="context manager"):
        list(DaskEngine().run(abs, [1]))
