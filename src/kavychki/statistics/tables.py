"""The tables that a census gives, as plain values; ``formats`` writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kavychki.metrics import Measure
from kavychki.model import Annotator, Collection
from kavychki.model.split import SPLITS
from kavychki.schema.documents import Schema
from kavychki.statistics.census import SEVERAL, UNKNOWN, Census
from kavychki.statistics.cube import Cube
from kavychki.statistics.passes import PassAgreement

Cell = str | int | float | None

GENDERS = ("female", "male", UNKNOWN)

_LEFT_OUT = {"overlap 0.5", "overlap 0.3"}

_TRAITS: Mapping[str, dict[str, str | int]] = {
    "not factual": {"factual": 0},
    "discontinuous": {"parts": SEVERAL},
    "nested": {"nested": 1},
    "without cue": {"cue": 0},
    "without source": {"source": 0},
    "several speakers": {"speakers": SEVERAL},
    "speaker unknown": {"speakers": 0},
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; ``coded`` names the columns whose values, and the headers that, are identifiers."""

    title: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    coded: frozenset[str] = field(default_factory=frozenset)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: the rows as objects."""
        return {"title": self.title, "rows": [dict(zip(self.header, row, strict=True)) for row in self.rows]}


def tables(
    census: Census,
    *,
    collections: Mapping[str, Collection] | None = None,
    annotators: Mapping[str, Annotator] | None = None,
    agreements: Sequence[PassAgreement] = (),
) -> dict[str, Table]:
    """Every table by name, in the order in which they are shown.

    Args:
        census: what was counted.
        collections: the manifest where it is known, which also names collections that hold nothing yet.
        annotators: the registry where it is known, which says of what kind each is.
        agreements: of the first passes; without them there is no such table.
    """
    found = {
        "sizes": sizes(census, collections),
        "quotes": quotes(census),
        "quotes_by_split": quotes_by_split(census),
        "speakers": speakers(census),
        "gender": gender(census),
        "topics": topics(census),
        "genres": _by_collection(census, census.articles, "genre", "articles by genre", _vocabulary("genre")),
        "years": _by_collection(census, census.articles, "year", "articles by year of publication"),
        "sites": _by_collection(census, census.articles, "site", "articles by the site of their address"),
        "entities": _by_collection(census, census.entities, "type", "entities by type", _vocabulary("entity-type")),
        "lengths": lengths(census),
        "statuses": statuses(census, annotators or {}),
    }
    if agreements:
        found["agreement"] = agreement_table(agreements)
    return found


def sizes(census: Census, collections: Mapping[str, Collection] | None = None) -> Table:
    """What each collection holds, by layer and split; entities are "upstream's" where these are not in the records."""
    rows: list[list[Cell]] = []
    for name in sorted(collections) if collections else census.collections():
        upstream = collections[name].upstream if collections else None
        splits = census.articles.by("split", collection=name)
        rows.append(
            [
                name,
                census.articles.total(collection=name),
                census.quotes.total(collection=name),
                census.speakers.total(collection=name),
                "upstream's" if upstream and upstream.entities else census.entities.total(collection=name),
                census.articles.total(collection=name, text="text"),
                *(splits[split,] for split in SPLITS),
            ]
        )
    header = ("collection", "articles", "quotes", "speakers", "entities", "with text", *SPLITS)
    return Table("what each collection holds", header, rows, frozenset({"collection"}))


def quotes(census: Census) -> Table:
    """Quotes by type and medium, and by what makes them hard."""
    wanted: dict[str, dict[str, str | int]] = {
        **{f"type {name}": {"type": name} for name in _vocabulary("quote-type")},
        **{f"medium {name}": {"medium": name} for name in _vocabulary("medium")},
        **_TRAITS,
    }
    collections = census.collections()
    rows: list[list[Cell]] = [
        [label, *(census.quotes.total(collection=name, **where) for name in collections)]
        for label, where in wanted.items()
    ]
    return Table("quotes by type, medium and trait", ("quotes", *collections), rows, frozenset(collections))


def quotes_by_split(census: Census) -> Table:
    """Quotes by collection, split and type."""
    types = _vocabulary("quote-type")
    counts = census.quotes.by("collection", "split", "type")
    rows: list[list[Cell]] = [
        [name, split, *(counts[name, split, kind] for kind in types)]
        for name in census.collections()
        for split in SPLITS
        if census.articles.total(collection=name, split=split)
    ]
    return Table("quotes by split and type", ("collection", "split", *types), rows, frozenset({"collection", *types}))


def speakers(census: Census) -> Table:
    """Speakers by kind and anonymity, and how many quotes those of a kind have."""
    anonymity = _vocabulary("anonymity")
    counts = census.speakers.by("collection", "kind", "anonymity")
    said = census.attributions.by("collection", "kind")
    rows: list[list[Cell]] = [
        [name, kind, *(counts[name, kind, each] for each in anonymity), said[name, kind]]
        for name in census.collections()
        for kind in _vocabulary("speaker-kind")
        if census.speakers.total(collection=name, kind=kind)
    ]
    header = ("collection", "kind", *anonymity, "quotes")
    return Table("speakers by kind and anonymity", header, rows, frozenset({"collection", "kind", *anonymity}))


def gender(census: Census) -> Table:
    """Named persons by the gender that their names tell, and their quotes; the share is of those that tell it."""
    rows: list[list[Cell]] = []
    for name in census.collections():
        for what, cube in (("speakers", census.speakers), ("quotes", census.attributions)):
            counts = cube.by("gender", collection=name, kind="person", anonymity="named")
            found = [counts[each,] for each in GENDERS]
            told = found[0] + found[1]
            if sum(found):
                rows.append([name, what, *found, found[0] / told if told else None])
    header = ("collection", "named persons", *GENDERS, "share of female")
    return Table("named persons by the gender that the name tells", header, rows, frozenset({"collection"}))


def topics(census: Census) -> Table:
    """Articles by level 1 topic."""
    collections = census.collections()
    counts, total = census.topics.by("topic", "collection"), census.topics.by("topic")
    found = [topic for topic in Schema.at().media_topics.values() if total[topic.code,]]
    found.sort(key=lambda topic: (-total[topic.code,], topic.code))
    rows: list[list[Cell]] = [
        [topic.label_en, topic.label_ru, *(counts[topic.code, name] for name in collections)] for topic in found
    ]
    header = ("topic", "label (unofficial)", *collections)
    return Table("articles by level 1 topic", header, rows, frozenset(collections))


def lengths(census: Census) -> Table:
    """Lengths of articles and of the contents of quotes in code points: smallest, quartiles, greatest."""
    rows: list[list[Cell]] = []
    for name in census.collections():
        for what in ("article", *_vocabulary("quote-type")):
            counts = {int(key[0]): count for key, count in lengths_of(census, name, what).items()}
            if counts:
                label = "articles" if what == "article" else f"{what} quotes"
                rows.append([name, label, sum(counts.values()), *quantiles(counts, (0, 0.25, 0.5, 0.75, 1))])
    header = (
        "collection",
        "lengths of",
        "number",
        "smallest",
        "first quartile",
        "median",
        "third quartile",
        "greatest",
    )
    return Table("lengths in code points", header, rows, frozenset({"collection"}))


def lengths_of(census: Census, collection: str, what: str) -> Counter[tuple[str | int, ...]]:
    """How many articles ("article"), or quotes of a type, of a collection have each length."""
    return census.lengths.by("length", collection=collection, what=what)


def quantiles(counts: Mapping[int, int], shares: Iterable[float]) -> list[int]:
    """Quantiles of values that occur so many times: the smallest value that at least that share does not exceed."""
    total, values = sum(counts.values()), sorted(counts)
    found = []
    for share in shares:
        wanted, seen = max(1, share * total), 0
        for value in values:
            seen += counts[value]
            if seen >= wanted:
                found.append(value)
                break
    return found


def statuses(census: Census, annotators: Mapping[str, Annotator]) -> Table:
    """Articles by status, kinds of annotators (their ids where the registry is not known) and version of guidelines."""
    counts: Counter[tuple[str, ...]] = Counter()
    for (name, status, ids, guidelines), count in census.articles.by(
        "collection", "status", "annotators", "guidelines"
    ).items():
        kinds = sorted({annotators[each].kind if each in annotators else each for each in str(ids).split()})
        counts[str(name), str(status), ", ".join(kinds), str(guidelines)] += count
    rows: list[list[Cell]] = [[*key, count] for key, count in sorted(counts.items())]
    header = ("collection", "status", "annotators", "guidelines", "articles")
    return Table("articles by status", header, rows, frozenset({"collection", "status"}))


def agreement_table(agreements: Iterable[PassAgreement]) -> Table:
    """Every measure of the agreement of first passes."""
    rows: list[list[Cell]] = [
        [each.collection, f"{each.left}, {each.right}", each.agreement.articles, *_measure(measure)]
        for each in agreements
        for measure in each.agreement.measures
    ]
    header = ("collection", "passes", "articles", "layer", "label", "criterion", "statistic", "value", "low", "high")
    return Table("agreement of the first passes", (*header, "units"), rows, frozenset({"collection"}))


def shown_measures(found: PassAgreement) -> Table:
    """The measures of two passes over all quotes, and those of quotes by type, for a reader."""
    rows: list[list[Cell]] = [
        [
            f"{each.layer} {each.label}".strip(),
            f"{each.criterion}, {each.statistic}",
            each.value,
            f"{each.low:.3f} to {each.high:.3f}",
            each.units,
        ]
        for each in found.agreement.measures
        if each.criterion not in _LEFT_OUT and (not each.label or each.layer == "quotes")
    ]
    return Table("agreement", ("layer", "measure", "value", "95 % interval", "units"), rows)


def _measure(each: Measure) -> list[Cell]:
    return [each.layer, each.label, each.criterion, each.statistic, each.value, each.low, each.high, each.units]


def _by_collection(census: Census, cube: Cube, dimension: str, title: str, order: Sequence[str] | None = None) -> Table:
    """The values of a dimension that occur, in the order given or sorted, with a count for each collection."""
    collections = census.collections()
    counts = cube.by(dimension, "collection")
    values = [str(value) for value in cube.values(dimension)]
    if order is not None:
        values.sort(key=lambda value: (list(order).index(value) if value in order else len(order), value))
    rows: list[list[Cell]] = [[value, *(counts[value, name] for name in collections)] for value in values]
    return Table(title, (dimension, *collections), rows, frozenset({dimension, *collections} - {"year"}))


def _vocabulary(name: str) -> list[str]:
    return list(Schema.at().vocabulary(name))
