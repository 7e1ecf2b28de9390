"""Findings on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from kavychki.validation import Finding

_COLOURS = {"error": "red", "warning": "yellow"}


def report_findings(findings: Iterable[Finding]) -> int:
    """Print every finding as it comes, then a summary; exit status 1 where there was an error, else 0."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.severity] += 1
        click.echo(_lines(finding))
    if not counts:
        click.secho("no findings", fg="green", err=True)
        return 0
    summary = ", ".join(f"{counts[kind]} {kind}{'s' * (counts[kind] != 1)}" for kind in _COLOURS if counts[kind])
    click.secho(summary, fg="red", err=True)
    return 1


def _lines(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    code = click.style(f"{finding.code} {finding.rule.slug}", fg=_COLOURS[finding.severity])
    lines = [f"{place or '-'}: {code}: {finding.message}"]
    where = [finding.record, finding.pointer or None, finding.span and f"[{finding.span[0]}, {finding.span[1]})"]
    if any(where):
        lines.append("  at " + " ".join(part for part in where if part))
    if finding.excerpt:
        lines.append(f"  {finding.excerpt}")
    lines.append(f"  {finding.rule.remedy}")
    return "\n".join(lines)
