"""The corpus folder: its manifest, its registry of annotators, its shards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kavychki._resources import resource_dir
from kavychki.errors import CorpusError, ManifestError
from kavychki.io.withdrawn import WITHDRAWN, Withdrawal, read_withdrawn
from kavychki.model import Annotator, Collection
from kavychki.schema.documents import Schema

MANIFEST = "collections.json"
REGISTRY = "annotators.json"
PASSES = "passes"
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of records of one collection; ``is_pass`` where it is a first pass kept beside the decided records."""

    path: Path
    collection: str
    is_pass: bool = False


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder whose manifest and registry obey their schemas."""

    path: Path
    collections: Mapping[str, Collection]
    annotators: Mapping[str, Annotator]
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path | None = None, schema: Schema | None = None) -> Corpus:
        """The corpus in a folder, by default the one that comes with the package.

        Raises:
            CorpusError: there is no such folder.
            ManifestError: its manifest or registry is missing or broken, or its list of withdrawn ids.
        """
        folder = path or resource_dir("corpus")
        if not folder.is_dir():
            raise CorpusError(f"{folder} is no folder: give a corpus folder, one that holds {MANIFEST}")
        collections = read_json(folder / MANIFEST, "collections", schema)
        annotators = read_json(folder / REGISTRY, "annotators", schema)
        return cls(
            folder,
            {name: Collection.from_dict(data) for name, data in collections.items()},
            {name: Annotator.from_dict(data) for name, data in annotators.items()},
            read_withdrawn(folder / WITHDRAWN),
        )

    def shards(self) -> Iterator[Shard]:
        """The shards of every collection, in order of collection and name."""
        for name in sorted(self.collections):
            for path in sorted((self.path / name).glob("*.jsonl")):
                yield Shard(path, name)

    def passes(self) -> Iterator[Shard]:
        """The first passes that are kept beside the decided records."""
        for name in sorted(self.collections):
            for path in sorted((self.path / name / PASSES).glob("*.jsonl")):
                yield Shard(path, name, is_pass=True)

    def replaced_passes(self) -> Iterator[Shard]:
        """The passes by which articles were decided before they were read again."""
        for name in sorted(self.collections):
            for path in sorted((self.path / name / PASSES / REPLACED).glob("*.jsonl")):
                yield Shard(path, name, is_pass=True)

    def every_shard(self) -> Iterator[Shard]:
        """Decided records, first passes and replaced ones."""
        yield from self.shards()
        yield from self.passes()
        yield from self.replaced_passes()


def read_json(path: Path, concept: str, schema: Schema | None = None) -> Any:
    """A JSON file that obeys the schema of a concept.

    Raises:
        ManifestError: it cannot be read, is not JSON, or violates the schema at the place that is named.
    """
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise ManifestError(str(path), "", f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ManifestError(str(path), "", f"is not JSON: {error}") from error
    for problem in (schema or Schema.at()).errors(concept, value):
        pointer = "".join(f"/{step}" for step in problem.path)
        raise ManifestError(str(path), pointer, f"violates {problem.keyword!r} of schema/{concept}.schema.json")
    return value
