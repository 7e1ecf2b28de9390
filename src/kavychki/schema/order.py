"""The canonical order of keys, read from the schema: an object's keys stand as its schema lists its properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kavychki.schema.documents import BASE, Schema


@dataclass(slots=True)
class KeyOrder:
    """The order of the keys of an object, and the orders of what lies under each key."""

    keys: tuple[str, ...] = ()
    below: dict[str, KeyOrder] = field(default_factory=dict)
    _accepted: set[tuple[str, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, schema: Schema, name: str = "article") -> KeyOrder:
        """The order of a concept's keys; keys that the schema does not name come last, as they stand."""
        return _order(schema, schema.document(name)) or cls()

    def holds(self, value: Any) -> bool:
        """Whether every object in a value has its keys in order."""
        if isinstance(value, list):
            return all(map(self.holds, value))
        if not isinstance(value, dict):
            return True
        return self.accepts(value) and all(order.holds(value[key]) for key, order in self.below.items() if key in value)

    def accepts(self, value: dict[str, Any]) -> bool:
        """Whether one object has its keys in order, whatever lies under them."""
        keys = tuple(value)
        if keys in self._accepted:
            return True
        if keys != tuple(self._sorted(keys)):
            return False
        self._accepted.add(keys)
        return True

    def accepts_all(self, values: Iterable[dict[str, Any]]) -> bool:
        """The same of each of several objects."""
        return set(map(tuple, values)) <= self._accepted or all(map(self.accepts, values))

    def applied(self, value: Any) -> Any:
        """The value with the keys of every object in order."""
        if isinstance(value, list):
            return [self.applied(item) for item in value]
        if not isinstance(value, dict):
            return value
        none = KeyOrder()
        return {key: self.below.get(key, none).applied(value[key]) for key in self._sorted(tuple(value))}

    def _sorted(self, keys: tuple[str, ...]) -> list[str]:
        return [*(key for key in self.keys if key in keys), *(key for key in keys if key not in self.keys)]


def _order(schema: Schema, document: dict[str, Any]) -> KeyOrder | None:
    if "$ref" in document:
        return _order(schema, schema.documents[BASE + document["$ref"]])
    if "then" in document:
        return _order(schema, document["then"])
    if "items" in document:
        return _order(schema, document["items"])
    if "properties" not in document:
        return None
    below = {key: _order(schema, each) for key, each in document["properties"].items()}
    return KeyOrder(tuple(below), {key: order for key, order in below.items() if order is not None})
