"""Long runs of the extractor: over files of text and shards of texts, one task at a time, in whatever process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

import orjson

from kavychki.errors import CanonicalTextError, KavychkiError
from kavychki.extraction.pipeline import Extraction, explain
from kavychki.extraction.record import Origins
from kavychki.io.atomic import atomic_file
from kavychki.io.parts import Part, parts_of
from kavychki.io.paths import is_address
from kavychki.io.serialisation import canonical_line

PART_BYTES = 2**20
"""How much of a shard one task takes whose records come back: some hundred articles."""

SHARD = ".jsonl"


@dataclass(frozen=True, slots=True)
class Settings:
    """What all tasks of a run have in common; ``done`` has the hashes of texts that are passed over."""

    collection: str = "local"
    entities: bool = False
    done: frozenset[str] = frozenset()
    explains: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: lines of records, or what explains them, and for each text that failed what is wrong."""

    name: str
    lines: tuple[bytes, ...] = ()
    extractions: tuple[Extraction, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShardTask:
    """A shard of texts, and the shard of records that it becomes."""

    source: Path
    target: Path

    def __str__(self) -> str:
        return str(self.source)


def files_below(source: Path) -> list[Path]:
    """A file itself; of a folder every .txt and .jsonl below it, sorted.

    Raises:
        KavychkiError: the folder holds none.
    """
    if not source.is_dir():
        return [source]
    found = sorted(path for ending in ("txt", SHARD[1:]) for path in source.rglob(f"*.{ending}"))
    if not found:
        raise KavychkiError(f"{source}: holds no .txt file and no shard (.jsonl)")
    return found


def is_shard(path: Path) -> bool:
    """Whether a file is a shard: JSON Lines whose objects have their article under ``text``."""
    return path.suffix == SHARD


def tasks_of(files: Iterable[Path]) -> Iterator[Path | Part]:
    """The tasks of files whose records come back: a file of text is one, a shard is cut at line ends."""
    for path in files:
        if is_shard(path):
            yield from parts_of(path, None, PART_BYTES)
        else:
            yield path


def annotated(task: Path | Part, settings: Settings) -> Outcome:
    """Annotate a file of text or a part of a shard. What cannot be annotated is told, and the rest is done."""
    if isinstance(task, Part):
        return _annotated_part(task, settings)
    try:
        return _outcome(str(task), [_extraction(task.read_bytes(), {}, settings)], [], settings)
    except (CanonicalTextError, OSError) as error:
        return Outcome(str(task), problems=(getattr(error, "strerror", None) or str(error),))


def annotated_text(raw: bytes, name: str, settings: Settings) -> Outcome:
    """Annotate the bytes of a text that is no file."""
    try:
        return _outcome(name, [_extraction(raw, {}, settings)], [], settings)
    except CanonicalTextError as error:
        return Outcome(name, problems=(str(error),))


def annotated_shard(task: ShardTask, settings: Settings) -> Outcome:
    """Annotate a shard and write its records where they belong; the file appears when it is complete."""
    problems: list[str] = []
    try:
        with _new_file(task.target) as stream:
            for part in parts_of(task.source, None, PART_BYTES):
                outcome = _annotated_part(part, replace(settings, explains=False))
                problems += outcome.problems
                stream.writelines(line + b"\n" for line in outcome.lines)
    except OSError as error:
        problems.append(error.strerror or str(error))
    return Outcome(str(task), problems=tuple(problems))


def _annotated_part(part: Part, settings: Settings) -> Outcome:
    found, problems = [], []
    try:
        for line, offset in part.lines():
            try:
                fields = _fields(line.data)
                found.append(_extraction(fields["text"], fields, settings))
            except (CanonicalTextError, ValueError) as error:
                problems.append(f"line at byte {offset}: {error}")
    except OSError as error:
        problems.append(error.strerror or str(error))
    return _outcome(str(part.path), found, problems, settings)


def _fields(line: bytes) -> dict[str, Any]:
    """The object of a line; ValueError says what it should be."""
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error}") from error
    if isinstance(fields, dict) and isinstance(fields.get("text"), str):
        return fields
    raise ValueError('is no object with a string under "text"')


def _extraction(text: str | bytes, fields: dict[str, Any], settings: Settings) -> Extraction:
    published, url = (value if isinstance(value := fields.get(key), str) else None for key in ("published", "url"))
    return explain(text, entities=settings.entities, origins=Origins(published=published, url=url))


def _outcome(name: str, found: Iterable[Extraction], problems: Iterable[str], settings: Settings) -> Outcome:
    new = [each for each in found if each.article.text_sha256 not in settings.done]
    if settings.explains:
        return Outcome(name, extractions=tuple(new), problems=tuple(problems))
    return Outcome(name, tuple(map(partial(_line, collection=settings.collection), new)), (), tuple(problems))


def _line(extraction: Extraction, collection: str) -> bytes:
    record = extraction.article.to_dict()
    record["id"] = f"{collection}-{record['text_sha256'][:16]}"
    record["collection"] = collection
    return canonical_line(record)


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_address(path):
        # What is written to an address is there when the stream is closed.
        with path.open("wb") as stream:
            yield stream
    else:
        with atomic_file(path) as stream:
            yield stream
