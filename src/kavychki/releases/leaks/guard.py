"""The guard: every file of a release folder, opened and looked at."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

import pyarrow as pa

from kavychki.io.corpus import Corpus
from kavychki.releases.leaks.finding import Leak
from kavychki.releases.leaks.foreign import LONGEST_NAME, WINDOW, ForeignTexts
from kavychki.releases.leaks.structure import (
    is_known,
    is_records,
    own_words,
    parsed_lines,
    problems_of_record,
    text_free_file,
)
from kavychki.releases.leaks.tables import problems_of_table

_CLOSED = frozenset(
    {".7z", ".arrow", ".bz2", ".feather", ".gz", ".npz", ".pickle", ".pkl", ".rar", ".tar", ".xz", ".zip", ".zst"}
)
"""Endings of files that are packed or binary: inside of a package nobody looks into them."""

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def find_leaks(folder: Path, corpus: Corpus, foreign: ForeignTexts) -> Iterator[Leak]:
    """Every place in a folder that holds text that may not be passed on.

    A record of a text-free collection has no text and no surface, and no stretch of WINDOW folded code points of a
    foreign text but in names and roles. In every other place no stretch longer than LONGEST_NAME may stand.

    Args:
        folder: a release folder, or any other.
        corpus: whose manifest says which collections are not redistributable.
        foreign: texts that may not be passed on; with none of them, structure alone is checked.
    """
    text_free = {name for name, collection in corpus.collections.items() if not collection.redistributable}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        for file, problem in _problems(path, name, text_free, foreign):
            yield Leak(file, problem)


def _problems(path: Path, name: str, text_free: Collection[str], foreign: ForeignTexts) -> Iterator[tuple[str, str]]:
    try:
        if path.suffix == ".parquet":
            yield from ((name, problem) for problem in problems_of_table(path, text_free, foreign))
        elif (members := _members(path)) is not None:
            for member, content in members:
                yield from ((f"{name}!{member}", each) for each in _of_packed(member, content, text_free, foreign))
        else:
            yield from ((name, problem) for problem in _of_file(name, path.read_bytes(), foreign))
    except (pa.ArrowInvalid, tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        yield name, f"cannot be looked into: {error}"


def _members(path: Path) -> Iterator[tuple[str, bytes]] | None:
    """The files of a wheel or an sdist, one at a time; None of what is no archive."""
    if path.suffix in {".whl", ".zip"}:
        return _zipped(path)
    return _tarred(path) if path.name.endswith((".tar.gz", ".tgz")) else None


def _zipped(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield entry.filename, archive.read(entry)


def _tarred(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path, "r:gz") as archive:
        for entry in archive:
            if (stream := archive.extractfile(entry)) is not None:
                yield entry.name, stream.read()


def _of_packed(name: str, content: bytes, text_free: Collection[str], foreign: ForeignTexts) -> Iterator[str]:
    own = text_free_file(name, text_free)
    if own is not None and not is_known(own):
        yield "is none of the files that a collection without texts may have"
    if own is not None and is_records(own):
        yield from _of_records(content, foreign)
    else:
        yield from _of_file(name, content, foreign)


def _of_records(content: bytes, foreign: ForeignTexts) -> Iterator[str]:
    for number, record in enumerate(parsed_lines(content.decode(errors="replace")), 1):
        yield from (f"record {number} {problem}" for problem in dict.fromkeys(problems_of_record(record)))
        if stretch := foreign.stretch_in(own_words(record), WINDOW):
            yield f"record {number} holds a stretch of a text that may not be passed on: {stretch!r}"


def _of_file(name: str, content: bytes, foreign: ForeignTexts) -> Iterator[str]:
    if PurePosixPath(name).suffix in _CLOSED:
        yield "cannot be looked into: a release holds no such files"
    text = content.decode(errors="replace").replace("\\n", "\n").replace("\\t", "\t")
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if stretch := foreign.stretch_in(plain, LONGEST_NAME + 1):
        yield f"holds a stretch of a text that may not be passed on: {stretch!r}"
