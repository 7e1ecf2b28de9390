"""Write corpus/<collection>/fingerprints.tsv anew for the text-free records of a collection.

Usage: python scripts/fingerprint.py COLLECTION

Every record's text must have been hydrated (`kavychki hydrate`). The hash of upstream's annotation file, where the
file has one, is kept.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from kavychki import Corpus, read_articles
from kavychki.hydration import TextStore
from kavychki.hydration.fingerprints import NAME, Fingerprint, read_fingerprints, write_fingerprints

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Write the file; returns the exit status."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    corpus, store, collection = Corpus.open(ROOT / "corpus"), TextStore.default(), sys.argv[1]
    fingerprints = dict(read_fingerprints(corpus.path, collection))
    missing = 0
    for article in read_articles(corpus, collection):
        text = None if article.text is not None else store.get(article.text_sha256)
        if text is not None:
            known = fingerprints.get(article.id)
            pinned = known.annotation_sha256 if known else None
            fingerprints[article.id] = replace(Fingerprint.of(article.id, text), annotation_sha256=pinned)
        elif article.text is None:
            print(f"{article.id}: its text is not in the store", file=sys.stderr)
            missing += 1
    if not missing:
        write_fingerprints(corpus.path / collection / NAME, fingerprints.values())
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
