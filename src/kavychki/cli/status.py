"""``kavychki status``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.store import Progress, Store, progress

_BAR = 24
_COLOURS = {"draft": "red", "single": "yellow", "adjudicated": "green", "reviewed": "cyan"}
_BLOCKS = {"draft": "░", "single": "▒", "adjudicated": "▓", "reviewed": "█"}


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@corpus_option
def command(as_json: bool, corpus_dir: Path | None) -> None:
    """Say how far the annotation of each collection has come.

    \b
      draft        made by a tool or begun
      single       annotated by one
      adjudicated  annotated twice, differences decided by a third
      reviewed     adjudicated, and confirmed by a person
      waiting      texts without a first annotation, in <collection>/waiting
    """
    found = progress(Store.open(corpus_dir).corpus)
    if as_json:
        click.echo(json.dumps({name: each.to_dict() for name, each in found.items()}, indent=2))
        return
    width = max(map(len, found))
    header = "".join(f"{each:>13}" for each in (*_COLOURS, "waiting"))
    click.secho(f"{'collection':<{max(width, 10)}}  {'':<{_BAR}}{header}", bold=True)
    for name, each in found.items():
        numbers = "".join(f"{each.statuses[status]:>13,}" for status in _COLOURS)
        click.echo(f"{name:<{max(width, 10)}}  {_bar(each)}{numbers}{each.waiting:>13,}")


def _bar(found: Progress) -> str:
    """The shares of the statuses, furthest first; what waits is the empty rest."""
    total = found.records + found.waiting
    bar, filled, before = "", 0, 0
    for status in reversed(_COLOURS):
        before += found.statuses[status]
        end = round(_BAR * before / total) if total else 0
        bar += click.style(_BLOCKS[status] * (end - filled), fg=_COLOURS[status])
        filled = end
    return bar + "·" * (_BAR - filled)
