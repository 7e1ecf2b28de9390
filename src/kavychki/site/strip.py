"""Where the annotation of an article stands when its text is not at hand: a strip as long as the text, to scale."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.display.drawing import LAYER_OF, shade
from kavychki.display.marks import LAYERS, Role, marks_of
from kavychki.model import Article

ROW = 14
"""Height of a lane, in pixels."""

_BAR = {"content": 8, "cue": 3, "source": 3, "entity": 5, "mention": 3}


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark on the strip: left edge and width in per cent of the text, top and height in pixels."""

    left: float
    width: float
    top: int
    height: int
    role: Role
    shade: int
    note: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The bars of an article, layer below layer; ``labels`` name the layers at the pixel where each begins."""

    bars: tuple[Bar, ...]
    height: int
    labels: tuple[tuple[str, int], ...]


def strip_of(article: Article) -> Strip:
    """The strip of an article, with or without its text."""
    bars: list[Bar] = []
    labels = []
    top = 0
    for layer in LAYERS:
        marks = marks_of(article, (layer,))
        if not marks:
            continue
        labels.append((layer, top))
        top += ROW
        bars += (
            Bar(
                _percent(mark.start, article.text_length),
                _percent(mark.end - mark.start, article.text_length),
                top + mark.lane * ROW + (ROW - _BAR[mark.role]) // 2,
                _BAR[mark.role],
                mark.role,
                shade(mark.number),
                f"{mark.note} [{mark.start}, {mark.end})",
            )
            for mark in marks
            if LAYER_OF[mark.role] == layer
        )
        top += ROW * (1 + max(mark.lane for mark in marks))
    return Strip(tuple(bars), top, tuple(labels))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3) if whole else 0.0
