"""NEREL: how its files become record ids, and which articles the collection ``nerel`` annotates.

NEREL 1.1 (https://github.com/nerel-ds/NEREL, folder ``NEREL-v1.1``) has a text and a brat file of each article in the
folders ``train``, ``dev`` and ``test``. An upstream path is relative to that folder: ``train/160284_text.txt``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePosixPath

COLLECTION = "nerel"

SEED = "kavychki-nerel-1"
"""What the draw from train depends on, beside the upstream paths."""

TRAIN_ARTICLES = 113
"""Articles drawn from train; with all of dev (94) and test (93) they are 300."""


def record_id(upstream: str) -> str:
    """The record's id: the collection, then the file's name without ``_text``, its parts joined by hyphens.

    ``train/160284_text.txt`` is ``nerel-160284``, ``train/04_12_12g.txt`` is ``nerel-04-12-12g``. An empty part is
    written ``x``, since upstream has ``train/2027_text.txt`` beside ``test/2027_.txt``.
    """
    parts = PurePosixPath(upstream).stem.lower().removesuffix("_text").split("_")
    return "-".join([COLLECTION, *(part or "x" for part in parts)])


def sample(paths: Iterable[str], train: int = TRAIN_ARTICLES) -> list[str]:
    """The upstream paths to annotate: all of dev and test, and ``train`` of train, sorted by split and id.

    The draw is the ``train`` paths with the smallest SHA-256 of ``SEED:path`` (UTF-8), so it needs no random generator
    and a larger draw holds every smaller one.
    """
    texts = sorted({path for path in paths if path.endswith(".txt")})
    drawn = sorted((path for path in texts if path.startswith("train/")), key=draw_key)[:train]
    kept = [path for path in texts if path.startswith(("dev/", "test/"))]
    return sorted(kept + drawn, key=lambda path: (path.split("/", 1)[0], record_id(path)))


def draw_key(path: str) -> str:
    """SHA-256 of ``SEED:path`` as hexadecimal digits: the order in which train is drawn."""
    return hashlib.sha256(f"{SEED}:{path}".encode()).hexdigest()
