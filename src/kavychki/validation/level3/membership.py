"""What a record must keep to as a member of its corpus: manifest, registry, folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus, Shard
from kavychki.model import Collection
from kavychki.model.split import split_of
from kavychki.validation.problem import Problem


def membership_problems(record: Mapping[str, Any], corpus: Corpus, shard: Shard | None) -> Iterator[Problem]:
    """Every problem of a record that has passed L1 with the manifest, the registry and the folder it stands in."""
    name = record["collection"]
    if shard is not None and shard.collection != name:
        yield Problem("K303", f"a record of {name!r} stands in the folder {shard.collection!r}", ("collection",))
    collection = corpus.collections.get(name)
    if collection is None:
        known = ", ".join(sorted(corpus.collections))
        yield Problem("K302", f"the collection {name!r} is not in the manifest, which knows {known}", ("collection",))
    else:
        yield from _manifest_problems(record, name, collection, is_pass=shard is not None and shard.is_pass)
    yield from _annotator_problems(record, corpus)


def _manifest_problems(
    record: Mapping[str, Any], name: str, collection: Collection, *, is_pass: bool
) -> Iterator[Problem]:
    if record["text"] is not None and not collection.redistributable:
        yield Problem("K307", f"texts of {name!r} may not be shipped, the record carries its text", ("text",))
    if record["origin"] != collection.origin:
        yield Problem("K308", f"the collection's origin is {collection.origin!r}", ("origin",))
    if record["entities"] is None and "entities" in collection.layers and collection.upstream is None:
        yield Problem("K309", f"{name!r} promises entities and has no upstream to supply them", ("entities",))
    if record["phenomena"] is None and "phenomena" in collection.layers and not is_pass:
        yield Problem("K309", f"{name!r} promises phenomena", ("phenomena",))
    try:
        split_of(record["id"], record["upstream"], collection.split)
    except CorpusError:
        yield Problem("K311", "the collection's splits are upstream's, and this path names none", ("upstream",))


def _annotator_problems(record: Mapping[str, Any], corpus: Corpus) -> Iterator[Problem]:
    annotation = record["annotation"]
    for number, identifier in enumerate(annotation["annotators"]):
        if identifier not in corpus.annotators:
            message = f"the annotator {identifier!r} is not in annotators.json"
            yield Problem("K304", message, ("annotation", "annotators", number))
    kinds = {corpus.annotators[name].kind for name in annotation["annotators"] if name in corpus.annotators}
    if annotation["status"] == "reviewed" and "person" not in kinds:
        yield Problem("K310", "no annotator of this reviewed record is a person", ("annotation", "status"))
