"""``kavychki build``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kavychki.cli.options import Place, corpus_option, engine_options
from kavychki.cli.report import report_findings
from kavychki.dataset.build import InvalidCorpusError, build
from kavychki.dataset.report import BuildReport
from kavychki.engines import Engine
from kavychki.io.corpus import Corpus


@click.command("build")
@click.option(
    "--out",
    type=Place(),
    default=Path("dataset"),
    show_default=True,
    help="Folder to write; an earlier build there is replaced when the new one is complete.",
)
@click.option("--configs", "names", help="Configs to write, separated by commas.  [default: all]")
@engine_options
@click.option(
    "--pictures", is_flag=True, help="Draw what the build holds and show it in the card. Needs the extra `plot`."
)
@corpus_option
def command(out: Path, names: str | None, engine: Engine, pictures: bool, corpus_dir: Path | None) -> int:
    """Validate the corpus and write the dataset: Parquet files, a card, a Croissant file, checksums.

    Articles whose texts may not be shipped are in it when their texts have been hydrated on this machine; what is
    missing is said. Memory stays bounded however large the corpus is, and the files are the same whatever --jobs is.

    \b
      kavychki build --out dataset
      kavychki build --corpus large --configs articles,quotes --jobs 4
      python -c 'from datasets import load_dataset; print(load_dataset("dataset", "quotes"))'
    """
    chosen = None if names is None else [name for name in map(str.strip, names.split(",")) if name]
    try:
        with engine as runner:
            report = build(out, corpus=Corpus.open(corpus_dir), engine=runner, configs=chosen, pictures=pictures)
    except InvalidCorpusError as error:
        click.echo("nothing was written: the corpus has errors", err=True)
        return report_findings(error.findings)
    for line in summary(report, out):
        click.echo(line)
    return 0


def summary(report: BuildReport, out: Path) -> list[str]:
    """What was built, what is not in it and how to get it, and the line that loads it."""
    splits = ("train", "validation", "test")
    width = max(map(len, report.configs)) + 2
    lines = [f"dataset: {out.resolve()}", "", "config".ljust(width) + "".join(f"{split:>12}" for split in splits)]
    for name, sizes in report.configs.items():
        rows = "".join(f"{sizes[split].rows if split in sizes else 0:>12,}" for split in splits)
        lines.append(f"{name:<{width}}{rows}")
    lines.append("")
    for name, share in report.collections.items():
        lines.append(f"collection {name}: {share.included} of {share.records} articles")
        if share.missing:
            lines.append(f"  {share.missing} not in it, their texts are not on this machine. {share.obtain}")
        if share.local:
            lines.append(f"  {share.local} are local: carried over to your own version of the text, ids end in -local")
        if share.without_entities:
            lines.append(f"  {share.without_entities} without entities: upstream's annotation is not on this machine")
    if report.private:
        lines.append("This build holds texts that may not be passed on: keep it on this machine.")
    shown = "quotes" if "quotes" in report.configs else next(iter(report.configs))
    call = f'load_dataset("{out.as_posix()}", "{shown}")'
    return [*lines, "", "load it with", f"  {_python()} -c 'from datasets import load_dataset; print({call})'"]


def _python() -> str:
    """The interpreter that runs this, as short as the working folder allows."""
    program = Path(sys.executable)
    return str(program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program)
