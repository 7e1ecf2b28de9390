"""Digests of many records as columns, and the quick answer to whether they have anything wrong with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.model.split import SPLITS
from kavychki.validation.level3.across import BANDS, SIMILAR
from kavychki.validation.level3.digest import Digest
from kavychki.validation.level3.signatures import PERMUTATIONS, Signatures

MOST_ALIKE = 100
"""Texts that share a band of their signatures and are compared each with each; more are left to the exact checks."""

Halves = np.ndarray[Any, np.dtype[np.uint16]]

_MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What cross-checks need of records: ids, text hashes (16 bytes), splits, and signatures (a row each).

    Splits are numbers of ``SPLITS``, -1 where there is none. ``signed`` says of each record whether it has a signature;
    its row is without meaning otherwise. Of each value of a signature the lower half is kept: two texts seem no less
    alike by these than they are.
    """

    ids: pa.StringArray
    texts: pa.FixedSizeBinaryArray
    splits: np.ndarray[Any, np.dtype[np.int8]]
    signed: np.ndarray[Any, np.dtype[np.bool_]]
    signatures: Halves

    @classmethod
    def of(cls, digest: Digest) -> Sketch:
        """The sketch of one digest of the exact checks."""
        signature = digest.signature
        row = [0] * PERMUTATIONS if signature is None else signature.digest()
        return cls(
            pa.array([digest.id]),
            text_hashes([digest.text]),
            np.array([SPLITS.index(digest.split) if digest.split else -1], np.int8),
            np.array([signature is not None]),
            np.array([row], np.uint32).astype(np.uint16),
        )

    @classmethod
    def of_split(cls, ids: pa.StringArray, hashes: Sequence[bytes], split: str, signatures: Signatures) -> Sketch:
        """The sketch of records of one split that carry their texts."""
        splits = np.full(len(ids), SPLITS.index(split), np.int8)
        return cls(ids, text_hashes(hashes), splits, np.ones(len(ids), bool), signatures.astype(np.uint16))

    @classmethod
    def joined(cls, sketches: list[Sketch]) -> Sketch:
        """Several sketches as one. The list is emptied: signatures are large, and let go as they are copied."""
        if len(sketches) == 1:
            return sketches.pop()
        ids = pa.concat_arrays([pa.array([], pa.string()), *(sketch.ids for sketch in sketches)])
        texts = pa.concat_arrays([text_hashes([]), *(sketch.texts for sketch in sketches)])
        splits = np.concatenate([np.empty(0, np.int8), *(sketch.splits for sketch in sketches)])
        signed = np.concatenate([np.empty(0, bool), *(sketch.signed for sketch in sketches)])
        signatures = np.empty((len(ids), PERMUTATIONS), np.uint16)
        end = len(ids)
        while sketches:
            copied = sketches.pop().signatures
            signatures[end - len(copied) : end] = copied
            end -= len(copied)
        return cls(ids, texts, splits, signed, signatures)

    def arranged(self, order: Sequence[int]) -> Sketch:
        """The same records in another order."""
        places = np.array(order, np.int64)
        return Sketch(
            self.ids.take(pa.array(places)),
            self.texts.take(pa.array(places)),
            self.splits[places],
            self.signed[places],
            self.signatures[places],
        )


def text_hashes(hashes: Sequence[bytes]) -> pa.FixedSizeBinaryArray:
    """Hashes of texts, 16 bytes each, as a column."""
    return pa.array(hashes, pa.binary(16))


def nothing_across(files: Sequence[Sketch]) -> bool:
    """Whether records have no error with each other, nor with their places in their files.

    Args:
        files: the decided records of each file, in order of their lines.

    Returns:
        True is certain. False is not: ``CrossChecks`` tells whether there is an error, and which.
    """
    everything = Sketch.joined(list(files))
    return (
        all(_ascend(each.ids) for each in files)
        and pc.count_distinct(everything.ids).as_py() == len(everything.ids)
        and pc.count_distinct(everything.texts).as_py() == len(everything.texts)
        and not _leaks(everything)
    )


def _ascend(ids: pa.StringArray) -> bool:
    return bool(pc.all(pc.less(ids[:-1], ids[1:]), min_count=0).as_py())


def _leaks(sketch: Sketch) -> bool:
    """Whether two texts of different splits are nearly the same."""
    places = np.flatnonzero(sketch.signed)
    signatures = sketch.signatures if sketch.signed.all() else sketch.signatures[places]
    splits = sketch.splits[places].tolist()
    for alike in _alike(signatures):
        if len({splits[n] for n in alike}) == 1:
            continue
        if len(alike) > MOST_ALIKE:
            return True
        for one, other in combinations(alike, 2):
            if splits[one] != splits[other] and (signatures[one] == signatures[other]).mean() >= SIMILAR:
                return True
    return False


def _alike(signatures: Halves) -> Iterator[list[int]]:
    """Groups of texts whose signatures agree in a band, as in locality-sensitive hashing."""
    fours = PERMUTATIONS // BANDS // 4
    bands = np.ascontiguousarray(signatures).view(np.uint64).reshape(len(signatures), BANDS, fours)
    for number in range(BANDS):
        keys = bands[:, number, 0].copy()
        for column in range(1, fours):
            keys = (keys ^ (keys >> np.uint64(29))) * _MIXER + bands[:, number, column]
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order])) + 1
        lengths = np.diff(np.concatenate([[0], edges, [len(keys)]]))
        starts = np.concatenate([[0], edges])
        for start, length in zip(starts[lengths > 1], lengths[lengths > 1], strict=True):
            yield order[start : start + length].tolist()
