"""Measures as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import click

from kavychki.metrics import Measure
from kavychki.metrics.semeval import Schemes

RATES = ("precision", "recall", "F1")


def measure_table(measures: Iterable[Measure]) -> Iterator[str]:
    """A line for each layer, label and criterion: precision, recall and F1 side by side, other figures line by line.

    The interval is that of the figure before it.
    """
    rows: dict[_Row, dict[str, Measure]] = {}
    for each in measures:
        row = _Row(each.layer, each.label, each.criterion)
        if each.statistic not in RATES:
            row = row._replace(criterion=f"{each.criterion} {each.statistic}")
        rows.setdefault(row, {})[each.statistic] = each
    widths = [max([len(name), *(len(row[n]) for row in rows)]) for n, name in enumerate(_Row._fields)]
    names = "  ".join(f"{name:<{width}}" for name, width in zip(_Row._fields, widths, strict=True))
    yield click.style(f"{names}  {'prec.':>6} {'recall':>6} {'value':>6}  95 % interval    units", bold=True)
    last: tuple[str, str] = ("", "")
    for row, found in rows.items():
        if last[0] not in ("", row.layer):
            yield ""
        shown = _Row("" if last[0] == row.layer else row.layer, "" if last == row[:2] else row.label, row.criterion)
        last = row.layer, row.label
        names = "  ".join(f"{name:<{width}}" for name, width in zip(shown, widths, strict=True))
        yield f"{names}  {_figures(found)}"


class _Row(NamedTuple):
    layer: str
    label: str
    criterion: str


def _figures(found: Mapping[str, Measure]) -> str:
    main = found.get("F1") or next(iter(found.values()))
    cells = [f"{found[name].value:6.3f}" if name in found else " " * 6 for name in RATES[:2]]
    cells.append(f"{main.value:6.3f}" if main.statistic not in RATES[:2] else " " * 6)
    interval = f"{main.low:.3f} to {main.high:.3f}"
    return f"{' '.join(cells)}  {interval:<15} {main.units:>6}"


def count_table(title: str, rows: dict[str, dict[str, int]]) -> Iterator[str]:
    """A line for each row that has any counts, with its sum."""
    names = list(next(iter(rows.values())))
    width = max(len(title), *map(len, rows))
    yield click.style(f"{title:<{width}} " + " ".join(f"{name:>9}" for name in (*names, "all")), bold=True)
    for name, counts in rows.items():
        if any(counts.values()):
            numbers = [*counts.values(), sum(counts.values())]
            yield f"{name:<{width}} " + " ".join(f"{number:>9}" for number in numbers)


def scheme_table(schemes: Schemes) -> Iterator[str]:
    """A line for each scheme of SemEval 2013."""
    fields = list(next(iter(schemes.values())))
    yield click.style(f"{'entities':<10}" + "".join(f"{name:>11}" for name in fields), bold=True)
    for name, row in schemes.items():
        cells = (f"{row[field]:>11.3f}" if isinstance(row[field], float) else f"{row[field]:>11}" for field in fields)
        yield f"{name:<10}{''.join(cells)}"
