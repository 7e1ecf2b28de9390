"""The store of a corpus folder: one writer at a time, all or nothing, nothing overwritten unseen."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kavychki._resources import is_packaged
from kavychki.errors import CorpusError
from kavychki.hydration import TextStore
from kavychki.hydration.fingerprints import NAME as FINGERPRINTS
from kavychki.io.corpus import PASSES, Corpus, Shard
from kavychki.io.locking import corpus_lock
from kavychki.io.serialisation import parse_line
from kavychki.io.transaction import JOURNAL, Transaction, recover, transaction
from kavychki.io.withdrawn import WITHDRAWN, Withdrawal, withdrawn_table
from kavychki.model import Article
from kavychki.model.surfaces import with_text
from kavychki.model.vocabulary import Status
from kavychki.store.checking import Checking
from kavychki.store.errors import ConflictError, RefusedError, StoreError
from kavychki.store.incoming import Incoming
from kavychki.store.kept import Kept, digest_of
from kavychki.store.preparing import Prepared
from kavychki.store.shards import StoredLine, changed_lines, home_of, lines_of, stored_lines
from kavychki.validation import Finding

DECISIONS = "decisions.tsv"

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was stored.

    ``digests`` of the new and the changed records by id; the ids of those that were there already just so; the
    warnings that came with them.
    """

    digests: Mapping[str, str]
    unchanged: tuple[str, ...]
    warnings: tuple[Finding, ...]


@dataclass(slots=True)
class Store:
    """The records of a corpus folder. Reading takes no lock; writing takes the folder's, against every other process.

    Records of a collection whose texts may not be passed on are written without their text, which goes to the text
    store; read, they have it again wherever it is at hand.
    """

    path: Path
    texts: TextStore = field(default_factory=TextStore.default)
    _checking: Checking = field(default_factory=Checking)

    @classmethod
    def open(cls, path: Path | str | None = None, texts: TextStore | None = None) -> Store:
        """The store of a corpus folder, by default of the one that comes with the package.

        A change of several files that was interrupted there is ended first.

        Raises:
            CorpusError: the folder is no corpus.
        """
        corpus = Corpus.open(None if path is None else Path(path))
        if (corpus.path / JOURNAL).exists():
            with corpus_lock(corpus.path):
                recover(corpus.path)
        return cls(corpus.path, texts or TextStore.default())

    @property
    def corpus(self) -> Corpus:
        """The manifest and the registries as they are now; CorpusError where they are missing or broken."""
        return Corpus.open(self.path)

    def ids(self, collection: str | None = None, status: Status | None = None) -> Iterator[str]:
        """The ids of the records, or of those of a collection or a status, in order of shard and line."""
        for line in lines_of(self.corpus, collection):
            if status is None or _article(line).annotation.status == status:
                yield line.id

    def get(self, identifier: str) -> Kept:
        """A record, with its text wherever that is at hand, and its digest.

        Raises:
            StoreError: there is no such record.
            CorpusError: a shard cannot be read.
        """
        kept = self._find(identifier, self.corpus)
        if kept is None:
            raise StoreError(f"{self.path} has no record {identifier!r}")
        return kept

    def original(self, identifier: str, sha256: str | None) -> str | None:
        """The text that an article must have: that of the record of this id, else the hydrated one of this hash."""
        kept = self._find(identifier, self.corpus)
        if kept is not None:
            return kept.article.text
        # The hash comes from a file of anybody's: nothing else than a hash may become the name of one.
        return self.texts.get(sha256) if sha256 is not None and _HASH.fullmatch(sha256) else None

    def check(self, article: Article) -> tuple[Finding, ...]:
        """The findings that storing an article would have, in place of the record of its id if there is one."""
        corpus = self.corpus
        now = self._find(article.id, corpus)
        return self._findings([Prepared.of(Incoming(article), corpus, now)], corpus)

    def put(self, article: Article, expected: str | None) -> Saved:
        """Store one record, if nobody has changed it meanwhile.

        Args:
            article: the article, with its text or without.
            expected: the digest of the record as it was read, or None for a new one.

        Raises:
            ConflictError: the store has another record of this id, or none any more; nothing was changed.
            RefusedError: the record has errors; nothing was changed.
        """
        with self._changing() as (corpus, changes):
            now = self._find(article.id, corpus)
            if (now.digest if now else None) != expected:
                raise ConflictError(article.id, now)
            return self._save([Prepared.of(Incoming(article), corpus, now)], corpus, changes)

    def add(self, new: Sequence[Incoming], *, replace: bool = False) -> Saved:
        """Store records, all or none; one that is there already and differs only with ``replace``.

        Raises:
            RefusedError: one of them has errors, or is there already; nothing was changed.
        """
        with self._changing() as (corpus, changes):
            there = self._find_all({each.article.id for each in new}, corpus)
            changed, unchanged, refused = [], [], []
            for each in new:
                now = there.get(each.article.id)
                prepared = Prepared.of(each, corpus, now)
                if now is not None and prepared.digest == now.digest:
                    unchanged.append(prepared.id)
                elif now is None or replace:
                    changed.append(prepared)
                else:
                    message = "the id is stored already, otherwise: `kavychki add --replace` puts a record in its place"
                    refused.append(Finding("K301", message, each.file, each.line, record=prepared.id, pointer="/id"))
            if refused:
                raise RefusedError(tuple(refused))
            saved = self._save(changed, corpus, changes)
            return Saved(saved.digests, tuple(unchanged), saved.warnings)

    def remove(self, identifiers: Collection[str], reason: str, date: dt.date | None = None) -> None:
        """Withdraw records, all or none: from shards, first passes, the decisions between these, and fingerprints.

        Their ids are noted with the day (by default today's) and the reason, and are never used again.

        Raises:
            StoreError: there is no record of one of the ids, or the reason is not one line of text.
        """
        if not reason.strip() or len(reason.splitlines()) > 1 or "\t" in reason:
            raise StoreError("the reason must be one line of text without tabs")
        day = (date or dt.datetime.now(tz=dt.UTC).date()).isoformat()
        gone: dict[str, bytes | None] = dict.fromkeys(identifiers)
        with self._changing() as (corpus, changes):
            stored = {line.id: line.shard for line in lines_of(corpus) if line.id in gone}
            if missing := sorted(gone.keys() - stored.keys()):
                raise StoreError(f"{self.path} has no record {', '.join(map(repr, missing))}: nothing was removed")
            for shard in corpus.every_shard():
                if any(line.id in gone for line in stored_lines(shard)):
                    _rewrite(changes, shard, gone)
            for folder in {shard.path.parent for shard in stored.values()}:
                for path in (folder / PASSES / DECISIONS, folder / FINGERPRINTS):
                    _drop_rows(changes, path, gone)
            withdrawn = {**corpus.withdrawn, **{name: Withdrawal(name, day, reason.strip()) for name in gone}}
            with changes.replacing(self.path / WITHDRAWN) as stream:
                stream.write(withdrawn_table(withdrawn.values()))

    @contextmanager
    def _changing(self) -> Iterator[tuple[Corpus, Transaction]]:
        if is_packaged(self.path):
            remedy = "copy that folder, and give the copy as --corpus"
            raise StoreError(f"{self.path} is part of the installed package, where nothing is stored: {remedy}")
        with corpus_lock(self.path), transaction(self.path) as changes:
            yield self.corpus, changes

    def _find(self, identifier: str, corpus: Corpus) -> Kept | None:
        return self._find_all({identifier}, corpus).get(identifier)

    def _find_all(self, identifiers: Collection[str], corpus: Corpus) -> dict[str, Kept]:
        collections = {name.split("-", 1)[0] for name in identifiers} & corpus.collections.keys()
        lines = (line for name in sorted(collections) for line in lines_of(corpus, name))
        return {line.id: self._kept(_article(line)) for line in lines if line.id in identifiers}

    def _kept(self, stored: Article) -> Kept:
        text = self.texts.get(stored.text_sha256) if stored.text is None else None
        return Kept(stored if text is None else with_text(stored, text), digest_of(stored))

    def _save(self, new: Sequence[Prepared], corpus: Corpus, changes: Transaction) -> Saved:
        """Check records beside all others, and have them written; RefusedError where one has errors."""
        if not new:
            return Saved({}, (), ())
        findings = self._findings(new, corpus)
        if any(finding.severity == "error" for finding in findings):
            raise RefusedError(findings)
        for text in filter(None, (each.kept_apart for each in new)):
            self.texts.put(text)
        _write(new, corpus, changes)
        return Saved({each.id: each.digest for each in new}, (), findings)

    def _findings(self, new: Sequence[Prepared], corpus: Corpus) -> tuple[Finding, ...]:
        own = {each.stored.text_sha256: each.incoming.article.text for each in new}
        names = {each.id for each in new}
        others = (line for line in lines_of(corpus) if line.id not in names)

        def text_of(sha256: str) -> str | None:
            return own.get(sha256) or self.texts.get(sha256)

        return self._checking.findings(new, others, corpus, text_of)


