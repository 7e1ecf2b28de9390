"""``kavychki fmt``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from kavychki.cli.main import EXIT_FINDINGS
from kavychki.cli.options import corpus_option
from kavychki.errors import CorpusError
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Corpus
from kavychki.io.locking import shard_lock
from kavychki.validation.formatting import canonical_shard


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Change nothing; exit status 1 where a shard is not canonical.")
@corpus_option
def command(paths: tuple[Path, ...], check: bool, corpus_dir: Path | None) -> int:
    """Rewrite shards in canonical form: sorted by id, keys and items in order, no spaces, LF.

    PATHS are shards or folders; without any, every shard of the corpus. A shard with a record that the schema refuses
    is left as it is.

    \b
      kavychki fmt
      kavychki fmt --check corpus
    """
    found = [_canonical(path, check=check) for path in _shards(paths, corpus_dir)]
    return EXIT_FINDINGS if "broken" in found or (check and "changed" in found) else 0


def _canonical(path: Path, *, check: bool) -> str:
    """Rewrite a shard, or only look; says whether it was "canonical", "changed" or "broken"."""
    with nullcontext() if check else shard_lock(path):
        before = path.read_bytes()
        try:
            after = canonical_shard(before)
        except CorpusError as error:
            click.secho(f"{path}: {error}", fg="red", err=True)
            return "broken"
        if after == before:
            return "canonical"
        click.echo(f"{path}: {'is not canonical' if check else 'rewritten'}")
        if not check:
            with atomic_file(path) as stream:
                stream.write(after)
        return "changed"


def _shards(paths: tuple[Path, ...], corpus_dir: Path | None) -> list[Path]:
    if not paths:
        corpus = Corpus.open(corpus_dir)
        return [shard.path for shard in corpus.every_shard()]
    return [file for path in paths for file in (sorted(path.rglob("*.jsonl")) if path.is_dir() else [path])]
