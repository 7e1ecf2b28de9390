"""``kavychki hydrate``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import corpus_option
from kavychki.hydration import TextStore, hydrate
from kavychki.io.corpus import Corpus


@click.command("hydrate")
@click.argument("collection")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder with your copies of the texts, under any file names.",
)
@corpus_option
def command(collection: str, folder: Path, corpus_dir: Path | None) -> int:
    """Find the texts of a collection that may not be shipped among your own files.

    A file is matched by the SHA-256 of its text in canonical form, whatever it is called. What matches goes into the
    text store in your cache folder (KAVYCHKI_CACHE overrides it); what does not match is never used. Exit status 1
    where a record's text was not found.

    \b
      kavychki hydrate press --from ~/articles
      kavychki build --out dataset
    """
    store = TextStore.default()
    report = hydrate(collection, folder, corpus=Corpus.open(corpus_dir), store=store)
    for record, path in report.found.items():
        click.echo(f"{record}: found as {path}")
    for record in report.present:
        click.echo(f"{record}: already in the store")
    for note in report.unreadable:
        click.echo(f"passed over {note}", err=True)
    for missing in report.missing:
        click.secho(str(missing), fg="yellow", err=True)
    hydrated = len(report.found) + len(report.present)
    click.echo(
        f"{collection}: {hydrated} of {hydrated + len(report.missing)} records have their text in {store.folder}"
    )
    return EXIT_FINDINGS if report.missing else 0
