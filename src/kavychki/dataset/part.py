"""One part of a build: a stretch of the corpus validated and written, by a function that any process can call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import orjson
import pyarrow as pa

from kavychki.dataset.configs import Config, configs
from kavychki.dataset.parquet import TableWriter, WrittenFile
from kavychki.dataset.report import CollectionShare
from kavychki.hydration import Hydrator, TextStore
from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import Line
from kavychki.io.memory import keep_freed_memory
from kavychki.io.parts import Part
from kavychki.model import Article, Collection
from kavychki.model.split import SPLITS, split_of
from kavychki.schema.documents import Schema
from kavychki.statistics import Census
from kavychki.statistics.columnar import add_columns
from kavychki.validation.checker import Checker
from kavychki.validation.columnar import QuickChecker
from kavychki.validation.finding import Finding
from kavychki.validation.level3.signatures import signatures_of
from kavychki.validation.level3.sketches import Sketch
from kavychki.validation.shards import check_file, without_collector

LEVEL = 3
"""A build needs records without errors; the warnings of level 4 do not stop it."""

BATCH_LINES = 384
"""Lines of a split that are checked together: enough to pay, few enough for memory."""

FEW_LINES = 16
"""Lines of a batch that was not accepted that are checked one by one; more are halved first."""

_ID = re.compile(rb'\{"id":"([a-z0-9-]+)"')


@dataclass(frozen=True, slots=True)
class Plan:
    """What every part of a build has in common: paths and names alone, so that it can be sent anywhere."""

    corpus: Path
    store: TextStore
    folder: Path
    configs: tuple[str, ...]
    redistributable_only: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a build: its number, by which its files are named, and what it reads."""

    number: int
    parts: tuple[Part, ...]


