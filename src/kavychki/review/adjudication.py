"""Deciding where two passes differ: the workbench over their merge, and the table of decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from kavychki.errors import KavychkiError
from kavychki.io.corpus import Corpus
from kavychki.model import Annotation, Article
from kavychki.model.surfaces import without_text
from kavychki.review.decisions import TAKEN, Decision, read_decisions, write_decisions
from kavychki.review.merging import Difference, Merge, merge
from kavychki.review.progress import Progress
from kavychki.review.records import RecordFile
from kavychki.review.workbench import BadRequestError, Work, Workbench
from kavychki.store.drafts import GUIDELINES

RECORDS = "articles.jsonl"
DECISIONS = "decisions.tsv"


@dataclass(frozen=True, kw_only=True)
class Adjudication(Workbench):
    """The merges of two sets of passes, and where the records and the decisions go."""

    merges: Mapping[str, Merge]
    decisions: Path

    mode: ClassVar[str] = "adjudicate"

    @classmethod
    def begin(
        cls, left: Iterable[Article], right: Iterable[Article], out: Path, corpus: Corpus, annotator: str
    ) -> Adjudication:
        """Merge the articles that both sides have into the folder ``out``; go on where an earlier run stopped.

        Raises:
            KavychkiError: nothing is on both sides, or the annotator made one of the passes.
        """
        one, other = ({article.id: article for article in side} for side in (left, right))
        shared = sorted(one.keys() & other.keys())
        if not shared:
            raise KavychkiError("no article is on both sides: give two passes over the same articles")
        merges = {identifier: merge(one[identifier], other[identifier]) for identifier in shared}
        for identifier, each in merges.items():
            if each.article.collection not in corpus.collections:
                raise KavychkiError(f"{identifier}: {corpus.path} has no collection {each.article.collection!r}")
            if annotator in each.article.annotation.annotators:
                raise KavychkiError(f"{identifier}: {annotator} made one of the passes; a third must decide")
            if len(each.article.annotation.annotators) < len(("a", "b")):
                raise KavychkiError(f"{identifier}: both passes are by {each.article.annotation.annotators[0]}")
        out.mkdir(parents=True, exist_ok=True)
        records = RecordFile(out / RECORDS)
        progress = Progress.default(out, annotator)
        decisions = out / DECISIONS
        bench = cls(records, corpus, annotator, tuple(shared), progress, merges=merges, decisions=decisions)
        records.add(bench._settled(each) for each in merges.values())
        if not bench.decisions.exists():
            write_decisions(bench.decisions, ())
        return bench

    def open(self, identifier: str) -> dict[str, Any]:
        opened = super().open(identifier)
        found = self.merges[identifier]
        first, second = found.article.annotation.annotators[0], found.article.annotation.annotators[-1]
        rows = {row.key: row for row in read_decisions(self.decisions) if row.id == identifier}
        return {
            **opened,
            "undecided": [],
            "passes": [first, second],
            "pool": found.pool,
            "differences": [each.to_json() for each in found.differences],
            "choices": {
                each.key: {"decision": rows[each.key].decision, "reason": rows[each.key].reason}
                for each in found.differences
                if each.key in rows
            },
        }

    def remaining(self, identifier: str) -> list[Difference]:
        """The differences of a record that no decision is recorded of."""
        decided = {row.key for row in read_decisions(self.decisions) if row.id == identifier}
        return [each for each in self.merges[identifier].differences if each.key not in decided]

    def annotation(self, article: Article, work: Work) -> Annotation:
        """Adjudicated, by both passes and the annotator, once every difference is decided; a draft till then."""
        chosen = self._chosen(article.id, work)
        found = self.merges[article.id]
        return self._decided(found) if len(chosen) == len(found.differences) else self._undecided_annotation(found)

    def _settled(self, found: Merge) -> Article:
        """The merged article as it is stored: adjudicated at once where the passes differ in nothing."""
        article = found.article if found.differences else replace(found.article, annotation=self._decided(found))
        return article if self._ships_text(article) else without_text(article)

    def _decided(self, found: Merge) -> Annotation:
        annotators = (*found.article.annotation.annotators, self.annotator)
        return Annotation("adjudicated", annotators, GUIDELINES, dt.datetime.now(tz=dt.UTC).date().isoformat())

    def _undecided_annotation(self, found: Merge) -> Annotation:
        return replace(found.article.annotation, date=dt.datetime.now(tz=dt.UTC).date().isoformat())

    def _chosen(self, identifier: str, work: Work) -> list[Decision]:
        """The rows of the page's choices.

        Raises:
            BadRequestError: a choice is of no difference of the record, or of another shape.
        """
        known = {each.key: each for each in self.merges[identifier].differences}
        rows = []
        for key, choice in work.choices.items():
            match choice:
                case {"decision": str(taken), "reason": str(reason)} if taken in TAKEN and key in known:
                    rows.append(known[key].decision(identifier, taken, reason))
                case _:
                    raise BadRequestError("a choice must have a known difference, a decision and a reason")
        return rows

    def _after_put(self, identifier: str, work: Work) -> None:
        """Record the decisions; rows that an earlier state of the passes led to stay."""
        known = {each.key for each in self.merges[identifier].differences}
        kept = [row for row in read_decisions(self.decisions) if row.id != identifier or row.key not in known]
        write_decisions(self.decisions, [*kept, *self._chosen(identifier, work)])
