"""The census in pictures: what quotes are, who speaks, of what, and at what length.

Bars are shares, so that small and large collections can be compared; the number behind a name says of how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kavychki.metrics.pictures import agreement_picture
from kavychki.model.split import SPLITS
from kavychki.plotting import TYPE_COLOURS, figure, grid, legend_below, rendered, stacked_bars, stacked_shares
from kavychki.schema.documents import Schema
from kavychki.statistics.census import Census
from kavychki.statistics.cube import Cube
from kavychki.statistics.passes import PassAgreement
from kavychki.statistics.tables import GENDERS, lengths_of, quantiles, topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Picture = Callable[[str], bytes]
"""Draws as "svg" or "png"; KavychkiError where matplotlib is not installed."""

DESCRIPTIONS = {
    "quotes": "Quotes by collection and split: what share is direct, indirect, mixed; spoken, written, thought",
    "speakers": "Speakers and their quotes by kind of speaker, and named persons by the gender that their names tell",
    "topics": "Articles by level 1 topic",
    "lengths": "Lengths of articles and of quotes by type, in code points",
    "agreement": "Agreement of two first passes, layer by layer, with 95 % intervals",
}
"""What each picture shows, in words; those of agreements are called ``agreement-COLLECTION``."""

_WHISKERS = (0.05, 0.25, 0.5, 0.75, 0.95)

Rows = Mapping[str, Sequence[int]]


def pictures(census: Census, agreements: Sequence[PassAgreement] = ()) -> dict[str, Picture]:
    """Every picture by name; nothing is drawn before it is called."""
    found: dict[str, Picture] = {
        "quotes": partial(_quotes, census),
        "speakers": partial(_speakers, census),
        "topics": partial(_topics, census),
        "lengths": partial(_lengths, census),
    }
    for each in agreements:
        name = f"agreement-{each.collection}"
        if name in found:
            name += f"-{each.left}-{each.right}"
        found[name] = partial(agreement_picture, each.agreement)
    return found


def description(name: str) -> str:
    """What a picture shows, for those who cannot see it."""
    return DESCRIPTIONS[name.split("-", 1)[0]]


def _quotes(census: Census, form: str) -> bytes:
    rows = [
        (name, split)
        for name in census.collections()
        for split in SPLITS
        if census.quotes.total(collection=name, split=split)
    ]
    drawn, axes = figure(2, len(rows), width=4.6)
    for place, dimension, vocabulary in ((axes[0], "type", "quote-type"), (axes[1], "medium", "medium")):
        values = list(Schema.at().vocabulary(vocabulary))
        counts = census.quotes.by("collection", "split", dimension)
        stacked_shares(place, {", ".join(row): [counts[*row, value] for value in values] for row in rows}, values)
        place.set_title(f"quotes by {dimension}", fontsize=9)
    axes[1].set_yticklabels([])
    return rendered(drawn, form)


def _speakers(census: Census, form: str) -> bytes:
    kinds = list(Schema.at().vocabulary("speaker-kind"))
    by_kind = _of_speakers(census, "kind", kinds)
    by_gender = _of_speakers(census, "gender", GENDERS, kind="person", anonymity="named")
    drawn, axes = figure(2, max(len(by_kind), len(by_gender)), width=4.9)
    stacked_shares(axes[0], by_kind, kinds)
    axes[0].set_title("by kind of speaker", fontsize=9)
    stacked_shares(axes[1], by_gender, GENDERS)
    axes[1].set_title("named persons by the gender that the name tells", fontsize=9)
    return rendered(drawn, form)


def _of_speakers(census: Census, dimension: str, values: Sequence[str], **where: str) -> Rows:
    """Speakers and their quotes by the values of a dimension, a row each for every collection that has some."""
    cubes: tuple[tuple[str, Cube], ...] = (("speakers", census.speakers), ("quotes", census.attributions))
    rows = {}
    for name in census.collections():
        for what, cube in cubes:
            counts = cube.by(dimension, collection=name, **where)
            rows[f"{name}, {what}"] = [counts[value,] for value in values]
    return {label: row for label, row in rows.items() if sum(row)}


def _topics(census: Census, form: str) -> bytes:
    table = topics(census)
    drawn, axes = figure(1, len(table.rows), width=7.5)
    names = [str(row[0]) for row in table.rows]
    parts = [(name, [_number(row[n]) for row in table.rows]) for n, name in enumerate(table.header[2:], 2)]
    stacked_bars(axes[0], names, parts)
    grid(axes[0])
    axes[0].set_title("articles by level 1 topic; an article may have several", fontsize=9)
    legend_below(axes[0], len(parts))
    return rendered(drawn, form)


def _lengths(census: Census, form: str) -> bytes:
    collections = census.collections()
    types = list(Schema.at().vocabulary("quote-type"))
    drawn, axes = figure(2, len(collections) * len(types), width=4.8)
    _boxes(axes[0], census, [(name, "article", name) for name in collections])
    axes[0].set_title("articles, code points", fontsize=9)
    _boxes(axes[1], census, [(name, kind, f"{name}, {kind}") for name in collections for kind in types])
    _logarithmic(axes[1])
    axes[1].set_title("contents of quotes, code points", fontsize=9)
    for place in axes:
        place.set_xlabel("whiskers from the 5th to the 95th percentile", fontsize=8)
    return rendered(drawn, form)


def _logarithmic(axes: Axes) -> None:
    """A logarithmic scale with plain numbers."""
    from matplotlib.ticker import LogLocator, NullLocator  # noqa: PLC0415 - an extra, and heavy

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter("{x:g}")


def _boxes(axes: Axes, census: Census, rows: Sequence[tuple[str, str, str]]) -> None:
    """A box of quartiles for each collection and kind of length that has some."""
    labels: list[str] = []
    for name, what, label in rows:
        counts = {int(key[0]): count for key, count in lengths_of(census, name, what).items()}
        if counts:
            box = dict(zip(("whislo", "q1", "med", "q3", "whishi"), quantiles(counts, _WHISKERS), strict=True))
            colour = TYPE_COLOURS.get(what, TYPE_COLOURS[""])
            line = {"color": colour, "linewidth": 1.2}
            axes.bxp(
                [box],
                positions=[len(labels)],
                orientation="horizontal",
                widths=0.6,
                showfliers=False,
                boxprops=line,
                medianprops={**line, "linewidth": 2.2},
                whiskerprops=line,
                capprops=line,
                manage_ticks=False,
            )
            labels.append(f"{label} ({sum(counts.values())})")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    grid(axes)


def _number(cell: object) -> int:
    return cell if isinstance(cell, int) else 0
