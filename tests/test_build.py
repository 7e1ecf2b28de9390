"""A build in parts and processes: the rows and findings of one, and nothing of it where it comes to no good end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kavychki import Corpus, Finding, build, read_articles, validate
from kavychki.cli.build import command
from kavychki.dataset import build as building
from kavychki.dataset import parquet
from kavychki.dataset.build import InvalidCorpusError
from kavychki.dataset.configs import configs
from kavychki.dataset.interrupts import kept_interrupts
from kavychki.dataset.part import PartResult, Plan, Task, build_part
from kavychki.dataset.reading import read_build
from kavychki.dataset.report import BuildReport
from kavychki.errors import DatasetError
from kavychki.hydration import TextStore
from kavychki.io.corpus import Shard
from kavychki.io.parts import Part, parts_of, stretches
from kavychki.releases.diff import diff
from kavychki.releases.snapshot import Snapshot
from kavychki.site import open_source, write_site
from kavychki.statistics import Census, census_of
from samples import COLLECTIONS, PRESS_TEXT, article, line, record, text_free, text_of, write_corpus
from test_validation_corruption import BYTES, SPOIL

IDS = [f"constructed-{number}" for number in range(9001, 9091)]
PRESS = [f"press-{number}" for number in range(9001, 9013)]
UPSTREAMED = {f"upstreamed-{n}": f"{('train', 'dev', 'test')[n % 3]}/{n}.txt" for n in range(9101, 9113)}
NAMES = [config.name for config in configs()]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Texts of their own, texts that are hydrated, every other one, and texts whose split upstream says."""
    upstreamed = [replace(text_free(name), upstream=path) for name, path in UPSTREAMED.items()]
    articles = [*map(article, IDS), *map(text_free, PRESS), *upstreamed]
    for name in [*PRESS, *UPSTREAMED][::2]:
        TextStore.default().put(text_of(name))
    return Corpus.open(write_corpus(tmp_path / "corpus", *articles))


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some ten records."""
    size = sum(len(line(article(name))) for name in IDS[:10])
    monkeypatch.setattr(building, "SMALLEST_PART", size)
    monkeypatch.setattr(building, "PARTS", 10**6)


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(built: Path) -> dict[str, pa.Table]:
    """The rows of each config and split, of all its files in order."""
    found: dict[str, list[pa.Table]] = {}
    for path in sorted(built.glob("*/*.parquet")):
        found.setdefault(f"{path.parent.name}/{path.name.split('-')[0]}", []).append(pq.read_table(path))
    return {name: pa.concat_tables(tables).combine_chunks() for name, tables in found.items()}


def files(built: Path, config: str, split: str) -> list[str]:
    return sorted(path.name for path in (built / config).glob(f"{split}-*.parquet"))


def counted(built: Path) -> Census:
    found = Census()
    for each, split in read_build(built):
        found.add(each, split)
    return found


def in_parts(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, out: Path, *, jobs: int = 1) -> BuildReport:
    with monkeypatch.context() as patch:
        patch.setattr(building, "SMALLEST_PART", sum(len(line(article(name))) for name in IDS[:10]))
        patch.setattr(building, "PARTS", 10**6)
        return build(out, corpus=corpus, jobs=jobs)


def test_parts_and_processes_change_no_row(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build(tmp_path / "whole" / "out", corpus=corpus)
    one = in_parts(corpus, monkeypatch, tmp_path / "one" / "out")
    two = in_parts(corpus, monkeypatch, tmp_path / "two" / "out", jobs=2)
    assert folder_bytes(tmp_path / "one") == folder_bytes(tmp_path / "two")
    assert one == two
    assert one.collections == whole.collections
    assert rows(tmp_path / "one" / "out") == rows(tmp_path / "whole" / "out")
    assert counted(tmp_path / "one" / "out") == counted(tmp_path / "whole" / "out")
    assert len(files(tmp_path / "one" / "out", "articles", "train")) > 5
    assert files(tmp_path / "whole" / "out", "articles", "train") == ["train-00000-of-00001.parquet"]


@pytest.mark.usefixtures("small_parts")
def test_several_files_a_split_load_and_are_what_the_report_says(corpus: Corpus, tmp_path: Path) -> None:
    report = build(tmp_path / "out", corpus=corpus)
    for name, sizes in report.configs.items():
        loaded = datasets.load_dataset(str(tmp_path / "out"), name)
        assert {split: len(loaded[split]) for split in loaded} == {split: size.rows for split, size in sizes.items()}
        for split, size in sizes.items():
            names = files(tmp_path / "out", name, split)
            assert names == [f"{split}-{n:05d}-of-{size.files:05d}.parquet" for n in range(size.files)]
            paths = [tmp_path / "out" / name / each for each in names]
            assert size.file_bytes == sum(path.stat().st_size for path in paths)
            assert size.rows == sum(pq.read_metadata(path).num_rows for path in paths)
    assert report.configs["articles"]["train"].files > 1


@pytest.mark.usefixtures("small_parts")
def test_articles_stand_in_the_splits_that_their_collection_says(corpus: Corpus, tmp_path: Path) -> None:
    report = build(tmp_path / "out", corpus=corpus)
    found = {each.id: (split, each.text) for each, split in read_build(tmp_path / "out")}
    expected = {"train": "train", "dev": "validation", "test": "test"}
    for name, path in UPSTREAMED.items():
        assert found[name][0] == expected[path.split("/")[0]]
    assert {found[name][0] for name in PRESS} == {"test"}
    assert [name for name in [*PRESS, *UPSTREAMED] if found[name][1]] == [*PRESS, *UPSTREAMED][::2]
    assert all(found[name][1] == text_of(name) for name in [*PRESS, *UPSTREAMED][::2])
    assert (report.collections["press"].records, report.collections["press"].included) == (12, 6)
    assert (report.collections["upstreamed"].records, report.collections["upstreamed"].included) == (12, 6)
    assert counted(tmp_path / "out") == census_with_texts(corpus)


def census_with_texts(corpus: Corpus) -> Census:
    """The census of the corpus, had its records every text that is at hand."""
    hydrated = {*IDS, *[*PRESS, *UPSTREAMED][::2]}
    stored = (replace(each, text=text_of(each.id) if each.id in hydrated else None) for each in read_articles(corpus))
    return census_of(corpus, stored)


@pytest.mark.usefixtures("small_parts")
def test_texts_that_may_not_be_passed_on_are_left_out_of_every_part(corpus: Corpus, tmp_path: Path) -> None:
    report = build(tmp_path / "out", corpus=corpus, redistributable_only=True, jobs=2)
    assert not report.private
    assert {name: share.included for name, share in report.collections.items()} == {
        "constructed": len(IDS),
        "press": 0,
        "upstreamed": 0,
    }
    found = {each.id: each.text for each, _ in read_build(tmp_path / "out")}
    assert {name for name, text in found.items() if text} == set(IDS)
    assert set(found) == {*IDS, *PRESS, *UPSTREAMED}
    private = f"{PRESS[0]}-1 {PRESS[0]}-2"
    assert private in PRESS_TEXT
    for name, table in rows(tmp_path / "out").items():
        assert private not in str(table.to_pylist()), name
    assert private not in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_a_collection_that_may_not_be_passed_on_is_left_out_though_its_records_carry_texts(tmp_path: Path) -> None:
    corpus = Corpus.open(
        write_corpus(tmp_path / "corpus", *map(article, IDS[:5]), collections={**COLLECTIONS, "constructed": CLOSED})
    )
    with pytest.raises(InvalidCorpusError):
        build(tmp_path / "out", corpus=corpus, redistributable_only=True)


CLOSED = {**COLLECTIONS["constructed"], "redistributable": False}


@pytest.mark.usefixtures("small_parts")
def test_the_first_article_that_may_be_shown_is_the_same_however_many_share_the_work(
    corpus: Corpus, tmp_path: Path
) -> None:
    (corpus.path / "constructed" / "articles.jsonl").rename(corpus.path / "constructed" / "z.jsonl")
    cards = set()
    for jobs in (1, 2):
        build(tmp_path / "out", corpus=corpus, jobs=jobs, configs=["standoff", "articles"])
        cards.add((tmp_path / "out" / "README.md").read_text("utf-8"))
    (card,) = cards
    assert "constructed-90" in card


# --- Findings


def spoiled(corpus: Corpus, damages: Iterable[tuple[int, Callable[[bytes, Random], bytes]]], seed: int) -> None:
    """Damage some lines of the constructed collection's file."""
    path = corpus.path / "constructed" / "articles.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for number, damage in damages:
        lines[number] = damage(lines[number], Random(seed))
    path.write_bytes(b"".join(lines))


