"""What is in a site in numbers: counts, and charts of how they are shared out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kavychki.schema.documents import Schema
from kavychki.site.source import Entry, Holding

BINS = 12
"""Most bars of a histogram."""

LISTED = 25
"""Most bars of a chart of an open list; what is left out is said."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what it is, in English and in Russian where there is a label, and a number for each series."""

    label: str
    values: tuple[int, ...]
    label_ru: str | None = None
    topic: str | None = None

    @property
    def total(self) -> int:
        """All series together."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars. ``series`` are the names of what a bar is made of, none where it is one thing."""

    id: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    note: str = ""

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((bar.total for bar in self.bars), default=0) or 1

    def segments(self, bar: Bar) -> list[tuple[float, float, int, int]]:
        """Left edge and width in per cent of the longest bar, place of the series and number, of each part."""
        parts, left = [], 0
        for place, value in enumerate(bar.values):
            if value:
                parts.append((round(100 * left / self.most, 3), round(100 * value / self.most, 3), place, value))
            left += value
        return parts


@dataclass(slots=True)
class CollectionCounts:
    """What a collection has."""

    title: str
    articles: int = 0
    with_text: int = 0
    quotes: int = 0
    speakers: int = 0
    entities: int = 0


@dataclass
class Statistics:
    """Takes in articles one by one."""

    holdings: Mapping[str, Holding]
    collections: dict[str, CollectionCounts] = field(default_factory=dict)
    _type_medium: Counter[tuple[str, str]] = field(default_factory=Counter)
    _kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    _quotes: Counter[str] = field(default_factory=Counter)
    _genres: Counter[str] = field(default_factory=Counter)
    _statuses: Counter[str] = field(default_factory=Counter)
    _tops: Counter[str] = field(default_factory=Counter)
    _topics: Counter[str] = field(default_factory=Counter)
    _entities: Counter[str] = field(default_factory=Counter)
    _phenomena: Counter[str] = field(default_factory=Counter)
    _article_lengths: Counter[int] = field(default_factory=Counter)
    _quote_lengths: Counter[int] = field(default_factory=Counter)
    _quotes_each: Counter[int] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Take in an article."""
        article, schema = entry.article, Schema.at()
        name = article.collection
        known = self.holdings.get(name)
        counts = self.collections.setdefault(name, CollectionCounts(known.title if known else name))
        counts.articles += 1
        counts.with_text += article.text is not None
        counts.quotes += len(article.quotes)
        counts.speakers += len(article.speakers)
        counts.entities += len(article.entities or ())
        self._genres[article.genre or "not annotated"] += 1
        self._statuses[article.annotation.status] += 1
        self._topics.update(article.topics)
        self._tops.update({top for code in article.topics if (top := schema.top_topic(code))})
        self._entities.update(each.type for each in article.entities or ())
        self._phenomena.update(each.type for each in article.phenomena or ())
        self._kinds.update((each.kind, each.anonymity) for each in article.speakers)
        self._article_lengths[article.text_length] += 1
        self._quotes_each[len(article.quotes)] += 1
        for quote in article.quotes:
            self._type_medium[quote.type, quote.medium] += 1
            self._quote_lengths[sum(span.end - span.start for span in quote.content)] += 1
            self._quotes["not factual"] += not quote.factual
            self._quotes["in several parts"] += len(quote.content) > 1
            self._quotes["inside another quote"] += quote.parent is not None
            self._quotes["without a cue"] += not quote.cue
            self._quotes["without a source"] += not quote.source
            self._quotes["of several speakers"] += len(quote.speakers) > 1
            self._quotes["of no known speaker"] += not quote.speakers

    @property
    def total(self) -> CollectionCounts:
        """What all collections have together."""
        found = CollectionCounts("all")
        for each in self.collections.values():
            found.articles += each.articles
            found.with_text += each.with_text
            found.quotes += each.quotes
            found.speakers += each.speakers
            found.entities += each.entities
        return found

    def charts(self) -> list[Chart]:
        """Every chart that has something to show."""
        charts = [
            _crossed("types", "Quotes by type", "quotes", "quote-type", "medium", self._type_medium),
            _crossed("media", "Quotes by medium", "quotes", "medium", "quote-type", _turned(self._type_medium)),
            Chart("hard", "What makes quotes hard", "quotes", _bars(self._quotes.most_common())),
            _histogram("quote-lengths", "Length of quotes", "quotes", "characters of content", self._quote_lengths),
            _histogram("quotes-each", "Quotes in an article", "articles", "quotes", self._quotes_each),
            _histogram("lengths", "Length of articles", "articles", "characters of text", self._article_lengths),
            _topic_chart("tops", "Topics, level 1", self._tops),
            _topic_chart("topics", "Topics as annotated", self._topics),
            _crossed("speakers", "Speakers by kind", "speakers", "speaker-kind", "anonymity", self._kinds),
            _listed("genres", "Genres", "articles", self._genres),
            _listed("statuses", "Status of the annotation", "articles", self._statuses),
            _listed("entities", "Entities by type", "entities", self._entities),
            _listed("phenomena", "Phenomena", "articles", self._phenomena),
        ]
        return [chart for chart in charts if chart.bars]


def _bars(counts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    return tuple(Bar(label, (count,)) for label, count in counts if count)


def _turned(counts: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({(inner, outer): count for (outer, inner), count in counts.items()})


def _crossed(name: str, title: str, unit: str, outer: str, inner: str, counts: Counter[tuple[str, str]]) -> Chart:
    """A bar for each value of a vocabulary, made of the values of another."""
    series = tuple(Schema.at().vocabulary(inner))
    bars = (Bar(row, tuple(counts[row, column] for column in series)) for row in Schema.at().vocabulary(outer))
    return Chart(name, title, unit, tuple(bar for bar in bars if bar.total), series)


def _listed(name: str, title: str, unit: str, counts: Counter[str]) -> Chart:
    """The most frequent values, those of one count by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Chart(name, title, unit, _bars(ordered[:LISTED]), note=_left_out(ordered))


