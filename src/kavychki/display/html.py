"""An article as HTML: one page for itself, or a part of a notebook; no script, no network, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import jinja2
from markupsafe import Markup

from kavychki.display.marks import Layer, Mark, marks_of, within
from kavychki.display.summary import particulars, quote_rows, speaker_line, topic_labels
from kavychki.model import Article

COLOURS = 9
"""Colours of quotes in ``style.css``, used in turn."""

_LETTERS = 1.25
"""Letters of a label that fit under a letter of the text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text under which the same marks run; ``begins`` are those of them that begin with it."""

    text: str
    under: tuple[Mark, ...]
    begins: tuple[tuple[Mark, str], ...]

    @property
    def note(self) -> str:
        """What all of its marks are, in full."""
        return "; ".join(mark.note for mark in self.under)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text in pieces, and how many lanes of marks run under it."""

    pieces: tuple[Piece, ...]
    lanes: int
    is_title: bool


def page(article: Article, layers: Iterable[Layer] = ("quotes",)) -> str:
    """A whole document that needs nothing else: no other file, no script, no network."""
    return _template("page.html.jinja").render(article=article, body=Markup(fragment(article, layers)))  # noqa: S704 - escaped there


def fragment(article: Article, layers: Iterable[Layer] = ("quotes",)) -> str:
    """A part of a page, as notebooks want it, with its own style."""
    chosen = tuple(layers)
    return _template("article.html.jinja").render(
        article=article,
        layers=chosen,
        particulars=particulars(article),
        topics=topic_labels(article),
        speakers=[(speaker, speaker_line(speaker)) for speaker in article.speakers],
        paragraphs=list(_paragraphs(article, marks_of(article, chosen))),
        quotes=quote_rows(article),
        style=Markup((Path(__file__).with_name("style.css")).read_text(encoding="utf-8")),  # noqa: S704 - our own
        shade=_shade,
    )


def _paragraphs(article: Article, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    start = 0
    title = article.title
    for line in (article.text or "").split("\n"):
        end = start + len(line)
        here = within(marks, start, end)
        is_title = title is not None and line.strip() != "" and title.start < end and start < title.end
        lanes = 1 + max((mark.lane for mark in here), default=-1)
        yield Paragraph(tuple(_pieces(article.text or "", start, end, here)), lanes, is_title)
        start = end + 1


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    edges = {start, end, *(edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end)}
    ordered = sorted(edges)
    for first, last in pairwise(ordered):
        under = within(marks, first, last)
        # A mark that goes on from the line before is labelled anew.
        begins = [mark for mark in under if max(mark.start, start) == first]
        labelled = ((mark, mark.label((min(mark.end, end) - first) * _LETTERS)) for mark in begins)
        yield Piece(text[first:last], tuple(under), tuple(labelled))


def _shade(number: int | None) -> int:
    """The number of a quote's colour in ``style.css``; 0 is grey."""
    return 0 if number is None else (number - 1) % COLOURS + 1


@cache
def _template(name: str) -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)
