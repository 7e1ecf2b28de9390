"""Measure how many records survive typical changes of their texts, and whether their spans are the right ones.

Usage: python scripts/measure_realignment.py

The constructed articles stand in for texts that may not be shipped: each is made text-free, its text is changed, and
the record is carried over by its fingerprint. Prints a Markdown table; `wrong` counts records of which a carried span
has other words than before.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kavychki import Article, Corpus, read_articles
from kavychki.hydration import Hydrator, LocalRecords, TextStore
from kavychki.hydration.alignment import align
from kavychki.hydration.fingerprints import Fingerprint, fold
from kavychki.hydration.realignment import Refusal, realigned
from kavychki.model.surfaces import with_text, without_text

RNG = random.Random(1)  # noqa: S311 - where words are put in is no secret


def marks_and_spaces(text: str) -> str:
    """What an editor that knows no typography leaves."""
    return text.translate(str.maketrans("«»—\u00a0ё", '""- е'))


def frame(text: str) -> str:
    """A headline and a footer, and ё for е, so that the text does not stand whole within."""
    return f"Новости портала\n12 мая, 10:00\n\n{marks_and_spaces(text)}\n\nЧитайте также: другое"


def advertisement(text: str) -> str:
    """A paragraph put in."""
    paragraphs = text.split("\n\n")
    return "\n\n".join([*paragraphs[:1], "Здесь могла бы стоять ваша реклама, звоните.", *paragraphs[1:]])


def word(text: str) -> str:
    """A word put in somewhere."""
    place = RNG.choice([found.start() for found in re.finditer(r"(?<= )\w", text)])
    return f"{text[:place]}очень {text[place:]}"


CHANGES: dict[str, Callable[[str], str]] = {
    "marks, dashes and spaces made plain, ё to е": marks_and_spaces,
    "the same, and headline and footer around it": frame,
    "a paragraph put in": advertisement,
    "blank lines taken out": lambda text: text.replace("\n\n", "\n"),
    "a word put in anywhere": word,
}


def main() -> int:
    """Print the table; returns the exit status."""
    corpus = Corpus.open()
    articles = list(read_articles(corpus, "constructed"))
    print("| change | carried over | refused | wrong | ms a record |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        hydrator = Hydrator(corpus, TextStore(Path(folder) / "texts"), LocalRecords(Path(folder) / "local"))
        for name, change in CHANGES.items():
            print(f"| {name} | {' | '.join(map(str, outcome(articles, change, hydrator)))} |")
    return 0


def outcome(articles: list[Article], change: Callable[[str], str], hydrator: Hydrator) -> tuple[int, int, int, int]:
    """How many records were carried over, refused, carried over wrongly; milliseconds for each."""
    carried = wrong = 0
    start = time.perf_counter()
    for article in articles:
        text = article.text or ""
        changed = change(text)
        found = realigned(without_text(article), "a file", align(Fingerprint.of(article.id, text), changed), hydrator)
        if not isinstance(found, Refusal):
            carried += 1
            wrong += words(with_text(found.article, changed)) != words(article)
    return carried, len(articles) - carried, wrong, round(1000 * (time.perf_counter() - start) / len(articles))


def words(article: Article) -> list[str]:
    """The words of every span, apart from kinds of marks and spaces."""
    spans = [span for quote in article.quotes for span in (*quote.content, *quote.cue, *quote.source)]
    spans += [span for speaker in article.speakers for span in speaker.mentions]
    spans += [span for entity in article.entities or () for span in entity.spans]
    return sorted(" ".join(fold(span.text or "").split()) for span in spans)


if __name__ == "__main__":
    sys.exit(main())
