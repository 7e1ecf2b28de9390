"""Where a user's copies are: a folder, a single text, or an archive that is read in place and never unpacked."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kavychki.errors import CanonicalTextError, HydrationError
from kavychki.text import canonical_text

MAX_FILE_BYTES = 16 * 2**20
"""Larger files are no news articles and are passed over."""

MAX_ARCHIVE_BYTES = 2 * 2**30
"""Unpacked bytes after which an archive is refused: it is not what was asked for, or made to do harm."""

Files = Iterator[tuple[str, Callable[[], bytes]]]
"""Names, and functions that read the bytes of the file; in an archive only before the next name is taken."""

_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError)


def files_in(source: Path) -> Files:
    """The files of a folder, or of a tar (also compressed) or zip archive, of at most ``MAX_FILE_BYTES``; or one text.

    Raises:
        HydrationError: there is no such folder or archive, or the archive is damaged or far too large.
    """
    if source.is_dir():
        return _folder_files(source)
    if not source.is_file():
        raise HydrationError(f"{source} is no folder and no archive: give where your copies of the texts are")
    if _is_text(source):
        return iter([(str(source), source.read_bytes)])
    if zipfile.is_zipfile(source):
        return _checked(source, _zip_files(source))
    # Not tarfile.is_tarfile: a truncated archive is a damaged one, not something else.
    return _checked(source, _tar_files(source))


def _is_text(path: Path) -> bool:
    """Whether a file is a text and no archive: archives hold bytes that no text has."""
    try:
        canonical_text(path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else b"")
    except CanonicalTextError:
        return False
    return True


def _folder_files(folder: Path) -> Files:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES:
            yield str(path), path.read_bytes


def _checked(source: Path, files: Files) -> Files:
    """The same files; what the archive's library raises becomes a message, also when a file of it is read."""
    with _damage_said(source):
        for name, read in files:
            yield name, partial(_read, source, read)


def _read(source: Path, read: Callable[[], bytes]) -> bytes:
    with _damage_said(source):
        return read()


@contextmanager
def _damage_said(source: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise HydrationError(f"{source} is no archive, or a damaged one ({error}): get it anew") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise HydrationError(f"{source} is a damaged archive ({error}): get it anew") from error  # gzip's own errors


def _tar_files(source: Path) -> Files:
    unpacked = 0
    with tarfile.open(source, "r|*") as archive:  # a stream: one pass, whatever the compression
        for member in archive:
            unpacked = _bounded(source, unpacked + member.size)
            if member.isreg() and member.size <= MAX_FILE_BYTES and (stream := archive.extractfile(member)):
                yield f"{source}:{member.name}", stream.read


def _zip_files(source: Path) -> Files:
    unpacked = 0
    with zipfile.ZipFile(source) as archive:
        for member in archive.infolist():
            unpacked = _bounded(source, unpacked + member.file_size)
            if not member.is_dir() and member.file_size <= MAX_FILE_BYTES:
                yield f"{source}:{member.filename}", partial(archive.read, member)


def _bounded(source: Path, unpacked: int) -> int:
    if unpacked > MAX_ARCHIVE_BYTES:
        raise HydrationError(f"{source} unpacks to more than {MAX_ARCHIVE_BYTES:,} bytes: this is not the archive")
    return unpacked
