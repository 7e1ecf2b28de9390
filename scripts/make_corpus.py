"""Make a corpus of any size from the articles of this one, for measurements.

Usage: python scripts/make_corpus.py OUT RECORDS [BYTES]

Records are constructed articles, each in a cipher of its own (vowels for vowels, consonants for consonants), so that
ids, texts and hashes all differ, no text is nearly another, and lengths and offsets are those of real articles. BYTES
(default 10000) is about how long their lines are. The same arguments give the same corpus.
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
from kavychki.model.surfaces import with_text
from kavychki.text import text_sha256

SEEDS = 16
VOWELS = "аеиоуыэюя"
CONSONANTS = "бвгджзклмнпрстфхцчшщ"


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
    """The articles whose lines are nearest to a size in bytes; several of them, so that they still differ."""
    return sorted(articles, key=lambda article: abs(len(canonical_line(article)) - size))[:SEEDS]


def variant(article: Article, number: int, rng: random.Random) -> Article:
    """An article under another id and in another cipher."""
    text = (article.text or "").translate(cipher(rng))
    renamed = replace(article, id=f"constructed-{number:07d}", text_sha256=text_sha256(text))
    return with_text(renamed, text)


def cipher(rng: random.Random) -> dict[int, int]:
    """A table for ``str.translate`` that exchanges vowels among themselves and consonants among themselves."""
    pairs = [(kind, rng.sample(kind, len(kind))) for kind in (VOWELS, CONSONANTS)]
    lower = {plain: coded for kind, shuffled in pairs for plain, coded in zip(kind, shuffled, strict=True)}
    return {
        ord(a): ord(b) for plain, coded in lower.items() for a, b in ((plain, coded), (plain.upper(), coded.upper()))
    }


if __name__ == "__main__":
    sys.exit(main())
