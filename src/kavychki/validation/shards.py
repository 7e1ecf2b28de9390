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
from kavychki.schema.documents import Schema
from kavychki.validation.checker import Checked, Checker, EntityLookup, TextLookup
from kavychki.validation.finding import Finding

CHUNK_BYTES = 4 * 2**20
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
    with _no_collection():
        for path, shard in sources:
            yield from _check_file(path, shard, checker)


def _check_file(path: Path, shard: Shard | None, checker: Checker) -> Iterator[Checked]:
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
def _no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: records hold no cycles, and its passes over them cost time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A part of a file that begins and ends at line ends."""

    path: Path
    shard: Shard | None
    start: int
    end: int


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
    chunks = [chunk for path, shard in sources for chunk in _chunks(path, shard)]
    # Spawned, not forked: pyarrow and the caller may have threads, which a fork would not carry over.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, spawn, initializer=_start, initargs=(settings,)) as pool:
        before, file = 0, None
        for chunk, (lines, checked) in zip(chunks, pool.map(_check_chunk, chunks), strict=True):
            before, file = (before if chunk.path == file else 0), chunk.path
            yield from (_moved(each, before) for each in checked)
            before += lines


def _chunks(path: Path, shard: Shard | None) -> Iterator[_Chunk]:
    """The parts of a file; one empty part of a file that is empty or cannot be read, so that it is reported."""
    start = 0
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            while size - start > CHUNK_BYTES:
                stream.seek(start + CHUNK_BYTES)
                while (piece := stream.readline(2**20)) and not piece.endswith(b"\n"):
                    pass
                yield _Chunk(path, shard, start, stream.tell())
                start = stream.tell()
    except OSError:
        size = 0
    if start < size or start == 0:
        yield _Chunk(path, shard, start, size)


def _check_chunk(chunk: _Chunk) -> tuple[int, list[Checked]]:
    """How many lines a part has, and what is worth sending back of them."""
    if chunk.start == 0 and chunk.end == 0:
        return 0, [replace(each, record=None) for each in _check_file(chunk.path, chunk.shard, _checker)]
    lines, found = 0, []
    with chunk.path.open("rb") as stream:
        stream.seek(chunk.start)
        part = _Part(stream, chunk.end - chunk.start)
        for line in read_lines(part):  # type: ignore[arg-type]
            lines += 1
            # Only a file's first line may be taken for one: a byte order mark further on is an ordinary character.
            number = line.number + (chunk.start > 0)
            checked = _checker.check_line(replace(line, number=number), str(chunk.path), chunk.shard, part.line_start)
            part.line_start += line.size + line.terminated
            if checked.findings or checked.digest:
                found.append(_moved(replace(checked, record=None), line.number - number))
    return lines, found


class _Part:
    """A stream's lines up to a number of bytes."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size
        self.line_start = stream.tell()

    def readline(self, limit: int = -1) -> bytes:
        wanted = self._left if limit < 0 else min(limit, self._left)
        data = self._stream.readline(wanted)
        self._left -= len(data)
        return data


def _moved(checked: Checked, lines: int) -> Checked:
    """The same with line numbers counted from so many lines earlier in the file."""
    if not lines:
        return checked
    findings = tuple(replace(each, line=each.line and each.line + lines) for each in checked.findings)
    digest = checked.digest
    if digest is not None:
        digest = replace(digest, place=replace(digest.place, line=digest.place.line + lines))
    return Checked(checked.record, findings, digest)
