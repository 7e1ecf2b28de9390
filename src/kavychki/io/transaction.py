"""Several files of a folder changed together: all of them or none, whatever happens meanwhile.

New contents are written beside the files first. Of one file the rename is the moment of change. Of several it is the
rename of a *journal*, which lists what is to be done: who opens the folder next under its lock ends what it lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kavychki.errors import CorpusError
from kavychki.io.atomic import sync_folder, temporary_beside

JOURNAL = ".journal.json"
_SUFFIX = ".store.new"


class Transaction:
    """Changes to files below a folder whose lock is held; nothing has changed before ``commit``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changes: dict[Path, Path | None] = {}

    @contextmanager
    def replacing(self, path: Path) -> Iterator[IO[bytes]]:
        """A stream for the new content of a file; its folder is made where there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_beside(path, _SUFFIX) as (temporary, stream):
            yield stream
        self._changes[path] = temporary

    def remove(self, path: Path) -> None:
        """Have a file removed."""
        self._discard(path)
        self._changes[path] = None

    def commit(self) -> None:
        """Change all the files.

        Raises:
            OSError: nothing has changed, or the journal is in place and the change will be ended by ``recover``.
        """
        if len(self._changes) > 1:
            journal = self._folder / JOURNAL
            with temporary_beside(journal, _SUFFIX) as (temporary, stream):
                stream.write(json.dumps(self._listed()).encode())
            temporary.replace(journal)
            sync_folder(self._folder)
            recover(self._folder)
        else:
            _apply(self._changes)
        self._changes.clear()

    def rollback(self) -> None:
        """Remove what was prepared and not committed."""
        for path in list(self._changes):
            self._discard(path)

    def _discard(self, path: Path) -> None:
        temporary = self._changes.pop(path, None)
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()

    def _listed(self) -> list[list[str | None]]:
        def name(path: Path) -> str:
            return path.relative_to(self._folder).as_posix()

        return [[name(path), None if new is None else name(new)] for path, new in self._changes.items()]


@contextmanager
def transaction(folder: Path) -> Iterator[Transaction]:
    """A transaction that is committed when the block ends well; an interrupted one before it is ended first."""
    recover(folder)
    changes = Transaction(folder)
    try:
        yield changes
        changes.commit()
    except BaseException:
        if not (folder / JOURNAL).exists():
            changes.rollback()
        raise


def recover(folder: Path) -> None:
    """End a committed change that was interrupted, and remove what was left of one that was not committed.

    Raises:
        CorpusError: the journal is none of ours.
    """
    journal = folder / JOURNAL
    if journal.exists():
        _apply(_read(journal, folder))
        journal.unlink()
        sync_folder(folder)
    for leftover in folder.rglob(f".*{_SUFFIX}"):
        leftover.unlink()


def _read(journal: Path, folder: Path) -> dict[Path, Path | None]:
    try:
        listed = json.loads(journal.read_bytes())
        changes = {folder / path: None if new is None else folder / new for path, new in listed}
    except (ValueError, TypeError) as error:
        raise CorpusError(f"{journal}: is no journal of kavychki ({error}): remove it") from error
    for path in filter(None, (*changes, *changes.values())):
        if not path.resolve().is_relative_to(folder.resolve()):
            raise CorpusError(f"{journal}: names {path}, which lies outside of the corpus: remove the journal")
    return changes


def _apply(changes: dict[Path, Path | None]) -> None:
    for path, new in changes.items():
        if new is None:
            path.unlink(missing_ok=True)
        else:
            # Where it is gone, the rename was done before the interruption.
            with suppress(FileNotFoundError):
                new.replace(path)
        sync_folder(path.parent)
