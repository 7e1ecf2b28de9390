"""Reading the articles of a valid corpus."""

from __future__ import annotations

from collections.abc import Iterator

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import read_lines
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
    with shard.path.open("rb") as stream:
        for line in read_lines(stream):
            try:
                yield parse_line(line.data)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CorpusError(f"{shard.path}:{line.number}: no valid record: run `kavychki validate`") from error
