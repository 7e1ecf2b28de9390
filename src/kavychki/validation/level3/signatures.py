"""MinHash signatures of texts, of many at once: shingles of five words, case and punctuation aside (Broder, 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from rensa import RMinHash

PERMUTATIONS = 64
SHINGLE = 5
LONGEST = 200_000
"""Code points of a text that are compared: more than any news article has."""

TEXTS = 32
"""Texts that are worked on together: their code points stay in the processor's cache."""

Codes = np.ndarray[Any, np.dtype[np.uint16]] | np.ndarray[Any, np.dtype[np.uint32]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Signatures = np.ndarray[Any, np.dtype[np.uint32]]

_PLANE = 2**16
_BASE = 0x9E3779B97F4A7C15
_MIXERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Odd constants of splitmix64 (Steele, Lea and Flood, 2014)."""


def signature_of(text: str) -> RMinHash:
    """The signature of one text."""
    signature = RMinHash(num_perm=PERMUTATIONS, seed=1)
    signature.update(_tokens(*_shingles([text]))[0])
    return signature


def signatures_of(texts: Sequence[str]) -> Signatures:
    """The values of the signatures of several texts, a row each: those of ``signature_of``."""
    if not texts:
        return np.empty((0, PERMUTATIONS), np.uint32)
    tokens = [each for n in range(0, len(texts), TEXTS) for each in _tokens(*_shingles(texts[n : n + TEXTS]))]
    return np.array(RMinHash.digest_matrix_from_token_byte_sets(tokens, PERMUTATIONS, 1).to_rows(), np.uint32)


def _tokens(hashes: Hashes, counts: Sequence[int]) -> list[list[bytes]]:
    """The hashes of each text as byte strings."""
    tokens, found, start = hashes.view("S8").tolist(), [], 0
    for count in counts:
        found.append(tokens[start : start + count])
        start += count
    return found


def _shingles(texts: Sequence[str]) -> tuple[Hashes, list[int]]:
    """A hash of every shingle of every text, and how many each text has; a text of few words is one shingle."""
    cut = [text[:LONGEST] for text in texts]
    words, counts = _words("\n".join(cut), [len(text) + 1 for text in cut])
    if counts.min() < SHINGLE:
        words, counts = _padded(words, counts)
    whole = max(0, len(words) - SHINGLE + 1)
    mixed = np.zeros(whole, np.uint64)
    for step in range(SHINGLE):
        mixed ^= words[step : step + whole]
        mixed *= np.uint64(_MIXERS[0])
        mixed ^= mixed >> np.uint64(29)
    # What begins in the last words of a text ends in the next one.
    across = np.cumsum(counts)[:-1, np.newaxis] - np.arange(1, SHINGLE)
    within = np.ones(whole, bool)
    within[across.ravel()] = False
    return mixed[within], (counts - (SHINGLE - 1)).tolist()


def _padded(words: Hashes, counts: Numbers) -> tuple[Hashes, Numbers]:
    """The words with zeros behind those of a text that has fewer than a shingle."""
    enough = np.maximum(counts, SHINGLE)
    found = np.zeros(enough.sum(), np.uint64)
    shift = np.cumsum(enough) - enough - (np.cumsum(counts) - counts)
    found[np.arange(len(words)) + np.repeat(shift, counts)] = words
    return found, enough


def _words(text: str, lengths: Sequence[int]) -> tuple[Hashes, Numbers]:
    """A hash of every word of a text that is several of these lengths, and the number of words of each."""
    # Taking is three times as quick as indexing.
    letters = _letters().take(_codes(text))
    inside = np.concatenate([[False], letters != 0, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    begin, end = edges[::2], edges[1::2]
    power, inverse = _powers(len(letters) + 1)
    # A word's hash is a polynomial in its letters: a difference of two prefix sums, shifted back to power 0.
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * power[:-1], out=sums[1:])
    found = (sums.take(end) - sums.take(begin)) * inverse.take(begin)
    found = (found ^ (found >> np.uint64(31))) * np.uint64(_MIXERS[1])
    first = np.concatenate([[0], np.cumsum(lengths)])
    return found ^ (found >> np.uint64(27)), np.diff(np.searchsorted(begin, first))


def _codes(text: str) -> Codes:
    """The code points of a text, those outside the basic plane as one of them."""
    short = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    if len(short) == len(text):
        return short
    return np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32), _PLANE)


@cache
def _letters() -> Hashes:
    """The lower case of each code point of the basic plane that words consist of, 0 for all others."""
    found = np.zeros(_PLANE + 1, np.uint64)
    for code in range(_PLANE):
        character = chr(code)
        if character.isalnum() or character == "_":
            found[code] = ord(character.lower()[0]) + 1
    return found


_known: list[Hashes] = [np.ones(1, np.uint64)] * 2


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base modulo 2**64, and of its inverse; kept, because every batch asks for them."""
    if len(_known[0]) < count:
        for number, base in enumerate((_BASE, pow(_BASE, -1, 2**64))):
            factors = np.full(2 * count, base, np.uint64)
            factors[0] = 1
            _known[number] = np.cumprod(factors)
    return _known[0][:count], _known[1][:count]
