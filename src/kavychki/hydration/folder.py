"""Hydration from a folder: finding the texts of text-free records among a user's own files, by hash alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kavychki.errors import CanonicalTextError, CorpusError
from kavychki.hydration.store import TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles
from kavychki.model import Article
from kavychki.text import canonical_text, text_sha256

MAX_FILE_BYTES = 16 * 2**20
"""Larger files are no news articles and are passed over."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that could be a text: its path, and its length in code points once it is canonical."""

    path: Path
    length: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A record whose text was not found, with the file that comes nearest."""

    record: str
    length: int
    nearest: Candidate | None

    def __str__(self) -> str:
        wanted = f"{self.record}: no file has this text ({self.length} code points)"
        if self.nearest is None:
            return wanted
        return f"{wanted}; nearest is {self.nearest.path} ({self.nearest.length} code points), whose text differs"


@dataclass(frozen=True, slots=True)
class HydrationReport:
    """Files found by record id, ids that the store had before, what is missing, what could not be read."""

    found: dict[str, Path]
    present: tuple[str, ...]
    missing: tuple[Missing, ...]
    unreadable: tuple[str, ...]


def hydrate(
    collection: str, folder: Path, *, corpus: Corpus | None = None, store: TextStore | None = None
) -> HydrationReport:
    """Find the texts of a collection's text-free records in a folder, under any file names, and store them.

    A file counts as the text of a record when its canonical form, or that form without white space around it, has the
    record's SHA-256; anything else is reported and never used.

    Raises:
        CorpusError: there is no such collection or folder.
    """
    opened, texts = corpus or Corpus.open(), store or TextStore.default()
    if collection not in opened.collections:
        raise CorpusError(f"no collection {collection!r}: known are {', '.join(sorted(opened.collections))}")
    if not folder.is_dir():
        raise CorpusError(f"{folder} is no folder: give the folder that holds your copies of the texts")
    text_free = [article for article in read_articles(opened, collection) if article.text is None]
    present = tuple(article.id for article in text_free if texts.get(article.text_sha256) is not None)
    wanted = {article.text_sha256: article for article in text_free if article.id not in present}
    return _search(wanted, present, folder, texts)


def _search(wanted: dict[str, Article], present: tuple[str, ...], folder: Path, store: TextStore) -> HydrationReport:
    found: dict[str, Path] = {}
    candidates: list[Candidate] = []
    unreadable: list[str] = []
    for path in _files(folder):
        try:
            text = canonical_text(path.read_bytes())
        except (CanonicalTextError, OSError) as error:
            unreadable.append(f"{path}: {error}")
            continue
        for form in _forms(text):
            if article := wanted.get(text_sha256(form)):
                found[article.id] = path
                store.put(form)
                break
        else:
            candidates.append(Candidate(path, len(text)))
    missing = (article for article in wanted.values() if article.id not in found)
    return HydrationReport(
        found,
        present,
        tuple(Missing(article.id, article.text_length, _nearest(article, candidates)) for article in missing),
        tuple(unreadable),
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES:
            yield path


def _forms(text: str) -> Iterable[str]:
    """The text, and the text without what editors leave around it; a hash decides, so trying is safe."""
    return dict.fromkeys((text, text.rstrip("\n"), text.strip(), f"{text}\n"))


def _nearest(article: Article, candidates: list[Candidate]) -> Candidate | None:
    """The candidate that has the upstream file's name, else the one whose length is nearest, within a tenth."""
    name = PurePosixPath(article.upstream or "").name
    for candidate in candidates:
        if name and candidate.path.name == name:
            return candidate
    close = min(candidates, key=lambda candidate: abs(candidate.length - article.text_length), default=None)
    return close if close and abs(close.length - article.text_length) <= article.text_length / 10 else None
