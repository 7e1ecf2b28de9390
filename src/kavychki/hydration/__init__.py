"""Hydration: the texts of text-free records, matched by hash and kept on the user's machine."""

from kavychki.hydration.folder import HydrationReport, Missing, hydrate
from kavychki.hydration.store import TextStore, cache_dir

__all__ = ["HydrationReport", "Missing", "TextStore", "cache_dir", "hydrate"]
