"""Tokens of a paragraph with their offsets, and tags of spans over them that lose nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from razdel import tokenize

from kavychki.model import Span

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text that is not blank: where it stands in the text, and its words. Offsets are code points."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The lines of a text without the blank ones, numbered from 0."""
    start = number = 0
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(number, start, line)
            number += 1
        start += len(line) + 1


def token_bounds(paragraph: Paragraph, annotated: Iterable[Bounds]) -> list[Bounds]:
    """Half-open bounds in the article's text of the tokens of a paragraph: razdel's, cut where an annotated span ends.

    The cut makes tags lossless; about one span in two thousand needs it.
    """
    edges = {edge for bounds in annotated for edge in bounds}
    found: list[Bounds] = []
    for token in tokenize(paragraph.text):
        start, end = paragraph.start + token.start, paragraph.start + token.stop
        cuts = sorted(edge for edge in edges if start < edge < end) if edges else []
        found += zip([start, *cuts], [*cuts, end], strict=True)
    return found


def bio_tags(tokens: list[Bounds], labelled: Iterable[tuple[Span, str]]) -> list[str]:
    """A tag for each token: ``B-label`` where a span begins, ``I-label`` where it goes on, else ``O``.

    Where spans overlap the first one keeps its tokens.
    """
    tags = ["O"] * len(tokens)
    for span, name in labelled:
        inside = [number for number, (start, end) in enumerate(tokens) if span.start <= start and end <= span.end]
        if any(tags[number] != "O" for number in inside):
            continue
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{name}"
    return tags


def tagged_spans(tokens: Sequence[Bounds], tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """From tags back to ``(start, end, label)``: the inverse of ``bio_tags`` for spans that do not overlap.

    Tags that a model predicts may be no proper BIO: as in conlleval (Tjong Kim Sang and Buchholz, 2000), an ``I-`` that
    follows no tag of its label begins a span.
    """
    found: list[tuple[int, int, str]] = []
    before = "O"
    for (start, end), tag in zip(tokens, tags, strict=True):
        name = tag[2:]
        if tag.startswith("I-") and before[2:] == name:
            found[-1] = (found[-1][0], end, name)
        elif tag != "O":
            found.append((start, end, name))
        before = tag
    return found
