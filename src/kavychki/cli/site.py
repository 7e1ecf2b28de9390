"""``kavychki site``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.cli.report import report_findings
from kavychki.site import SiteReport, open_source, write_site
from kavychki.site.source import InvalidRecordsError


@click.command("site")
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Folder to write; an earlier site there is replaced when the new one is complete.",
)
@click.option("--title", default="Kavychki", show_default=True, help="What every page calls the site.")
@click.option("--public", is_flag=True, help="Leave out texts that are not known to be free to pass on.")
@corpus_option
def command(source: Path | None, out: Path, title: str, public: bool, corpus_dir: Path | None) -> int:
    """Write a site to look at: a search, a page for each article and each speaker, statistics.

    SOURCE is a folder that `kavychki build` wrote, a corpus folder, a file of records (.jsonl) or a folder of them;
    without it, the corpus. Texts that have been hydrated on this machine are shown; records whose texts are not here
    show their annotation without. The pages need no server and no network: open index.html.

    \b
      kavychki site --out site
      kavychki site dataset --public
      kavychki annotate texts/ --out drafts.jsonl && kavychki site drafts.jsonl --title "Our articles"
    """
    try:
        report = write_site(out, open_source(source, corpus=corpus_dir), title=title, public=public)
    except InvalidRecordsError as error:
        click.echo("nothing was written: the records have errors", err=True)
        return report_findings(error.findings)
    for line in summary(report, out):
        click.echo(line)
    return 0


def summary(report: SiteReport, out: Path) -> list[str]:
    """What was written, and where to begin."""
    without = report.articles - report.with_text
    lines = [
        f"site: {out.resolve()}",
        f"{report.articles:,} articles, {report.quotes:,} quotes, {report.speakers:,} speakers",
        f"{report.pages:,} pages, {report.bytes / 1e6:,.1f} MB",
    ]
    if without:
        lines.append(f"{without:,} of the articles without text: their pages say how to get it")
    if report.private:
        lines.append(
            "This site holds texts that are not known to be free to pass on: keep it on this machine, or use --public."
        )
    return [*lines, f"open {(out / 'index.html').resolve().as_uri()}"]
