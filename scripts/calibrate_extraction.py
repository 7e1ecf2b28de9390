"""Measure the precision of each rule of the extractor, and write it where the extractor finds its confidence.

Usage: python scripts/calibrate_extraction.py [--check]

Measured on the train split of the constructed collection: a quote is right that overlaps a gold one by 0.8. Precisions
are smoothed towards one half by one right and one wrong quote. With --check nothing is written; exit status 1 where the
file is stale.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kavychki import Corpus, read_articles
from kavychki.extraction import explain
from kavychki.io.atomic import atomic_file
from kavychki.metrics.comparison import MATCHED, Comparison
from kavychki.model.split import split_of

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "kavychki" / "extraction" / "precisions.tsv"


def main() -> int:
    """Write or check; returns the exit status."""
    corpus = Corpus.open(ROOT / "corpus")
    policy = corpus.collections["constructed"].split
    made, right = Counter[str](), Counter[str]()
    for article in read_articles(corpus, "constructed"):
        if split_of(article.id, article.upstream, policy) != "train" or article.text is None:
            continue
        extraction = explain(article.text)
        comparison = Comparison(article, extraction.article)
        matched = {match.right for match in comparison.matches(MATCHED)}
        for number, finding in enumerate(extraction.findings):
            made[finding.rule] += 1
            right[finding.rule] += number in matched
    lines = ["rule\tquotes\tprecision"]
    lines += [f"{rule}\t{made[rule]}\t{(right[rule] + 1) / (made[rule] + 2):.2f}" for rule in sorted(made)]
    content = "\n".join(lines) + "\n"
    if TARGET.read_text(encoding="utf-8") == content:
        return 0
    if "--check" in sys.argv:
        print(f"{TARGET.name}: stale: run scripts/calibrate_extraction.py")
        return 1
    with atomic_file(TARGET) as stream:
        stream.write(content.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
