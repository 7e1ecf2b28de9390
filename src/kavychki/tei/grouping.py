"""Stretches by the quote or the entity that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kavychki.tei.parse import Element, Parsed
from kavychki.tei.spans import Stretch


def grouped(parsed: Parsed, listed: Sequence[Stretch], letter: str) -> dict[str, list[Stretch]]:
    """Stretches by the id of what they belong to, the first part first.

    Ids are a letter and a number; what has none gets the lowest free number, in the order given. Notes ids that are
    none, or are used twice, and parts that go on with nothing.
    """
    firsts = [each for each in listed if "prev" not in each.element.attributes]
    taken = {each.element.attributes.get("id", "") for each in firsts}
    free = (name for name in map(f"{letter}{{}}".format, range(1, 2 * len(listed) + 2)) if name not in taken)
    found: dict[str, list[Stretch]] = {}
    for each in firsts:
        element, name = each.element, each.element.attributes.get("id") or next(free)
        if not re.fullmatch(rf"{letter}[1-9][0-9]{{0,5}}", name):
            parsed.problem(element.place, f"id={name!r}: write {letter}1, {letter}2, …")
        if name in found:
            remedy = f"give it another one, or prev={name!r} if it goes on with <{found[name][0].element.name}>"
            parsed.problem(element.place, f"a second <{element.name}> with the id {name!r}: {remedy}")
        found[name] = [each]
    for each in listed:
        name = each.element.attributes.get("prev", "")
        if name in found:
            found[name].append(each)
            _check_part(parsed, each.element, found[name][0].element)
        elif name:
            parsed.problem(each.element.place, f"prev={name!r}: nothing that can go on has this id")
    return found


def _check_part(parsed: Parsed, element: Element, first: Element) -> None:
    if element.name != first.name:
        parsed.problem(element.place, f"<{element.name}> cannot go on with <{first.name}> of {first.place}")
    for key in sorted(element.attributes.keys() - {"prev", "part"}):
        parsed.problem(element.place, f"{key!r} belongs to the first part, at {first.place}")
