"""From XML to elements and text, each with its line and column.

expat is used as it stands: it needs no dependency, reaches no file and no network, and tells the column, which lxml
does not. A document type declaration is refused, and with it every entity but the five of XML itself.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn
from xml.parsers import expat

from kavychki.errors import XmlError
from kavychki.tei.names import ATTRIBUTES, HEADER, IN_HEADER, IN_TEXT, MAX_DEPTH, ROOT, TEXT

MAX_BYTES = 32 * 2**20
"""Larger documents are refused unread: an article of 12,000 characters takes about 60 kB."""

MOST_LISTED = 100
"""Problems of one document that are told one by one."""

_REMEDIES = {
    4: "write & as &amp; and < as &lt;",
    7: 'close each element inside the one that it was opened in; split what crosses, with part="I" and part="F"',
    8: "give the attribute once",
    11: "write the character itself: only &amp; &lt; &gt; &quot; &apos; and &#…; are known",
}
"""What to do about some of expat's errors, by its codes."""


class Place(NamedTuple):
    """A place in an XML document: line and column are 1-based, the column in code points."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(slots=True)
class Element:
    """An element with its attributes; ``start`` and ``end`` are code points of the text, 0 outside of it."""

    name: str
    attributes: dict[str, str]
    place: Place
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Parsed:
    """A document taken apart: elements in order of their start tags, the text, and the places of its pieces."""

    root: Element
    header: list[Element] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    text: str = ""
    problems: list[tuple[Place, str]] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def problem(self, place: Place, message: str) -> None:
        """Note what is wrong at a place."""
        self.problems.append((place, message))

    def refuse(self) -> None:
        """Raise an XmlError with all that was noted, in order of place, if anything was."""
        problems = [(*place, message) for place, message in sorted(self.problems)]
        if len(problems) > MOST_LISTED:
            problems[MOST_LISTED:] = [(*self.root.place, f"{len(problems) - MOST_LISTED} more problems are not listed")]
        if problems:
            raise XmlError(problems=problems)

    def place_of(self, offset: int) -> Place:
        """Where a code point of the text stands in the document."""
        number = bisect_right(self.offsets, offset) - 1
        if number < 0:
            return self.root.place
        line, column = self.places[number]
        return Place(line, column + offset - self.offsets[number])


def parse(xml: str | bytes, lines_before: int = 0) -> Parsed:
    """Take a document apart; ``lines_before`` of it were put before what the user wrote.

    Raises:
        XmlError: it is no well-formed XML, has a document type declaration, is too large, or nests too deeply.
    """
    data = xml.encode("utf-8", errors="surrogatepass") if isinstance(xml, str) else xml
    if len(data) > MAX_BYTES:
        raise XmlError(f"{len(data)} bytes of XML are more than the {MAX_BYTES} that are read: it is no article")
    parser = expat.ParserCreate("utf-8" if isinstance(xml, str) else None)
    builder = _Builder(parser, lines_before)
    try:
        parser.Parse(data, True)
    except XmlError:
        raise
    except (LookupError, ValueError) as error:
        message = f"the declared encoding cannot be read ({error}): save as UTF-8"
        raise XmlError(problems=[(1, 1, message)]) from error
    except expat.ExpatError as error:
        place = Place(error.lineno - lines_before, error.offset + 1)
        message = f"{expat.errors.messages[error.code]}{builder.advice(error.code)}"
        raise XmlError(problems=[(*place, message)]) from error
    return builder.finished()


class _Builder:
    """Collects what expat reports."""

    def __init__(self, parser: Any, lines_before: int) -> None:
        self._parser = parser
        self._lines_before = lines_before
        self._parsed = Parsed(Element(ROOT, {}, Place(1, 1)))
        self._open: list[Element] = []
        self._sections: set[str] = set()
        self._pieces: list[str] = []
        self._length = 0
        self._at_layout = False
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def finished(self) -> Parsed:
        """What was collected, when the document has ended."""
        if TEXT not in self._sections:
            self._parsed.problem(self._parsed.root.place, f"<{ROOT}> has no <{TEXT}>")
        return self._parsed

    def advice(self, code: int) -> str:
        """What to do about an error of expat, and what is open there."""
        told = f": {_REMEDIES[code]}" if code in _REMEDIES else ""
        inner = self._open[-1] if self._open else None
        return f"{told} (<{inner.name}> of {inner.place} is open)" if inner and inner.place.line > 0 else told

    def _here(self) -> Place:
        parser = self._parser
        return Place(parser.CurrentLineNumber - self._lines_before, parser.CurrentColumnNumber + 1)

    def _refuse_doctype(self, *_: object) -> NoReturn:
        message = "a document type declaration is not allowed: remove <!DOCTYPE …>"
        raise XmlError(problems=[(*self._here(), message)])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name, attributes, self._here(), self._length)
        if len(self._open) >= MAX_DEPTH:
            message = f"<{name}> lies inside {MAX_DEPTH} others: no annotation nests so deeply"
            raise XmlError(problems=[(*element.place, message)])
        if self._is_known(element):
            self._keep(element)
        self._open.append(element)
        self._at_layout = name == TEXT and self._in_text()

    def _is_known(self, element: Element) -> bool:
        """Whether an element can stand where it does; notes what is wrong with it."""
        name, allowed = element.name, self._allowed()
        if name not in allowed:
            where = f"inside <{self._open[-1].name}>" if self._open else "at the top"
            wanted = ", ".join(f"<{each}>" for each in allowed) or "nothing"
            self._parsed.problem(element.place, f"<{name}> has no place {where}, where {wanted} can stand")
            return False
        for unknown in sorted(element.attributes.keys() - ATTRIBUTES[name]):
            known = ", ".join(sorted(ATTRIBUTES[name])) or "none"
            self._parsed.problem(element.place, f"<{name}> has no attribute {unknown!r}: known are {known}")
        return True

    def _allowed(self) -> tuple[str, ...]:
        """The elements that can stand where the parser is."""
        if self._in_text():
            return IN_TEXT
        return {0: (ROOT,), 1: (HEADER, TEXT), 2: IN_HEADER}.get(len(self._open), ())

    def _in_text(self) -> bool:
        return len(self._open) > 1 and self._open[1].name == TEXT

    def _keep(self, element: Element) -> None:
        if self._in_text():
            self._parsed.elements.append(element)
        elif not self._open:
            self._parsed.root = element
        elif len(self._open) > 1:
            self._parsed.header.append(element)
        elif element.name in self._sections:
            self._parsed.problem(element.place, f"a second <{element.name}>: an article has one")
        self._sections.add(element.name)

    def _characters(self, data: str) -> None:
        place = self._here()
        if not self._in_text():
            if data.strip():
                self._parsed.problem(place, f"{data.strip()[:30]!r} stands outside of <{TEXT}>")
        elif self._at_layout and data == "\n" and not self._pieces:
            self._at_layout = False
        else:
            self._parsed.offsets.append(self._length)
            self._parsed.places.append(place)
            self._pieces.append(data)
            self._length += len(data)
            self._at_layout = data == "\n" and len(self._open) == 2  # noqa: PLR2004 - in article and text

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.end = self._length
        if name == TEXT and len(self._open) == 1:
            # A line break before the end tag is layout, like one behind the start tag.
            text = "".join(self._pieces)
            self._parsed.text = text[:-1] if self._at_layout and text else text
        self._at_layout = False
