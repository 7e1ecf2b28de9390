"""Releases: what one holds, and how two differ."""

from kavychki.releases.diff import Change, Difference, diff
from kavychki.releases.snapshot import Snapshot

__all__ = ["Change", "Difference", "Snapshot", "diff"]
