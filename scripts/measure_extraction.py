"""Hold the extractor against the real articles of NEREL, and keep the figures where the documents find them.

Usage: python scripts/measure_extraction.py [--check]

The texts must have been hydrated (`kavychki hydrate nerel`). The file of figures holds the digests of the gold records
and of the sources that the figures depend on, so that whether it is fresh can be told without the texts: with --check
nothing is measured; exit status 1 where gold or sources have changed since.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kavychki import Corpus, read_articles
from kavychki.extraction import extract
from kavychki.hydration import Hydrator, TextStore
from kavychki.io.atomic import atomic_file
from kavychki.metrics import evaluate
from kavychki.metrics.mistakes import counted
from kavychki.model import Article
from kavychki.model.split import SPLITS, split_of

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "docs" / "extraction-nerel.json"
COLLECTION = "nerel"
GROUPINGS = ("attribution", "nesting", "parts", "speaker-kind")
SOURCES = ("src/kavychki/extraction", "src/kavychki/metrics", "src/kavychki/text")


def main() -> int:
    """Measure or check; returns the exit status."""
    if "--check" in sys.argv:
        if is_fresh():
            return 0
        print(f"{FIGURES.name}: stale: run scripts/measure_extraction.py where the texts are at hand", file=sys.stderr)
        return 1
    splits, missing = _hydrated()
    if missing:
        print(f"{missing} texts are not at hand: run kavychki hydrate {COLLECTION}", file=sys.stderr)
        return 1
    figures = {**digests(), "splits": {split: _figures(gold) for split, gold in splits.items() if gold}}
    with atomic_file(FIGURES) as stream:
        stream.write((json.dumps(figures, ensure_ascii=False, indent=1) + "\n").encode())
    return 0


def is_fresh() -> bool:
    """Whether neither gold nor sources have changed since the figures were measured."""
    if not FIGURES.exists():
        return False
    kept = json.loads(FIGURES.read_bytes())
    return all(kept[name] == digest for name, digest in digests().items())


def digests() -> dict[str, str]:
    """SHA-256 of the gold records, and of the sources of the extractor and the metrics."""
    gold = (ROOT / "corpus" / COLLECTION).glob("*.jsonl")
    files = (path for folder in SOURCES for path in (ROOT / folder).rglob("*"))
    sources = (path for path in files if path.suffix in (".py", ".tsv") and path.name != "precisions.tsv")
    return {"gold": _digest(gold), "sources": _digest(sources)}


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _hydrated() -> tuple[dict[str, list[Article]], int]:
    """The gold articles by split, and how many have no text at hand."""
    corpus = Corpus.open(ROOT / "corpus")
    hydrator = Hydrator(corpus, TextStore.default())
    policy = corpus.collections[COLLECTION].split
    splits: dict[str, list[Article]] = {split: [] for split in SPLITS}
    missing = 0
    for record in read_articles(corpus, COLLECTION):
        found = hydrator.hydrated(record)
        if found is None or found.local:
            missing += 1
        else:
            splits[split_of(record.id, record.upstream, policy)].append(found.article)
    return splits, missing


def _figures(gold: list[Article]) -> dict[str, Any]:
    """The figures of a split, and its mistakes by kind and type of quote."""
    evaluation = evaluate(gold, [extract(each.text or "", identifier=each.id) for each in gold], by=list(GROUPINGS))
    return {
        "articles": evaluation.articles,
        "quotes": sum(len(article.quotes) for article in gold),
        "measures": [
            {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(each).items()}
            for each in evaluation.measures
        ],
        "mistakes": counted(evaluation.mistakes),
    }


if __name__ == "__main__":
    sys.exit(main())
