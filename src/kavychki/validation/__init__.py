"""Validation: coded findings from the level of bytes up to the guidelines."""

from kavychki.validation.checker import TextLookup
from kavychki.validation.engine import validate
from kavychki.validation.finding import Finding
from kavychki.validation.rules import LEVELS, RULES, Rule

__all__ = ["LEVELS", "RULES", "Finding", "Rule", "TextLookup", "validate"]
