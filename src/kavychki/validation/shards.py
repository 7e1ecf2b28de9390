"""Checking the lines of files, in this process or by an engine."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import IO

from kavychki.engines import Engine, Processes
from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import read_lines
from kavychki.io.parts import Part, parts_of
from kavychki.io.paths import open_buffered
from kavychki.schema.documents import Schema
from kavychki.validation.checker import Checked, Checker, EntityLookup, TextLookup
from kavychki.validation.finding import Finding

PART_BYTES = 4 * 2**20
"""How much of a file one job takes at a time."""

Source = tuple[Path, Shard | None]


def check_shards(sources: Iterable[Source], checker: Checker, engine: Engine | None = None) -> Iterator[Checked]:
    """Every line of the files, checked, in order.

    An engine, unless it is this process alone, is given the files cut at line ends; findings and digests come back,
    the records do not.
    """
    if engine is not None and engine != Processes():
        yield from _by_engine(list(sources), checker, engine)
        return
    with without_collector():
        for path, shard in sources:
            yield from check_file(path, shard, checker)


def check_file(path: Path, shard: Shard | None, checker: Checker) -> Iterator[Checked]:
    """Every line of a file, checked, or what is wrong with the file as a whole."""
    try:
        with open_buffered(path) as stream:
            empty = True
            for checked in _check_stream(stream, str(path), shard, checker, 0):
                empty = False
                yield checked
        if empty:
            yield _about_file("K011", "the file is empty", path, 1)
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


def _by_engine(sources: list[Source], checker: Checker, engine: Engine) -> Iterator[Checked]:
    corpus = checker.corpus.path if checker.corpus else None
    settings = _Settings(checker.schema.folder, corpus, checker.texts, checker.level, checker.entities)
    parts = [part for path, shard in sources for part in parts_of(path, shard, PART_BYTES)]
    check = partial(_check_part, settings=pickle.dumps(settings))
    before, file = 0, None
    for part, (lines, checked) in zip(parts, engine.run(check, parts), strict=True):
        before, file = (before if part.path == file else 0), part.path
        yield from (_moved(each, before) for each in checked)
        before += lines


@lru_cache(maxsize=1)
def _checker_of(settings: bytes) -> Checker:
    """The checker of pickled settings, which are made once in each process."""
    known: _Settings = pickle.loads(settings)  # noqa: S301 - what this module has pickled
    schema = Schema.at(known.schema)
    corpus = Corpus.open(known.corpus, schema) if known.corpus else None
    return Checker(schema, corpus, known.texts, known.level, known.entities)


def _check_part(part: Part, settings: bytes) -> tuple[int, list[Checked]]:
    """How many lines a part has, and what is worth sending back of them."""
    checker = _checker_of(settings)
    if part.empty:
        return 0, [replace(each, record=None) for each in check_file(part.path, part.shard, checker)]
    lines, found = 0, []
    with without_collector():
        for line, offset in part.lines():
            lines += 1
            # Only a file's first line may be taken for one: a byte order mark further on is an ordinary character.
            number = line.number + (part.start > 0)
            checked = checker.check_line(replace(line, number=number), str(part.path), part.shard, offset)
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
