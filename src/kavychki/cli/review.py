"""``kavychki review``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.options import annotator_option, corpus_option
from kavychki.errors import CorpusError, KavychkiError
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles
from kavychki.review.progress import Progress
from kavychki.review.records import CorpusRecords
from kavychki.review.workbench import Workbench
from kavychki.store import Store

_STATUSES = ("draft", "single", "adjudicated", "reviewed")


@click.command("review")
@click.argument("ids", nargs=-1)
@annotator_option
@click.option("--collection", help="Only records of this collection.")
@click.option("--status", type=click.Choice(_STATUSES), help="Only records of this status.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of 127.0.0.1.  [default: a free one]")
@click.option("--no-open", is_flag=True, help="Print the address only; open no browser.")
@corpus_option
def command(
    ids: tuple[str, ...],
    annotator: str,
    collection: str | None,
    status: str | None,
    port: int,
    no_open: bool,
    corpus_dir: Path | None,
) -> None:
    """Annotate and correct records in a page on this machine.

    The records with these IDS, or all that the options leave. The page is served on 127.0.0.1 to whoever has the
    address that is printed, and asks nothing of any other machine. docs/annotating.md shows it.

    \b
      kavychki review --collection constructed --status draft --annotator your-id
    """
    corpus = Corpus.open(corpus_dir)
    known_annotator(corpus, annotator)
    chosen = _chosen(corpus, ids, collection, status)
    records = CorpusRecords(Store.open(corpus.path))
    bench = Workbench(records, corpus, annotator, chosen, Progress.default(corpus.path, annotator))
    run_bench(bench, port=port, open_browser=not no_open)


def known_annotator(corpus: Corpus, annotator: str) -> None:
    """Raise CorpusError unless the registry has the annotator."""
    if annotator not in corpus.annotators:
        known = ", ".join(sorted(corpus.annotators)) or "nobody"
        raise CorpusError(
            f"no annotator {annotator!r}: {corpus.path / 'annotators.json'} has {known}; add an entry for yourself"
        )


def run_bench(bench: Workbench, *, port: int, open_browser: bool) -> None:
    """Serve a workbench until it is interrupted."""
    try:
        from kavychki.review.serve import Server  # noqa: PLC0415 - starlette and uvicorn come with an extra
    except ModuleNotFoundError as error:
        raise KavychkiError(f"the page needs {error.name}: pip install 'kavychki[review]'") from error

    def announce(url: str) -> None:
        click.echo(f"{len(bench.ids)} record{'s' * (len(bench.ids) != 1)} at {url}")
        click.echo("Ctrl+C stops the server; what is not saved is kept for the next time.", err=True)

    try:
        Server.bind(bench, port).run(open_browser=open_browser, announce=announce)
    except KeyboardInterrupt:  # the usual end: the server has closed in good order before it is passed on
        click.echo("stopped", err=True)


def _chosen(corpus: Corpus, ids: tuple[str, ...], collection: str | None, status: str | None) -> tuple[str, ...]:
    if collection is not None and collection not in corpus.collections:
        known = ", ".join(sorted(corpus.collections))
        raise CorpusError(f"no collection {collection!r}: known are {known}")
    found = {
        article.id: article.annotation.status
        for article in read_articles(corpus, collection)
        if not ids or article.id in ids
    }
    if missing := [identifier for identifier in ids if identifier not in found]:
        raise CorpusError(f"no record {', '.join(missing)} in {corpus.path}")
    chosen = tuple(identifier for identifier in sorted(found) if status in (None, found[identifier]))
    if not chosen:
        raise CorpusError(f"no record of {corpus.path} has the status {status!r}" if status else "no records")
    return chosen
