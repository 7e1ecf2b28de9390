"""``kavychki diff``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.releases import Snapshot, diff
from kavychki.releases.notes import as_text, record_notes


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Lines, JSON, or a section for release notes.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def command(old: Path, new: Path, form: str) -> int:
    """Say how two releases differ: records added, changed layer by layer, withdrawn; columns of builds.

    OLD and NEW are corpus folders, dataset folders that `kavychki build` wrote, or release folders, in any mix. Texts
    are compared by hash. Exit status 0 where nothing differs, else 1, as with `diff`.

    \b
      kavychki diff dist/kavychki-0.1.0 corpus
      kavychki diff dist/kavychki-0.1.0 dist/kavychki-0.2.0 --format markdown
    """
    found = diff(Snapshot.of(old), Snapshot.of(new))
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(record_notes(found, None).rstrip("\n") if form == "markdown" else as_text(found))
    return EXIT_FINDINGS if found else 0
