"""An article in the terminal: the text with stacked underlines, and a table of its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kavychki.display.marks import Layer, Mark, marks_of, within
from kavychki.display.summary import QuoteRow, particulars, quote_rows, speaker_line, topic_labels
from kavychki.model import Article

COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
"""The colours of quotes, in turn; the bright ones cannot be read on a light ground."""

LINES = {"content": "━", "cue": "╍", "source": "─", "entity": "┈", "mention": "┈"}
NARROW = 76
"""Columns below which quotes are listed instead of tabled."""

_WIDEST = 100
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that would turn the rest of a line around."""


class ArticleView:
    """An article as something that rich can print, at any width, with colours or without."""

    def __init__(self, article: Article, layers: Iterable[Layer] = ("quotes",)) -> None:
        self._article = article
        self._marks = marks_of(article, layers)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(20, min(options.max_width, _WIDEST))
        yield self._head()
        yield Text()
        text = self._article.text
        if text is None:
            yield Text(
                "The text is not on this machine: see `kavychki hydrate`. Offsets stand for words.", style="yellow"
            )
        else:
            yield from self._body(_DIRECTION.sub("\ufffd", text.replace("\t", " ")), width)
        yield Text()
        yield self._quotes(options.max_width)

    def _head(self) -> RenderableType:
        article = self._article
        lines = [_plain(article.id, "bold"), _plain(particulars(article), "dim")]
        if article.topics:
            lines.append(_plain(f"topics: {', '.join(topic_labels(article))}", "dim"))
        lines += (
            Text.assemble((f"{each.id:>4} ", "dim"), _plain(each.name), "  ", _plain(speaker_line(each), "dim"))
            for each in article.speakers
        )
        return Group(*lines)

    def _body(self, text: str, width: int) -> Iterator[Text]:
        title = self._article.title
        for start, end in wrapped(text, width):
            is_title = title is not None and title.start < end and start < title.end
            yield Text(text[start:end].rstrip("\n"), style="bold" if is_title else "", no_wrap=True)
            marks = within(self._marks, start, end)
            for lane in sorted({mark.lane for mark in marks}):
                yield underlines(text, start, end, [mark for mark in marks if mark.lane == lane])

    def _quotes(self, width: int) -> RenderableType:
        rows = quote_rows(self._article)
        if not rows:
            return Text("No quotes.", style="dim")
        return _table(rows, width) if width >= NARROW else _list(rows)


def _table(rows: Iterable[QuoteRow], width: int) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold", width=min(width, _WIDEST))
    table.add_column("#", justify="right", no_wrap=True)
    for name, ratio in {"type": 4, "speaker": 5, "content": 10, "cue": 4, "source": 5}.items():
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in rows:
        cells = [row.kind, _who(row), row.content, row.cue, row.source]
        table.add_row(_number(row), *map(_plain, cells))
    return table


def _list(rows: Iterable[QuoteRow]) -> RenderableType:
    """The quotes below one another, for a narrow terminal; cue and source are seen in the text."""
    lines: list[RenderableType] = []
    for row in rows:
        lines.append(Text.assemble(_number(row), " ", _plain(f"{row.kind} · {_who(row)}", "bold")))
        lines.append(Padding(_plain(row.content), (0, 0, 0, 3)))
    return Group(*lines)


def _number(row: QuoteRow) -> Text:
    return Text(f"{row.number:>2}", style=f"bold {colour(row.number)}")


def _who(row: QuoteRow) -> str:
    speakers = row.speakers or "–"
    return f"{speakers} → {row.addressees}" if row.addressees else speakers


def colour(number: int | None) -> str:
    """The colour of a quote; grey for what belongs to none."""
    return "bright_black" if number is None else COLOURS[(number - 1) % len(COLOURS)]


def wrapped(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Bounds of the lines of a text of at most ``width`` cells, broken between words where that is possible."""
    start = cells = 0
    for found in re.finditer(r"\n|[^\S\n]+|[^\s]+", text):
        word = found[0]
        if word == "\n":
            yield start, found.end()
            start, cells = found.end(), 0
            continue
        size = cell_len(word)
        if cells + size > width and cells and not word.isspace():
            yield start, found.start()
            start, cells = found.start(), 0
        cells += size
        for at, character in enumerate(word, found.start()) if cells > width and not word.isspace() else ():
            if cell_len(text[start : at + len(character)]) > width:
                yield start, at
                start = at
        if start > found.start():
            cells = cell_len(text[start : found.end()])
    if start < len(text):
        yield start, len(text)


def underlines(text: str, start: int, end: int, marks: Sequence[Mark]) -> Text:
    """The line under ``text[start:end]`` that shows marks of one lane: a label, and a line as long as the stretch."""
    line = Text(no_wrap=True)
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        column = cell_len(text[start:first])
        width = cell_len(text[first:last].rstrip())
        label = mark.label(width) if first == mark.start else mark.label(min(width, 2))
        line.append(" " * (column - line.cell_len))
        line.append(label, style=f"bold {colour(mark.number)}")
        line.append(LINES[mark.role] * (width - len(label)), style=colour(mark.number))
    return line


def _plain(value: str, style: str = "") -> Text:
    return Text(_DIRECTION.sub("\ufffd", value), style)
