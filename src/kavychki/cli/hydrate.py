"""``kavychki hydrate``."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import corpus_option
from kavychki.errors import HydrationError
from kavychki.hydration import HydrationReport, TextStore, hydrate
from kavychki.hydration.download import Watch, download, downloads_dir, upstream_archive
from kavychki.io.corpus import Corpus

_URL = re.compile(r"https?://")


@click.command("hydrate")
@click.argument("collection", required=False)
@click.option(
    "--from",
    "source",
    metavar="FOLDER|ARCHIVE|URL",
    help="Your copies of the texts, under any file names: a folder, a tar or zip archive, or where to download one."
    "  [default: the collection's public upstream]",
)
@click.option("--realign", is_flag=True, help="Carry records over to texts that differ, where that is unambiguous.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that was found and every inconsistency.")
@corpus_option
def command(collection: str | None, source: str | None, realign: bool, verbose: bool, corpus_dir: Path | None) -> int:
    """Get the texts of a collection that may not be shipped, or of all such collections.

    They are downloaded from the collection's public upstream, at the pinned commit, or found among your own files. A
    file is matched by the SHA-256 of its text in canonical form, whatever it is called. What matches goes into the
    text store in your cache folder (KAVYCHKI_CACHE overrides it); what does not match is never used, and the report
    says where it differs. With --realign, records are carried over to a text that differs where every span can be
    found again; such local records are kept in your data folder (KAVYCHKI_DATA). Exit status 1 where a text or
    upstream's annotation was not found.

    \b
      kavychki hydrate nerel
      kavychki hydrate press --from ~/articles
      kavychki build --out dataset
    """
    corpus, store = Corpus.open(corpus_dir), TextStore.default()
    text_free = [name for name, each in corpus.collections.items() if not each.redistributable]
    reports = []
    for name in [collection] if collection else text_free:
        report = hydrate(name, None, corpus=corpus, store=store)
        if source or not report.nothing_to_find:
            if (path := _source(name, source, corpus)) is not None:
                report = _look_through(name, path, corpus, store, realign=realign)
            elif collection:
                raise click.UsageError(_asking(name, corpus))
            else:
                click.secho(_asking(name, corpus), fg="yellow", err=True)
        _print(report, store, verbose=verbose)
        reports.append(report)
    return 0 if all(report.complete for report in reports) else EXIT_FINDINGS


def _asking(name: str, corpus: Corpus) -> str:
    return f"{name} has no public upstream: give your copies with --from. {corpus.collections[name].obtain}"


def _look_through(name: str, path: Path, corpus: Corpus, store: TextStore, *, realign: bool) -> HydrationReport:
    try:
        return hydrate(name, path, corpus=corpus, store=store, realign=realign)
    except HydrationError:
        if path.is_relative_to(downloads_dir()):
            path.unlink(missing_ok=True)  # or the damaged archive would stand in the way of a new one
        raise


def _source(collection: str, source: str | None, corpus: Corpus) -> Path | None:
    """The folder or archive to look through, downloaded first where it is elsewhere; None where there is none."""
    if source is None:
        upstream = corpus.collections[collection].upstream
        if upstream is None:
            return None
        with _watch(collection) as watch:
            return upstream_archive(collection, upstream, watch)
    if _URL.match(source):
        name = hashlib.sha256(source.encode()).hexdigest()[:16]
        with _watch(collection) as watch:
            return download(source, downloads_dir() / f"from-{name}", watch=watch)
    return Path(source)


class _Bar(Watch):
    """A progress bar on a terminal, and elsewhere only a line for each pause."""

    def __init__(self, bar: Progress, collection: str) -> None:
        self._bar = bar
        self._task = bar.add_task(f"downloading {collection}", total=None)

    def received(self, done: int, total: int | None) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def waiting(self, reason: str, seconds: float) -> None:
        self._bar.console.print(f"{reason}: trying again in {seconds:g} s", markup=False, highlight=False)


@contextmanager
def _watch(collection: str) -> Iterator[Watch]:
    console = Console(stderr=True, soft_wrap=True)
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        yield _Bar(bar, collection)


def _print(report: HydrationReport, store: TextStore, *, verbose: bool) -> None:
    for note in report.unreadable if verbose else ():
        click.echo(f"passed over {note}", err=True)
    if report.unreadable and not verbose:
        click.echo(f"{len(report.unreadable)} files passed over, they hold no text in UTF-8 (-v names them)", err=True)
    for record, name in report.found.items() if verbose else ():
        click.echo(f"{record}: found as {name}")
    for drift in report.drifted:
        click.secho(str(drift), fg="yellow", err=True)
    for refusal in report.refused:
        click.secho(str(refusal), fg="yellow", err=True)
    for record in report.local:
        click.echo(f"{record}: a local record stands in for it, {record}-local")
    if report.without_entities:
        click.secho(_lacking(report.without_entities), fg="yellow", err=True)
    _print_inconsistencies(report, verbose=verbose)
    hydrated = len(report.found) + len(report.present)
    new = f" ({len(report.found)} of them new)" if report.found and report.present else ""
    click.echo(f"{report.collection}: {hydrated} of {report.records} records have their text in {store.folder}{new}")


def _lacking(records: tuple[str, ...]) -> str:
    listed = ", ".join(records)
    return f"{len(records)} records without the entities that upstream supplies, its files were not found: {listed}"


def _print_inconsistencies(report: HydrationReport, *, verbose: bool) -> None:
    for record, found in report.inconsistencies.items() if verbose else ():
        for each in found:
            click.echo(f"{record}: upstream's annotation, line {each.line}: {each.kind}: {each.message}")
    kinds = Counter(each.kind for found in report.inconsistencies.values() for each in found)
    if kinds:
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        click.echo(f"inconsistent in upstream's annotation: {listed}" + ("" if verbose else " (-v names each)"))
