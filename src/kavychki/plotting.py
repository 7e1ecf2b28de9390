"""What all pictures share: matplotlib's figures in one style, safe for colour-blind readers and in black and white."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

from kavychki.errors import KavychkiError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("svg", "png")

# Okabe and Ito's colours; hatches and markers say the same without them.
BLACK, BLUE, ORANGE, GREEN, RED, SKY, PURPLE = (
    "#000000",
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
)
HATCHES = ("", "///", "...", "\\\\\\", "xx", "--")

TYPE_COLOURS = {"": BLACK, "direct": BLUE, "indirect": ORANGE, "mixed": GREEN}
TYPE_HATCHES = {"direct": HATCHES[0], "indirect": HATCHES[1], "mixed": HATCHES[2]}

ROW = 0.24
"""Inches that a row takes."""


def fills() -> Iterator[tuple[str, str]]:
    """Colours with hatches, each pair unlike the others as long as there are some; they begin as those of the types."""
    return cycle(zip((BLUE, ORANGE, GREEN, SKY, RED, PURPLE), HATCHES, strict=True))


def figure(panels: int, rows: int, width: float = 5.2) -> tuple[Figure, Sequence[Axes]]:
    """A figure of panels side by side, high enough for so many rows; ``width`` of a panel in inches.

    Raises:
        KavychkiError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise KavychkiError("pictures need matplotlib: pip install 'kavychki[plot]'") from error
    drawn = Figure(figsize=(width * panels, 1.4 + ROW * max(rows, 8)), layout="constrained")
    axes = drawn.subplots(1, panels, squeeze=False)[0]
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.tick_params(labelsize=8)
    return drawn, list(axes)


def grid(axes: Axes) -> None:
    """Faint lines behind what is drawn, by which its length is read."""
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def stacked_bars(
    axes: Axes,
    names: Sequence[str],
    parts: Sequence[tuple[str, Sequence[int]]],
    styles: Sequence[tuple[str, str]] | None = None,
) -> None:
    """A bar a name, from the top, each stacked of its share in every part, with the total behind it.

    ``parts`` has a label for the legend, and a number for each name; ``styles`` a colour and a hatch for each part.
    """
    lefts = [0] * len(names)
    for (label, widths), (colour, hatch) in zip(parts, styles or fills(), strict=False):
        axes.barh(range(len(names)), widths, left=lefts, color=colour, hatch=hatch, edgecolor="white", label=label)
        lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
    for row, total in enumerate(lefts):
        axes.annotate(str(total), (total, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    # Bars of no width have edges that margins stick to.
    axes.set_xlim(0, 1.1 * (max(lefts, default=0) or 1))


def stacked_shares(axes: Axes, rows: Mapping[str, Sequence[int]], values: Sequence[str]) -> None:
    """A bar a row, from the top, stacked of the shares that its numbers have; behind the name is their sum.

    ``rows`` has a number for each of the values, which the legend names.
    """
    totals = [max(1, sum(row)) for row in rows.values()]
    lefts = [0.0] * len(rows)
    for place, (value, (colour, hatch)) in enumerate(zip(values, fills(), strict=False)):
        widths = [100 * row[place] / total for row, total in zip(rows.values(), totals, strict=True)]
        axes.barh(range(len(rows)), widths, left=lefts, color=colour, hatch=hatch, edgecolor="white", label=value)
        lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
    axes.set_yticks(range(len(rows)), [f"{label} ({sum(row)})" for label, row in rows.items()])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.xaxis.set_major_formatter("{x:.0f} %")
    grid(axes)
    legend_below(axes, 3)


def legend_below(axes: Axes, columns: int) -> None:
    """The legend under the panel, without a frame; none where nothing is drawn."""
    if not axes.get_legend_handles_labels()[0]:
        return
    axes.legend(
        fontsize=8,
        ncols=columns,
        frameon=False,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        borderaxespad=3.0,  # in units of the font, so that it holds whatever the height of the panel
    )


def rendered(drawn: Figure, form: str) -> bytes:
    """The figure as a file, "svg" or "png"; the same figures give the same bytes.

    Raises:
        KavychkiError: the format is another one.
    """
    if form not in FORMATS:
        raise KavychkiError(f"a picture is {' or '.join(FORMATS)}, not {form!r}: name the file accordingly")
    import matplotlib as mpl  # noqa: PLC0415 - as above

    stream = io.BytesIO()
    # No date and no random ids. Words stay words, for search and screen readers.
    with mpl.rc_context({"svg.hashsalt": "kavychki", "svg.fonttype": "none"}):
        drawn.savefig(stream, format=form, dpi=160, metadata={"Date": None} if form == "svg" else None)
    return stream.getvalue()
