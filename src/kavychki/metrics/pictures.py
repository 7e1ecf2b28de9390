"""Pictures of evaluations and agreements, by matplotlib; safe for colour-blind readers and in black and white."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kavychki.metrics.agreement import Agreement
from kavychki.metrics.comparison import MATCHED, TYPES
from kavychki.metrics.evaluation import Evaluation
from kavychki.metrics.measure import Measure
from kavychki.metrics.mistakes import counted
from kavychki.plotting import (
    BLUE,
    GREEN,
    ORANGE,
    RED,
    TYPE_COLOURS,
    TYPE_HATCHES,
    figure,
    grid,
    legend_below,
    rendered,
    stacked_bars,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKERS = {"": "s", "direct": "o", "indirect": "^", "mixed": "D"}
_STATISTICS = {
    "F1": (BLUE, "o"),
    "accuracy": (ORANGE, "s"),
    "Cohen's kappa": (GREEN, "D"),
    "Krippendorff's alpha": (RED, "^"),
}


def evaluation_picture(found: Evaluation, form: str) -> bytes:
    """F1 of quotes by type and threshold, mistakes by kind, and recall by label where it was asked for.

    Args:
        found: what ``evaluate`` returned.
        form: "svg" or "png".

    Raises:
        KavychkiError: matplotlib is not installed, or the format is another one.
    """
    groups: dict[str, list[Measure]] = {}
    for each in found.measures:
        if each.layer.startswith("by ") and each.criterion == f"overlap {MATCHED}":
            groups.setdefault(each.layer, []).append(each)
    counts = {kind: row for kind, row in counted(found.mistakes).items() if any(row.values())}
    rows = max(20, len(counts), *(len(group) for group in groups.values()), 0)
    drawn, axes = figure(2 + len(groups), rows)
    _draw_f1(axes[0], found.measures)
    _draw_mistakes(axes[1], counts)
    for place, (layer, group) in zip(axes[2:], groups.items(), strict=True):
        _draw_intervals(place, [(each.label, [each]) for each in group], f"recall at overlap {MATCHED} {layer}")
    _title(drawn, "Predicted quotes held against gold", found.articles)
    return rendered(drawn, form)


def agreement_picture(found: Agreement, form: str) -> bytes:
    """Every measure over all quotes, and those of quotes by type, each with its interval.

    Args and errors as in ``evaluation_picture``.
    """
    rows: dict[str, list[Measure]] = {}
    for each in found.measures:
        if each.criterion not in ("overlap 0.5", "overlap 0.3") and (not each.label or each.layer == "quotes"):
            rows.setdefault(" ".join(filter(None, (each.layer, each.label, each.criterion))), []).append(each)
    drawn, axes = figure(1, len(rows), width=8.5)
    _draw_intervals(axes[0], list(rows.items()), "")
    for name, (colour, marker) in _STATISTICS.items():
        axes[0].plot([], [], marker, color=colour, label=name)
    drawn.legend(loc="outside lower center", ncols=len(_STATISTICS), fontsize=8, frameon=False)
    _title(drawn, "Agreement of two annotations", found.articles)
    return rendered(drawn, form)


def _draw_f1(axes: Axes, measures: Iterable[Measure]) -> None:
    chosen = [each for each in measures if each.layer == "quotes" and each.statistic == "F1"]
    criteria = list(dict.fromkeys(each.criterion for each in chosen))
    for place, label in enumerate(("", *TYPES)):
        row = [each for each in chosen if each.label == label]
        where = [criteria.index(each.criterion) + 0.18 * (place - 1.5) for each in row]
        _draw_bars(axes, row, where, TYPE_COLOURS[label], _MARKERS[label], label or "all")
    axes.set_yticks(range(len(criteria)), criteria)
    _finish(axes, chosen, "F1 of quotes")
    if chosen:
        legend_below(axes, 4)


def _draw_mistakes(axes: Axes, counts: Mapping[str, Mapping[str, int]]) -> None:
    kinds = list(counts)
    parts = [(label, [counts[kind][label] for kind in kinds]) for label in TYPES]
    stacked_bars(axes, kinds, parts, [(TYPE_COLOURS[label], TYPE_HATCHES[label]) for label in TYPES])
    axes.set_title("mistakes by kind and type of quote", fontsize=9)
    if kinds:
        legend_below(axes, 3)
    else:
        axes.text(0.5, 0.5, "no mistakes", transform=axes.transAxes, ha="center", fontsize=9)
        axes.set_axis_off()


def _draw_intervals(axes: Axes, rows: Sequence[tuple[str, Sequence[Measure]]], title: str) -> None:
    for place, (_, row) in enumerate(rows):
        for n, each in enumerate(row):
            colour, marker = _STATISTICS.get(each.statistic, _STATISTICS["F1"])
            _draw_bars(axes, [each], [place + 0.28 * (n - (len(row) - 1) / 2)], colour, marker)
    axes.set_yticks(range(len(rows)), [f"{name} ({row[0].units})" for name, row in rows])
    _finish(axes, [each for _, row in rows for each in row], title)


def _draw_bars(
    axes: Axes, row: Sequence[Measure], where: Sequence[float], colour: str, marker: str, label: str = ""
) -> None:
    values = [each.value for each in row]
    # An interval by percentiles need not hold the value; a bar cannot be of negative length.
    below = [max(0.0, each.value - each.low) for each in row]
    above = [max(0.0, each.high - each.value) for each in row]
    axes.errorbar(
        values,
        where,
        xerr=[below, above],
        linestyle="",
        color=colour,
        marker=marker,
        markersize=4,
        elinewidth=1,
        capsize=2,
        label=label,
    )


def _finish(axes: Axes, drawn: Sequence[Measure], title: str) -> None:
    """Rows from the top, and the scale from a round figure below everything that is drawn up to 1."""
    axes.set_ylim(len(axes.get_yticks()) - 0.4, -0.6)
    lowest = min([0.9, *(min(each.low, each.value) for each in drawn)])
    axes.set_xlim(math.floor(lowest * 10 - 0.2) / 10, 1.005)
    grid(axes)
    axes.set_title(title, fontsize=9)


def _title(drawn: Figure, what: str, articles: int) -> None:
    plural = "s" * (articles != 1)
    drawn.suptitle(f"{what}, {articles} article{plural}; bars are 95 % intervals", fontsize=10)
