"""Texts that may not be passed on, and whether a stretch of one stands in some other text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from kavychki.hydration import TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles

WINDOW = 12
"""Folded code points that are looked up at a time, so the shortest stretch that can be found."""

LONGEST_NAME = 40
"""Folded code points. As many may be a name that everybody writes so; one more is somebody's text."""

_NOT_WORDS = re.compile(r"[\W_]+")
_FACTOR = 0x9E3779B97F4A7C15
"""An odd number with its bits well spread (2**64 over the golden ratio), so that windows differ in their hashes."""

Hashes = npt.NDArray[np.uint64]


def fold(text: str) -> str:
    """Letters and digits alone, in NFKC and lower case, ё as е.

    So neither line breaks, marks and escapes nor the cutting into tokens hide a stretch.
    """
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).lower()).replace("ё", "е")


class ForeignTexts:
    """Texts that may not be passed on; ``len`` says how many. In memory: the texts, and eight bytes a code point."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [fold(text) for text in texts]
        self._count = len(folded)
        self._joined = "\n".join(folded)
        hashes = [_hashes(text) for text in folded]
        self._known: Hashes = np.unique(np.concatenate(hashes)) if hashes else np.empty(0, np.uint64)

    @classmethod
    def at_hand(cls, corpus: Corpus, store: TextStore) -> ForeignTexts:
        """Every text of the store but those of collections that the manifest calls redistributable.

        So texts of records that were withdrawn, a user's own versions and upstream's annotation are among them.

        Raises:
            CorpusError: a file of the store is not what its name says, or a record is not valid.
        """
        free = {
            each.text_sha256 for each in read_articles(corpus) if corpus.collections[each.collection].redistributable
        }
        return cls(text for sha256 in store.hashes() if sha256 not in free and (text := store.get(sha256)) is not None)

    def __len__(self) -> int:
        return self._count

    def stretch_in(self, text: str, size: int) -> str | None:
        """The first stretch of ``size`` folded code points of a text that one of these texts holds; None without one.

        Raises:
            ValueError: ``size`` is less than WINDOW.
        """
        if size < WINDOW:
            raise ValueError(f"a stretch of {size} is too short to be looked up")
        folded = fold(text)
        starts = self._candidates(_hashes(folded), size - WINDOW + 1)
        return next((folded[at : at + size] for at in starts if folded[at : at + size] in self._joined), None)

    def _candidates(self, hashes: Hashes, needed: int) -> Iterator[int]:
        """Where ``needed`` windows in a row are known; they may be of several texts.

        Of so many in a row one stands at a multiple of ``needed``, so first these alone are looked up.
        """
        for sample in np.flatnonzero(self._are_known(hashes[::needed])).tolist():
            first = max(sample * needed - needed + 1, 0)
            known = self._are_known(hashes[first : sample * needed + needed])
            length = 0
            for at in range(len(known)):
                length = length + 1 if known[at] else 0
                if length >= needed:
                    yield first + at - needed + 1

    def _are_known(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        if not len(self._known):
            return np.zeros(len(hashes), np.bool_)
        places = np.searchsorted(self._known, hashes)
        return np.equal(self._known[np.minimum(places, len(self._known) - 1)], hashes)


def _hashes(folded: str) -> Hashes:
    """A hash of each window of a folded text; none where it is shorter than one."""
    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32).astype(np.uint64)
    count = max(len(points) - WINDOW + 1, 0)
    found = np.zeros(count, np.uint64)
    factor = np.uint64(_FACTOR)
    for offset in range(WINDOW):
        found = (found + points[offset : offset + count] + np.uint64(1)) * factor
        found ^= found >> np.uint64(29)
    return found
