"""Building the dataset: from records to a folder that ``datasets`` loads, in one pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Self

import pyarrow as pa

from kavychki.dataset.card import SHARD, card
from kavychki.dataset.configs import Config, configs
from kavychki.dataset.croissant import FILE as CROISSANT
from kavychki.dataset.croissant import croissant
from kavychki.dataset.folder import MARKER, replaced_folder
from kavychki.dataset.parquet import RowWriter
from kavychki.dataset.report import BuildReport, CollectionShare, SplitSize
from kavychki.dataset.statement import Statement
from kavychki.errors import DatasetError
from kavychki.hydration import Hydrated, Hydrator, TextStore
from kavychki.io.checksums import checksums, write_checksums
from kavychki.io.corpus import Corpus
from kavychki.model import Article
from kavychki.model.split import SPLITS, split_of
from kavychki.plotting import FORMATS
from kavychki.schema.documents import Schema
from kavychki.statistics import Census
from kavychki.statistics.pictures import pictures as pictures_of
from kavychki.validation.checker import Checker
from kavychki.validation.engine import across
from kavychki.validation.finding import Finding
from kavychki.validation.level3.across import CrossChecks
from kavychki.validation.shards import check_shards

IMAGES = "images"

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
    pictures: bool = False,
    redistributable_only: bool = False,
) -> BuildReport:
    """Validate the corpus and write it as a dataset folder, which takes the place of an older build at ``out``.

    Articles whose text is neither in the record nor in the text store are left out and counted in the report.

    Args:
        out: the folder to write; if it exists it must be empty or an earlier build.
        corpus: by default the one that comes with the package.
        store: where texts of text-free records are; by default the user's own.
        progress: called with every article.
        pictures: draw what the build holds into the folder ``images`` and show it in the card.
        redistributable_only: leave out texts that may not be passed on, by the manifest, even where they are at hand.

    Raises:
        InvalidCorpusError: the corpus is not valid; nothing was written.
        DatasetError: ``out`` is something else than a build, or there is no article to write.
        CorpusError: a first pass that is kept beside the records is broken.
        KavychkiError: pictures are wanted, and matplotlib is not installed.
        OSError: ``out`` cannot be written, or the disk is full; an older build is as it was.
    """
    opened, texts = corpus or Corpus.open(), store or TextStore.default()
    with replaced_folder(out) as folder:
        known, census = configs(), Census()
        shown: Article | None = None
        shares = {
            name: CollectionShare(0, 0, collection.redistributable, collection.obtain)
            for name, collection in opened.collections.items()
        }
        with _Writers(folder, known) as writers:
            for record, hydrated in _valid_articles(opened, texts, redistributable_only):
                shares[record.collection] = shares[record.collection].with_record(hydrated)
                policy = opened.collections[record.collection].split
                split = split_of(record.id, record.upstream, policy)
                writers.write(record, hydrated.article if hydrated else None, split)
                census.add(record, split, has_text=hydrated is not None)
                if shown is None and hydrated and opened.collections[record.collection].redistributable:
                    shown = hydrated.article
                if progress:
                    progress(record)
        if not any(share.included for share in shares.values()):
            raise DatasetError("no article has its text at hand: hydrate a collection first (`kavychki hydrate`)")
        report = BuildReport(
            configs=writers.sizes(),
            collections=shares,
            digest=_digest(folder),
            versions={"kavychki": version("kavychki"), "pyarrow": pa.__version__},
        )
        _describe(folder, report, Statement.of(opened, census), shown, pictures)
        _write_text(folder / MARKER, json.dumps(report.to_dict(), indent=2) + "\n")
        write_checksums(folder)
    return report


def _describe(folder: Path, report: BuildReport, statement: Statement, shown: Article | None, pictures: bool) -> None:
    """Write what people and machines read of the build: the card, its pictures, the Croissant file."""
    drawn = pictures_of(statement.census, statement.agreements) if pictures else {}
    for name, picture in drawn.items():
        for form in FORMATS:
            path = folder / IMAGES / f"{name}.{form}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture(form))
    known = configs()
    _write_text(folder / "README.md", card(report, known, statement, shown=shown, pictures=list(drawn)))
    built = [config for config in known if config.name in report.configs]
    _write_text(folder / CROISSANT, croissant(statement, built))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _valid_articles(
    corpus: Corpus, texts: TextStore, redistributable_only: bool
) -> Iterator[tuple[Article, Hydrated | None]]:
    """Every record, and the article with its text where the build has it; raises at the end where there were errors."""
    errors: list[Finding] = []
    checks, hydrator = CrossChecks(corpus), Hydrator(corpus, texts)
    checker = Checker(Schema.at(), corpus, texts.get, LEVEL)
    for checked in check_shards([(shard.path, shard) for shard in corpus.shards()], checker):
        errors += [finding for finding in across([checked], checks) if finding.severity == "error"]
        if checked.record is not None and not errors:
            article = Article.from_dict(checked.record)
            carried = not redistributable_only or corpus.collections[article.collection].redistributable
            yield article, hydrator.hydrated(article) if carried else None
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

    def write(self, record: Article, hydrated: Article | None, split: str) -> None:
        """Write the rows of every config: of the record as it is stored where no text is needed, else with its text."""
        for config in self._configs:
            article = record if config.text_free else hydrated
            for row in config.rows(article) if article is not None else ():
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


def _digest(folder: Path) -> str:
    """SHA-256 over the names and hashes of the data files: the identity of the content."""
    return hashlib.sha256(checksums(folder).encode()).hexdigest()
