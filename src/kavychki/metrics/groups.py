"""Figures for groups of gold quotes that share a label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kavychki.metrics.bootstrap import Evidence, Key
from kavychki.metrics.comparison import MATCHED, THRESHOLDS, Comparison
from kavychki.metrics.matching import fragments_of, length, shared
from kavychki.metrics.measure import ACCURACY, FALSE_ALARMS, RECALL
from kavychki.metrics.mistakes import SAME
from kavychki.model import Article, Quote

Labels = Callable[[Article], Mapping[str, Iterable[str]]]


def _phenomena(article: Article) -> Mapping[str, Iterable[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for phenomenon in article.phenomena or ():
        for quote in phenomenon.quotes:
            found[quote].append(phenomenon.type)
    return found


def _each(label: Callable[[Article, Quote], Iterable[str]]) -> Labels:
    return lambda article: {quote.id: set(label(article, quote)) for quote in article.quotes}


def _speaker_labels(name: str) -> Labels:
    def label(article: Article, quote: Quote) -> Iterable[str]:
        return [getattr(each, name) for each in article.speakers if each.id in quote.speakers] or ["none"]

    return _each(label)


GROUPINGS: Mapping[str, Labels] = {
    "phenomenon": _phenomena,
    "type": _each(lambda _, quote: [quote.type]),
    "medium": _each(lambda _, quote: [quote.medium]),
    "factual": _each(lambda _, quote: ["factual" if quote.factual else "not factual"]),
    "parts": _each(lambda _, quote: ["one part" if len(quote.content) == 1 else "several parts"]),
    "nesting": _each(lambda _, quote: ["nested" if quote.parent else "not nested"]),
    "attribution": _each(lambda _, quote: [f"{'' if quote.cue else 'no '}cue, {'' if quote.source else 'no '}source"]),
    "speaker-kind": _speaker_labels("kind"),
    "anonymity": _speaker_labels("anonymity"),
    "genre": _each(lambda article, _: [article.genre or "none"]),
    "collection": _each(lambda article, _: [article.collection]),
}
"""Labels by which gold quotes can be grouped: for an article, the labels of each quote's id."""


def by_label(pair: Comparison, grouping: str) -> Evidence:
    """Recall of the gold quotes of each label, and the accuracy of speakers over those that were found.

    Phenomena that stand outside of quotes (titles in marks, irony, …) have a rate of false alarms: the share of places
    of which a predicted quote that answers to no gold one covers half or more.
    """
    labels = GROUPINGS[grouping](pair.left)
    found: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
    for criterion in ("exact", f"overlap {MATCHED}"):
        hit = {pair.left.quotes[each.left].id for each in pair.matches(THRESHOLDS[criterion])}
        for quote in pair.left.quotes:
            for label in labels.get(quote.id, ()):
                _count(found[Key(f"by {grouping}", label, criterion, RECALL)], quote.id in hit)
    for one, other in pair.matched:
        for label in labels.get(one.id, ()):
            _count(found[Key(f"by {grouping}", label, "speakers", ACCURACY)], pair.speakers_agree(one, other))
    if grouping == "phenomenon":
        for kind, alarm in _places(pair):
            _count(found[Key(f"by {grouping}", kind, "outside quotes", FALSE_ALARMS)], alarm)
    return found


def _count(counts: list[int], right: bool) -> None:
    counts[0] += right
    counts[1] += 1


def _places(pair: Comparison) -> Iterable[tuple[str, bool]]:
    answered = {each.right for each in pair.matches(SAME)}
    spurious = [unit for number, unit in enumerate(pair.contents[1]) if number not in answered]
    for phenomenon in pair.left.phenomena or ():
        for span in phenomenon.spans:
            place = fragments_of([span])
            yield phenomenon.type, any(2 * shared(place, unit) >= length(place) for unit in spurious)
