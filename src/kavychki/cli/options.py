"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

corpus_option = click.option(
    "--corpus",
    "corpus_dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KAVYCHKI_CORPUS",
    show_envvar=True,
    help="Corpus folder: one that holds collections.json.  [default: the package's own]",
)

annotator_option = click.option(
    "--annotator",
    required=True,
    envvar="KAVYCHKI_ANNOTATOR",
    show_envvar=True,
    help="Who annotates: an id of annotators.json.",
)
