"""What lies at a path: a build, a corpus, or records."""

from __future__ import annotations

from pathlib import Path

from kavychki.dataset.folder import MARKER
from kavychki.errors import CorpusError
from kavychki.hydration import TextStore
from kavychki.io.corpus import MANIFEST, Corpus
from kavychki.site.source import CorpusSource, RecordSource, Source


def open_source(path: Path | None = None, *, corpus: Path | None = None, texts: TextStore | None = None) -> Source:
    """The source at a path.

    Args:
        path: a build, a corpus folder, a file of records or a folder of them; the corpus where it is None.
        corpus: the corpus folder that records belong to, by default the one that comes with the package.
        texts: where texts of text-free records are; by default the user's own store.

    Raises:
        CorpusError: there is nothing of the kind.
        DatasetError: it is a build without articles.
    """
    store = texts or TextStore.default()
    if path is None or (path / MANIFEST).is_file():
        return CorpusSource(Corpus.open(path or corpus), store)
    if (path / MARKER).is_file():
        from kavychki.site.built import BuiltSource  # noqa: PLC0415 - Arrow and datasets take a while to load

        return BuiltSource.open(path)
    files = tuple(sorted(path.glob("*.jsonl"))) if path.is_dir() else (path,)
    if not files:
        raise CorpusError(f"{path} holds no .jsonl file: give a build, a corpus folder, or records in .jsonl files")
    if not path.exists():
        raise CorpusError(f"there is no {path}: give a build, a corpus folder, or records in .jsonl files")
    return RecordSource(path.name or str(path), files, Corpus.open(corpus), store)
