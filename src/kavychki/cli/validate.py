"""``kavychki validate``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import Place, corpus_option, engine_options
from kavychki.cli.report import summary, terminal_lines
from kavychki.engines import Engine
from kavychki.errors import CorpusError
from kavychki.hydration import Hydrator, TextStore
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Corpus
from kavychki.io.locking import shard_lock
from kavychki.schema.documents import Schema
from kavychki.validation import RULES, Finding, validate
from kavychki.validation.fixing import fixed_shard
from kavychki.validation.formats import github_lines, jsonl_lines, sarif_log


class _Codes(click.ParamType[tuple[str, ...]]):
    """Codes, beginnings of codes, or slugs, separated by commas."""

    name = "CODES"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        chosen: list[str] = []
        for part in filter(None, value.split(",")):
            found = [rule.code for rule in RULES.values() if part == rule.slug or rule.code.startswith(part.upper())]
            if not found:
                self.fail(f"{part!r} is no code, no beginning of one and no slug", param, ctx)
            chosen += found
        return tuple(chosen)


@click.command("validate")
@click.argument("paths", nargs=-1, type=Place())
@corpus_option
@click.option("--level", type=click.IntRange(0, 4), default=4, show_default=True, help="Highest level to check.")
@click.option("--select", type=_Codes(), default=(), help="Show only these: codes, their beginnings, or slugs.")
@click.option("--ignore", type=_Codes(), default=(), help="Do not show these.")
@click.option("--max-findings", type=click.IntRange(1), help="Show so many and count the others.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to print findings.",
)
@click.option("--fix", is_flag=True, help="First mend what has exactly one right answer.")
@engine_options
@click.option(
    "--schema",
    "schema_dir",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Schema and vocabularies to check against.  [default: the package's own]",
)
def command(
    paths: tuple[Path, ...],
    corpus_dir: Path | None,
    level: int,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int | None,
    form: str,
    fix: bool,
    engine: Engine,
    schema_dir: Path | None,
) -> int:
    """Check records and say what is wrong, where, and how to mend it.

    PATHS are shards (.jsonl), folders of them, or corpus folders; without any, the whole corpus is checked. Shards
    are held against the manifest and the registry of --corpus. Levels: 0 bytes and lines, 1 schema, 2 the record, 3
    the corpus, 4 guidelines (warnings). An error at one level stops the higher ones for that record. Texts that have
    been hydrated are used. Exit status 1 where there is a finding.

    \b
      kavychki validate
      kavychki validate corpus/press/articles.jsonl --level 2
      kavychki validate --select K4 --ignore unquoted-cue
      kavychki validate --format sarif > findings.sarif
    """
    schema = Schema.at(schema_dir)
    corpus = Corpus.open(corpus_dir, schema)
    chosen = paths or (corpus.path,)
    notes = list(_fix(chosen, schema)) if fix else []
    for note in notes:
        click.echo(note, err=True)
    hydrator = Hydrator(corpus, TextStore.default())
    texts, entities = hydrator.store.get, hydrator.supplied
    with engine as runner:
        found = chain.from_iterable(
            validate(path, corpus=corpus, texts=texts, entities=entities, schema=schema_dir, level=level, engine=runner)
            for path in chosen
        )
        shown = (each for each in found if (not select or each.code in select) and each.code not in ignore)
        return _print(shown, form, max_findings)


def _fix(paths: Iterable[Path], schema: Schema) -> Iterator[str]:
    for path in paths:
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            try:
                if _mend(file, schema):
                    yield f"{file}: mended"
            except (CorpusError, OSError) as error:
                yield f"{file}: not mended: {error}"


def _mend(file: Path, schema: Schema) -> bool:
    """Mend a file; says whether there was something to mend."""
    with shard_lock(file):
        before = file.read_bytes()
        after = fixed_shard(before, schema)
        if after == before or not after:
            return False
        with atomic_file(file) as stream:
            stream.write(after)
        return True


def _print(findings: Iterable[Finding], form: str, limit: int | None) -> int:
    counts: Counter[str] = Counter()
    total: Counter[str] = Counter()
    limited = _limited(findings, limit, total)
    if form == "sarif":
        click.echo(json.dumps(sarif_log(limited), ensure_ascii=False, indent=1))
    else:
        writers = {"jsonl": jsonl_lines, "github": github_lines}
        lines = terminal_lines(limited, counts) if form == "text" else writers[form](limited)
        for line in lines:
            click.echo(line)
    hidden = 0 if limit is None else max(0, total.total() - limit)
    if form == "text":
        for line in summary(total):
            click.secho(line, fg="red" if total else "green", err=True)
    if hidden:
        click.echo(f"{hidden} more findings are not shown", err=True)
    return EXIT_FINDINGS if total else 0


def _limited(findings: Iterable[Finding], limit: int | None, total: Counter[str]) -> Iterator[Finding]:
    """The first findings, while all of them are counted."""
    for finding in findings:
        total[finding.code] += 1
        if limit is None or total.total() <= limit:
            yield finding
