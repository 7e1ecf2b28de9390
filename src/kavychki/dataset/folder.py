"""Replacing a dataset folder as a whole: readers see the old one or the new one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kavychki.errors import DatasetError
from kavychki.io.atomic import sync_folder

MARKER = "build.json"
"""The file by which a folder is known to be a build, and may be replaced."""


@contextmanager
def replaced_folder(target: Path, marker: str = MARKER) -> Iterator[Path]:
    """A temporary folder beside ``target`` that takes its place when the block ends well, and vanishes otherwise.

    ``marker`` is the file by which a folder is known to be one that may be replaced; the block writes it.

    Raises:
        DatasetError: ``target`` is something that no build made, so replacing it could lose data.
        OSError: the place cannot be written, or the disk is full; ``target`` is then as it was.
    """
    target = target.absolute()
    _check_replaceable(target, marker)
    target.parent.mkdir(parents=True, exist_ok=True)
    _restore(target)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp"))
    try:
        temporary.chmod(0o755)
        yield temporary
        _swap(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _check_replaceable(target: Path, marker: str) -> None:
    if target.is_dir():
        if any(target.iterdir()) and not (target / marker).is_file():
            raise DatasetError(f"{target} holds other files and no {marker}: give an empty or a new folder")
    elif target.exists():
        raise DatasetError(f"{target} is a file: give a folder")


def _retired(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _restore(target: Path) -> None:
    """Put the last good build back where a kill between the two renames has left it aside."""
    retired = _retired(target)
    if retired.is_dir() and not target.exists():
        retired.rename(target)
    shutil.rmtree(retired, ignore_errors=True)


def _swap(temporary: Path, target: Path) -> None:
    retired = _retired(target)
    if target.exists():
        target.rename(retired)
    try:
        temporary.rename(target)
    except OSError:
        with suppress(OSError):
            retired.rename(target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(retired, ignore_errors=True)
