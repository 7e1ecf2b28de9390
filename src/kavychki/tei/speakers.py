"""Who speaks: the speakers that a header declares, and in a fragment those that are only named."""

from __future__ import annotations

import re

from kavychki.model import Speaker
from kavychki.tei.parse import Element, Parsed

_ID = re.compile(r"s[1-9][0-9]{0,5}")


class Speakers:
    """Finds speakers by id or by name; an undeclared name is a new speaker where that is allowed."""

    def __init__(self, parsed: Parsed, *, implicit: bool) -> None:
        self._parsed = parsed
        self._implicit = implicit
        self.found: dict[str, Speaker] = {}
        self.places: dict[str, Element] = {}
        declared = [element for element in parsed.header if element.name == "speaker"]
        taken = {element.attributes.get("id", "") for element in declared}
        for element in declared:
            identifier = element.attributes.get("id") or self._free(taken)
            taken.add(identifier)
            self._declare(identifier, element)

    def _declare(self, identifier: str, element: Element) -> None:
        values = element.attributes
        if identifier in self.found:
            self._parsed.problem(element.place, f"a second speaker with the id {identifier!r}: give it another one")
        self.found[identifier] = _speaker(identifier, values.get("name", ""), values)
        self.places[identifier] = element

    def cited(self, element: Element, key: str) -> tuple[str, ...]:
        """The ids that an attribute cites: ids between spaces, or names between semicolons."""
        value = element.attributes.get(key, "").strip()
        ids = value.split()
        if all(_ID.fullmatch(each) for each in ids):
            for each in ids:
                if each not in self.found:
                    known = ", ".join(self.found) or "none"
                    self._parsed.problem(element.place, f"{key}={each!r}: no such speaker; the header has {known}")
            return tuple(dict.fromkeys(ids))
        names = (" ".join(each.split()) for each in value.split(";"))
        return tuple(dict.fromkeys(filter(None, (self._named(name, element, key) for name in names if name))))

    def _named(self, name: str, element: Element, key: str) -> str | None:
        known = [each.id for each in self.found.values() if each.name == name]
        if len(known) == 1:
            return known[0]
        if known:
            self._parsed.problem(element.place, f"{key}: {name!r} is the name of {', '.join(known)}: give the id")
        elif self._implicit:
            identifier = self._free(set(self.found))
            self.found[identifier] = _speaker(identifier, name, {})
            return identifier
        else:
            remedy = f'declare it in the header, <speaker name="{name}" kind="person" anonymity="named"/>'
            self._parsed.problem(element.place, f"{key}: no speaker is called {name!r}: {remedy}")
        return None

    def _free(self, taken: set[str]) -> str:
        return next(name for name in map("s{}".format, range(1, len(taken) + 2)) if name not in taken)


def _speaker(identifier: str, name: str, values: dict[str, str]) -> Speaker:
    kind, anonymity = values.get("kind", "person"), values.get("anonymity", "named")
    return Speaker(identifier, name, kind, anonymity, values.get("role"), values.get("wikidata"), ())  # type: ignore[arg-type]
