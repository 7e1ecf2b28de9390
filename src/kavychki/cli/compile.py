"""``kavychki compile``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kavychki.cli.report import report_findings
from kavychki.drafting.draft import record_from_draft
from kavychki.errors import AnchorError
from kavychki.io.serialisation import canonical_line
from kavychki.model.surfaces import without_text
from kavychki.text import canonical_text
from kavychki.validation import validate


@click.command("compile")
@click.argument("draft", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--text-free", is_flag=True, help="Leave the text and all surfaces out of the record.")
def command(draft: Path, text: Path, text_free: bool) -> int:
    """Turn a draft, whose spans are named by their words, into a record with offsets.

    DRAFT is a JSON file, TEXT the article as a UTF-8 text file. The record goes to standard output, findings about it
    to standard error; with an error there is no record. docs/drafts.md describes the format.

    \b
      kavychki compile draft.json article.txt >> corpus/constructed/articles.jsonl
      kavychki fmt corpus/constructed/articles.jsonl
    """
    article = record_from_draft(_read_draft(draft), canonical_text(text.read_bytes()))
    record = article.to_dict()
    findings = list(validate(record))
    if not any(finding.severity == "error" for finding in findings):
        click.echo(canonical_line(without_text(article) if text_free else article))
    return report_findings(findings, err=True) if findings else 0


def _read_draft(path: Path) -> dict[str, Any]:
    try:
        draft = json.loads(path.read_bytes())
    except ValueError as error:
        raise AnchorError(f"{path}: is not JSON ({error})") from error
    if not isinstance(draft, dict):
        raise AnchorError(f"{path}: must be a JSON object")
    return draft