def _article(line: StoredLine) -> Article:
    try:
        return parse_line(line.line.data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        place = f"{line.shard.path}:{line.line.number}"
        raise CorpusError(f"{place}: no valid record: run `kavychki validate`") from error


def _write(new: Sequence[Prepared], corpus: Corpus, changes: Transaction) -> None:
    """Have records written, each into the shard where it is or belongs."""
    homes = {line.id: line.shard.path for line in lines_of(corpus)}
    by_shard: dict[Shard, dict[str, bytes | None]] = defaultdict(dict)
    for each in new:
        collection = each.stored.collection
        path = homes.get(each.id) or home_of(each.id, collection, corpus)
        by_shard[Shard(path, collection)][each.id] = each.line
    for shard, lines in by_shard.items():
        _rewrite(changes, shard, lines)


def _rewrite(changes: Transaction, shard: Shard, lines: Mapping[str, bytes | None]) -> None:
    """Have a shard written with some of its lines changed; one that would be empty is removed."""
    with changes.replacing(shard.path) as stream:
        for data in changed_lines(shard, lines):
            stream.write(data + b"\n")
        is_empty = stream.tell() == 0
    if is_empty:
        changes.remove(shard.path)


def _drop_rows(changes: Transaction, path: Path, gone: Collection[str]) -> None:
    """Have the rows of a table that begin with one of the ids dropped."""
    if not path.exists():
        return
    rows = path.read_bytes().splitlines(keepends=True)
    with changes.replacing(path) as stream:
        stream.writelines(row for row in rows if row.split(b"\t", 1)[0].decode(errors="replace") not in gone)
