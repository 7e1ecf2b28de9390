"""``kavychki adjudicate``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kavychki.cli.options import annotator_option, corpus_option
from kavychki.cli.review import known_annotator, run_bench
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_path
from kavychki.review.adjudication import Adjudication


@click.command("adjudicate")
@click.argument("left", metavar="A", type=click.Path(path_type=Path, exists=True))
@click.argument("right", metavar="B", type=click.Path(path_type=Path, exists=True))
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write.")
@annotator_option
@click.option("--no-browser", is_flag=True, help="Write what agrees, list what remains, open no page.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of 127.0.0.1.  [default: a free one]")
@click.option("--no-open", is_flag=True, help="Print the address only; open no browser.")
@corpus_option
def command(
    left: Path,
    right: Path,
    out: Path,
    annotator: str,
    no_browser: bool,
    port: int,
    no_open: bool,
    corpus_dir: Path | None,
) -> int:
    """Merge two passes over the same articles, and decide where they differ.

    A and B are files of records (.jsonl), or folders of them. What agrees is merged by itself; the rest is decided in
    a page, side by side. OUT gets articles.jsonl and decisions.tsv, where every decision is recorded with its reason;
    called again, it goes on where it stopped.

    \b
      kavychki adjudicate first.jsonl second.jsonl -o decided --annotator your-id

    With --no-browser, exit status 1 says that something remains.
    """
    corpus = Corpus.open(corpus_dir)
    known_annotator(corpus, annotator)
    one, other = read_path(left), read_path(right)
    bench = Adjudication.begin(one, other, out, corpus, annotator)
    alone = {article.id for article in one} ^ {article.id for article in other}
    if alone:
        click.echo(f"on one side only, left out: {', '.join(sorted(alone))}", err=True)
    if no_browser:
        return _list_remaining(bench, out)
    run_bench(bench, port=port, open_browser=not no_open)
    return 0


def _list_remaining(bench: Adjudication, out: Path) -> int:
    """What remains, a line a difference, and a summary by layer; exit status 1 where something does."""
    counts: Counter[str] = Counter()
    for identifier in bench.ids:
        for difference in bench.remaining(identifier):
            counts[difference.layer] += 1
            place = "-".join(map(str, difference.place or ()))
            click.echo("\t".join([identifier, difference.layer, place, difference.label, difference.a, difference.b]))
    articles = f"{len(bench.ids)} article{'s' * (len(bench.ids) != 1)} in {out}"
    by_layer = ", ".join(f"{count} in {layer}" for layer, count in counts.items())
    remaining = f"{counts.total()} differences remain: {by_layer}" if counts else "all decided"
    click.echo(f"{articles}; {remaining}", err=True)
    return 1 if counts else 0
