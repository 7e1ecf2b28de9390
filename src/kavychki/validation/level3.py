"""L3: what a record must keep to as a member of its corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kavychki.io.corpus import Corpus, Shard
from kavychki.validation.problem import Problem, shortened


@dataclass(slots=True)
class CorpusChecks:
    """The checks across records: holds one id and its place for each record seen so far.

    ``corpus`` is None where records are checked outside any corpus; then only ids are compared.
    """

    corpus: Corpus | None
    _places: dict[str, str] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)

    def problems(self, record: Mapping[str, Any], shard: Shard | None, file: str, line: int) -> Iterator[Problem]:
        """Every L3 problem of a record that has passed L1, at its place."""
        yield from self._id_problems(record["id"], shard, file, line)
        if self.corpus is not None:
            yield from self._membership_problems(record, self.corpus, shard)

    def _id_problems(self, identifier: str, shard: Shard | None, file: str, line: int) -> Iterator[Problem]:
        # A pass repeats the ids of the decided records on purpose: it is a corpus of its own.
        key = f"{file}:{identifier}" if shard and shard.is_pass else identifier
        if key in self._places:
            message = f"the id {shortened(identifier)} is already used at {self._places[key]}"
            yield Problem("K301", message, ("id",))
        else:
            self._places[key] = f"{file}:{line}"
        last = self._last.get(file)
        if last is not None and identifier < last:
            yield Problem("K305", f"{shortened(identifier)} stands behind {shortened(last)}", ("id",))
        self._last[file] = identifier

    def _membership_problems(self, record: Mapping[str, Any], corpus: Corpus, shard: Shard | None) -> Iterator[Problem]:
        name = record["collection"]
        if shard is not None and shard.collection != name:
            yield Problem("K303", f"a record of {name!r} stands in the folder {shard.collection!r}", ("collection",))
        collection = corpus.collections.get(name)
        if collection is None:
            known = ", ".join(sorted(corpus.collections))
            yield Problem(
                "K302", f"the collection {name!r} is not in the manifest, which knows {known}", ("collection",)
            )
        else:
            if record["text"] is not None and not collection.redistributable:
                yield Problem("K307", f"texts of {name!r} may not be shipped, the record carries its text", ("text",))
            if record["origin"] != collection.origin:
                yield Problem("K308", f"the collection's origin is {collection.origin!r}", ("origin",))
            if record["entities"] is None and "entities" in collection.layers and collection.upstream is None:
                yield Problem("K309", f"{name!r} promises entities and has no upstream to supply them", ("entities",))
        yield from _annotator_problems(record, corpus)


def _annotator_problems(record: Mapping[str, Any], corpus: Corpus) -> Iterator[Problem]:
    annotation = record["annotation"]
    for number, identifier in enumerate(annotation["annotators"]):
        if identifier not in corpus.annotators:
            message = f"the annotator {identifier!r} is not in annotators.json"
            yield Problem("K304", message, ("annotation", "annotators", number))
    kinds = {corpus.annotators[name].kind for name in annotation["annotators"] if name in corpus.annotators}
    if annotation["status"] == "reviewed" and "person" not in kinds:
        yield Problem("K310", "no annotator of this reviewed record is a person", ("annotation", "status"))
