"""``kavychki annotate``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import IO

import click

from kavychki.cli.explanation import explained_lines
from kavychki.cli.main import EXIT_FINDINGS
from kavychki.errors import CanonicalTextError, KavychkiError
from kavychki.extraction import Extraction, explain
from kavychki.io.lines import read_lines
from kavychki.io.serialisation import canonical_line, parse_line

STDIN = "-"
LONG_RUN = 20
"""Files from which a run shows how far it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the line of its record and the lines that explain it, or what is wrong with it."""

    name: str
    line: bytes = b""
    explanation: tuple[str, ...] = ()
    problem: str = ""


@click.command("annotate")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the records to this file, which must be new."
)
@click.option("--resume", is_flag=True, help="Pass over texts whose records --out holds already.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--explain", "explains", is_flag=True, help="Show quotes with rule and confidence instead of records.")
@click.option("--entities", is_flag=True, help="Annotate named entities too. Needs the extra `ner`.")
@click.option("--collection", default="local", show_default=True, help="Collection that the records' ids begin with.")
def command(
    sources: tuple[str, ...],
    out: Path | None,
    resume: bool,
    jobs: int,
    explains: bool,
    entities: bool,
    collection: str,
) -> int:
    """Find quotes, cues, sources and speakers in Russian news texts, by rules.

    A FILE is one article as UTF-8 text, its headline the first line; of a DIR every .txt below it; - is standard input.
    Records go to standard output as JSON Lines, with the status "draft". A file that cannot be read is reported and
    passed over; exit status 1 then.

    \b
      kavychki annotate article.txt
      kavychki annotate texts/ --out drafts.jsonl --jobs 2
      kavychki annotate article.txt --explain
    """
    if resume and out is None:
        raise click.UsageError("--resume needs --out, the file that holds what is done")
    if out is not None and not resume and out.exists() and out.stat().st_size:
        raise click.UsageError(f"{out} holds something: take the run up with --resume, or give another --out")
    names = list(_names(sources))
    annotate = partial(annotated, done=_done(out) if resume and out else frozenset(), collection=collection)
    annotate = partial(annotate, entities=entities, explains=explains)
    bad = 0
    with ExitStack() as stack:
        stream = stack.enter_context(out.open("ab")) if out else sys.stdout.buffer
        for outcome in _progress(_outcomes(names, annotate, jobs, stack), len(names)):
            bad += bool(outcome.problem)
            _report(outcome, stream, explains=explains)
    return EXIT_FINDINGS if bad else 0


def annotated(name: str, *, done: frozenset[str], collection: str, entities: bool, explains: bool) -> Outcome:
    """Annotate one file, or standard input for ``-``."""
    try:
        raw = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        extraction = explain(raw, entities=entities)
    except (CanonicalTextError, OSError) as error:
        return Outcome(name, problem=getattr(error, "strerror", None) or str(error))
    article = extraction.article
    if article.text_sha256 in done:
        return Outcome(name)
    if explains:
        return Outcome(name, explanation=tuple(explained_lines(extraction)))
    return Outcome(name, canonical_line(_in_collection(extraction, collection)))


def _in_collection(extraction: Extraction, collection: str) -> dict[str, object]:
    record = extraction.article.to_dict()
    record["id"] = f"{collection}-{record['text_sha256'][:16]}"
    record["collection"] = collection
    return record


def _names(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        path = Path(source)
        if source != STDIN and path.is_dir():
            found = sorted(str(each) for each in path.rglob("*.txt"))
            if not found:
                raise KavychkiError(f"{source}: holds no .txt file")
            yield from found
        else:
            yield source


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


def _outcomes(names: list[str], annotate: Callable[[str], Outcome], jobs: int, stack: ExitStack) -> Iterator[Outcome]:
    if jobs == 1 or len(names) == 1:
        return map(annotate, names)
    pool = stack.enter_context(ProcessPoolExecutor(jobs, mp_context=get_context("spawn")))
    return iter(pool.map(annotate, names, chunksize=8))


def _progress(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on a terminal where there are many."""
    if total < LONG_RUN or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 - short runs do without
    from rich.progress import track  # noqa: PLC0415

    yield from track(outcomes, total=total, description="Annotating", console=Console(stderr=True))


def _report(outcome: Outcome, stream: IO[bytes], *, explains: bool) -> None:
    if outcome.problem:
        click.secho(f"{outcome.name}: {outcome.problem}", fg="red", err=True)
    if outcome.line:
        stream.write(outcome.line + b"\n")
        stream.flush()
    if explains and outcome.explanation:
        click.secho(outcome.name, bold=True)
        for line in outcome.explanation:
            click.echo(line)
