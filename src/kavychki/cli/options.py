"""Options that several commands share."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kavychki.engines import Processes
from kavychki.engines.cluster import DaskEngine
from kavychki.io.paths import SCHEME, path_of


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


class Place(click.Path):
    """A path, or an address that fsspec reaches."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, dir_okay=dir_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and SCHEME in value:
            return path_of(value)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


corpus_option = click.option(
    "--corpus",
    "corpus_dir",
    type=Place(file_okay=False),
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


annotator_option = click.option(
    "--annotator",
    required=True,
    envvar="KAVYCHKI_ANNOTATOR",
    show_envvar=True,
    help="Who annotates: an id of annotators.json.",
)


_ENGINE = (
    click.option(
        "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes to share the work among."
    ),
    click.option(
        "--engine",
        type=click.Choice(["processes", "dask"]),
        default="processes",
        show_default=True,
        help="Who does the work: processes of this machine, or a Dask cluster. Needs the extra `dask`.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="A running Dask cluster, such as tcp://10.0.0.1:8786.  [default: one of --jobs workers, made here]",
    ),
)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that share their work; the command is given an ``engine``, not yet entered."""

    @functools.wraps(command)
    def with_engine(*arguments: Any, jobs: int, engine: str, scheduler: str | None, **options: Any) -> Any:
        if engine != "dask" and scheduler is not None:
            raise click.UsageError("--scheduler is one of Dask: add --engine dask")
        chosen = DaskEngine(scheduler, jobs) if engine == "dask" else Processes(jobs)
        return command(*arguments, engine=chosen, **options)

    wrapped: Callable[..., Any] = with_engine
    for option in reversed(_ENGINE):
        wrapped = option(wrapped)
    return wrapped
