"""A difference in words: for the terminal, and for the notes of a release."""

from __future__ import annotations

from collections.abc import Iterator

from kavychki.releases.diff import Difference


def as_text(found: Difference) -> str:
    """A line a record and column, and the counts at the end."""
    lines = [f"+ {identifier}" for identifier in found.added]
    lines += [f"~ {change.id}: {', '.join(change.layers)}" for change in found.changed]
    lines += [f"- {identifier}{_reason(found, identifier)}" for identifier in found.withdrawn]
    lines += [f"columns: {change}" for change in found.columns]
    return "\n".join([*lines, counts(found)])


def counts(found: Difference) -> str:
    """How many records were added, changed and withdrawn, in which layers, and how many are the same."""
    layers = ", ".join(f"{layer} {count}" for layer, count in found.changed_layers().items())
    changed = f"{len(found.changed)} changed{f' ({layers})' if layers else ''}"
    return f"{len(found.added)} added, {changed}, {len(found.withdrawn)} withdrawn, {found.same} the same"


def record_notes(found: Difference, older: str | None) -> str:
    """The section of the release notes that says which records and columns differ, as Markdown."""
    since = f" since {older}" if older else ""
    return "\n".join([f"## Records{since}", "", f"{counts(found)}.", "", *_lists(found)]).rstrip() + "\n"


def _lists(found: Difference) -> Iterator[str]:
    changed = [f"`{change.id}`: {', '.join(change.layers)}" for change in found.changed]
    withdrawn = [f"`{identifier}`{_reason(found, identifier)}" for identifier in found.withdrawn]
    for title, items in (
        ("Added", [f"`{identifier}`" for identifier in found.added]),
        ("Changed", changed),
        ("Withdrawn; their ids are never used again", withdrawn),
        ("Columns", [str(change) for change in found.columns]),
    ):
        if items:
            yield f"### {title}"
            yield ""
            yield from (f"- {item}" for item in items)
            yield ""


def _reason(found: Difference, identifier: str) -> str:
    said = found.reasons.get(identifier)
    return f" ({said.date}: {said.reason})" if said else ""
