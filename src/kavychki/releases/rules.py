"""The rules of versions: what a difference between two releases asks of the number of the newer one.

docs/releases.md has them in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from kavychki.errors import ReleaseError
from kavychki.releases.diff import Difference

Step = Literal["PATCH", "MINOR", "MAJOR"]

_STEPS: tuple[Step, ...] = get_args(Step)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class Version(NamedTuple):
    """``MAJOR.MINOR.PATCH``."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """The version of its text.

        Raises:
            ReleaseError: it is no such version.
        """
        found = _VERSION.fullmatch(text)
        if found is None:
            raise ReleaseError(f"{text!r} is no version: write MAJOR.MINOR.PATCH")
        return cls(*map(int, found.groups()))


def smallest_step(found: Difference) -> Step:
    """The smallest part of the version that a difference lets grow."""
    layers = {layer for change in found.changed for layer in change.layers}
    if "split" in layers or any(not change.compatible for change in found.columns):
        return "MAJOR"
    return "MINOR" if found.added or "text" in layers or found.columns else "PATCH"


def broken_rules(found: Difference, older: str | None, newer: str) -> Iterator[str]:
    """Which rules a release breaks, one sentence each.

    Args:
        found: the difference to the release before, whose newer side knows what was withdrawn.
        older: the version before, None where it is not known; then the number is not checked.
        newer: the version of the release.
    """
    for identifier in found.withdrawn:
        if identifier not in found.reasons:
            remedy = f"kavychki remove {identifier} --reason …"
            yield f"{identifier} is gone and was not withdrawn: put it back, then `{remedy}`"
    if older is not None:
        before, after, wanted = Version.parse(older), Version.parse(newer), smallest_step(found)
        if after <= before:
            yield f"version {newer} does not come after {older}"
        elif _STEPS.index(_step(before, after)) < _STEPS.index(_allowed(wanted, before)):
            yield f"from {older} to {newer} is a step of {_step(before, after)}; what differs asks for {wanted}"


def _step(before: Version, after: Version) -> Step:
    if after.major != before.major:
        return "MAJOR"
    return "MINOR" if after.minor != before.minor else "PATCH"


def _allowed(wanted: Step, before: Version) -> Step:
    """Before 1.0.0 a MINOR step does for a MAJOR one (https://semver.org, item 4)."""
    return "MINOR" if wanted == "MAJOR" and before.major == 0 else wanted
