"""``kavychki new``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import annotator_option, corpus_option
from kavychki.cli.report import report_findings
from kavychki.errors import CanonicalTextError
from kavychki.extraction import extract
from kavychki.model import Article
from kavychki.store import Incoming, RefusedError, Store, new_draft, no_suggestions
from kavychki.text import canonical_text

GUIDELINES_LEVEL = 4


@click.command("new")
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--collection", required=True, help="The collection that the article belongs to.")
@click.option("--id", "identifier", help="The record's id.  [default: the collection and a hash of the text]")
@annotator_option
@click.option("--published", help="Day of publication, YYYY-MM-DD.")
@click.option("--url", help="Where it was published.")
@click.option("--empty", is_flag=True, help="Leave out the extractor's suggestions.")
@corpus_option
def command(
    text: Path,
    collection: str,
    identifier: str | None,
    annotator: str,
    published: str | None,
    url: str | None,
    empty: bool,
    corpus_dir: Path | None,
) -> int:
    """Make a record of status `draft` of a text, with the quotes and speakers that the extractor finds, and store it.

    TEXT is a UTF-8 text file; its first line is taken for the headline. Line breaks around the article are left out.
    The record's id is printed. To annotate it in an editor, write it as XML, and add it again:

    \b
      kavychki new story.txt --collection press --annotator anna
      kavychki export ID > story.xml
      kavychki add --replace story.xml
    """
    store = Store.open(corpus_dir)
    draft = new_draft(
        _article_text(text),
        collection,
        store.corpus,
        annotator=annotator,
        identifier=identifier,
        published=published,
        url=url,
        suggest=no_suggestions if empty else _extracted,
    )
    try:
        saved = store.add([Incoming(draft, str(text))])
    except RefusedError as error:
        report_findings(error.findings, err=True)
        click.echo("nothing was stored", err=True)
        return EXIT_FINDINGS
    # That an unfinished annotation does not keep to the guidelines is no news.
    if warnings := [each for each in saved.warnings if each.rule.level < GUIDELINES_LEVEL]:
        report_findings(warnings, err=True)
    click.echo(draft.id)
    return 0


def _extracted(draft: Article) -> Article:
    found = extract(draft.text or "")
    return replace(draft, quotes=found.quotes, speakers=found.speakers)


def _article_text(path: Path) -> str:
    """The canonical text of a file, without the line breaks around it."""
    try:
        return canonical_text(canonical_text(path.read_bytes()).strip("\n"))
    except CanonicalTextError as error:
        raise CanonicalTextError(f"{path}: {error}") from error
