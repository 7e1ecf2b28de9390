"""``kavychki agree``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.errors import CorpusError
from kavychki.io.corpus import Shard
from kavychki.io.records import read_shard
from kavychki.metrics import Agreement, agreement
from kavychki.model import Article


@click.command("agree")
@click.argument("left", type=click.Path(path_type=Path, exists=True))
@click.argument("right", type=click.Path(path_type=Path, exists=True))
@click.option("--only-shared", is_flag=True, help="Leave out articles that only one side has.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(left: Path, right: Path, only_shared: bool, as_json: bool) -> None:
    """Say how far two annotations of the same articles agree, with 95 % intervals.

    LEFT and RIGHT are files of records (.jsonl), or folders of them. Articles are paired by id; the intervals come
    from drawing articles at random, again and again.

    \b
      kavychki agree corpus/constructed/passes/model-a.jsonl corpus/constructed/passes/model-b.jsonl
    """
    one, other = articles_at(left), articles_at(right)
    if only_shared:
        ids = {article.id for article in one} & {article.id for article in other}
        one, other = ([article for article in side if article.id in ids] for side in (one, other))
    found = agreement(one, other)
    click.echo(json.dumps(found.to_dict(), indent=2) if as_json else _table(found))


def articles_at(path: Path) -> list[Article]:
    """The articles of a file of records, or of a folder of such files.

    Raises:
        CorpusError: there is no such file, or a line holds no valid record.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise CorpusError(f"{path} holds no .jsonl file")
    return [article for file in files for article in read_shard(Shard(file, ""))]


def _table(found: Agreement) -> str:
    lines = [f"{found.articles} articles", "", f"{'layer':<16} {'measure':<34} {'value':>6}  95 % interval   units"]
    lines += [
        f"{each.layer:<16} {each.name:<34} {each.value:6.3f}  {each.low:.3f} to {each.high:.3f} {each.units:>7}"
        for each in found.measures
    ]
    return "\n".join(lines)
