"""What records of a corpus must keep to among themselves: ids, texts, names, and the promises of the manifest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rensa import RMinHashLSH

from kavychki.io.corpus import Corpus
from kavychki.validation.level3.digest import Digest, Place
from kavychki.validation.level3.signatures import PERMUTATIONS
from kavychki.validation.problem import Problem, shortened

SIMILAR = 0.7
"""Estimated Jaccard similarity of five-word shingles from which two texts count as near-duplicates."""

ENOUGH = 100
"""Records from which the absence of an entity type that is called exhaustive is suspicious."""

BANDS = 16


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    """A problem that shows only beside another record, with the place of the record that it is reported for."""

    place: Place | None
    record: str | None
    problem: Problem


@dataclass(slots=True)
class CrossChecks:
    """Takes digests in order and yields what they have wrong with each other.

    Holds an id, a hash and a place for each record, and a signature of 256 bytes where there is a text.
    """

    corpus: Corpus | None
    _ids: dict[str, Place] = field(default_factory=dict)
    _texts: dict[bytes, Digest] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)
    _names: dict[str, tuple[str, Place]] = field(default_factory=dict)
    _types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _counts: Counter[str] = field(default_factory=Counter)
    _passes: list[tuple[str, Place]] = field(default_factory=list)
    _seen_annotators: set[str] = field(default_factory=set)
    _similar: _SimilarTexts = field(default_factory=lambda: _SimilarTexts([]))

    def add(self, digest: Digest) -> Iterator[PlacedProblem]:
        """What a record has wrong with those before it."""
        self._seen_annotators.update(digest.annotators)
        if digest.is_pass:
            self._passes.append((digest.id, digest.place))
            problems = self._order_problems(digest)
        else:
            if digest.types is not None:
                self._types[digest.collection].update(digest.types)
                self._counts[digest.collection] += 1
            problems = (problem for check in (self._order_problems, self._id_problems) for problem in check(digest))
        yield from (PlacedProblem(digest.place, digest.id, problem) for problem in problems)
        if not digest.is_pass:
            for problem in (*self._text_problems(digest), *self._name_problems(digest)):
                yield PlacedProblem(digest.place, digest.id, problem)

    def finish(self) -> Iterator[PlacedProblem]:
        """What only shows at the end of a corpus: promises not kept, passes without a record, idle entries."""
        for identifier, place in self._passes:
            if identifier not in self._ids:
                yield PlacedProblem(place, identifier, Problem("K314", "no decided record has this pass's id", ("id",)))
        if self.corpus is None:
            return
        for name, collection in self.corpus.collections.items():
            # A small collection may well lack a type.
            missing = set(collection.entity_types) - self._types[name] if self._counts[name] >= ENOUGH else set()
            for kind in sorted(missing):
                message = f"{name!r} calls {kind} exhaustive, and none of its records has one"
                yield PlacedProblem(None, None, Problem("K315", message))
        # A tool makes drafts, which may all have been decided since.
        named = {name for name, each in self.corpus.annotators.items() if each.kind != "tool"}
        for idle in sorted(named - self._seen_annotators):
            yield PlacedProblem(None, None, Problem("K316", f"{idle!r} is registered and annotated nothing"))

    def _order_problems(self, digest: Digest) -> Iterator[Problem]:
        last = self._last.get(digest.place.file)
        if last is not None and digest.id < last:
            yield Problem("K305", f"{shortened(digest.id)} stands behind {shortened(last)}", ("id",))
        elif digest.is_pass and digest.id == last:
            yield Problem("K301", "the id is already used in the line before", ("id",))
        self._last[digest.place.file] = digest.id

    def _id_problems(self, digest: Digest) -> Iterator[Problem]:
        if first := self._ids.get(digest.id):
            yield Problem("K301", f"the id is already used at {_at(first)}", ("id",))
        else:
            self._ids[digest.id] = digest.place

    def _text_problems(self, digest: Digest) -> Iterator[Problem]:
        if (first := self._texts.get(digest.text)) and first.id != digest.id:
            yield Problem("K312", f"the text is that of {first.id} at {_at(first.place)}", ("text_sha256",))
            return
        self._texts.setdefault(digest.text, digest)
        if digest.signature is not None:
            for other in self._similar.add(digest):
                message = f"the text is nearly that of {other.id} ({_at(other.place)}), which is in {other.split}"
                yield Problem("K313", f"{message}, this one in {digest.split}", ("text",))

    def _name_problems(self, digest: Digest) -> Iterator[Problem]:
        for qid, name in digest.names:
            known, place = self._names.setdefault(qid, (name, digest.place))
            if known != name:
                yield Problem("K317", f"{qid} is {shortened(name)} here and {shortened(known)} at {_at(place)}")


@dataclass(slots=True)
class _SimilarTexts:
    """Finds, for a text, the texts before it that are nearly the same and in another split."""

    _digests: list[Digest]
    _index: RMinHashLSH = field(
        default_factory=lambda: RMinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS, num_bands=BANDS)
    )

    def add(self, digest: Digest) -> list[Digest]:
        """The first text before this one that is in another split and nearly the same, as a list.

        Of texts that are nearly the same in one split only the first is kept: so a thousand reprints of one report cost
        a thousand comparisons, not a million.
        """
        candidates = (self._digests[number] for number in sorted(set(self._index.query(digest.signature))))
        similar = [each for each in candidates if _similarity(each, digest) >= SIMILAR]
        if all(each.split != digest.split for each in similar):
            self._index.insert(len(self._digests), digest.signature)
            self._digests.append(digest)
        return [each for each in similar if each.split != digest.split][:1]


def _similarity(one: Digest, other: Digest) -> float:
    """Estimated Jaccard similarity of two texts' shingles."""
    return 0.0 if one.signature is None else float(one.signature.jaccard(other.signature))


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"
