"""Building the dataset: from records to a folder that ``datasets`` loads, in one pass, part by part."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from kavychki.dataset.card import SHARD, card
from kavychki.dataset.configs import Config
from kavychki.dataset.configs import configs as all_configs
from kavychki.dataset.croissant import FILE as CROISSANT
from kavychki.dataset.croissant import croissant
from kavychki.dataset.folder import MARKER, replaced_folder
from kavychki.dataset.interrupts import kept_interrupts
from kavychki.dataset.parquet import WrittenFile
from kavychki.dataset.part import LEVEL, PartResult, Plan, Task, build_part
from kavychki.dataset.report import BuildReport, CollectionShare, SplitSize
from kavychki.dataset.statement import Statement
from kavychki.engines import Engine, EngineError, Processes
from kavychki.errors import DatasetError
from kavychki.hydration import TextStore
from kavychki.io.checksums import checksums, write_checksums
from kavychki.io.corpus import Corpus
from kavychki.io.parts import parts_of, stretches
from kavychki.model import Article
from kavychki.model.split import SPLITS
from kavychki.plotting import FORMATS
from kavychki.schema.documents import Schema
from kavychki.statistics import Census
from kavychki.statistics.pictures import pictures as pictures_of
from kavychki.validation.checker import Checker
from kavychki.validation.engine import across
from kavychki.validation.finding import Finding
from kavychki.validation.level3.across import CrossChecks
from kavychki.validation.level3.sketches import Sketch, nothing_across
from kavychki.validation.shards import check_shards

IMAGES = "images"

SMALLEST_PART, LARGEST_PART = 16 * 2**20, 256 * 2**20
PARTS = 16
"""Parts of a build: so many or a multiple, as they would be larger; fewer where they would be smaller (bytes)."""

Progress = Callable[[int], None]


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
    jobs: int = 1,
    engine: Engine | None = None,
    configs: Collection[str] | None = None,
    pictures: bool = False,
    redistributable_only: bool = False,
) -> BuildReport:
    """Validate the corpus and write it as a dataset folder, which takes the place of an older build at ``out``.

    Articles whose text is neither in the record nor in the text store are left out and counted in the report. The
    corpus is worked on in parts, whose memory does not depend on how large it is; the files are the same to the byte
    however many processes share the parts.

    Args:
        out: the folder to write; if it exists it must be empty or an earlier build.
        corpus: by default the one that comes with the package.
        store: where texts of text-free records are; by default the user's own.
        progress: called after each part with the number of its records.
        jobs: processes to share the work among.
        engine: what shares the work instead, such as a ``DaskEngine``; the files are the same.
        configs: names of the configs to write, by default all.
        pictures: draw what the build holds into the folder ``images`` and show it in the card.
        redistributable_only: leave out texts that may not be passed on, by the manifest, even where they are at hand.

    Raises:
        InvalidCorpusError: the corpus is not valid; nothing was written.
        DatasetError: ``out`` is something else than a build, there is no article to write, no config of a name, or a
            process was killed.
        CorpusError: a first pass that is kept beside the records is broken.
        KavychkiError: pictures are wanted, and matplotlib is not installed.
        OSError: ``out`` cannot be written, or the disk is full; an older build is as it was.
    """
    opened, texts = corpus or Corpus.open(), store or TextStore.default()
    known = _chosen(configs)
    with replaced_folder(out) as folder, kept_interrupts() as heed_interrupts:
        plan = Plan(opened.path, texts, folder, tuple(config.name for config in known), redistributable_only)
        tasks = _tasks(opened)
        runner = engine or Processes(jobs)
        results = []
        try:
            for result in runner.run(partial(build_part, plan=plan), tasks):
                results.append(result)
                heed_interrupts()
                if progress:
                    progress(sum(share.records for share in result.shares.values()))
            _require_validity(opened, texts, tasks, results, runner)
        except EngineError as error:
            raise DatasetError(f"{error}; nothing was written") from error
        shares = _shares(opened, results)
        if not any(share.included for share in shares.values()):
            raise DatasetError("no article has its text at hand: hydrate a collection first (`kavychki hydrate`)")
        files = _named_files(folder, results)
        report = BuildReport(
            configs=_sizes(files, plan.configs),
            collections=shares,
            digest=_digest(folder, files),
            versions={"kavychki": version("kavychki"), "pyarrow": pa.__version__},
        )
        _describe(folder, report, Statement.of(opened, _census(results)), known, _shown(results), pictures)
        _write_text(folder / MARKER, json.dumps(report.to_dict(), indent=2) + "\n")
        write_checksums(folder, _hashes(files))
    return report


def _describe(
    folder: Path,
    report: BuildReport,
    statement: Statement,
    known: Sequence[Config],
    shown: Article | None,
    pictures: bool,
) -> None:
    """Write what people and machines read of the build: the card, its pictures, the Croissant file."""
    drawn = pictures_of(statement.census, statement.agreements) if pictures else {}
    for name, picture in drawn.items():
        for form in FORMATS:
            path = folder / IMAGES / f"{name}.{form}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture(form))
    _write_text(folder / "README.md", card(report, known, statement, shown=shown, pictures=list(drawn)))
    built = [config for config in known if config.name in report.configs]
    _write_text(folder / CROISSANT, croissant(statement, built))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _chosen(names: Collection[str] | None) -> tuple[Config, ...]:
    known = all_configs()
    if names is None:
        return known
    if strange := set(names) - {config.name for config in known}:
        listed = ", ".join(config.name for config in known)
        raise DatasetError(f"no config {', '.join(sorted(strange))}: known are {listed}")
    return tuple(config for config in known if config.name in names)


def _tasks(corpus: Corpus) -> list[Task]:
    """The parts of a build; what they are depends on the corpus alone, so that the files do."""
    shards = list(corpus.shards())
    whole = sum(shard.path.stat().st_size for shard in shards if shard.path.is_file())
    # As many as several processes can share evenly, so that none has to wait for the others at the end.
    number = PARTS * max(1, math.ceil(whole / (PARTS * LARGEST_PART)))
    size = max(math.ceil(whole / number), SMALLEST_PART)
    parts = (part for shard in shards for part in parts_of(shard.path, shard, size))
    return [Task(number, each) for number, each in enumerate(stretches(parts, size))]


def _require_validity(
    corpus: Corpus, store: TextStore, tasks: Sequence[Task], results: Sequence[PartResult], engine: Engine
) -> None:
    """Raise what the parts have found, and what their records have wrong with each other."""
    errors, sketches = _gathered(tasks, results)
    if not nothing_across(sketches):
        # The exact checks say whether something is wrong, and what, in order of place.
        checker = Checker(Schema.at(), corpus, store.get, LEVEL)
        checked = check_shards([(shard.path, shard) for shard in corpus.shards()], checker, engine)
        errors = [finding for finding in across(checked, CrossChecks(corpus)) if finding.severity == "error"]
    if errors:
        raise InvalidCorpusError(errors)


def _gathered(tasks: Sequence[Task], results: Sequence[PartResult]) -> tuple[list[Finding], list[Sketch]]:
    """The findings of all parts, with their lines in their files, and the sketch of each file.

    Sketches take most memory of all that is kept of records: they are taken from the results, and held once.
    """
    before: Counter[Path] = Counter()
    errors: list[Finding] = []
    sketches: dict[Path, list[Sketch]] = {}
    for task, result in zip(tasks, results, strict=True):
        for part, findings, sketch, lines in zip(
            task.parts, result.findings, result.sketches, result.lines, strict=True
        ):
            errors += [finding.moved(before[part.path]) for finding in findings]
            sketches.setdefault(part.path, []).append(sketch)
            before[part.path] += lines
        result.sketches = []
    return errors, [Sketch.joined(sketches.pop(path)) for path in list(sketches)]


def _shares(corpus: Corpus, results: Iterable[PartResult]) -> dict[str, CollectionShare]:
    shares = {name: CollectionShare.of(collection) for name, collection in corpus.collections.items()}
    for result in results:
        for name, share in result.shares.items():
            shares[name] += share
    return shares


def _census(results: Iterable[PartResult]) -> Census:
    found = Census()
    for result in results:
        found.update(result.census)
    return found


def _shown(results: Iterable[PartResult]) -> Article | None:
    return next((result.shown for result in results if result.shown), None)


Files = dict[tuple[str, str], list[WrittenFile]]


def _named_files(folder: Path, results: Sequence[PartResult]) -> Files:
    """The files of every config and split under their final names, which say how many there are."""
    found: Files = {}
    for result in results:
        for key, files in result.files.items():
            found.setdefault(key, []).extend(files)
    return {
        (config, split): [
            file.renamed(folder / config / SHARD.format(split=split, number=number, count=len(files)))
            for number, file in enumerate(files)
        ]
        for (config, split), files in found.items()
        if files
    }


def _sizes(files: Files, names: Iterable[str]) -> dict[str, dict[str, SplitSize]]:
    """What was written, by config and split; configs and splits without rows are left out."""
    found: dict[str, dict[str, SplitSize]] = {}
    for name in names:
        for split in SPLITS:
            if written := files.get((name, split)):
                found.setdefault(name, {})[split] = SplitSize(
                    sum(file.rows for file in written),
                    sum(file.memory_bytes for file in written),
                    sum(file.file_bytes for file in written),
                    len(written),
                )
    return found


def _hashes(files: Files) -> dict[Path, str]:
    """The SHA-256 of each data file, which was counted while it was written."""
    return {file.path: file.sha256 for written in files.values() for file in written}


def _digest(folder: Path, files: Files) -> str:
    """SHA-256 over the names and hashes of the data files: the identity of the content."""
    return hashlib.sha256(checksums(folder, _hashes(files)).encode()).hexdigest()
