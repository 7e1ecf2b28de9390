"""Findings as a SARIF 2.1.0 log (OASIS), which code scanning services read."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kavychki.validation.finding import Finding
from kavychki.validation.rules import LEVELS, RULES, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(findings: Iterable[Finding]) -> dict[str, Any]:
    """The log: one run, whose driver lists every rule. Columns are code points, 1-based; offsets of spans 0-based."""
    rules = list(RULES)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kavychki",
                        "version": version("kavychki"),
                        "rules": [_rule(rule) for rule in RULES.values()],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, rules.index(finding.code)) for finding in findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.meaning},
        "help": {"text": f"{rule.remedy}\nWrong: {rule.wrong}\nRight: {rule.right}"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"level": rule.level, "tags": [LEVELS[rule.level]]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": f"{finding.message}. {finding.rule.remedy}"},
    }
    if finding.file is not None:
        result["locations"] = [_location(finding)]
    details = {"record": finding.record, "pointer": finding.pointer, "excerpt": finding.excerpt}
    details["span"] = None if finding.span is None else list(finding.span)  # type: ignore[assignment]
    given = {key: value for key, value in details.items() if value is not None}
    return {**result, "properties": given} if given else result


def _location(finding: Finding) -> dict[str, Any]:
    path = Path(finding.file or "")
    uri = path.as_uri() if path.is_absolute() else path.as_posix()
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line}
        if finding.column is not None:
            place["region"]["startColumn"] = finding.column
    return {"physicalLocation": place}
