"""``kavychki stats``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from kavychki.dataset.folder import MARKER
from kavychki.errors import KavychkiError
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import MANIFEST, Corpus
from kavychki.io.records import read_articles
from kavychki.plotting import FORMATS
from kavychki.statistics import Census, PassAgreement, Table, agreement_of_passes, census_of, tables
from kavychki.statistics.formats import csv_text, json_text, markdown_page
from kavychki.statistics.pictures import pictures

_AGREEMENT = "agreement"


@click.command("stats")
@click.argument("source", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write tables (.md, .csv, .json) and pictures (.svg, .png) into. Pictures need the extra `plot`.",
)
@click.option("--no-pictures", is_flag=True, help="With --out: tables alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of Markdown.")
def command(source: Path | None, out: Path | None, no_pictures: bool, as_json: bool) -> None:
    """Count what a corpus or a build holds: quotes, speakers, topics, genres, lengths, status, agreement.

    SOURCE is a corpus folder or a folder that `kavychki build` wrote; by default the package's own corpus. No text is
    needed. A build has no first passes, so nothing is said of agreement there. The gender of named persons is what
    their names tell.

    \b
      kavychki stats
      kavychki stats dataset --out statistics
    """
    census, agreements, corpus = _counted(source)
    found = tables(
        census,
        collections=corpus.collections if corpus else None,
        annotators=corpus.annotators if corpus else None,
        agreements=agreements,
    )
    if not out:
        printed = {name: table for name, table in found.items() if name != _AGREEMENT}
        click.echo(json_text(found) if as_json else markdown_page(printed), nl=False)
        if _AGREEMENT in found and not as_json:
            click.echo("\nThe agreement of the first passes: --json, --out, or `kavychki agree`.")
        return
    files = _table_files(found)
    if not no_pictures:
        for name, picture in pictures(census, agreements).items():
            files |= {f"{name}.{form}": picture(form) for form in FORMATS}
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        with atomic_file(out / name) as stream:
            stream.write(content)
    click.echo(f"{out}: {', '.join(sorted(files))}")


def _counted(source: Path | None) -> tuple[Census, list[PassAgreement], Corpus | None]:
    """The census of a corpus or a build; of a corpus the agreement of its passes and itself too."""
    if source is not None and (source / MARKER).is_file():
        from kavychki.dataset.reading import read_build  # noqa: PLC0415 - only a build needs the heavy libraries

        census = Census()
        for article, split in read_build(source):
            census.add(article, split)
        return census, [], None
    if source is not None and not (source / MANIFEST).is_file():
        raise KavychkiError(
            f"{source} is neither a corpus (it has no {MANIFEST}) nor a build: give a corpus folder or what "
            "`kavychki build` wrote"
        )
    corpus = Corpus.open(source)
    return census_of(corpus, read_articles(corpus)), agreement_of_passes(corpus), corpus


def _table_files(found: Mapping[str, Table]) -> dict[str, bytes]:
    texts = {"statistics.md": markdown_page(found), "statistics.json": json_text(found)}
    texts |= {f"{name}.csv": csv_text(table) for name, table in found.items()}
    return {name: text.encode() for name, text in texts.items()}
