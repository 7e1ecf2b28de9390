"""Phenomena of the inventory: which of them a record's other layers show by themselves."""

from kavychki.phenomena.derivation import DERIVED, derived_phenomena, merged_phenomena

__all__ = ["DERIVED", "derived_phenomena", "merged_phenomena"]
