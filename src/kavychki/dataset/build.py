"""Building the dataset: from records to a folder that ``datasets`` loads, in one pass."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Self

import pyarrow as pa

from kavychki.dataset.card import SHARD, card
from kavychki.dataset.configs import Config, configs
from kavychki.dataset.folder import MARKER, replaced_folder
from kavychki.dataset.parquet import RowWriter
from kavychki.dataset.report import BuildReport, CollectionShare, SplitSize
from kavychki.errors import DatasetError
from kavychki.hydration.store import TextStore
from kavychki.io.corpus import Corpus
from kavychki.model import Article
from kavychki.model.split import SPLITS, split_of
from kavychki.model.surfaces import with_text
from kavychki.schema.documents import Schema
from kavychki.validation.checker import Checker
from kavychki.validation.engine import across
from kavychki.validation.finding import Finding
from kavychki.validation.level3.across import CrossChecks
from kavychki.validation.shards import check_shards

CHECKSUMS = "SHA256SUMS"

LEVEL = 3
"""A build needs records without errors; the warnings of level 4 do not stop it."""

Progress = Callable[[Article], None]


class InvalidCorpusError(DatasetError):
    """The corpus has findings of severity error; ``findings`` has all of them."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the corpus has {len(findings)} errors: mend them first (`kavychki validate` shows them)")
        self.findings = findings


def build(
    out: Path,
    *,
    corpus: Corpus | None = None,
    store: TextStore | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Validate the corpus and write it as a dataset folder, which takes the place of an older build at ``out``.

    Articles whose text is neither in the record nor in the text store are left out and counted in the report.

    Args:
        out: the folder to write; if it exists it must be empty or an earlier build.
        corpus: by default the one that comes with the package.
        store: where texts of text-free records are; by default the user's own.
        progress: called with every article.

    Raises:
        InvalidCorpusError: the corpus is not valid; nothing was written.
        DatasetError: ``out`` is something else than a build, or there is no article to write.
        OSError: ``out`` cannot be written, or the disk is full; an older build is as it was.
    """
    opened, texts = corpus or Corpus.open(), store or TextStore.default()
    with replaced_folder(out) as folder:
        known = configs()
        included: Counter[str] = Counter()
        records: Counter[str] = Counter()
        with _Writers(folder, known) as writers:
            for article in _valid_articles(opened, texts):
                records[article.collection] += 1
                included[article.collection] += article.text is not None
                policy = opened.collections[article.collection].split
                writers.write(article, split_of(article.id, article.upstream, policy))
                if progress:
                    progress(article)
        if not included.total():
            raise DatasetError("no article has its text at hand: hydrate a collection first (`kavychki hydrate`)")
        report = BuildReport(
            configs=writers.sizes(),
            collections={
                name: CollectionShare(records[name], included[name], collection.redistributable, collection.obtain)
                for name, collection in opened.collections.items()
            },
            digest=_digest(folder),
            versions={"kavychki": version("kavychki"), "pyarrow": pa.__version__},
        )
        (folder / "README.md").write_text(card(report, known, dict(opened.collections)), encoding="utf-8", newline="\n")
        (folder / MARKER).write_text(json.dumps(report.to_dict(), indent=2) + "\n", encoding="utf-8", newline="\n")
        _write_checksums(folder)
    return report


def _valid_articles(corpus: Corpus, texts: TextStore) -> Iterator[Article]:
    """Every article, with its text where that is at hand; raises at the end where there were errors."""
    errors: list[Finding] = []
    checks = CrossChecks(corpus)
    checker = Checker(Schema.at(), corpus, texts.get, LEVEL)
    for checked in check_shards([(shard.path, shard) for shard in corpus.shards()], checker):
        errors += [finding for finding in across([checked], checks) if finding.severity == "error"]
        if checked.record is not None and not errors:
            article = Article.from_dict(checked.record)
            text = texts.get(article.text_sha256) if article.text is None else None
            yield article if text is None else with_text(article, text)
    if errors:
        raise InvalidCorpusError(errors)


class _Writers:
    """One writer for each config and split that has rows."""

    def __init__(self, folder: Path, known: Iterable[Config]) -> None:
        self._folder = folder
        self._configs = tuple(known)
        self._open: dict[tuple[str, str], RowWriter] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.__exit__(*details)  # type: ignore[arg-type]

    def write(self, article: Article, split: str) -> None:
        """Write an article's rows of every config, or without its text of those alone that need none."""
        for config in self._configs:
            if article.text is None and not config.text_free:
                continue
            for row in config.rows(article):
                self._writer(config, split).write(row)

    def sizes(self) -> dict[str, dict[str, SplitSize]]:
        """What was written, by config and split; configs and splits without rows are left out."""
        found: dict[str, dict[str, SplitSize]] = {}
        for config in self._configs:
            for split in SPLITS:
                if writer := self._open.get((config.name, split)):
                    size = SplitSize(writer.rows, writer.size, writer.path.stat().st_size)
                    found.setdefault(config.name, {})[split] = size
        return found

    def _writer(self, config: Config, split: str) -> RowWriter:
        key = config.name, split
        if key not in self._open:
            path = self._folder / config.name / SHARD.format(split=split)
            self._open[key] = self._stack.enter_context(RowWriter(path, config.features))
        return self._open[key]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(folder: Path) -> str:
    """SHA-256 over the names and hashes of the data files: the identity of the content."""
    lines = (f"{_file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _write_checksums(folder: Path) -> None:
    """SHA256SUMS as ``sha256sum --check`` reads it."""
    lines = [f"{_file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
