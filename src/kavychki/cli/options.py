"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class OutputFile(click.Path):
    """A file to be written in a folder that is there, with one of the endings if any are given."""

    def __init__(self, *endings: str) -> None:
        super().__init__(dir_okay=False)
        self._endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if self._endings and path.suffix.lower() not in self._endings:
            self.fail(f"{path} must end in {' or '.join(self._endings)}", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}", param, ctx)
        return path


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
    type=OutputFile(".svg", ".png"),
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
