"""Make a corpus of any size from the articles of this one, for measurements.

Usage: python scripts/make_corpus.py OUT RECORDS [BYTES]

Records are constructed articles, each with a last paragraph of its own of random words, so that ids, texts and hashes
all differ and no text is nearly another. BYTES (default 10000) is about how long their lines are on average: shorter
articles are drawn more often, or longer ones. The same arguments give the same corpus.
"""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from kavychki import Article, Corpus, read_articles
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import MANIFEST, REGISTRY
from kavychki.io.serialisation import canonical_line
from kavychki.text import text_sha256

OWN_WORDS = 40
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"


def main() -> int:
    """Write the corpus; returns the exit status."""
    if len(sys.argv) < 3:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    out, records = Path(sys.argv[1]), int(sys.argv[2])
    corpus = Corpus.open()
    seeds = seeds_near(list(read_articles(corpus, "constructed")), int(sys.argv[3]) if len(sys.argv) > 3 else 10_000)  # noqa: PLR2004
    (out / "constructed").mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST, REGISTRY):
        shutil.copyfile(corpus.path / name, out / name)
    rng = random.Random(records)  # noqa: S311 - made-up words, no secret
    with atomic_file(out / "constructed" / "articles.jsonl") as stream:
        for number in range(records):
            stream.write(canonical_line(variant(seeds[number % len(seeds)], number, rng)) + b"\n")
    return 0


def seeds_near(articles: list[Article], size: int) -> list[Article]:
    """The articles whose lines are nearest to a size in bytes; a few of them, so that they still differ."""
    return sorted(articles, key=lambda article: abs(len(canonical_line(article)) + 600 - size))[:8]


def variant(article: Article, number: int, rng: random.Random) -> Article:
    """An article under another id with a last paragraph of its own."""
    words = " ".join("".join(rng.choices(LETTERS, k=rng.randint(3, 9))) for _ in range(OWN_WORDS))
    text = f"{article.text}\n\n{words}."
    return replace(
        article,
        id=f"constructed-{number:07d}",
        text=text,
        text_sha256=text_sha256(text),
        text_length=len(text),
    )


if __name__ == "__main__":
    sys.exit(main())
