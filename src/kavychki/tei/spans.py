"""Elements as stretches of the text: the pieces of what was cut, joined again."""

from __future__ import annotations

from dataclasses import dataclass

from kavychki.model import Span
from kavychki.tei.parse import Element, Parsed


@dataclass(slots=True)
class Stretch:
    """A stretch that an element marks, or several that are pieces of one; the element is the first of them."""

    element: Element
    start: int
    end: int

    def span(self, text: str) -> Span:
        return Span(self.start, self.end, text[self.start : self.end])


def stretches(parsed: Parsed) -> list[Stretch]:
    """The stretches of a document in order of where they begin; notes pieces that do not fit together."""
    found: list[Stretch] = []
    unfinished: dict[tuple[str, ...], Stretch] = {}
    for element in parsed.elements:
        if element.start == element.end:
            parsed.problem(element.place, f"<{element.name}> is empty: put it around the words that it marks")
            continue
        part, key = element.attributes.get("part"), _key(element)
        if part in ("M", "F"):
            _continue(parsed, element, unfinished.get(key))
            if part == "F":
                unfinished.pop(key, None)
            continue
        stretch = Stretch(element, element.start, element.end)
        found.append(stretch)
        if part == "I":
            unfinished[key] = stretch
    for stretch in unfinished.values():
        element = stretch.element
        parsed.problem(element.place, f'<{element.name} part="I"> is not followed by its part="F"')
    return found


def _continue(parsed: Parsed, element: Element, stretch: Stretch | None) -> None:
    if stretch is None or stretch.end != element.start:
        message = f'no piece of <{element.name} part="{element.attributes["part"]}"> ends where this one begins'
        parsed.problem(element.place, f"{message}: the pieces of one stretch touch; a further stretch has prev alone")
    else:
        stretch.end = element.end


def _key(element: Element) -> tuple[str, ...]:
    """What pieces of one stretch have in common."""
    values = element.attributes
    if identifier := values.get("id") or values.get("prev"):
        return element.name, identifier
    return element.name, *(f"{key}={value}" for key, value in sorted(values.items()) if key != "part")
