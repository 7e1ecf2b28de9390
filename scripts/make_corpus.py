"""Make a corpus of any size from the articles of this one, for measurements.

Usage: python scripts/make_corpus.py OUT RECORDS [BYTES]

Records are constructed articles, each in a cipher of its own (vowels for vowels, consonants for consonants), so that
ids, texts and hashes all differ, no text is nearly another, and lengths and offsets are those of real articles. BYTES
(default 10000) is how long their lines are on average. The same arguments give the same corpus.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kavychki import Article, Corpus, read_articles
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import MANIFEST, REGISTRY
from kavychki.io.serialisation import canonical_line
from kavychki.model.surfaces import with_text
from kavychki.text import text_sha256

VOWELS = "аеиоуыэюя"
CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def main() -> int:
    """Write the corpus; returns the exit status."""
    if len(sys.argv) < 3:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    out, records = Path(sys.argv[1]), int(sys.argv[2])
    corpus = Corpus.open()
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000  # noqa: PLR2004
    (out / "constructed").mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST, REGISTRY):
        shutil.copyfile(corpus.path / name, out / name)
    rng = random.Random(records)  # noqa: S311 - made-up words, no secret
    seeds = draw(list(read_articles(corpus, "constructed")), size, rng)
    with atomic_file(out / "constructed" / "articles.jsonl") as stream:
        for number in range(records):
            stream.write(canonical_line(variant(next(seeds), number, rng)) + b"\n")
    return 0


def draw(articles: list[Article], size: int, rng: random.Random) -> Iterator[Article]:
    """Articles at random, shorter or longer ones, so that their lines are ``size`` bytes long on average."""
    lengths = {article.id: len(canonical_line(article)) for article in articles}
    short = [article for article in articles if lengths[article.id] <= size] or articles
    long = [article for article in articles if lengths[article.id] > size] or articles
    balance = 0
    while True:
        article = rng.choice(short if balance > 0 else long)
        balance += lengths[article.id] - size
        yield article


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
