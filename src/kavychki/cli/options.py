"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


def _picture_paths(_: click.Context, __: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in paths:
        if path.suffix.lower() not in (".svg", ".png"):
            raise click.BadParameter(f"{path} ends neither in .svg nor in .png")
    return paths


corpus_option = click.option(
    "--corpus",
    "corpus_dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KAVYCHKI_CORPUS",
    show_envvar=True,
    help="Corpus folder: one that holds collections.json.  [default: the package's own]",
)

plot_option = click.option(
    "--plot",
    "plots",
    multiple=True,
    callback=_picture_paths,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw a picture here: .svg or .png; may be given again. Needs the extra `plot`.",
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
