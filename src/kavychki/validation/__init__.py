"""Validation: coded findings from the level of bytes up to the level of the corpus."""

from kavychki.validation.engine import TextLookup, validate
from kavychki.validation.finding import Finding
from kavychki.validation.rules import LEVELS, RULES, Rule

__all__ = ["LEVELS", "RULES", "Finding", "Rule", "TextLookup", "validate"]
