"""What a release is called: version, day, commit. The files that say so must agree."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import yaml

from kavychki.errors import ReleaseError
from kavychki.releases.changelog import CHANGELOG, Section, read_section
from kavychki.releases.checkout import Checkout
from kavychki.releases.rules import Version

PROJECT = "pyproject.toml"
CITATION = "CITATION.cff"


@dataclass(frozen=True, slots=True)
class Identity:
    """A version of the project, and what is said of it.

    ``epoch`` (seconds since 1970, UTC) is the time that everything in the release bears. ``trial`` marks a release that
    was made for trying, of a tree with changes or a version without a day: it is never published.
    """

    version: str
    date: dt.date
    notes: str
    summary: str
    citation: dict[str, Any]
    commit: str
    epoch: int
    trial: bool

    @property
    def name(self) -> str:
        """The name of the release folder."""
        return f"kavychki-{self.version}"


def identify(checkout: Checkout, *, trial: bool = False) -> Identity:
    """The identity of the release that a checkout would make.

    Raises:
        ReleaseError: the tree has changes or the version has no day, and this is no trial; the changelog does not know
            the version; CITATION.cff or the installed library is of another version; a file cannot be read.
    """
    root, changes = checkout.root, checkout.changes()
    if changes and not trial:
        listed = "\n".join(f"  {each}" for each in changes[:10])
        more = f"\n  … and {len(changes) - 10} more" if len(changes) > 10 else ""  # noqa: PLR2004
        raise ReleaseError(f"the tree differs from its commit: commit the changes, or remove them\n{listed}{more}")
    project = _project(root / PROJECT)
    Version.parse(project["version"])
    section = read_section(root / CHANGELOG, project["version"])
    if section.date is None and not trial:
        heading = f"## {section.version} (YYYY-MM-DD)"
        raise ReleaseError(f"{CHANGELOG}: version {section.version} is unreleased: give it its day, {heading!r}")
    citation = _citation(root / CITATION, section)
    if installed_version("kavychki") != section.version:
        found = installed_version("kavychki")
        raise ReleaseError(f"version {found} is installed, not {section.version}: python -m pip install --editable .")
    epoch = _epoch(checkout)
    return Identity(
        version=section.version,
        date=section.date or dt.datetime.fromtimestamp(epoch, dt.UTC).date(),
        notes=section.text,
        summary=project["description"],
        citation=citation,
        commit=checkout.commit,
        epoch=epoch,
        trial=bool(changes) or section.date is None,
    )


def _project(path: Path) -> dict[str, str]:
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        return {"version": project["version"], "description": project["description"]}
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(f"{path}: tells no version and description: {error!r}") from error


def _citation(path: Path, section: Section) -> dict[str, Any]:
    """CITATION.cff, of the same version and, where that has one, the same day."""
    try:
        citation = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = str(citation["version"]), str(citation["date-released"])
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ReleaseError(f"{path}: tells no version and date-released: {error!r}") from error
    wanted = section.version, str(section.date or found[1])
    if found != wanted:
        raise ReleaseError(f"{path}: version and date-released are {found}, those of the changelog {wanted}")
    return dict(citation)


def _epoch(checkout: Checkout) -> int:
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is None:
        return checkout.epoch
    if not said.isdecimal():
        raise ReleaseError(f"SOURCE_DATE_EPOCH is {said!r}: give seconds since 1970, or leave it out")
    return int(said)
