"""``kavychki diff``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.releases import Difference, Snapshot, diff


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(old: Path, new: Path, as_json: bool) -> int:
    """Say how two releases differ: records added, changed layer by layer, withdrawn.

    OLD and NEW are corpus folders, or dataset folders that `kavychki build` wrote, in any mix. Texts are compared by
    hash. Exit status 0 where nothing differs, else 1, as with `diff`.

    \b
      kavychki diff kavychki-0.1.0/dataset dataset
    """
    found = diff(Snapshot.of(old), Snapshot.of(new))
    click.echo(json.dumps(found.to_dict(), indent=2) if as_json else _text(found))
    return EXIT_FINDINGS if found else 0


def _text(found: Difference) -> str:
    lines = [f"+ {identifier}" for identifier in found.added]
    lines += [f"~ {change.id}: {', '.join(change.layers)}" for change in found.changed]
    lines += [f"- {identifier}" for identifier in found.withdrawn]
    counts = (len(found.added), len(found.changed), len(found.withdrawn), found.same)
    return "\n".join([*lines, "{} added, {} changed, {} withdrawn, {} the same".format(*counts)])
