"""Hydration: finding the texts of text-free records, and upstream's annotation, among files, by hash alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kavychki.errors import CanonicalTextError, CorpusError
from kavychki.hydration.alignment import align, embedded
from kavychki.hydration.drift import Drift
from kavychki.hydration.fingerprints import Fingerprint, blocks_of
from kavychki.hydration.hydrator import Hydrator, supplied_by_upstream
from kavychki.hydration.realignment import Refusal, realigned
from kavychki.hydration.sources import files_in
from kavychki.hydration.store import TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles
from kavychki.model import Article
from kavychki.text import canonical_text, text_sha256
from kavychki.upstream import Inconsistency

Progress = Callable[[str], None]
"""Called with the name of every file that was looked at."""


@dataclass(frozen=True, slots=True)
class HydrationReport:
    """What hydration found of a collection's text-free records, and what it did not.

    Attributes:
        collection: its name.
        found: files found now, by record id.
        present: ids whose text the store had before.
        drifted: records whose text was not found, with the file that comes nearest.
        local: ids of ``drifted`` for which a local record stands in, carried over now or earlier.
        refused: records of ``drifted`` that could not be carried over now, and why.
        without_entities: ids whose text is there, and whose annotation by upstream is not.
        inconsistencies: what is inconsistent in upstream's annotation, by record id.
        unreadable: files that hold no text in UTF-8, and why.
    """

    collection: str
    found: dict[str, str]
    present: tuple[str, ...]
    drifted: tuple[Drift, ...]
    local: tuple[str, ...]
    refused: tuple[Refusal, ...]
    without_entities: tuple[str, ...]
    inconsistencies: dict[str, tuple[Inconsistency, ...]]
    unreadable: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many text-free records the collection has."""
        return len(self.found) + len(self.present) + len(self.drifted)

    @property
    def complete(self) -> bool:
        """Whether every record has its text or a local one, and its entities where upstream supplies them."""
        return len(self.local) == len(self.drifted) and not self.without_entities

    @property
    def nothing_to_find(self) -> bool:
        """Whether the store has everything that there is."""
        return not self.drifted and not self.without_entities


def hydrate(
    collection: str,
    source: Path | None,
    *,
    corpus: Corpus | None = None,
    store: TextStore | None = None,
    realign: bool = False,
    progress: Progress | None = None,
) -> HydrationReport:
    """Find the texts of a collection's text-free records in a folder or an archive, under any file names.

    A file counts as the text of a record when its canonical form, or that form without what stands around the text,
    has the record's SHA-256; as upstream's annotation of it when it has the SHA-256 that the corpus pins. Both go into
    the store. Anything else is reported and never used, except that ``realign`` makes a local record of it.

    Args:
        collection: its name.
        source: a folder, a tar or zip archive, or a text; None to say only what the store has.
        corpus: by default the one that comes with the package.
        store: where the texts go; by default the user's own.
        realign: carry records over to the nearest file's text where all of their spans can be found again.
        progress: called with the name of every file.

    Raises:
        CorpusError: there is no such collection.
        HydrationError: there is no such folder or archive, or the archive is damaged.
    """
    opened, texts = corpus or Corpus.open(), store or TextStore.default()
    if collection not in opened.collections:
        raise CorpusError(f"no collection {collection!r}: known are {', '.join(sorted(opened.collections))}")
    hydrator = Hydrator(opened, texts)
    text_free = [article for article in read_articles(opened, collection) if article.text is None]
    search = _Search(text_free, hydrator)
    for name, read in files_in(source) if source else ():
        search.look_at(name, read)
        if progress:
            progress(name)
    return search.report(collection, realign=realign)


@dataclass(slots=True)
class _Candidate:
    """A file that could be another version of a text; ``rank`` says how likely."""

    article: Article
    name: str
    text: str
    rank: tuple[int, bool, int]


