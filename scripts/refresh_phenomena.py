"""Make anew the phenomena that follow from the other layers, in every record that names its phenomena.

Usage: python scripts/refresh_phenomena.py [--check]

With --check nothing is written; exit status 1 where a record is stale.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from kavychki import Corpus
from kavychki.io.atomic import atomic_file
from kavychki.io.locking import corpus_lock
from kavychki.io.records import read_shard
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.phenomena import merged_phenomena

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Refresh or check; returns the exit status."""
    check = "--check" in sys.argv
    corpus = Corpus.open(ROOT / "corpus")
    stale = []
    with corpus_lock(corpus.path):
        for shard in corpus.shards():
            before = list(read_shard(shard))
            after = [refreshed(article) for article in before]
            changed = [new.id for old, new in zip(before, after, strict=True) if old != new]
            stale += changed
            if changed and not check:
                with atomic_file(shard.path) as stream:
                    stream.writelines(canonical_line(article) + b"\n" for article in after)
    for identifier in stale:
        print(f"{identifier}: {'stale: run scripts/refresh_phenomena.py' if check else 'refreshed'}")
    return 1 if stale and check else 0


def refreshed(article: Article) -> Article:
    """The article with its derived phenomena as its other layers have them; unchanged where none were annotated."""
    if article.phenomena is None or article.text is None:
        return article
    return replace(article, phenomena=merged_phenomena(article, article.phenomena))


if __name__ == "__main__":
    sys.exit(main())
