"""``kavychki remove``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.store import Store


@click.command("remove")
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why, in one line, without personal data: it is kept with the ids.")
@corpus_option
def command(ids: tuple[str, ...], reason: str, corpus_dir: Path | None) -> None:
    """Withdraw records: from shards, first passes, the decisions between these, and fingerprints.

    IDS are ids of records: all are removed, or none. They are noted in withdrawn.tsv and are never used again.

    \b
      kavychki remove press-0012 --reason "asked for by a person named in it"
    """
    Store.open(corpus_dir).remove(ids, reason)
    for identifier in dict.fromkeys(ids):
        click.echo(f"{identifier}: removed; its id stays reserved")