def errors(corpus: Corpus) -> list[Finding]:
    return [finding for finding in validate(corpus.path, level=3) if finding.severity == "error"]


def found_by_build(corpus: Corpus, out: Path, jobs: int = 1) -> list[Finding]:
    with pytest.raises(InvalidCorpusError) as caught:
        build(out, corpus=corpus, jobs=jobs)
    assert not out.exists()
    assert not list(out.parent.glob(f".{out.name}*"))
    return caught.value.findings


def of_record(name: str) -> Callable[[bytes, Random], bytes]:
    """A damage to a record as one to its line."""

    def damage(data: bytes, rng: Random) -> bytes:
        identifier = data.split(b'"')[3].decode()
        value = record(identifier)
        SPOIL[name][1](value, rng)
        return line(value)

    return damage


DAMAGES = {**{name: of_record(name) for name in SPOIL}, **{name: each[1] for name, each in BYTES.items()}}


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("seed", range(12))
def test_findings_are_those_of_validate_at_the_same_lines(corpus: Corpus, tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    names = rng.sample(sorted(DAMAGES), 4)
    places = rng.sample(range(len(IDS)), 4)
    spoiled(corpus, [(place, DAMAGES[name]) for place, name in zip(places, names, strict=True)], seed)
    expected = errors(corpus)
    assert expected
    assert found_by_build(corpus, tmp_path / "out", jobs=1 + seed % 2) == expected


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("place", [0, 44, 45, 46, 89])
def test_a_lone_error_has_its_line_in_the_file(corpus: Corpus, tmp_path: Path, place: int) -> None:
    spoiled(corpus, [(place, of_record("length_in_bytes"))], 1)
    found = found_by_build(corpus, tmp_path / "out")
    assert {finding.line for finding in found} == {place + 1}
    assert found == errors(corpus)


@pytest.mark.usefixtures("small_parts")
def test_records_that_clash_in_different_parts_are_found(corpus: Corpus, tmp_path: Path) -> None:
    path = corpus.path / "constructed" / "articles.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[3]]))
    found = found_by_build(corpus, tmp_path / "out", jobs=2)
    assert found == errors(corpus)
    assert len(IDS) + 1 in {finding.line for finding in found}


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"{}"])
def test_odd_files_between_others_are_reported_as_validate_does(corpus: Corpus, tmp_path: Path, content: bytes) -> None:
    (corpus.path / "constructed" / "b.jsonl").write_bytes(content)
    (corpus.path / "constructed" / "c.jsonl").write_bytes(line(article("constructed-9999")))
    assert found_by_build(corpus, tmp_path / "out") == errors(corpus)


