"""Digests of many records as columns, and the quick answer to whether they have anything wrong with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import lt
from typing import Any

import numpy as np

from kavychki.validation.level3.across import BANDS, SIMILAR
from kavychki.validation.level3.digest import Digest
from kavychki.validation.level3.signatures import PERMUTATIONS, Signatures

MOST_ALIKE = 100
"""Texts that share a band of their signatures and are compared each with each; more are left to the exact checks."""

_MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What cross-checks need of records: ids, text hashes (16 bytes), splits, and signatures (a row each).

    ``signed`` says of each record whether it has a signature; its row is without meaning otherwise.
    """

    ids: list[str]
    texts: list[bytes]
    splits: list[str | None]
    signed: np.ndarray[Any, np.dtype[np.bool_]]
    signatures: Signatures

    @classmethod
    def of(cls, digest: Digest) -> Sketch:
        """The sketch of one digest of the exact checks."""
        signature = digest.signature
        row = [0] * PERMUTATIONS if signature is None else signature.digest()
        signed, rows = np.array([signature is not None]), np.array([row], np.uint32)
        return cls([digest.id], [digest.text], [digest.split], signed, rows)

    @classmethod
    def joined(cls, sketches: Sequence[Sketch]) -> Sketch:
        """Several sketches as one."""
        return cls(
            [each for sketch in sketches for each in sketch.ids],
            [each for sketch in sketches for each in sketch.texts],
            [each for sketch in sketches for each in sketch.splits],
            np.concatenate([np.empty(0, bool), *(sketch.signed for sketch in sketches)]),
            np.concatenate([np.empty((0, PERMUTATIONS), np.uint32), *(sketch.signatures for sketch in sketches)]),
        )

    def arranged(self, order: Sequence[int]) -> Sketch:
        """The same records in another order."""
        return Sketch(
            [self.ids[n] for n in order],
            [self.texts[n] for n in order],
            [self.splits[n] for n in order],
            self.signed[list(order)],
            self.signatures[list(order)],
        )


def nothing_across(files: Sequence[Sketch]) -> bool:
    """Whether records have no error with each other, nor with their places in their files.

    Args:
        files: the decided records of each file, in order of their lines.

    Returns:
        True is certain. False is not: ``CrossChecks`` tells whether there is an error, and which.
    """
    in_order = all(all(map(lt, each.ids, each.ids[1:])) for each in files)
    everything = Sketch.joined(files)
    return (
        in_order
        and len(set(everything.ids)) == len(everything.ids)
        and len(set(everything.texts)) == len(everything.texts)
        and not _leaks(everything)
    )


def _leaks(sketch: Sketch) -> bool:
    """Whether two texts of different splits are nearly the same."""
    places = np.flatnonzero(sketch.signed)
    signatures = sketch.signatures[places]
    splits = [sketch.splits[place] for place in places.tolist()]
    for alike in _alike(signatures):
        if len({splits[n] for n in alike}) == 1:
            continue
        if len(alike) > MOST_ALIKE:
            return True
        for one, other in combinations(alike, 2):
            if splits[one] != splits[other] and (signatures[one] == signatures[other]).mean() >= SIMILAR:
                return True
    return False


def _alike(signatures: Signatures) -> Iterator[list[int]]:
    """Groups of texts whose signatures agree in a band, as in locality-sensitive hashing."""
    pairs = PERMUTATIONS // BANDS // 2
    bands = np.ascontiguousarray(signatures).view(np.uint64).reshape(len(signatures), BANDS, pairs)
    for number in range(BANDS):
        keys = bands[:, number, 0].copy()
        for column in range(1, pairs):
            keys = (keys ^ (keys >> np.uint64(29))) * _MIXER + bands[:, number, column]
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order])) + 1
        lengths = np.diff(np.concatenate([[0], edges, [len(keys)]]))
        starts = np.concatenate([[0], edges])
        for start, length in zip(starts[lengths > 1], lengths[lengths > 1], strict=True):
            yield order[start : start + length].tolist()
