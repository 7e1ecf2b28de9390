"""Pictures of evaluations and agreements, by matplotlib; safe for colour-blind readers and in black and white."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kavychki.errors import KavychkiError
from kavychki.metrics.agreement import Agreement
from kavychki.metrics.comparison import MATCHED, TYPES
from kavychki.metrics.evaluation import Evaluation
from kavychki.metrics.measure import Measure
from kavychki.metrics.mistakes import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("svg", "png")

# Okabe and Ito's colours; hatches and markers say the same without them.
_COLOURS = {"": "#000000", "direct": "#0072B2", "indirect": "#E69F00", "mixed": "#009E73"}
_HATCHES = {"direct": "", "indirect": "///", "mixed": "..."}
_MARKERS = {"": "s", "direct": "o", "indirect": "^", "mixed": "D"}
_STATISTICS = {
    "F1": ("#0072B2", "o"),
    "accuracy": ("#E69F00", "s"),
    "Cohen's kappa": ("#009E73", "D"),
    "Krippendorff's alpha": ("#D55E00", "^"),
}

_ROW = 0.24
"""Inches that a row takes."""


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
    figure, axes = _figure(2 + len(groups), rows)
    _draw_f1(axes[0], found.measures)
    _draw_mistakes(axes[1], counts)
    for place, (layer, group) in zip(axes[2:], groups.items(), strict=True):
        _draw_intervals(place, [(each.label, [each]) for each in group], f"recall at overlap {MATCHED} {layer}")
    _title(figure, "Predicted quotes held against gold", found.articles)
    return _rendered(figure, form)


def agreement_picture(found: Agreement, form: str) -> bytes:
    """Every measure over all quotes, and those of quotes by type, each with its interval.

    Args and errors as in ``evaluation_picture``.
    """
    rows: dict[str, list[Measure]] = {}
    for each in found.measures:
        if each.criterion not in ("overlap 0.5", "overlap 0.3") and (not each.label or each.layer == "quotes"):
            rows.setdefault(" ".join(filter(None, (each.layer, each.label, each.criterion))), []).append(each)
    figure, axes = _figure(1, len(rows), width=8.5)
    _draw_intervals(axes[0], list(rows.items()), "")
    for name, (colour, marker) in _STATISTICS.items():
        axes[0].plot([], [], marker, color=colour, label=name)
    figure.legend(loc="outside lower center", ncols=len(_STATISTICS), fontsize=8, frameon=False)
    _title(figure, "Agreement of two annotations", found.articles)
    return _rendered(figure, form)


def _figure(panels: int, rows: int, width: float = 5.2) -> tuple[Figure, Sequence[Axes]]:
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise KavychkiError("pictures need matplotlib: pip install 'kavychki[plot]'") from error
    figure = Figure(figsize=(width * panels, 1.4 + _ROW * max(rows, 8)), layout="constrained")
    axes = figure.subplots(1, panels, squeeze=False)[0]
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.tick_params(labelsize=8)
    return figure, list(axes)


def _draw_f1(axes: Axes, measures: Iterable[Measure]) -> None:
    chosen = [each for each in measures if each.layer == "quotes" and each.statistic == "F1"]
    criteria = list(dict.fromkeys(each.criterion for each in chosen))
    for place, label in enumerate(("", *TYPES)):
        row = [each for each in chosen if each.label == label]
        where = [criteria.index(each.criterion) + 0.18 * (place - 1.5) for each in row]
        _draw_bars(axes, row, where, _COLOURS[label], _MARKERS[label], label or "all")
    axes.set_yticks(range(len(criteria)), criteria)
    _finish(axes, chosen, "F1 of quotes")
    if chosen:
        axes.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.05), ncols=4, frameon=False)


def _draw_mistakes(axes: Axes, counts: Mapping[str, Mapping[str, int]]) -> None:
    kinds = list(counts)
    lefts = [0] * len(kinds)
    for label in TYPES:
        widths = [counts[kind][label] for kind in kinds]
        axes.barh(
            kinds, widths, left=lefts, color=_COLOURS[label], hatch=_HATCHES[label], edgecolor="white", label=label
        )
        lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
    for row, total in enumerate(lefts):
        axes.annotate(str(total), (total, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.set_title("mistakes by kind and type of quote", fontsize=9)
    if kinds:
        axes.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.05), ncols=3, frameon=False)
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
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(title, fontsize=9)


def _title(figure: Figure, what: str, articles: int) -> None:
    plural = "s" * (articles != 1)
    figure.suptitle(f"{what}, {articles} article{plural}; bars are 95 % intervals", fontsize=10)


def _rendered(figure: Figure, form: str) -> bytes:
    if form not in FORMATS:
        raise KavychkiError(f"a picture is {' or '.join(FORMATS)}, not {form!r}: name the file accordingly")
    import matplotlib as mpl  # noqa: PLC0415 - as above

    stream = io.BytesIO()
    # No date and no random ids: the same figures give the same bytes. Words stay words, for search and screen readers.
    with mpl.rc_context({"svg.hashsalt": "kavychki", "svg.fonttype": "none"}):
        figure.savefig(stream, format=form, dpi=160, metadata={"Date": None} if form == "svg" else None)
    return stream.getvalue()
