"""Findings for programs: JSON Lines, GitHub annotations, SARIF."""

from kavychki.validation.formats.github import github_lines
from kavychki.validation.formats.jsonl import jsonl_lines
from kavychki.validation.formats.sarif import sarif_log

__all__ = ["github_lines", "jsonl_lines", "sarif_log"]
