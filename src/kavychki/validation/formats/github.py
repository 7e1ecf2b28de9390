"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kavychki.validation.finding import Finding


def github_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One workflow command a finding: ``::error file=…,line=…,col=…,title=…::message``."""
    for finding in findings:
        properties = {
            "file": finding.file,
            "line": finding.line,
            "col": finding.column,
            "title": f"{finding.code} {finding.rule.slug}",
        }
        given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
        where = f" ({' '.join(filter(None, (finding.record, finding.pointer)))})" if finding.record else ""
        yield f"::{finding.severity} {given}::{_data(f'{finding.message}{where}. {finding.rule.remedy}')}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
