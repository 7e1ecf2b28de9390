"""Places of files: paths of this machine, and addresses such as ``s3://bucket/corpus`` that fsspec reaches."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

from kavychki.errors import KavychkiError

SCHEME = "://"
BUFFER = 2**20
"""Bytes that are read at a time: many lines."""


def path_of(place: str) -> Path:
    """The path of a place; an address gives a ``upath.UPath``, which does what paths do.

    Raises:
        KavychkiError: it is an address, and what it needs is not installed, or nobody knows its scheme.
    """
    if SCHEME not in place:
        return Path(place)
    try:
        from upath import UPath  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise KavychkiError(f"{place}: an address needs the extra `dask`: pip install 'kavychki[dask]'") from error
    try:
        address = UPath(place)
        address.fs  # noqa: B018 - now it is known whether there is a library for it
    except (ImportError, ValueError, OSError) as error:
        raise KavychkiError(f"{place}: cannot be reached: {error}") from error
    return cast("Path", address)


def is_address(path: object) -> bool:
    """Whether a path is one that fsspec reaches."""
    return not isinstance(path, Path) and hasattr(path, "protocol")


def open_buffered(path: Path) -> io.BufferedReader:
    """A file to read from, with lines of bounded length and places to go to, wherever it is.

    Raises:
        OSError: the file cannot be read.
    """
    if is_address(path):
        # Files of fsspec have no bounded readline of their own.
        return io.BufferedReader(cast("io.RawIOBase", path.open("rb")), BUFFER)
    return cast("io.BufferedReader", path.open("rb", BUFFER))