@dataclass(slots=True)
class PartResult:
    """What came of the task: its files by config and split, records by collection, and for each part what was found.

    Findings are errors alone; their lines count from the beginning of their part. ``lines`` has the number of lines of
    each part, ``sketches`` what checks across the corpus need of it. ``shown`` is the first article whose text may be
    passed on, for the card.
    """

    files: dict[tuple[str, str], list[WrittenFile]] = field(default_factory=dict)
    shares: dict[str, CollectionShare] = field(default_factory=dict)
    findings: list[list[Finding]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    census: Census = field(default_factory=Census)
    shown: Article | None = None


def build_part(task: Task, plan: Plan) -> PartResult:
    """Validate the lines of a task and write their rows; files that an earlier attempt has left are replaced.

    Pure but for its files: the same task and plan give the same bytes and the same result, in whatever process.

    Raises:
        CorpusError: the corpus or the text store cannot be used.
        OSError: the folder cannot be written, or a file vanished.
    """
    result = PartResult()
    with without_collector(), _Rows(task, plan) as rows:
        reader = _PartReader(_Tools.of(plan), rows, result, plan.redistributable_only)
        for part in task.parts:
            reader.read(part)
    result.files = rows.written()
    return result


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is loaded once for all tasks of a build that a process is given."""

    corpus: Corpus
    checker: Checker
    quick: QuickChecker
    hydrator: Hydrator

    @classmethod
    @lru_cache(maxsize=1)
    def of(cls, plan: Plan) -> _Tools:
        keep_freed_memory()
        corpus, schema = Corpus.open(plan.corpus), Schema.at()
        checker = Checker(schema, corpus, plan.store.get, LEVEL)
        return cls(corpus, checker, QuickChecker(schema, corpus), Hydrator(corpus, plan.store))


class _Rows:
    """The writers of a task: one for each config and split that has rows."""

    def __init__(self, task: Task, plan: Plan) -> None:
        self._task, self._folder = task, plan.folder
        self._configs = [config for config in configs() if config.name in plan.configs]
        self._from_articles = [config for config in self._configs if not config.verbatim]
        self._writers: dict[tuple[str, str], TableWriter] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.__exit__(*details)  # type: ignore[arg-type]

    def write_columns(self, records: pa.StructArray, lines: Sequence[bytes], split: str) -> None:
        """The rows of records that carry their texts; ``lines`` are the same records, for configs that need values."""
        for config in self._configs:
            if config.verbatim:
                self._writer(config, split).write_columns(records)
        if self._from_articles:
            for line in lines:
                self._write(self._from_articles, _article(line), split)

    def write_article(self, record: Article, hydrated: Article | None, split: str) -> None:
        """The rows of a record as it is stored where no text is needed, else with its text."""
        self._write([config for config in self._configs if config.text_free], record, split)
        if hydrated is not None:
            self._write([config for config in self._configs if not config.text_free], hydrated, split)

    def written(self) -> dict[tuple[str, str], list[WrittenFile]]:
        """The files, by config and split."""
        return {key: writer.written for key, writer in self._writers.items()}

    def _write(self, chosen: Sequence[Config], article: Article, split: str) -> None:
        for config in chosen:
            for row in config.rows(article):
                self._writer(config, split).write_row(row)

    def _writer(self, config: Config, split: str) -> TableWriter:
        key = config.name, split
        if key not in self._writers:
            stem = f"{split}-{self._task.number:05d}"
            writer = TableWriter(self._folder / config.name, stem, config.features, repetitive=not config.verbatim)
            self._writers[key] = self._stack.enter_context(writer)
        return self._writers[key]


@dataclass(slots=True)
class _PartReader:
    """Reads parts, batch by batch of one split, quickly where it can and exactly where it must."""

    tools: _Tools
    rows: _Rows
    result: PartResult
    redistributable_only: bool
    _batches: dict[str, list[tuple[Line, int]]] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)
    _sketches: list[Sketch] = field(default_factory=list)
    _findings: list[Finding] = field(default_factory=list)

    def read(self, part: Part) -> None:
        """Check and write the lines of a part, and add what was found to the result."""
        self._order, self._sketches, self._findings = [], [], []
        number = 0
        if part.empty:
            for checked in check_file(part.path, part.shard, self.tools.checker):
                self._findings += checked.findings
        else:
            for line, offset in part.lines():
                number = line.number
                self._take(line, offset, part)
            self._finish(part)
        self.result.lines.append(number)
        order = np.argsort(np.array(self._order, np.int64), kind="stable").tolist()
        self.result.sketches.append(Sketch.joined(self._sketches).arranged(order))
        self.result.findings.append(sorted(self._findings, key=lambda finding: finding.line or 0))

    def _take(self, line: Line, offset: int, part: Part) -> None:
        split = self._peeked_split(line, part.shard)
        if split is None:
            self._finish(part)
            self._check_exactly(line, offset, part)
            return
        batch = self._batches.setdefault(split, [])
        batch.append((line, offset))
        if len(batch) >= BATCH_LINES:
            self._check(self._batches.pop(split), split, part)

    def _finish(self, part: Part) -> None:
        for split in [split for split in SPLITS if split in self._batches]:
            self._check(self._batches.pop(split), split, part)

    def _peeked_split(self, line: Line, shard: Shard | None) -> str | None:
        """The split of a line's record before it is parsed, where its id is enough to tell."""
        collection = self.tools.corpus.collections.get(shard.collection) if shard else None
        found = _ID.match(line.data)
        if collection is None or found is None or collection.split.policy == "upstream":
            return None
        if not self._carried(collection):
            return None
        return split_of(found[1].decode(), None, collection.split)

    def _check(self, batch: list[tuple[Line, int]], split: str, part: Part) -> None:
        lines = [line.data for line, _ in batch]
        # Only a file's last line may lack its LF, and the exact checks say so.
        whole = b"\n".join([*lines, b""]) if all(line.terminated for line, _ in batch) else None
        records = self.tools.quick.accepted(whole, part.shard) if whole and part.shard else None
        if records is not None:
            self._accept(records, batch, lines, split)
        elif len(batch) > FEW_LINES:
            middle = len(batch) // 2
            self._check(batch[:middle], split, part)
            self._check(batch[middle:], split, part)
        else:
            for line, offset in batch:
                self._check_exactly(line, offset, part)

    def _accept(self, records: pa.StructArray, batch: list[tuple[Line, int]], lines: list[bytes], split: str) -> None:
        count = len(batch)
        self._order += [line.number for line, _ in batch]
        self._sketches.append(
            Sketch.of_split(
                records.field("id"),
                [bytes.fromhex(each)[:16] for each in records.field("text_sha256").to_pylist()],
                split,
                signatures_of(records.field("text").to_pylist()),
            )
        )
        name = records.field("collection")[0].as_py()
        self._count(name, self._share(name).with_records(count))
        if not self._findings:
            self.rows.write_columns(records, lines, split)
            add_columns(self.result.census, records, split)
            # Texts are quickly accepted of collections alone whose texts may be passed on.
            self.result.shown = self.result.shown or _article(lines[0])

    def _check_exactly(self, line: Line, offset: int, part: Part) -> None:
        # Only a file's first line may be taken for one: a byte order mark further on is an ordinary character.
        shift = int(part.start > 0)
        numbered = Line(line.number + shift, line.data, line.size, line.terminated, line.oversize)
        checked = self.tools.checker.check_line(numbered, str(part.path), part.shard, offset)
        self._findings += [each.moved(-shift) for each in checked.findings if each.severity == "error"]
        if checked.digest is not None:
            self._order.append(line.number)
            self._sketches.append(Sketch.of(checked.digest))
        if checked.record is None or self._findings:
            return
        record = Article.from_dict(checked.record)
        collection = self.tools.corpus.collections[record.collection]
        hydrated = self.tools.hydrator.hydrated(record) if self._carried(collection) else None
        self._count(record.collection, self._share(record.collection).with_record(hydrated))
        split = split_of(record.id, record.upstream, collection.split)
        article = hydrated.article if hydrated else None
        self.rows.write_article(record, article, split)
        self.result.census.add(record, split, has_text=article is not None)
        if article is not None and collection.redistributable:
            self.result.shown = self.result.shown or article

    def _carried(self, collection: Collection) -> bool:
        """Whether the build takes the texts of a collection that are at hand."""
        return collection.redistributable or not self.redistributable_only

    def _share(self, collection: str) -> CollectionShare:
        return self.result.shares.get(collection) or CollectionShare.of(self.tools.corpus.collections[collection])

    def _count(self, collection: str, share: CollectionShare) -> None:
        self.result.shares[collection] = share


def _article(line: bytes) -> Article:
    return Article.from_dict(orjson.loads(line))
