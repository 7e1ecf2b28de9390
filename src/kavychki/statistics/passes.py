"""Agreement of the first passes that are kept beside the decided records, collection by collection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kavychki.io.corpus import Corpus
from kavychki.io.records import read_shard
from kavychki.metrics import Agreement, agreement
from kavychki.model import Article


@dataclass(frozen=True, slots=True)
class PassAgreement:
    """How far two passes over a collection agree, over the articles that both have; passes go by their annotators."""

    collection: str
    left: str
    right: str
    agreement: Agreement


def agreement_of_passes(corpus: Corpus) -> list[PassAgreement]:
    """The agreement of every two passes of each collection that share an article; no text is needed.

    Raises:
        CorpusError: a line of a pass holds no valid record.
        KavychkiError: two passes annotate different texts under one id.
    """
    passes: dict[str, dict[str, dict[str, Article]]] = {}
    for shard in corpus.passes():
        by_pass = passes.setdefault(shard.collection, {})
        by_pass.setdefault(shard.path.stem, {}).update((article.id, article) for article in read_shard(shard))
    return [each for collection, by_pass in passes.items() for each in _agreements(collection, by_pass)]


def _agreements(collection: str, by_pass: dict[str, dict[str, Article]]) -> Iterator[PassAgreement]:
    for (left, one), (right, other) in combinations(sorted(by_pass.items()), 2):
        if one.keys() & other.keys():
            yield PassAgreement(collection, left, right, agreement(one.values(), other.values(), only_shared=True))
