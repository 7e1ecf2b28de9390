"""Bootstrap intervals over articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kavychki.metrics.measure import Array, Family, Measure

SAMPLES = 1000
SEED = 1

_BLOCK = 10_000_000
"""Numbers of draws held at a time: 80 MB."""


class Key(NamedTuple):
    """What is counted, and the statistics that are reckoned from the counts."""

    layer: str
    label: str
    criterion: str
    family: Family


Evidence = Mapping[Key, Sequence[float]]
"""What one article adds to each count."""


class Bootstrap:
    """Samples of articles with replacement (Efron, 1979), each article as likely as any other; a fixed seed.

    Args:
        articles: how many there are.
        samples: how many samples to draw.
    """

    def __init__(self, articles: int, samples: int = SAMPLES) -> None:
        self._articles = articles
        self._samples = samples

    def weights(self) -> Iterator[Array]:
        """How often each article is in each sample, ``(samples, articles)``, in blocks.

        The first row is the articles as they are.
        """
        yield np.ones((1, self._articles))
        rng = np.random.default_rng(SEED)
        even, left = np.full(self._articles, 1 / self._articles), self._samples
        while left > 0:
            rows = min(left, max(1, _BLOCK // self._articles))
            yield rng.multinomial(self._articles, even, size=rows).astype(np.float64)
            left -= rows

    def measures(self, evidence: Sequence[Evidence]) -> Iterator[Measure]:
        """Every statistic of every key with its interval; none where there is nothing to count.

        Args:
            evidence: an item an article.
        """
        keys = _ordered(key for each in evidence for key in each)
        places, width = {}, 0
        for key in keys:
            size = len(next(each[key] for each in evidence if key in each))
            places[key], width = slice(width, width + size), width + size
        table = np.zeros((len(evidence), width))
        for row, each in zip(table, evidence, strict=True):
            for key, counts in each.items():
                row[places[key]] = counts
        totals = np.concatenate([block @ table for block in self.weights()])
        for key in keys:
            yield from _measured(key, totals[:, places[key]])


def _ordered(keys: Iterable[Key]) -> list[Key]:
    """Each key once: layers in the order in which they come, labels by name, the rest as it comes."""
    found = dict.fromkeys(keys)
    layers = {layer: n for n, layer in enumerate(dict.fromkeys(key.layer for key in found))}
    return sorted(found, key=lambda key: (layers[key.layer], key.label))


def _measured(key: Key, totals: Array) -> Iterator[Measure]:
    for statistic in key.family:
        units = int(statistic.units(totals[0]))
        if units:
            yield measure_of(key, statistic.name, statistic.of(totals), units)


def measure_of(key: Key, statistic: str, values: Array, units: int) -> Measure:
    """The measure whose value comes first in ``values`` and whose samples follow; those without a value are left out.

    The interval is from the 2.5th to the 97.5th percentile.
    """
    drawn = values[1:][np.isfinite(values[1:])]
    if not len(drawn):
        drawn = values[:1]
    low, high = np.quantile(drawn, (0.025, 0.975), method="nearest")
    return Measure(key.layer, key.label, key.criterion, statistic, float(values[0]), float(low), float(high), units)


def summed(evidence: Iterable[Evidence]) -> dict[Key, Sequence[float]]:
    """One item of evidence from several that share no key."""
    return {key: counts for each in evidence for key, counts in each.items()}
