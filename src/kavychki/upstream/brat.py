r"""Entities from brat stand-off annotation (https://brat.nlplab.org/standoff.html), with its Wikidata references.

Read are text-bound annotations (``T1\tPERSON 0 12\tsurface``, fragments of a discontinuous one joined by ``;``) and
normalisations (``N1\tReference T1 Wikidata:Q42\tname``). Relations, attributes, events and notes are passed over.
Types and offsets stay upstream's own; what is inconsistent is reported, and never mended by guessing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, cast, get_args

from kavychki.model import Entity, Span
from kavychki.model.vocabulary import EntityType

Kind = Literal[
    "malformed-line",
    "repeated-id",
    "unknown-type",
    "inverted-span",
    "outside-text",
    "overlapping-fragments",
    "space-at-edge",
    "surface-mismatch",
    "repeated-entity",
    "fragment-order",
    "dangling-link",
    "unknown-item",
    "ambiguous-link",
]
"""What can be wrong. With all but the last four, the line's entity is left out."""

_ENTITY = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_LINK = re.compile(r"N\S+\tReference (T\S+) Wikidata:(\S+)(?:\t.*)?")
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_OTHER = re.compile(r"(?:[REAM]\S+|\*)\t.*|N\S+\tReference \S+ (?!Wikidata:)\w+:\S+(?:\t.*)?|#.*")
_NO_ITEM = "NULL"
"""How NEREL says that Wikidata has no item."""

