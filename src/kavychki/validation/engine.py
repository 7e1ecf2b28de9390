"""The validator: every check over a record, over lines, over files or over a corpus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from kavychki.engines import Engine, Processes
from kavychki.errors import ManifestError
from kavychki.io.corpus import MANIFEST, PASSES, REGISTRY, Corpus, Shard
from kavychki.io.lines import Line
from kavychki.io.paths import is_address, open_buffered, path_of
from kavychki.io.waivers import WAIVERS, read_waivers
from kavychki.schema.documents import Schema
from kavychki.validation.checker import HIGHEST, Checked, Checker, EntityLookup, TextLookup
from kavychki.validation.finding import Finding
from kavychki.validation.level3.across import CrossChecks, PlacedProblem
from kavychki.validation.level3.digest import Place
from kavychki.validation.locating import findings_at
from kavychki.validation.shards import check_shards
from kavychki.validation.waiving import Waiving


def validate(
    source: Path | str | Mapping[str, Any] | Iterable[bytes],
    *,
    corpus: Path | Corpus | None = None,
    texts: TextLookup | None = None,
    schema: Path | None = None,
    level: int = HIGHEST,
    jobs: int = 1,
    engine: Engine | None = None,
    entities: EntityLookup | None = None,
) -> Iterator[Finding]:
    """Findings of one record, of lines, of a shard, or of a folder.

    Args:
        source: a record (a mapping), an iterable of lines (bytes), or the path of a ``.jsonl`` file, of a folder of
            them, or of a corpus folder.
        corpus: the corpus whose manifest and registry records are held against; a corpus folder brings its own.
        texts: where to find the texts of text-free records, to hold their spans against; by SHA-256. With several
            jobs it must be picklable.
        schema: a folder laid out as ``schema/``, instead of the project's own.
        level: the highest level to check, 0 to 4.
        jobs: processes to share the work of files among.
        engine: what shares the work of files instead, such as a ``DaskEngine``; the findings are the same.
        entities: where to find those that upstream supplies, for the checks of level 4; picklable as ``texts``.

    Yields:
        Finding: in order of place, what only shows in the whole corpus at the end. A generator: nothing is read before
        it is asked for, and memory is bounded by the longest line and by what L3 keeps of each record.

    Raises:
        CorpusError: ``corpus`` or ``schema`` cannot be used.
        EngineError: a process or a worker was killed, and trying again did not help.
    """
    known = Schema.at(schema)
    opened = Corpus.open(corpus, known) if isinstance(corpus, Path) else corpus
    checker = Checker(known, opened, texts, level, entities)
    if isinstance(source, Mapping):
        yield from _validate_record(source, checker)
    elif isinstance(source, str | Path) or is_address(source):
        path = path_of(source) if isinstance(source, str) else cast("Path", source)
        yield from _validate_path(path, checker, engine or Processes(jobs))
    else:
        lines = (Line(n, data.removesuffix(b"\n"), len(data), True, False) for n, data in enumerate(source, 1))
        yield from across((checker.check_line(line, "-") for line in lines), CrossChecks(opened))


def across(checked: Iterable[Checked], checks: CrossChecks) -> Iterator[Finding]:
    """The findings of checked lines, each followed by what its record has wrong with those before it."""
    for each in checked:
        yield from each.findings
        if each.digest is not None:
            for problem in checks.add(each.digest):
                yield from _placed(problem)


def _validate_record(record: Mapping[str, Any], checker: Checker) -> Iterator[Finding]:
    problems = list(checker.record_problems(record))
    text = record.get("text")
    yield from findings_at(problems, record=record, text=text if isinstance(text, str) else None)


def _validate_path(path: Path, checker: Checker, engine: Engine) -> Iterator[Finding]:
    if (path / MANIFEST).is_file() or (path / REGISTRY).is_file():
        yield from _validate_corpus(path, checker, engine)
        return
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        yield Finding("K001", "the folder holds no .jsonl file", file=str(path))
    shards = [(file, _shard_of(file, checker.corpus)) for file in files]
    yield from across(check_shards(shards, checker, engine), CrossChecks(checker.corpus))


def _validate_corpus(path: Path, checker: Checker, engine: Engine) -> Iterator[Finding]:
    try:
        corpus = Corpus.open(path, checker.schema)
        waiving = Waiving(read_waivers(path / WAIVERS, checker.schema), str(path / WAIVERS))
    except ManifestError as error:
        yield Finding("K306", error.problem, file=error.file, pointer=error.pointer)
        return
    own = replace(checker, corpus=corpus)
    checks = CrossChecks(corpus)
    shards = [(shard.path, shard) for shard in corpus.every_shard()]
    unread: set[str] = set()
    yield from waiving.unwaived(across(_noted(check_shards(shards, own, engine), unread), checks))
    yield from _stray_folders(corpus)
    if checker.level >= 3:  # noqa: PLR2004
        finished = (finding for problem in checks.finish() for finding in _placed(problem, str(path)))
        yield from waiving.unwaived(finished)
    if checker.level == HIGHEST:
        yield from waiving.idle(dt.datetime.now(tz=dt.UTC).date(), unread)


def _noted(checked: Iterable[Checked], unread: set[str]) -> Iterator[Checked]:
    """The same, while records whose texts were not at hand are noted by id."""
    for each in checked:
        if each.digest is not None and not each.digest.is_pass and each.digest.signature is None:
            unread.add(each.digest.id)
        yield each


def _stray_folders(corpus: Corpus) -> Iterator[Finding]:
    for folder in sorted(corpus.path.iterdir()):
        if folder.is_dir() and folder.name not in corpus.collections and any(folder.rglob("*.jsonl")):
            yield Finding("K302", f"the folder {folder.name!r} is not in the manifest", file=str(folder))


def _shard_of(file: Path, corpus: Corpus | None) -> Shard | None:
    """The shard that a file is of its corpus, or None where it lies outside."""
    if corpus is None:
        return None
    try:
        parts = file.resolve().relative_to(corpus.path.resolve()).parts
    except ValueError:
        return None
    return Shard(file, parts[0], is_pass=PASSES in parts[1:-1]) if parts[1:] else None


def _placed(placed: PlacedProblem, folder: str | None = None) -> Iterator[Finding]:
    """A problem across records as a finding; its line is read again, because nobody kept it."""
    if placed.place is None:
        yield from findings_at([placed.problem], file=folder)
        return
    place, record = placed.place, {"id": placed.record}
    yield from findings_at(
        [placed.problem], file=place.file, number=place.line, line=_line_at(place), record=record, text=None
    )


def _line_at(place: Place) -> bytes | None:
    try:
        with open_buffered(path_of(place.file)) as stream:
            stream.seek(place.offset)
            return stream.read(place.size)
    except OSError:
        return None
