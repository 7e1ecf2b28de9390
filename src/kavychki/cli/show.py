"""``kavychki show``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.display.html import page
from kavychki.display.marks import LAYERS, Layer
from kavychki.errors import KavychkiError
from kavychki.io.atomic import atomic_file
from kavychki.model import Article
from kavychki.store import Store
from kavychki.tei import read_article


class _Layers(click.ParamType[tuple[Layer, ...]]):
    """Layers, separated by commas."""

    name = "LAYERS"

    def convert(
        self, value: str | tuple[Layer, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Layer, ...]:
        if isinstance(value, tuple):
            return value
        chosen = value.split(",")
        for unknown in sorted(set(chosen) - set(LAYERS)):
            self.fail(f"{unknown!r} is no layer: known are {', '.join(LAYERS)}", param, ctx)
        return tuple(layer for layer in LAYERS if layer in chosen)


@click.command("show")
@click.argument("article")
@click.option(
    "--layers", type=_Layers(), default=("quotes",), help=f"What to show: {', '.join(LAYERS)}.  [default: quotes]"
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a self-contained page instead.")
@corpus_option
def command(article: str, layers: tuple[Layer, ...], html: Path | None, corpus_dir: Path | None) -> None:
    """Show an article: its text with quotes, cues and sources underlined, and a table of its quotes.

    ARTICLE is the id of a record, or an article in XML (.xml). All parts of a quote have one number and one colour
    (none with NO_COLOR). The page needs no other file, no script and no network.

    \b
      kavychki show constructed-0001
      kavychki show constructed-0001 --layers quotes,entities --html article.html
      kavychki show work/article.xml
    """
    found = _article(article, corpus_dir)
    if html is None:
        _print(found, layers)
        return
    with atomic_file(html) as stream:
        stream.write(page(found, layers).encode())
    click.echo(str(html))


def _article(name: str, corpus_dir: Path | None) -> Article:
    store = Store.open(corpus_dir)
    if name.endswith(".xml"):
        return read_article(Path(name).read_bytes(), store.original)
    return store.get(name).article


def _print(article: Article, layers: tuple[Layer, ...]) -> None:
    try:
        from rich.console import Console  # noqa: PLC0415 - in an extra

        from kavychki.display.terminal import ArticleView  # noqa: PLC0415
    except ImportError as error:
        message = (
            "to show articles in the terminal, install the extra: pip install 'kavychki[annotate]' (or use --html)"
        )
        raise KavychkiError(message) from error
    Console(highlight=False).print(ArticleView(article, layers))