_TYPES = frozenset(get_args(EntityType))


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something in an annotation file that cannot be taken as it stands: kind, line (from 1), what is wrong."""

    kind: Kind
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class StandOff:
    """The entities of an annotation file, in canonical order with ids ``e1``, ``e2``, …, and what was inconsistent."""

    entities: tuple[Entity, ...]
    inconsistencies: tuple[Inconsistency, ...]


def parse_brat(annotation: str, text: str | None) -> StandOff:
    """The entities of a brat file, each span with its surface.

    Args:
        annotation: the canonical text of the file.
        text: the canonical text that it annotates; None where it is not at hand, then the offsets are taken as they
            are, and the surfaces as the file gives them, None where their lengths do not fit.
    """
    reader = _Reader(text)
    for number, line in enumerate(annotation.split("\n"), 1):
        if line:
            reader.read(line, number)
    return StandOff(tuple(reader.linked()), tuple(sorted(reader.inconsistencies, key=lambda each: each.line)))


@dataclass(slots=True)
class _Reader:
    text: str | None
    inconsistencies: list[Inconsistency] = field(default_factory=list)
    _entities: dict[str, Entity] = field(default_factory=dict)
    _seen: dict[tuple[str, tuple[tuple[int, int], ...]], str] = field(default_factory=dict)
    _left_out: dict[str, str | None] = field(default_factory=dict)
    _links: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def read(self, line: str, number: int) -> None:
        if found := _ENTITY.fullmatch(line):
            self._read_entity(found[1], found[2], found[3], found[4], number)
        elif found := _LINK.fullmatch(line):
            self._links[found[1]].append((found[2], number))
        elif not _OTHER.fullmatch(line):
            self._report("malformed-line", number, f"{line!r} is no line of a brat file")

    def _read_entity(self, identifier: str, kind: str, offsets: str, surface: str, number: int) -> None:
        fragments = [tuple(map(int, each.split())) for each in offsets.split(";")]
        bounds = sorted((start, end) for start, end in fragments)
        if problem := self._problem(identifier, kind, fragments, surface):
            self._report(problem[0], number, f"{identifier}: {problem[1]}: left out")
            if identifier not in self._entities:
                self._left_out.setdefault(identifier, None)
            return
        key = kind, tuple(bounds)
        if earlier := self._seen.get(key):
            self._report("repeated-entity", number, f"{identifier} repeats {earlier}: left out")
            self._left_out[identifier] = earlier  # its link counts as one of the first
            return
        if fragments != bounds:
            self._report("fragment-order", number, f"{identifier}: the fragments {offsets} are put in order")
        self._seen[key] = identifier
        self._entities[identifier] = Entity(identifier, cast("EntityType", kind), self._spans(fragments, surface), None)

    def _problem(
        self, identifier: str, kind: str, fragments: list[tuple[int, ...]], surface: str
    ) -> tuple[Kind, str] | None:
        """The first thing for which an entity must be left out."""
        if identifier in self._entities or identifier in self._left_out:
            return "repeated-id", "the id is used before"
        if kind not in _TYPES:
            return "unknown-type", f"{kind} is none of the {len(_TYPES)} entity types"
        if inverted := next((each for each in fragments if each[0] >= each[1]), None):
            return "inverted-span", f"start {inverted[0]} is not before end {inverted[1]}"
        if any(after[0] < before[1] for before, after in pairwise(sorted(fragments))):
            return "overlapping-fragments", f"its fragments {fragments} overlap"
        return None if self.text is None else self._problem_in(self.text, fragments, surface)

    @staticmethod
    def _problem_in(text: str, fragments: list[tuple[int, ...]], surface: str) -> tuple[Kind, str] | None:
        if (end := max(each[1] for each in fragments)) > len(text):
            return "outside-text", f"end {end} is behind the end of the text, {len(text)}"
        parts = [text[start:end] for start, end in fragments]
        if " ".join(parts).split() != surface.split():
            return "surface-mismatch", f"the file says {surface!r}, the text says {' '.join(parts)!r}"
        if any(part != part.strip() for part in parts):
            return "space-at-edge", f"{parts} begin or end with white space"
        return None

    def _spans(self, fragments: list[tuple[int, ...]], surface: str) -> tuple[Span, ...]:
        """The spans in order, with their surfaces by the text, or where there is none by the file."""
        if self.text is not None:
            return tuple(Span(start, end, self.text[start:end]) for start, end in sorted(fragments))
        lengths = [end - start for start, end in fragments]
        begins = [sum(lengths[:number]) + number for number in range(len(lengths))]  # one space between two parts
        fits = sum(lengths) + len(lengths) - 1 == len(surface)
        parts = (
            surface[begin : begin + length] if fits else None for begin, length in zip(begins, lengths, strict=True)
        )
        return tuple(sorted(Span(start, end, part) for (start, end), part in zip(fragments, parts, strict=True)))

    def linked(self) -> Iterator[Entity]:
        """The entities with their items, in canonical order under new ids."""
        items = self._items()
        ordered = sorted(self._entities.values(), key=_place)
        for number, entity in enumerate(ordered, 1):
            yield replace(entity, id=f"e{number}", wikidata=items.get(entity.id))

    def _items(self) -> dict[str, str | None]:
        """The item of each linked entity; None where upstream names several."""
        named: dict[str, dict[str, int]] = defaultdict(dict)
        for target, links in self._links.items():
            # An entity that was left out takes its links along, unless it only repeats another.
            entity = self._left_out.get(target, target)
            for item, number in links:
                if target not in self._entities and target not in self._left_out:
                    self._report("dangling-link", number, f"{item} is said of {target}, which is no entity")
                elif _ITEM.fullmatch(item) and entity is not None:
                    named[entity].setdefault(item, number)
                elif item != _NO_ITEM and entity is not None:
                    self._report("unknown-item", number, f"{target}: {item!r} is no Wikidata item: left out")
        for entity, found in named.items():
            if len(found) > 1:
                message = f"{entity}: upstream names {', '.join(found)}: the entity is left without item"
                self._report("ambiguous-link", max(found.values()), message)
        return {entity: next(iter(found)) if len(found) == 1 else None for entity, found in named.items()}

    def _report(self, kind: Kind, line: int, message: str) -> None:
        self.inconsistencies.append(Inconsistency(kind, line, message))


def _place(entity: Entity) -> tuple[int, int, str, tuple[int, str]]:
    """Start, longer first, type, upstream's id by number: the canonical order, and one that never varies."""
    number = entity.id[1:]
    identity = (int(number), "") if number.isdecimal() else (0, number)
    return entity.spans[0].start, -entity.spans[-1].end, entity.type, identity
