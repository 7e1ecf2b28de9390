"""``kavychki annotate``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import IO

import click

from kavychki.cli.explanation import explained_lines
from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import Place, engine_options
from kavychki.engines import Engine
from kavychki.errors import KavychkiError
from kavychki.extraction.runs import (
    SHARD,
    Outcome,
    Settings,
    ShardTask,
    annotated,
    annotated_shard,
    annotated_text,
    files_below,
    is_shard,
    tasks_of,
)
from kavychki.io.lines import read_lines
from kavychki.io.paths import is_address
from kavychki.io.serialisation import parse_line

STDIN = Path("-")
LONG_RUN = 20
"""Tasks from which a run shows how far it is."""


@click.command("annotate")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|-...", type=Place())
@click.option(
    "--out", type=Place(), help="Write the records to this file, which must be new, or shard by shard to this folder."
)
@click.option("--resume", is_flag=True, help="Pass over texts whose records --out holds already.")
@engine_options
@click.option("--explain", "explains", is_flag=True, help="Show quotes with rule and confidence instead of records.")
@click.option("--entities", is_flag=True, help="Annotate named entities too. Needs the extra `ner`.")
@click.option("--collection", default="local", show_default=True, help="Collection that the records' ids begin with.")
def command(
    sources: tuple[Path, ...],
    out: Path | None,
    resume: bool,
    engine: Engine,
    explains: bool,
    entities: bool,
    collection: str,
) -> int:
    """Find quotes, cues, sources and speakers in Russian news texts, by rules.

    A FILE is one article as UTF-8 text, its headline the first line, or a shard (.jsonl) with an object a line whose
    article is under "text", with "published" and "url" if they are known; of a DIR every .txt and .jsonl below it;
    - is standard input. Records go to standard output as JSON Lines, with the status "draft". --out with a name
    that does not end in .jsonl is a folder: each shard of texts becomes a shard of records there. What cannot be
    read is reported and passed over; exit status 1 then.

    \b
      kavychki annotate article.txt
      kavychki annotate texts/ --out drafts.jsonl --jobs 2
      kavychki annotate article.txt --explain
      kavychki annotate s3://bucket/texts --out s3://bucket/drafts --engine dask --scheduler tcp://10.0.0.1:8786
    """
    if resume and out is None:
        raise click.UsageError("--resume needs --out, the file or folder that holds what is done")
    settings = Settings(collection, entities, explains=explains)
    try:
        with engine:
            if out is not None and out.suffix != SHARD and not out.is_file():
                return _print(_to_folder(sources, out, engine, settings, resume=resume), None)
            return _to_stream(sources, out, engine, settings, resume=resume)
    except KeyboardInterrupt as interrupt:
        if out is None:
            raise
        raise click.Abort(f"what is done stands in {out}: take the run up with --resume") from interrupt


def _to_folder(
    sources: Iterable[Path], out: Path, engine: Engine, settings: Settings, *, resume: bool
) -> list[Outcome]:
    """Every shard annotated into one of the same name; those that are there are done."""
    tasks = list(_shard_tasks(sources, out))
    if len({task.target for task in tasks}) < len(tasks):
        raise click.UsageError("two shards have the same name: give their folder, or annotate them one by one")
    there = {task.target for task in tasks if task.target.exists()}
    if there and not resume:
        raise click.UsageError(f"{min(map(str, there))} is there: take the run up with --resume, or give another --out")
    left = [task for task in tasks if task.target not in there]
    return list(_progress(engine.run(partial(annotated_shard, settings=settings), left), len(left)))


def _shard_tasks(sources: Iterable[Path], out: Path) -> Iterator[ShardTask]:
    for source in sources:
        for file in files_below(source):
            if not is_shard(file):
                raise click.UsageError(f"{file} is no shard (.jsonl): let --out end in .jsonl")
            yield ShardTask(file, out / (file.relative_to(source).as_posix() if file != source else file.name))


def _to_stream(sources: Iterable[Path], out: Path | None, engine: Engine, settings: Settings, *, resume: bool) -> int:
    if out is not None and is_address(out):
        raise click.UsageError(f"{out}: an address takes a folder of shards: leave {SHARD} away")
    if out is not None and not resume and out.exists() and out.stat().st_size:
        raise click.UsageError(f"{out} holds something: take the run up with --resume, or give another --out")
    done = _done(out) if resume and out else frozenset()
    outcomes = _outcomes(list(sources), engine, replace(settings, done=done))
    with ExitStack() as stack:
        return _print(outcomes, stack.enter_context(out.open("ab")) if out else sys.stdout.buffer)


def _outcomes(sources: list[Path], engine: Engine, settings: Settings) -> Iterator[Outcome]:
    """The outcomes in order; standard input, which no other process has, is read here."""
    for piped, group in groupby(sources, key=lambda source: source == STDIN):
        if piped:
            yield annotated_text(sys.stdin.buffer.read(), str(STDIN), settings)
            continue
        tasks = list(tasks_of(file for source in group for file in files_below(source)))
        yield from _progress(engine.run(partial(annotated, settings=settings), tasks), len(tasks))


def _done(out: Path) -> frozenset[str]:
    """The hashes of the texts whose records a file holds; a last line that was cut off is taken away."""
    if not out.exists():
        return frozenset()
    done, sound = set(), 0
    with out.open("rb") as stream:
        for line in read_lines(stream):
            if not line.terminated:
                break
            try:
                done.add(parse_line(line.data).text_sha256)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise KavychkiError(f"{out}:{line.number}: is no record: give another --out") from error
            sound += line.size + 1
    with out.open("r+b") as stream:
        stream.truncate(sound)
    return frozenset(done)


def _progress(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on a terminal where there are many."""
    if total < LONG_RUN or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 - short runs do without
    from rich.progress import track  # noqa: PLC0415

    yield from track(outcomes, total=total, description="Annotating", console=Console(stderr=True))


def _print(outcomes: Iterable[Outcome], stream: IO[bytes] | None) -> int:
    bad = 0
    for outcome in outcomes:
        bad += bool(outcome.problems)
        _report(outcome, stream)
    return EXIT_FINDINGS if bad else 0


def _report(outcome: Outcome, stream: IO[bytes] | None) -> None:
    for problem in outcome.problems:
        click.secho(f"{outcome.name}: {problem}", fg="red", err=True)
    if stream is not None and outcome.lines:
        stream.write(b"".join(line + b"\n" for line in outcome.lines))
        stream.flush()
    for extraction in outcome.extractions:
        click.secho(outcome.name, bold=True)
        for line in explained_lines(extraction):
            click.echo(line)
