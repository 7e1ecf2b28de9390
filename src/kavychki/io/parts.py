"""Parts of files that begin and end at line ends, so that several processes can read one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kavychki.io.corpus import Shard
from kavychki.io.lines import Line, read_lines
from kavychki.io.paths import open_buffered


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes ``[start, end)`` of a file; ``shard`` is None where the file belongs to no corpus."""

    path: Path
    shard: Shard | None
    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read: the file is empty, or nobody can say how long it is."""
        return self.end == 0

    @contextmanager
    def opened(self) -> Iterator[PartStream]:
        """The part as a stream of its lines.

        Raises:
            OSError: the file cannot be read.
        """
        with open_buffered(self.path) as stream:
            stream.seek(self.start)
            yield PartStream(stream, self.end - self.start)

    def lines(self) -> Iterator[tuple[Line, int]]:
        """The lines, numbered from the beginning of the part, each with its offset in the file in bytes."""
        with self.opened() as stream:
            offset = self.start
            for line in read_lines(stream):  # type: ignore[arg-type]
                yield line, offset
                offset += line.size + line.terminated


class PartStream:
    """A stream that ends after a number of bytes."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size

    def readline(self, limit: int = -1) -> bytes:
        """The next line, or so many bytes of it."""
        wanted = self._left if limit < 0 else min(limit, self._left)
        data = self._stream.readline(wanted)
        self._left -= len(data)
        return data


def parts_of(path: Path, shard: Shard | None, size: int) -> Iterator[Part]:
    """The parts of a file, each of ``size`` bytes or, to the end of its last line, a little more.

    One empty part of a file that is empty or cannot be read, so that somebody notices.
    """
    start = end = 0
    try:
        with open_buffered(path) as stream:
            whole = stream.seek(0, 2)
            while whole - start > size:
                stream.seek(start + size - 1)
                while (piece := stream.readline(2**20)) and not piece.endswith(b"\n"):
                    pass
                yield Part(path, shard, start, end := stream.tell())
                start = end
    except OSError:
        whole = 0
    if start < whole or end == 0:
        yield Part(path, shard, start, whole)


def stretches(parts: Iterable[Part], size: int) -> Iterator[tuple[Part, ...]]:
    """Parts in order, as many together as make up ``size`` bytes, so that many small files are not many tasks."""
    gathered: list[Part] = []
    for part in parts:
        gathered.append(part)
        if sum(each.end - each.start for each in gathered) >= size:
            yield tuple(gathered)
            gathered = []
    if gathered:
        yield tuple(gathered)
