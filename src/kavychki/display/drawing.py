"""A text in paragraphs and pieces, each with the lines that run under it, and the style rules that draw them.

Lines are classes and not styles of elements, so that a page can forbid the latter. Each layer has lanes of its own,
quotes next to the text, so that a page can leave one out without drawing the others anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kavychki.display.marks import LAYERS, Layer, Mark, Role, marks_of, within
from kavychki.model import Article

COLOURS = 9
"""Colours of quotes in ``style.css``, used in turn."""

LAYER_OF: dict[Role, Layer] = {
    "content": "quotes",
    "cue": "quotes",
    "source": "quotes",
    "entity": "entities",
    "mention": "mentions",
}

_LETTERS = 1.25
"""Letters of a label that fit under a letter of the text."""

_DASHES = {"cue": (6, 9), "source": (2, 5)}
"""Pixels of a line and of a line with its gap; other lines have none."""

Lanes = tuple[int, int, int]
"""How many lanes each of ``LAYERS`` has."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a mark is drawn: its layer, its role, its lane in the layer, the number of its colour (0 is grey)."""

    layer: Layer
    role: Role
    lane: int
    shade: int

    @classmethod
    def of(cls, mark: Mark) -> Line:
        return cls(LAYER_OF[mark.role], mark.role, mark.lane, shade(mark.number))

    @property
    def name(self) -> str:
        """The class of pieces that it runs under."""
        return f"{self.role}-{self.lane}-{self.shade}"

    @property
    def rule(self) -> str:
        """The rule that gives its image to its lane."""
        ink = f"var(--{self.layer}-ink, var(--c{self.shade}))"
        image = f"linear-gradient({ink} 0 0)"
        if self.role in _DASHES:
            line, gap = _DASHES[self.role]
            image = f"repeating-linear-gradient(90deg, {ink} 0 {line}px, transparent {line}px {gap}px)"
        return f".kavychki .{self.name} {{ --{self.layer}-{self.lane}: {image}; }}"


LEGEND = tuple(Line("quotes", role, 0, 0) for role in ("content", "cue", "source"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text under which the same marks run.

    ``begins`` are those of them that begin with it, each with its label; ``opens`` the numbers of the quotes whose
    content begins here for the first time.
    """

    text: str
    under: tuple[Mark, ...]
    begins: tuple[tuple[Mark, str], ...]
    opens: tuple[int, ...]

    @property
    def note(self) -> str:
        """What all of its marks are, in full."""
        return "; ".join(mark.note for mark in self.under)

    @property
    def classes(self) -> str:
        """The classes of its lines."""
        return " ".join(Line.of(mark).name for mark in self.under)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its quotes."""
        return tuple(dict.fromkeys(mark.number for mark in self.under if mark.number is not None))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text in pieces, and how many lanes of each layer run under it."""

    pieces: tuple[Piece, ...]
    lanes: Lanes
    is_title: bool

    @property
    def lanes_class(self) -> str:
        """The class that gives it room for its lanes; empty where there are none."""
        return _lanes_class(self.lanes) if any(self.lanes) else ""


def paragraphs_of(article: Article, layers: Iterable[Layer] = LAYERS) -> list[Paragraph]:
    """The lines of an article's text; nothing where it has no text."""
    chosen = set(layers)
    banded = [marks_of(article, (layer,)) if layer in chosen else [] for layer in LAYERS]
    marks = sorted((mark for band in banded for mark in band), key=lambda mark: (mark.start, -mark.end))
    text, title = article.text or "", article.title
    found: list[Paragraph] = []
    start, seen = 0, set[int]()
    for line in text.split("\n"):
        end = start + len(line)
        here = within(marks, start, end)
        is_title = title is not None and line.strip() != "" and title.start < end and start < title.end
        found.append(Paragraph(tuple(_pieces(text, start, end, here, seen)), _lanes(here), is_title))
        start = end + 1
    return found


def _lanes(marks: Sequence[Mark]) -> Lanes:
    quotes, entities, mentions = (
        1 + max((mark.lane for mark in marks if LAYER_OF[mark.role] == layer), default=-1) for layer in LAYERS
    )
    return quotes, entities, mentions


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark], seen: set[int]) -> Iterator[Piece]:
    edges = {start, end, *(edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end)}
    for first, last in pairwise(sorted(edges)):
        under = within(marks, first, last)
        # A mark that goes on from the line before is labelled anew.
        begins = [mark for mark in under if max(mark.start, start) == first]
        labelled = ((mark, mark.label((min(mark.end, end) - first) * _LETTERS)) for mark in begins)
        opened = [mark.number for mark in begins if mark.role == "content" and mark.number is not None]
        opens = tuple(number for number in dict.fromkeys(opened) if number not in seen)
        seen.update(opens)
        yield Piece(text[first:last], tuple(under), tuple(labelled), opens)


def shade(number: int | None) -> int:
    """The number of a quote's colour in ``style.css``; 0 is grey."""
    return 0 if number is None else (number - 1) % COLOURS + 1


class MarkStyles:
    """The style rules that some texts need, collected as they are drawn; the same texts give the same rules."""

    def __init__(self) -> None:
        self._lines = set(LEGEND)
        self._lanes: set[Lanes] = set()

    def add(self, paragraphs: Iterable[Paragraph]) -> None:
        """Collect what these paragraphs need."""
        for paragraph in paragraphs:
            self._lanes.add(paragraph.lanes)
            self._lines.update(Line.of(mark) for piece in paragraph.pieces for mark in piece.under)

    def css(self) -> str:
        """The rules, to stand behind ``style.css``."""
        lines = sorted(self._lines, key=lambda line: (LAYERS.index(line.layer), line.name))
        places = sorted({(line.layer, line.lane) for line in lines})
        rules = [line.rule for line in lines]
        rules += [f".kavychki .at-{layer}-{lane} {{ --row: {_row(layer, lane)}; }}" for layer, lane in places]
        rules += [_lanes_rule(lanes) for lanes in sorted(self._lanes) if any(lanes)]
        return "\n".join(rules) + "\n"


def _lanes_class(lanes: Lanes) -> str:
    return "lanes-" + "-".join(map(str, lanes))


def _row(layer: Layer, lane: int) -> str:
    """Which row below the text a lane is, after those of the layers before that are shown."""
    before = LAYERS[: LAYERS.index(layer)]
    return f"calc({' + '.join([str(lane), *(f'var(--{each}) * var(--show-{each}, 1)' for each in before)])})"


def _lanes_rule(lanes: Lanes) -> str:
    name = _lanes_class(lanes)
    counts = "; ".join(f"--{layer}: {count}" for layer, count in zip(LAYERS, lanes, strict=True))
    total = " + ".join(f"{count} * var(--show-{layer}, 1)" for layer, count in zip(LAYERS, lanes, strict=True))
    drawn = [(layer, lane) for layer, count in zip(LAYERS, lanes, strict=True) for lane in range(count)]
    images = ", ".join(f"var(--{layer}-{lane}, none)" for layer, lane in drawn)
    places = ", ".join(f"0 calc(var(--base) + {_row(layer, lane)} * var(--pitch))" for layer, lane in drawn)
    return (
        f".kavychki .{name} {{ {counts}; --lanes: calc({total}); }}\n"
        f".kavychki .{name} .piece {{ background-image: {images}; background-position: {places}; }}"
    )
