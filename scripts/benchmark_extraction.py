"""Measure how fast the extractor is. Prints Markdown tables.

Usage: python scripts/benchmark_extraction.py [FOLDER]

First, seconds by length: texts of 1 kB to 10 MB, made of the train split of the constructed collection. Then, for the
.txt files of FOLDER, documents a second on one core without entities: those that the process has not seen, after it has
read a third of the folder, and the same once more. Where the extra ``ner`` is installed, natasha alone and the
extractor with entities, each document by turns, the fastest of ROUNDS counting, so that a busy machine burdens both
alike; and ``direct-speech-extractor-ru`` where that is installed, which finds direct speech alone, without offsets,
cues or speakers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from kavychki import Corpus, canonical_text, read_articles
from kavychki.extraction import extract
from kavychki.extraction.entities import tagger
from kavychki.model.split import split_of

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
FEW = 100
"""Documents for what is slow."""
ROUNDS = 3


def main() -> int:
    """Print the tables; returns the exit status."""
    print("| code points | seconds | code points a second |\n|---:|---:|---:|")
    extract("Мост закрыт, сообщил мэр.")  # loads the dictionary
    material = _material()
    for length in LENGTHS:
        text = (material * (length // len(material) + 1))[:length]
        seconds = _seconds(extract, [text])
        print(f"| {length:,} | {seconds:.3f} | {length / seconds:,.0f} |")
    if len(sys.argv) > 1:
        texts = [canonical_text(path.read_bytes()) for path in sorted(Path(sys.argv[1]).rglob("*.txt"))]
        _compare(texts)
    return 0


def _compare(texts: list[str]) -> None:
    print(f"\n{len(texts)} documents.\n\n| what | documents a second |\n|---|---:|")
    warm, unseen = texts[: len(texts) // 3], texts[len(texts) // 3 :]
    for text in warm:
        extract(text)
    for name in ("not seen before", "the same once more"):
        print(f"| {name} | {len(unseen) / _seconds(extract, unseen):,.0f} |")
    few = texts[:FEW]
    if find_spec("direct_speech_extractor_ru"):
        rival = import_module("direct_speech_extractor_ru").Extractor
        rate = len(few) / _seconds(lambda text: rival(text).direct_speech(), few)
        print(f"| direct-speech-extractor-ru | {rate:,.0f} |")
    if find_spec("slovnet"):
        natasha = tagger()  # loads the model
        alone, together = _by_turns(natasha, lambda text: extract(text, entities=True), few)
        print(f"| natasha's entities alone | {len(few) / alone:,.1f} |")
        print(f"| with entities | {len(few) / together:,.1f} |")
        print(f"\nWith entities it takes {together / alone - 1:.1%} more time than natasha alone.")


def _by_turns(
    one: Callable[[str], object], other: Callable[[str], object], texts: Iterable[str]
) -> tuple[float, float]:
    """Seconds of two ways of work over texts: of each text the fastest of a few rounds, in which they take turns."""
    totals = [0.0, 0.0]
    for text in texts:
        rounds = [[_seconds(work, [text]) for work in (one, other)] for _ in range(ROUNDS)]
        totals = [total + min(times) for total, times in zip(totals, zip(*rounds, strict=True), strict=True)]
    return totals[0], totals[1]


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    begin = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - begin


def _material() -> str:
    corpus = Corpus.open(ROOT / "corpus")
    policy = corpus.collections["constructed"].split
    articles = read_articles(corpus, "constructed")
    return "\n".join(each.text or "" for each in articles if split_of(each.id, each.upstream, policy) == "train")


if __name__ == "__main__":
    sys.exit(main())