@dataclass(slots=True)
class _Search:
    """Looks at one file after another and keeps, beside what matches, the likeliest file for each record."""

    articles: list[Article]
    hydrator: Hydrator
    found: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    _present: tuple[str, ...] = ()
    _texts: dict[str, Article] = field(default_factory=dict)
    _annotations: set[str] = field(default_factory=set)
    _blocks: dict[str, list[Article]] = field(default_factory=dict)
    _names: dict[str, list[Article]] = field(default_factory=dict)
    _bare: list[Article] = field(default_factory=list)
    _nearest: dict[str, _Candidate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        store = self.hydrator.store
        self._present = tuple(each.id for each in self.articles if store.get(each.text_sha256) is not None)
        for article in self.articles:
            fingerprint = self.hydrator.fingerprint(article)
            if fingerprint and fingerprint.annotation_sha256 and store.get(fingerprint.annotation_sha256) is None:
                self._annotations.add(fingerprint.annotation_sha256)
            if article.id not in self._present:
                self._texts[article.text_sha256] = article
                self._expect(article, fingerprint)

    def _expect(self, article: Article, fingerprint: Fingerprint | None) -> None:
        """Note what another version of a record's text could be known by."""
        self._names.setdefault(PurePosixPath(article.upstream or "").name, []).append(article)
        if fingerprint is None:
            self._bare.append(article)
            return
        for block in fingerprint.blocks:
            self._blocks.setdefault(block.digest, []).append(article)

    def look_at(self, name: str, read: Callable[[], bytes]) -> None:
        """Store the file's text if a record or a pin asks for it; else keep it as a candidate where it is one."""
        try:
            text = canonical_text(read())
        except (CanonicalTextError, OSError) as error:
            self.unreadable.append(f"{name}: {error}")
            return
        for form in _forms(text):
            sha256 = text_sha256(form)
            if article := self._texts.get(sha256):
                self._keep(article, name, form)
                return
            if sha256 in self._annotations:
                self._annotations.discard(self.hydrator.store.put(form))
                return
        self._consider(name, text)

    def _keep(self, article: Article, name: str, text: str) -> None:
        if article.id not in self.found:
            self.found[article.id] = name
            self._nearest.pop(article.id, None)
            self.hydrator.store.put(text)

    def _consider(self, name: str, text: str) -> None:
        """Rank a file for the records that share blocks or the name with it, or whose length is near."""
        shared = Counter(each for block in blocks_of(text) for each in self._blocks.get(block.digest, ()))
        named = self._names.get(PurePosixPath(name.replace("\\", "/").replace(":", "/")).name, ())
        for article in {*shared, *named, *self._alike_in_length(len(text))}:
            if article.id in self.found:
                continue
            rank = shared[article], article in named, -abs(len(text) - article.text_length)
            if article.id not in self._nearest or rank > self._nearest[article.id].rank:
                self._nearest[article.id] = _Candidate(article, name, text, rank)

    def _alike_in_length(self, length: int) -> Iterator[Article]:
        """Without a fingerprint, length is all there is to go by."""
        return (each for each in self._bare if abs(length - each.text_length) <= each.text_length / 10)

    def report(self, collection: str, *, realign: bool) -> HydrationReport:
        """What was found; candidates are looked at more closely now."""
        self._keep_embedded()
        drifted, refused = [], []
        for article in self._texts.values():
            if article.id in self.found:
                continue
            drifted.append(drift := self._drift(article))
            if realign:
                outcome = realigned(article, drift.nearest, drift.alignment, self.hydrator)
                if isinstance(outcome, Refusal):
                    refused.append(outcome)
                else:
                    self.hydrator.local.put(outcome)
        local = (each.article.id for each in drifted if self.hydrator.hydrated(each.article) is not None)
        return HydrationReport(
            collection,
            self.found,
            self._present,
            tuple(drifted),
            tuple(local),
            tuple(refused),
            tuple(self._without_entities()),
            dict(self._inconsistencies()),
            tuple(self.unreadable),
        )

    def _drift(self, article: Article) -> Drift:
        candidate = self._nearest.get(article.id)
        if candidate is None:
            return Drift(article, None, None, None)
        fingerprint = self.hydrator.fingerprint(article)
        alignment = align(fingerprint, candidate.text) if fingerprint else None
        return Drift(article, candidate.name, len(candidate.text), alignment)

    def _keep_embedded(self) -> None:
        """Take the texts that stand whole within their candidates."""
        for candidate in list(self._nearest.values()):
            if text := embedded(candidate.article, candidate.text):
                self._keep(candidate.article, candidate.name, text)

    def _hydrated(self) -> Iterator[Article]:
        return (each for each in self.articles if each.id in self.found or each.id in self._present)

    def _without_entities(self) -> Iterator[str]:
        for article in self._hydrated():
            if supplied_by_upstream(article, self.hydrator.corpus) and self.hydrator.annotation(article) is None:
                yield article.id

    def _inconsistencies(self) -> Iterator[tuple[str, tuple[Inconsistency, ...]]]:
        for article in self._hydrated():
            if found := self.hydrator.inconsistencies(article):
                yield article.id, found


def _forms(text: str) -> Iterable[str]:
    """The text, and the text without what editors leave around it; a hash decides, so trying is safe."""
    return dict.fromkeys((text, text.rstrip("\n"), text.strip(), f"{text}\n"))
