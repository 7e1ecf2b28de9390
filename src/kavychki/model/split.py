"""Train, validation, test: a stable rule for each collection."""

from __future__ import annotations

import hashlib
from typing import cast

from kavychki.errors import CorpusError
from kavychki.model.manifest import SplitPolicy
from kavychki.model.vocabulary import Split

SPLITS: tuple[Split, ...] = ("train", "validation", "test")

_UPSTREAM_FOLDERS: dict[str, Split] = {
    "train": "train",
    "dev": "validation",
    "validation": "validation",
    "test": "test",
}


def split_of(identifier: str, upstream: str | None, policy: SplitPolicy) -> Split:
    """The split of an article by its collection's policy; depends on nothing but its id and its upstream path.

    Raises:
        CorpusError: policy ``upstream``, and the upstream path does not begin with a split's folder.
    """
    if policy.policy == "fixed":
        return cast("Split", policy.split)
    if policy.policy == "hash":
        return _hashed_split(identifier, policy)
    folder = (upstream or "").split("/", 1)[0]
    if folder not in _UPSTREAM_FOLDERS:
        raise CorpusError(f"{identifier}: the upstream path {upstream!r} does not begin with train/, dev/ or test/")
    return _UPSTREAM_FOLDERS[folder]


def _hashed_split(identifier: str, policy: SplitPolicy) -> Split:
    """SHA-256 of ``salt:id`` as a number in [0, 100): test, then validation, then train."""
    digest = hashlib.sha256(f"{policy.salt}:{identifier}".encode()).digest()
    percentile = int.from_bytes(digest[:8], "big") * 100 / 2**64
    test, validation = policy.test or 0, policy.validation or 0
    if percentile < test:
        return "test"
    return "validation" if percentile < test + validation else "train"
