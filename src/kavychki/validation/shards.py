"""Checking the lines of files, in one process or in several."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import read_lines
from kavychki.io.parts import Part, parts_of
from kavychki.schema.documents import Schema
from kavychki.validation.checker import Checked, Checker, EntityLookup, TextLookup
from kavychki.validation.finding import Finding

PART_BYTES = 4 * 2**20
"""How much of a file one job takes at a time."""

Source = tuple[Path, Shard | None]


def check_shards(sources: Iterable[Source], checker: Checker, jobs: int = 1) -> Iterator[Checked]:
    """Every line of the files, checked, in order.

    With several jobs the files are cut at line ends and shared among processes; findings and digests come back, the
    records do not.
    """
    if jobs > 1:
        yield from _in_parallel(list(sources), checker, jobs)
        return
    with without_collector():
        for path, shard in sources:
            yield from check_file(path, shard, checker)


def check_file(path: Path, shard: Shard | None, checker: Checker) -> Iterator[Checked]:
    """Every line of a file, checked, or what is wrong with the file as a whole."""
    try:
        with path.open("rb") as stream:
            if not stream.peek(1):
                yield _about_file("K011", "the file is empty", path, 1)
            yield from _check_stream(stream, str(path), shard, checker, 0)
    except OSError as error:
        yield _about_file("K001", f"cannot be read: {error.strerror or error}", path)


def _about_file(code: str, message: str, path: Path, line: int | None = None) -> Checked:
    return Checked(None, (Finding(code, message, file=str(path), line=line),), None)


def _check_stream(
    stream: IO[bytes], file: str, shard: Shard | None, checker: Checker, offset: int
) -> Iterator[Checked]:
    for line in read_lines(stream):
        yield checker.check_line(line, file, shard, offset)
        offset += line.size + line.terminated


@contextmanager
def without_collector() -> Iterator[None]:
    """Without the cyclic garbage collector: records hold no cycles, and its passes over them cost time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Settings:
    """What a process needs to make its checker: paths, not what was loaded from them."""

    schema: Path
    corpus: Path | None
    texts: TextLookup | None
    level: int
    entities: EntityLookup | None


_checker: Checker


def _start(settings: _Settings) -> None:
    global _checker  # noqa: PLW0603 - one checker a process, made when the process starts
    schema = Schema.at(settings.schema)
    corpus = Corpus.open(settings.corpus, schema) if settings.corpus else None
    _checker = Checker(schema, corpus, settings.texts, settings.level, settings.entities)
    gc.disable()


def _in_parallel(sources: list[Source], checker: Checker, jobs: int) -> Iterator[Checked]:
    corpus = checker.corpus.path if checker.corpus else None
    settings = _Settings(checker.schema.folder, corpus, checker.texts, checker.level, checker.entities)
    parts = [part for path, shard in sources for part in parts_of(path, shard, PART_BYTES)]
    # Spawned, not forked: pyarrow and the caller may have threads, which a fork would not carry over.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, spawn, initializer=_start, initargs=(settings,)) as pool:
        before, file = 0, None
        for part, (lines, checked) in zip(parts, pool.map(_check_part, parts), strict=True):
            before, file = (before if part.path == file else 0), part.path
            yield from (_moved(each, before) for each in checked)
            before += lines


def _check_part(part: Part) -> tuple[int, list[Checked]]:
    """How many lines a part has, and what is worth sending back of them."""
    if part.empty:
        return 0, [replace(each, record=None) for each in check_file(part.path, part.shard, _checker)]
    lines, found = 0, []
    for line, offset in part.lines():
        lines += 1
        # Only a file's first line may be taken for one: a byte order mark further on is an ordinary character.
        number = line.number + (part.start > 0)
        checked = _checker.check_line(replace(line, number=number), str(part.path), part.shard, offset)
        if checked.findings or checked.digest:
            found.append(_moved(replace(checked, record=None), line.number - number))
    return lines, found


def _moved(checked: Checked, lines: int) -> Checked:
    """The same with line numbers counted from so many lines earlier in the file."""
    if not lines:
        return checked
    findings = tuple(each.moved(lines) for each in checked.findings)
    digest = checked.digest
    if digest is not None:
        digest = replace(digest, place=replace(digest.place, line=digest.place.line + lines))
    return Checked(checked.record, findings, digest)
