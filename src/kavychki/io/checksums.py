"""SHA-256 of files, and the checksums of a folder as ``sha256sum --check`` reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file in lower-case hexadecimal digits; reads it in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Every file below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def checksums(folder: Path) -> str:
    """A line for each file below a folder but SHA256SUMS itself: its hash, two spaces, its path from the folder."""
    paths = (path for path in files_of(folder) if path != folder / CHECKSUMS)
    return "".join(f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS into a folder, over all that it holds."""
    (folder / CHECKSUMS).write_text(checksums(folder), encoding="utf-8", newline="\n")


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
