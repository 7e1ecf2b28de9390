"""``kavychki agree``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.cli.options import pairing_options, plot_option
from kavychki.cli.pictures import draw
from kavychki.cli.tables import measure_table
from kavychki.io.records import read_path
from kavychki.metrics import agreement
from kavychki.metrics.pairing import PairBy
from kavychki.metrics.pictures import agreement_picture


@click.command("agree")
@click.argument("left", type=click.Path(path_type=Path, exists=True))
@click.argument("right", type=click.Path(path_type=Path, exists=True))
@pairing_options
@plot_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(
    left: Path, right: Path, only_shared: bool, pair_by: PairBy, samples: int, plots: tuple[Path, ...], as_json: bool
) -> None:
    """Say how far two annotations of the same articles agree, with 95 % intervals.

    LEFT and RIGHT are files of records (.jsonl), folders of them, or corpus folders. Articles are paired by id; the
    intervals come from drawing articles at random, again and again.

    \b
      kavychki agree corpus/constructed/passes/model-a.jsonl corpus/constructed/passes/model-b.jsonl
    """
    found = agreement(read_path(left), read_path(right), samples=samples, pair_by=pair_by, only_shared=only_shared)
    draw(plots, lambda form: agreement_picture(found, form))
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2))
        return
    click.echo(f"{found.articles} articles\n")
    for line in measure_table(found.measures):
        click.echo(line)
