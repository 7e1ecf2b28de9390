"""The validator: runs the levels over records, lines, files or a corpus and gives each problem its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kavychki.errors import ManifestError
from kavychki.io.corpus import MANIFEST, PASSES, REGISTRY, Corpus, Shard
from kavychki.io.lines import Line, read_lines
from kavychki.validation.finding import Finding
from kavychki.validation.level0 import parse
from kavychki.validation.level1 import schema_problems
from kavychki.validation.level2 import record_problems
from kavychki.validation.level3 import CorpusChecks
from kavychki.validation.position import bounds_of, json_pointer
from kavychki.validation.problem import Problem

TextLookup = Callable[[str], str | None]
"""From a text's SHA-256 to the text, or None where it is not at hand."""

Checked = tuple[dict[str, Any] | None, list[Finding]]
"""The record of a line, None where it has none, and the findings about the line."""

_MARGIN = 30


def validate(
    source: Path | str | Mapping[str, Any] | Iterable[bytes],
    *,
    corpus: Path | Corpus | None = None,
    texts: TextLookup | None = None,
) -> Iterator[Finding]:
    """Findings of one record, of lines, of a shard, or of a folder.

    Args:
        source: a record (a mapping), an iterable of lines (bytes), or the path of a ``.jsonl`` file, of a folder of
            them, or of a corpus folder.
        corpus: the corpus whose manifest and registry records are held against; a corpus folder brings its own.
        texts: where to find the texts of text-free records, to hold their spans against.

    Yields:
        Finding: in order of place; a generator, nothing is read before it is asked for.
    """
    lookup = texts or (lambda _: None)
    if isinstance(source, Mapping):
        checks = CorpusChecks(_opened(corpus))
        yield from _located(_record_problems(source, None, lookup), None, None, source, None)
        yield from () if checks.corpus is None else _membership(source, checks)
    elif isinstance(source, (str, Path)):
        yield from _validate_path(Path(source), corpus, lookup)
    else:
        lines = (Line(n, data.removesuffix(b"\n"), len(data), True, False) for n, data in enumerate(source, 1))
        for _, findings in _checked_lines(lines, "-", None, CorpusChecks(_opened(corpus)), lookup):
            yield from findings


def checked_records(shards: Iterable[Shard], checks: CorpusChecks, texts: TextLookup) -> Iterator[Checked]:
    """Each line of each shard as its record (None where it has none) with its findings, in one pass.

    Memory is bounded by the longest line and by one id a record.
    """
    for shard in shards:
        yield from _checked_file(shard.path, shard, checks, texts)


def _validate_path(path: Path, corpus: Path | Corpus | None, texts: TextLookup) -> Iterator[Finding]:
    if (path / MANIFEST).is_file() or (path / REGISTRY).is_file():
        yield from _validate_corpus(path, texts)
        return
    checks = CorpusChecks(_opened(corpus))
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        yield Finding("K001", "the folder holds no .jsonl file", file=str(path))
    for file in files:
        for _, findings in _checked_file(file, _shard_of(file, checks.corpus), checks, texts):
            yield from findings


def _validate_corpus(path: Path, texts: TextLookup) -> Iterator[Finding]:
    try:
        corpus = Corpus.open(path)
    except ManifestError as error:
        yield Finding("K306", error.problem, file=error.file, pointer=error.pointer)
        return
    checks = CorpusChecks(corpus)
    for _, findings in checked_records([*corpus.shards(), *corpus.passes()], checks, texts):
        yield from findings
    for folder in sorted(path.iterdir()):
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


def _checked_file(path: Path, shard: Shard | None, checks: CorpusChecks, texts: TextLookup) -> Iterator[Checked]:
    try:
        with path.open("rb") as stream:
            if not stream.peek(1):
                yield None, [Finding("K011", "the file is empty", file=str(path), line=1)]
            yield from _checked_lines(read_lines(stream), str(path), shard, checks, texts)
    except OSError as error:
        yield None, [Finding("K001", f"cannot be read: {error.strerror or error}", file=str(path))]


def _checked_lines(
    lines: Iterable[Line], file: str, shard: Shard | None, checks: CorpusChecks, texts: TextLookup
) -> Iterator[Checked]:
    for line in lines:
        parsed = parse(line)
        findings = list(_located(parsed.problems, file, line, None, None)) if parsed.problems else []
        record = parsed.record
        if record is not None and not findings:
            problems = list(_record_problems(record, line.data, texts))
            if not any(problem.code.startswith("K1") for problem in problems):
                problems += checks.problems(record, shard, file, line.number)
            findings += _located(problems, file, line, record, texts) if problems else ()
        yield record, findings


def _record_problems(record: Mapping[str, Any], line: bytes | None, texts: TextLookup) -> Iterator[Problem]:
    """L1, and L2 where L1 found nothing."""
    failed = False
    for problem in schema_problems(record):
        failed = True
        yield problem
    if not failed:
        text = record["text"] if record["text"] is not None else texts(record["text_sha256"])
        yield from record_problems(record, text, line)


def _membership(record: Mapping[str, Any], checks: CorpusChecks) -> Iterator[Finding]:
    if not any(schema_problems(record)):
        yield from _located(checks.problems(record, None, "-", 1), None, None, record, None)


def _located(
    problems: Iterable[Problem],
    file: str | None,
    line: Line | None,
    record: Mapping[str, Any] | None,
    texts: TextLookup | None,
) -> Iterator[Finding]:
    """Findings: problems with the file, line, column, record and excerpt that belong to them."""
    decoded = None if line is None else line.data.decode("utf-8", errors="replace")
    for problem in problems:
        bounds = None if decoded is None else _bounds(problem, decoded)
        in_line = _marked(decoded, *bounds) if decoded and bounds else None
        yield Finding(
            problem.code,
            problem.message,
            file=file,
            line=line.number if line else None,
            column=bounds[0] + 1 if bounds else None,
            record=_id_of(record),
            pointer=None if record is None else json_pointer(problem.path),
            span=problem.span,
            excerpt=_text_excerpt(problem, record, texts) or in_line,
        )


def _bounds(problem: Problem, line: str) -> tuple[int, int]:
    """Where in its line a problem is: at a column, or at the value that its path points to."""
    if problem.column is not None:
        return problem.column - 1, problem.column
    return bounds_of(line, problem.path)


def _id_of(record: Mapping[str, Any] | None) -> str | None:
    identifier = record.get("id") if record else None
    return identifier[:120] if isinstance(identifier, str) else None


def _text_excerpt(problem: Problem, record: Mapping[str, Any] | None, texts: TextLookup | None) -> str | None:
    """The place of a span in the article's text, where there is a span and the text is at hand."""
    if problem.span is None or record is None:
        return None
    text = record["text"] or (texts(record["text_sha256"]) if texts else None)
    return None if text is None else _marked(text, *problem.span)


def _marked(text: str, start: int, end: int) -> str:
    """A stretch with its surroundings, ⟦so⟧, on one line; a long one is cut in its middle."""
    before = text[max(0, start - _MARGIN) : start]
    inside = (
        text[start:end]
        if end - start <= 2 * _MARGIN
        else f"{text[start : start + _MARGIN]}…{text[end - _MARGIN : end]}"
    )
    shown = f"{before}⟦{inside}⟧{text[end : end + _MARGIN]}"
    return json.dumps(shown, ensure_ascii=False)[1:-1].replace('\\"', '"')


def _opened(corpus: Path | Corpus | None) -> Corpus | None:
    return Corpus.open(corpus) if isinstance(corpus, Path) else corpus
