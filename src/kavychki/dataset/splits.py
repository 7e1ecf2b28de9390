"""Train, validation, test: a stable rule for each collection."""

from __future__ import annotations

import hashlib
from typing import cast

from kavychki.errors import CorpusError
from kavychki.model import Article, SplitPolicy
from kavychki.model.vocabulary import Split

SPLITS: tuple[Split, ...] = ("train", "validation", "test")

_UPSTREAM_FOLDERS: dict[str, Split] = {
    "train": "train",
    "dev": "validation",
    "validation": "validation",
    "test": "test",
}


def split_of(article: Article, policy: SplitPolicy) -> Split:
    """The split of an article by its collection's policy; depends on nothing but its id or its upstream path.

    Raises:
        CorpusError: policy ``upstream``, and the upstream path does not begin with a split's folder.
    """
    if policy.policy == "fixed":
        return cast("Split", policy.split)
    if policy.policy == "upstream":
        return _upstream_split(article)
    return _hashed_split(article.id, policy)


def _hashed_split(identifier: str, policy: SplitPolicy) -> Split:
    """SHA-256 of ``salt:id`` as a number in [0, 100): test, then validation, then train."""
    digest = hashlib.sha256(f"{policy.salt}:{identifier}".encode()).digest()
    percentile = int.from_bytes(digest[:8], "big") * 100 / 2**64
    test, validation = policy.test or 0, policy.validation or 0
    if percentile < test:
        return "test"
    return "validation" if percentile < test + validation else "train"


def _upstream_split(article: Article) -> Split:
    folder = (article.upstream or "").split("/", 1)[0]
    if folder not in _UPSTREAM_FOLDERS:
        raise CorpusError(
            f"{article.id}: the upstream path {article.upstream!r} does not begin with train/, dev/ or test/"
        )
    return _UPSTREAM_FOLDERS[folder]