# --- Ends


def interrupt(_: object) -> None:
    raise KeyboardInterrupt


def dying_part(task: Task, plan: Plan) -> PartResult:
    """Works well in the process of the test, and is killed in any other, with rows half written."""
    result = build_part(task, plan)
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return result


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("jobs", [2, 3])
def test_a_killed_process_leaves_the_last_good_build(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    build(tmp_path / "out", corpus=corpus)
    before = folder_bytes(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(building, "build_part", dying_part)
        with pytest.raises(DatasetError, match=r"a process was killed.*nothing was written"):
            build(tmp_path / "out", corpus=corpus, jobs=jobs)
    assert folder_bytes(tmp_path) == before
    assert not multiprocessing.active_children()
    build(tmp_path / "out", corpus=corpus, jobs=jobs)
    assert folder_bytes(tmp_path) == before


@pytest.mark.usefixtures("small_parts")
def test_an_interrupt_between_parts_leaves_the_last_good_build(corpus: Corpus, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus=corpus)
    before = folder_bytes(tmp_path)
    for jobs in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path / "out", corpus=corpus, jobs=jobs, progress=interrupt)
        assert folder_bytes(tmp_path) == before
        assert not multiprocessing.active_children()


class _Interrupting:
    """Raises an interrupt while it is finalised, where Python drops what is raised."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("small_parts")  # were it printed as dropped, pytest's warning of it would be an error
def test_an_interrupt_that_python_drops_is_heard(corpus: Corpus, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus=corpus)
    before = folder_bytes(tmp_path)
    called = []

    def interrupted(records: int) -> None:
        called.append(records)
        _Interrupting()

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "out", corpus=corpus, progress=interrupted)
    assert len(called) == 1
    assert folder_bytes(tmp_path) == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


class _Failing:
    """Raises something else than an interrupt while it is finalised."""

    def __del__(self) -> None:
        raise RuntimeError("an invented failure")


def test_what_else_python_drops_is_still_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: reported.append(str(dropped.exc_value)))
    with kept_interrupts():
        _Failing()
    assert reported == ["an invented failure"]


PROGRAM = "import kavychki.dataset.build as b; b.SMALLEST_PART = 200_000; from kavychki.cli.main import main; main()"


@pytest.fixture
def running(corpus: Corpus, tmp_path: Path) -> Iterable[Callable[[int], subprocess.Popen[str]]]:
    """Starts a build of many parts over an older one, in a session of its own, and waits until rows are written."""
    write_corpus(corpus.path, *(article(f"constructed-{number}") for number in range(20_000, 21_200)))
    started: list[subprocess.Popen[str]] = []

    def start(jobs: int) -> subprocess.Popen[str]:
        arguments = ["build", "--corpus", str(corpus.path), "--out", str(tmp_path / "out"), "--jobs", str(jobs)]
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        wait_until(lambda: any(tmp_path.glob(".out.*.tmp/quotes/train-*.parquet")))
        assert process.poll() is None
        return process

    yield start
    for process in started:
        if session(process):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def session(process: subprocess.Popen[str]) -> bool:
    """Whether a process of the session of this one is alive."""
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


Start = Callable[[int], "subprocess.Popen[str]"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_the_last_good_build_and_no_process(
    running: Start, corpus: Corpus, tmp_path: Path, jobs: int
) -> None:
    build(tmp_path / "out", corpus=Corpus.open(corpus.path), configs=["topics"])
    before = folder_bytes(tmp_path / "out")
    process = running(jobs)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "kavychki: interrupted: nothing was changed"
    assert folder_bytes(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out*"))
    wait_until(lambda: not session(process))


def test_a_build_that_is_killed_leaves_the_last_good_build_and_no_process(
    running: Start, corpus: Corpus, tmp_path: Path
) -> None:
    build(tmp_path / "out", corpus=Corpus.open(corpus.path), configs=["topics"])
    before = folder_bytes(tmp_path / "out")
    process = running(2)
    process.kill()
    process.communicate(timeout=60)
    assert folder_bytes(tmp_path / "out") == before
    wait_until(lambda: not session(process))


# --- What is made of several files


def test_a_site_of_several_files_is_that_of_one(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "whole" / "out", corpus=corpus)
    in_parts(corpus, monkeypatch, tmp_path / "parts" / "out")
    for name in ("whole", "parts"):
        write_site(tmp_path / name / "site", open_source(tmp_path / name / "out"))
    assert folder_bytes(tmp_path / "whole" / "site") == folder_bytes(tmp_path / "parts" / "site")


def test_a_build_of_several_files_differs_in_nothing(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "whole", corpus=corpus)
    in_parts(corpus, monkeypatch, tmp_path / "parts")
    assert len(files(tmp_path / "parts", "standoff", "train")) > 1
    found = diff(Snapshot.of(tmp_path / "whole"), Snapshot.of(tmp_path / "parts"))
    assert not found
    assert found.same == len([*IDS, *PRESS, *UPSTREAMED])


def test_a_file_that_grows_too_large_is_followed_by_another(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "whole", corpus=corpus)
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 10)
    monkeypatch.setattr(parquet, "LARGEST_FILE", 20_000)
    report = build(tmp_path / "small", corpus=corpus)
    assert report.configs["articles"]["train"].files > 1
    assert rows(tmp_path / "small") == rows(tmp_path / "whole")
    for path in (tmp_path / "small").glob("*/*.parquet"):
        metadata = pq.read_metadata(path)
        groups = [metadata.row_group(n) for n in range(metadata.num_row_groups - 1)]  # the last one may pass the bound
        sizes = [group.column(n).total_compressed_size for group in groups for n in range(metadata.num_columns)]
        assert sum(sizes) <= parquet.LARGEST_FILE


# --- Configs and parts


def test_configs_that_are_chosen_are_the_same_as_in_a_whole_build(corpus: Corpus, tmp_path: Path) -> None:
    build(tmp_path / "all", corpus=corpus)
    report = build(tmp_path / "some", corpus=corpus, configs=["articles", "standoff"])
    assert list(report.configs) == ["articles", "standoff"]
    whole = {name: table for name, table in rows(tmp_path / "all").items() if name.split("/")[0] in report.configs}
    assert rows(tmp_path / "some") == whole
    assert counted(tmp_path / "some") == counted(tmp_path / "all")
    with pytest.raises(DatasetError, match="no config nothing: known are articles"):
        build(tmp_path / "some", corpus=corpus, configs=["nothing"])


def test_the_command_takes_jobs_and_configs(corpus: Corpus, tmp_path: Path) -> None:
    options = ["--corpus", str(corpus.path), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(command, [*options, "--jobs", "2", "--configs", "quotes, topics"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir()) == ["quotes", "topics"]
    assert CliRunner().invoke(command, [*options, "--jobs", "0"]).exit_code == 2


@pytest.mark.parametrize("size", [1, 3, 7, 10, 100])
@pytest.mark.parametrize("content", [b"", b"a", b"ab\ncd\n\nefghijkl\nm", b"\n\n\n", b"abcdefghijklmnop\nb\n"])
def test_parts_of_a_file_are_all_of_its_lines(tmp_path: Path, content: bytes, size: int) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    shard = Shard(path, "constructed")
    found = list(parts_of(path, shard, size))
    assert [part.start for part in found[1:]] == [part.end for part in found[:-1]]
    lines = [(each.data, offset) for part in found for each, offset in part.lines()]
    assert [data for data, _ in lines] == content.removesuffix(b"\n").split(b"\n") * bool(content)
    assert all(content[offset : offset + len(data)] == data for data, offset in lines)
    assert found[-1].end == len(content)
    assert all(part.end - part.start >= size for part in found[:-1])


def test_a_file_that_cannot_be_read_is_one_empty_part(tmp_path: Path) -> None:
    missing = tmp_path / "missing.jsonl"
    assert [part.empty for part in parts_of(missing, None, 10)] == [True]


def test_stretches_put_small_parts_together() -> None:
    parts = [Part(Path("x"), None, 0, size) for size in (4, 4, 9, 1)]
    assert [[part.end for part in each] for each in stretches(parts, 8)] == [[4, 4], [9], [1]]
