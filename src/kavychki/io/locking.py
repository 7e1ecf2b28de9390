"""One writer at a time: the lock of a corpus folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kavychki.errors import CorpusError
from kavychki.io.corpus import MANIFEST

LOCK = ".lock"
PATIENCE = 120.0
"""Seconds to wait for other writers."""


@contextmanager
def corpus_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a corpus folder; the system lets go of it when the process ends, however it ends.

    Raises:
        CorpusError: others wrote all the time that one was ready to wait, in seconds.
        OSError: the folder cannot be written.
    """
    try:
        with FileLock(folder / LOCK, timeout=patience, poll_interval=0.01):
            yield
    except Timeout as error:
        raise CorpusError(f"{folder}: another process has been writing for {patience:g} s: try again later") from error


@contextmanager
def shard_lock(path: Path) -> Iterator[None]:
    """The lock of the corpus that a shard lies in; none for a file outside of any."""
    home = next((folder for folder in path.resolve().parents if (folder / MANIFEST).is_file()), None)
    if home is None:
        yield
    else:
        with corpus_lock(home):
            yield
