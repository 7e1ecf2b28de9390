"""``kavychki evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.cli.options import OutputFile, pairing_options, plot_option
from kavychki.cli.pictures import draw
from kavychki.cli.tables import count_table, measure_table, scheme_table
from kavychki.io.atomic import atomic_file
from kavychki.io.records import read_path
from kavychki.metrics import GROUPINGS, Evaluation, evaluate
from kavychki.metrics.mistakes import counted
from kavychki.metrics.pairing import PairBy
from kavychki.metrics.pictures import evaluation_picture


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.argument("predicted", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(list(GROUPINGS)),
    help="Recall for each of these labels of the gold quotes too; may be given again.",
)
@click.option(
    "--semeval", is_flag=True, help="Entities by the schemes of SemEval 2013 too. Needs the extra `evaluation`."
)
@pairing_options
@plot_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.option(
    "--mistakes",
    "mistakes_file",
    type=OutputFile(),
    help="Write every mistake here, one JSON object a line.",
)
def command(
    gold: Path,
    predicted: Path,
    by: tuple[str, ...],
    semeval: bool,
    only_shared: bool,
    pair_by: PairBy,
    samples: int,
    plots: tuple[Path, ...],
    as_json: bool,
    mistakes_file: Path | None,
) -> None:
    """Hold predicted annotation against gold and count the mistakes by kind.

    GOLD and PREDICTED are files of records (.jsonl), folders of them, or corpus folders; records without text will do.
    Intervals are 95 %, from drawing articles at random, again and again.

    \b
      kavychki evaluate corpus/constructed predicted.jsonl
      kavychki evaluate gold.jsonl predicted.jsonl --by phenomenon --mistakes mistakes.jsonl
    """
    found = evaluate(
        read_path(gold),
        read_path(predicted),
        by=by,
        semeval=semeval,
        samples=samples,
        pair_by=pair_by,
        only_shared=only_shared,
    )
    if mistakes_file:
        with atomic_file(mistakes_file) as stream:
            for each in found.mistakes:
                stream.write(json.dumps(each.to_dict(), ensure_ascii=False).encode() + b"\n")
    draw(plots, lambda form: evaluation_picture(found, form))
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2))
    else:
        _print(found)
    for name in by:
        if not any(each.layer == f"by {name}" for each in found.measures):
            click.echo(f"no gold record says anything of {name}: --by {name} shows nothing", err=True)


def _print(found: Evaluation) -> None:
    click.echo(f"{found.articles} articles\n")
    for line in measure_table(found.measures):
        click.echo(line)
    if found.semeval:
        click.echo("")
        for line in scheme_table(found.semeval):
            click.echo(line)
    click.echo("")
    lines = count_table("mistakes", counted(found.mistakes)) if found.mistakes else ["no mistakes"]
    for line in lines:
        click.echo(line)
