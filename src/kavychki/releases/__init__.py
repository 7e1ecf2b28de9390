"""Releases: how two differ, how one is made, guarded and published."""

from kavychki.releases.diff import Change, Difference, diff
from kavychki.releases.snapshot import Snapshot

__all__ = ["Change", "Difference", "Snapshot", "diff"]
