"""Loading the dataset in one call, built on the spot where it has not been built yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa

from kavychki.dataset.build import build
from kavychki.dataset.configs import DEFAULT_CONFIG, configs
from kavychki.dataset.folder import MARKER
from kavychki.errors import DatasetError
from kavychki.hydration.store import TextStore, cache_dir
from kavychki.io.corpus import MANIFEST, REGISTRY, Corpus
from kavychki.io.records import read_articles


def load(
    config: str = DEFAULT_CONFIG,
    *,
    split: str | None = None,
    path: Path | str | None = None,
    corpus: Path | str | None = None,
    streaming: bool = False,
) -> Any:
    """Load a config of the dataset, without network.

    Without ``path`` the corpus is built into the cache folder first, unless a build of exactly this corpus, these
    hydrated texts and these versions is there already. So a change of the corpus can never show old rows.

    Args:
        config: ``articles`` (default), ``quotes`` or another of docs/dataset.md.
        split: ``train``, ``validation`` or ``test``; all of them by default.
        path: a folder that ``kavychki build`` wrote.
        corpus: the corpus folder to build from, by default the one that comes with the package.
        streaming: iterate over the files instead of loading them.

    Returns:
        A ``datasets.DatasetDict``, or where ``split`` is given a ``datasets.Dataset``; iterable ones when streaming.

    Raises:
        DatasetError: unknown config, a split that is not there, or ``path`` is no build.
        CorpusError: ``corpus`` is no corpus folder.
        InvalidCorpusError: the corpus is not valid.
    """
    known = [each.name for each in configs()]
    if config not in known:
        raise DatasetError(f"no config {config!r}: known are {', '.join(known)}")
    folder = _cached_build(Corpus.open(Path(corpus) if corpus else None)) if path is None else Path(path)
    if not (folder / MARKER).is_file():
        raise DatasetError(f"{folder} is no dataset folder: write one with `kavychki build --out {folder}`")
    splits = json.loads((folder / MARKER).read_bytes())["configs"][config]
    if split is not None and split not in splits:
        raise DatasetError(f"no split {split!r} of {config} in this build: it has {', '.join(sorted(splits))}")
    return datasets.load_dataset(str(folder), config, split=split, streaming=streaming)


def _cached_build(corpus: Corpus) -> Path:
    store = TextStore.default()
    identity = hashlib.sha256()
    for part in _identity(corpus, store):
        identity.update(part)
    folder = cache_dir() / "datasets" / identity.hexdigest()[:32]
    if not (folder / MARKER).is_file():
        build(folder, corpus=corpus, store=store)
    return folder


def _identity(corpus: Corpus, store: TextStore) -> Iterator[bytes]:
    """Everything that a build depends on."""
    yield f"kavychki {version('kavychki')} pyarrow {pa.__version__}\n".encode()
    for path in (corpus.path / MANIFEST, corpus.path / REGISTRY, *(shard.path for shard in corpus.shards())):
        yield hashlib.sha256(path.read_bytes()).digest()
    for article in read_articles(corpus):
        if article.text is None and store.get(article.text_sha256) is not None:
            yield article.text_sha256.encode()
