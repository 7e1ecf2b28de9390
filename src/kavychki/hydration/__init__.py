"""Hydration: the texts of text-free records, matched by hash and kept on the user's machine."""

from kavychki.hydration.hydrator import Hydrated, Hydrator, dehydrated
from kavychki.hydration.local import LocalRecords
from kavychki.hydration.matching import HydrationReport, hydrate
from kavychki.hydration.store import TextStore, cache_dir, data_dir

__all__ = [
    "Hydrated",
    "HydrationReport",
    "Hydrator",
    "LocalRecords",
    "TextStore",
    "cache_dir",
    "data_dir",
    "dehydrated",
    "hydrate",
]
