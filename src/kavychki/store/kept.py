"""A record as the store keeps it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kavychki.io.serialisation import canonical_line
from kavychki.model import Article


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored article, with its text wherever that is at hand, and the digest of the record that is on the disk."""

    article: Article
    digest: str


def digest_of(stored: Article) -> str:
    """The digest of a record: it changes whenever the record does."""
    return digest_of_line(canonical_line(stored))


def digest_of_line(line: bytes) -> str:
    """SHA-256 of a record's canonical line."""
    return hashlib.sha256(line).hexdigest()
