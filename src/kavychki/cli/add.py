"""``kavychki add``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import corpus_option
from kavychki.cli.report import report_findings
from kavychki.store import RefusedError, Saved, Store, read_incoming
from kavychki.validation import Finding


@click.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put records in the place of those that have the same id.")
@corpus_option
def command(files: tuple[Path, ...], replace: bool, corpus_dir: Path | None) -> int:
    """Check records beside the whole corpus and store them: all, or none if one has an error.

    FILES are JSON Lines (.jsonl), articles in XML (.xml, see docs/xml.md), and records or drafts in JSON (.json; the
    text of a draft stands beside it, story.txt beside story.json). Each record goes into its collection's shard, in
    order of ids; one that is stored already just so is left. Where a collection's texts may not be passed on, the
    record is stored without its text, which goes to the text store. Warnings are told and do not keep a record out.
    Exit status 1 where nothing was stored because of what was found.

    \b
      kavychki add article.xml
      kavychki add --replace corrected.xml more.jsonl
    """
    store = Store.open(corpus_dir)
    reading = read_incoming(files, store)
    if reading.complaints or reading.findings:
        return _refuse(reading.findings, reading.complaints)
    try:
        saved = store.add(reading.articles, replace=replace)
    except RefusedError as error:
        return _refuse(error.findings)
    if saved.warnings:
        report_findings(saved.warnings, err=True)
    _tell(saved)
    return 0


def _refuse(findings: Sequence[Finding], complaints: Sequence[str] = ()) -> int:
    for complaint in complaints:
        click.secho(complaint, fg="red", err=True)
    if findings:
        report_findings(findings, err=True)
    click.echo("nothing was stored", err=True)
    return EXIT_FINDINGS


def _tell(saved: Saved) -> None:
    for identifier in saved.digests:
        click.echo(f"{identifier}: stored")
    for identifier in saved.unchanged:
        click.echo(f"{identifier}: was stored already, just so")
