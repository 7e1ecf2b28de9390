"""A finding: what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kavychki.validation.rules import RULES, Rule, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of a rule at one place.

    ``line`` and ``column`` are 1-based, the column in code points of the line; ``pointer`` is a JSON pointer (RFC 6901)
    into the record; ``span`` is ``(start, end)`` in code points of the article's text. What is not known is None.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    record: str | None = None
    pointer: str | None = None
    span: tuple[int, int] | None = None
    excerpt: str | None = None

    @property
    def rule(self) -> Rule:
        """The rule that is violated."""
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        """``error`` or ``warning``."""
        return self.rule.severity

    def moved(self, lines: int) -> Finding:
        """The same so many lines further down."""
        return replace(self, line=self.line + lines) if self.line and lines else self

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: the rule's slug, level, severity and remedy too."""
        return {
            "code": self.code,
            "slug": self.rule.slug,
            "level": self.rule.level,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "record": self.record,
            "pointer": self.pointer,
            "span": None if self.span is None else list(self.span),
            "excerpt": self.excerpt,
            "message": self.message,
            "remedy": self.rule.remedy,
        }
