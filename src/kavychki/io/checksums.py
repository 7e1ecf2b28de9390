"""SHA-256 of files, and the checksums of a folder as ``sha256sum --check`` reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kavychki.io.paths import open_buffered

CHECKSUMS = "SHA256SUMS"
NOTHING_KNOWN: Mapping[Path, str] = {}


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file in lower-case hexadecimal digits; reads it in pieces."""
    with open_buffered(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Every file below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def checksums(folder: Path, known: Mapping[Path, str] = NOTHING_KNOWN) -> str:
    """A line for each file below a folder but SHA256SUMS itself: its hash, two spaces, its path from the folder.

    Files whose SHA-256 is ``known`` are not read.
    """
    paths = (path for path in files_of(folder) if path != folder / CHECKSUMS)
    return "".join(f"{known.get(path) or file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)


def write_checksums(folder: Path, known: Mapping[Path, str] = NOTHING_KNOWN) -> None:
    """Write SHA256SUMS into a folder, over all that it holds; files whose SHA-256 is ``known`` are not read."""
    (folder / CHECKSUMS).write_text(checksums(folder, known), encoding="utf-8", newline="\n")


def differences(folder: Path) -> Iterator[str]:
    """What a folder holds otherwise than its SHA256SUMS says, one sentence a file.

    Raises:
        OSError: there is no SHA256SUMS, or a file cannot be read.
    """
    said = dict(_parsed(line) for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines())
    found = dict(_parsed(line) for line in checksums(folder).splitlines())
    for name in sorted({*said, *found}):
        if name not in found:
            yield f"{name} is missing"
        elif name not in said:
            yield f"{name} is not listed"
        elif found[name] != said[name]:
            yield f"{name} has changed"


def _parsed(line: str) -> tuple[str, str]:
    sha256, _, name = line.partition("  ")
    return name, sha256
