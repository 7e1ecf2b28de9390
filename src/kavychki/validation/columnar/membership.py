"""L3's look at single records, over columns: what they must keep to as members of their corpus."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.io.corpus import Corpus, Shard
from kavychki.validation.columnar.spans import owners


def are_members(records: pa.StructArray, corpus: Corpus, shard: Shard) -> bool:
    """Whether records with texts of their own may stand in this shard, by the manifest and the registry."""
    collection = corpus.collections.get(shard.collection)
    if collection is None or not collection.redistributable or collection.split.policy == "upstream":
        return False
    if records.field("entities").null_count:
        return False
    if records.field("phenomena").null_count and "phenomena" in collection.layers:
        return False
    identifiers = records.field("id")
    return (
        _all(pc.equal(records.field("collection"), shard.collection))
        and _all(pc.equal(records.field("origin"), collection.origin))
        and _all(pc.starts_with(identifiers, f"{shard.collection}-"))
        and not pc.any(pc.is_in(identifiers, pa.array(list(corpus.withdrawn), pa.string()))).as_py()
        and _annotators_are_known(records.field("annotation"), corpus)
    )


def _annotators_are_known(annotations: pa.StructArray, corpus: Corpus) -> bool:
    lists = annotations.field("annotators")
    people = [name for name, each in corpus.annotators.items() if each.kind == "person"]
    if not _all(pc.is_in(lists.values, pa.array(list(corpus.annotators), pa.string()))):
        return False
    is_person = np.asarray(pc.is_in(lists.values, pa.array(people, pa.string())))
    by_people = np.bincount(owners(lists), weights=is_person, minlength=len(lists)) > 0
    reviewed = np.asarray(pc.equal(annotations.field("status"), "reviewed"))
    return bool((by_people | ~reviewed).all())


def _all(values: pa.BooleanArray) -> bool:
    return bool(pc.all(values, min_count=0).as_py())
