"""Writing pictures beside a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kavychki.io.atomic import atomic_file


def draw(paths: Iterable[Path], picture: Callable[[str], bytes]) -> None:
    """Write the picture to each path, in the format that the path's ending names."""
    for path in paths:
        content = picture(path.suffix[1:].lower())
        with atomic_file(path) as stream:
            stream.write(content)
