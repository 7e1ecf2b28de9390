"""``kavychki validate``."""

from __future__ import annotations

from pathlib import Path

import click

from kavychki.cli.options import corpus_option
from kavychki.cli.report import report_findings
from kavychki.io.corpus import Corpus
from kavychki.validation import validate


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@corpus_option
def command(paths: tuple[Path, ...], corpus_dir: Path | None) -> int:
    """Check records and say what is wrong, where, and how to mend it.

    PATHS are shards (.jsonl), folders of them, or corpus folders; without any, the whole corpus is checked. Shards
    are held against the manifest and the registry of --corpus.

    \b
      kavychki validate
      kavychki validate corpus/press/articles.jsonl
      kavychki validate drafts/ --corpus corpus
    """
    corpus = Corpus.open(corpus_dir)
    findings = (finding for path in paths or (corpus.path,) for finding in validate(path, corpus=corpus))
    return report_findings(findings)
