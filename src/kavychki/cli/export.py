"""``kavychki export``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.errors import XmlError
from kavychki.io.atomic import atomic_file
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.store import Store
from kavychki.tei import write_article


def _as_line(article: Article) -> bytes:
    return canonical_line(article) + b"\n"


def _as_xml(article: Article) -> bytes:
    return write_article(article).encode()


_FORMS: dict[str, tuple[str, Callable[[Article], bytes]]] = {"xml": (".xml", _as_xml), "jsonl": (".jsonl", _as_line)}


@click.command("export")
@click.argument("ids", nargs=-1, required=True)
@click.option("--to", "form", type=click.Choice(list(_FORMS)), default="xml", show_default=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write a file for each record to."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@corpus_option
def command(ids: tuple[str, ...], form: str, out: Path | None, force: bool, corpus_dir: Path | None) -> None:
    """Write records for an editor: XML with the text and its annotation in one, or JSON Lines.

    IDS are ids of records. Without --out the document goes to standard output. `kavychki add --replace` takes it back.
    A record whose text may not be passed on is written with its text, as far as that is on this machine: keep the file
    to yourself.

    \b
      kavychki export constructed-0001 > article.xml
      kavychki export constructed-0001 constructed-0002 --out work
      kavychki add --replace work/constructed-0001.xml
    """
    if out is None and form == "xml" and len(ids) > 1:
        raise click.UsageError("standard output takes one XML document: give --out FOLDER")
    store = Store.open(corpus_dir)
    suffix, written = _FORMS[form]
    documents = {name: written(store.get(name).article) for name in ids}
    if out is None:
        for document in documents.values():
            click.echo(document, nl=False)
        return
    paths = {name: out / f"{name}{suffix}" for name in ids}
    if there := [str(path) for path in paths.values() if path.exists() and not force]:
        raise XmlError(f"{', '.join(there)}: there already; --force writes over it")
    out.mkdir(parents=True, exist_ok=True)
    for name, path in paths.items():
        with atomic_file(path) as stream:
            stream.write(documents[name])
        click.echo(str(path))