def _topic_chart(name: str, title: str, counts: Counter[str]) -> Chart:
    topics = Schema.at().media_topics
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    bars = tuple(
        Bar(topics[code].label_en, (count,), topics[code].label_ru, code) if code in topics else Bar(code, (count,))
        for code, count in ordered[:LISTED]
    )
    return Chart(name, title, "articles", bars, note=_left_out(ordered))


def _left_out(ordered: Sequence[tuple[str, int]]) -> str:
    rest = ordered[LISTED:]
    return f"{len(rest)} more, with {rest[0][1]} or fewer each." if rest else ""


def _histogram(name: str, title: str, unit: str, of: str, counts: Counter[int]) -> Chart:
    """Bars of equal width, a round number; what lies beyond the last hundredth is one bar."""
    if not counts:
        return Chart(name, title, unit, ())
    values = sorted(counts.elements())
    usual = values[min(len(values) - 1, len(values) * 99 // 100)]
    width = _round_width(usual + 1)
    last = usual // width
    binned = Counter(min(value // width, last) for value in values)
    bars = []
    for place in range(last + 1):
        start, end = place * width, (place + 1) * width - 1
        beyond = place == last and values[-1] > end
        label = f"{start:,} and more" if beyond else f"{start:,}" if width == 1 else f"{start:,} to {end:,}"
        bars.append(Bar(label, (binned[place],)))
    median = values[len(values) // 2]
    note = f"In {of}; the median is {median:,}, the most {values[-1]:,}."
    return Chart(name, title, unit, tuple(bars), note=note)


def _round_width(span: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that cuts a span into at most ``BINS``."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if span <= step * scale * BINS:
                return step * scale
        scale *= 10
