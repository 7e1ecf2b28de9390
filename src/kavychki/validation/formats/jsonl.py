"""Findings as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kavychki.validation.finding import Finding


def jsonl_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One JSON object a finding."""
    for finding in findings:
        yield json.dumps(finding.to_dict(), ensure_ascii=False)
