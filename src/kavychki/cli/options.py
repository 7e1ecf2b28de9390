"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

corpus_option = click.option(
    "--corpus",
    "corpus_dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KAVYCHKI_CORPUS",
    show_envvar=True,
    help="Corpus folder: one that holds collections.json.  [default: the package's own]",
)

_PAIRING = (
    click.option("--only-shared", is_flag=True, help="Leave out articles that only one side has."),
    click.option(
        "--pair-by",
        type=click.Choice(["id", "text"]),
        default="id",
        show_default=True,
        help="What makes two records the same article: the id, or the hash of the text.",
    ),
    click.option(
        "--samples",
        type=click.IntRange(1, 1_000_000),
        default=1000,
        show_default=True,
        help="Bootstrap samples for the intervals.",
    ),
)


def pairing_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of commands that compare two annotations."""
    for option in reversed(_PAIRING):
        command = option(command)
    return command
