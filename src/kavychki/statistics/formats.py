"""Tables as Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from kavychki.statistics.tables import Cell, Table


def markdown(table: Table) -> str:
    """The table as Markdown: columns of numbers to the right, identifiers as code."""
    return markdown_rows(
        [f"`{name}`" if _names_a_value(name, table) else name for name in table.header],
        [
            [_shown(cell, name in table.coded) for cell, name in zip(row, table.header, strict=True)]
            for row in table.rows
        ],
    )


def markdown_rows(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table of strings; columns of numbers to the right."""
    names = list(map(str, header))
    lines = [list(map(str, row)) for row in rows]
    marks = ["---:" if lines and all(_is_number(line[n]) for line in lines) else "---" for n in range(len(names))]
    return "".join(f"| {' | '.join(line)} |\n" for line in [names, marks, *lines])


def csv_text(table: Table) -> str:
    """The table as CSV with a header; an empty cell is one without a value."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return stream.getvalue()


def json_text(tables: Mapping[str, Table]) -> str:
    """All tables as one JSON object, by name."""
    return json.dumps({name: table.to_dict() for name, table in tables.items()}, ensure_ascii=False, indent=2) + "\n"


def markdown_page(tables: Mapping[str, Table]) -> str:
    """All tables as one Markdown page."""
    parts = [f"## {table.title[0].upper()}{table.title[1:]}\n\n{markdown(table)}" for table in tables.values()]
    return "# Statistics\n\n" + "\n".join(parts)


def _names_a_value(name: str, table: Table) -> bool:
    """Whether a header is an identifier itself: the column of a collection, say, whose cells are numbers."""
    return name in table.coded and not any(isinstance(row[table.header.index(name)], str) for row in table.rows)


def _shown(cell: Cell, coded: bool) -> str:
    if isinstance(cell, float):
        return f"{cell:.3f}"
    if cell is None:
        return ""
    return f"`{cell}`" if coded and isinstance(cell, str) else str(cell)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit() or not cell
