"""Pairing the articles of two annotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kavychki.errors import KavychkiError
from kavychki.model import Article

PairBy = Literal["id", "text"]

_SHOWN = 5


def paired(
    left: Iterable[Article],
    right: Iterable[Article],
    *,
    by: PairBy = "id",
    only_shared: bool = False,
    names: tuple[str, str] = ("the first side", "the second side"),
) -> list[tuple[Article, Article]]:
    """The articles of both sides, two by two, in order of id; both annotate the same text.

    Args:
        left: one annotation.
        right: the other.
        by: pair by id, or by the hash of the text, whatever the ids.
        only_shared: leave out articles that only one side has.
        names: what messages call the sides.

    Raises:
        KavychkiError: an article is twice on one side, or on one side only, or the texts differ, or nothing is left.
    """
    one, other = (_indexed(side, by, name) for side, name in zip((left, right), names, strict=True))
    if one.keys() != other.keys() and not only_shared:
        raise KavychkiError(_lonely(one, other, by, names))
    shared = sorted(one.keys() & other.keys(), key=lambda key: one[key].id)
    if not shared:
        raise KavychkiError(f"{names[0]} and {names[1]} share no article{_hint(one, other, by)}")
    pairs = [(one[key], other[key]) for key in shared]
    differing = [a.id for a, b in pairs if a.text_sha256 != b.text_sha256]
    if differing:
        raise KavychkiError(
            f"the two sides annotate different texts under the same id: {_listed(differing)}. Offsets can only be "
            "compared in one text: annotate the same version on both sides"
        )
    return pairs


def _indexed(side: Iterable[Article], by: PairBy, name: str) -> dict[str, Article]:
    found: dict[str, Article] = {}
    twice = []
    for article in side:
        key = article.id if by == "id" else article.text_sha256
        if key in found:
            twice.append(article.id)
        found[key] = article
    if twice:
        kind = "id" if by == "id" else "text"
        raise KavychkiError(f"{name} has more than one article of the same {kind}: {_listed(twice)}. Keep one of each")
    return found


def _lonely(one: dict[str, Article], other: dict[str, Article], by: PairBy, names: tuple[str, str]) -> str:
    parts = []
    for here, there, (name, missing) in ((one, other, names), (other, one, names[::-1])):
        alone = [article.id for key, article in here.items() if key not in there]
        if alone:
            parts.append(f"{missing} lacks {len(alone)} of {len(here)} articles of {name}: {_listed(alone)}")
    return f"{'; '.join(parts)}. Compare what both have with --only-shared{_hint(one, other, by)}"


def _hint(one: dict[str, Article], other: dict[str, Article], by: PairBy) -> str:
    if by == "text":
        return ""
    texts = [
        {article.text_sha256 for key, article in side.items() if key not in (one.keys() & other.keys())}
        for side in (one, other)
    ]
    same = len(texts[0] & texts[1])
    return f"; {same} of them have the same text under another id: pair them with --pair-by text" if same else ""


def _listed(ids: list[str]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(sorted(ids)[:_SHOWN]) + more
