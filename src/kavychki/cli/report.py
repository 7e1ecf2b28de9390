"""Findings for people on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import click

from kavychki.validation import RULES, Finding

_COLOURS = {"error": "red", "warning": "yellow"}


def report_findings(findings: Iterable[Finding], *, err: bool = False) -> int:
    """Print every finding, grouped by file, then a summary; exit status 1 where there was one, else 0.

    ``err`` sends the findings to standard error too, where the summary always goes.
    """
    counts: Counter[str] = Counter()
    for line in terminal_lines(findings, counts):
        click.echo(line, err=err)
    for line in summary(counts):
        click.secho(line, fg="red" if counts else "green", err=True)
    return 1 if counts else 0


def terminal_lines(findings: Iterable[Finding], counts: Counter[str]) -> Iterator[str]:
    """The lines of a report, as the findings come; counts them by code."""
    file: str | None = None
    for finding in findings:
        counts[finding.code] += 1
        if finding.file != file:
            file = finding.file
            yield click.style(file or "-", bold=True)
        yield from _lines(finding)


def summary(counts: Counter[str]) -> Iterator[str]:
    """How many findings of which code, most frequent first, and how many of each severity."""
    if not counts:
        yield "no findings"
        return
    for code, count in counts.most_common():
        yield f"{count:>7} {code} {RULES[code].slug}"
    by_severity = Counter[str]()
    for code, count in counts.items():
        by_severity[RULES[code].severity] += count
    named = (f"{by_severity[kind]} {kind}{'s' * (by_severity[kind] != 1)}" for kind in _COLOURS if by_severity[kind])
    yield f"{', '.join(named)}; `kavychki explain CODE` says more"


def _lines(finding: Finding) -> Iterator[str]:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    code = click.style(f"{finding.code} {finding.rule.slug}", fg=_COLOURS[finding.severity])
    yield f"  {place or '-'}: {code}: {finding.message}"
    where = [finding.record, finding.pointer or None, finding.span and f"[{finding.span[0]}, {finding.span[1]})"]
    if any(where):
        yield "    at " + " ".join(part for part in where if part)
    if finding.excerpt:
        yield f"    {finding.excerpt}"
    yield f"    {finding.rule.remedy}"
