"""Reading the articles of a valid corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kavychki.errors import CorpusError
from kavychki.io.corpus import MANIFEST, Corpus, Shard
from kavychki.io.lines import read_lines
from kavychki.io.paths import open_buffered
from kavychki.io.serialisation import parse_line
from kavychki.model import Article


def read_articles(corpus: Corpus, collection: str | None = None) -> Iterator[Article]:
    """The decided records of the corpus, or of one collection, in order of shard and line.

    Raises:
        CorpusError: a line holds no valid record; ``kavychki validate`` says why.
    """
    for shard in corpus.shards():
        if collection in (None, shard.collection):
            yield from read_shard(shard)


def read_shard(shard: Shard) -> Iterator[Article]:
    """The articles of one shard; errors as in ``read_articles``."""
    with open_buffered(shard.path) as stream:
        for line in read_lines(stream):
            try:
                yield parse_line(line.data)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CorpusError(f"{shard.path}:{line.number}: no valid record: run `kavychki validate`") from error


def read_path(path: Path) -> Iterator[Article]:
    """The articles of a file of records, of the .jsonl files of a folder, or of a corpus folder's decided records.

    Raises:
        CorpusError: a line holds no valid record, or the folder holds no records.
        ManifestError: the manifest of a corpus folder is broken.
        OSError: the file cannot be read.
    """
    if not path.is_dir():
        yield from read_shard(Shard(path, ""))
    elif files := sorted(path.glob("*.jsonl")):
        for file in files:
            yield from read_shard(Shard(file, ""))
    elif (path / MANIFEST).is_file():
        yield from read_articles(Corpus.open(path))
    else:
        raise CorpusError(f"{path} holds no .jsonl file: give a file of records, a folder of them, or a corpus folder")
