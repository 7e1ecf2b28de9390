"""Making a release: one folder with everything that is given to others, and nothing that may not be."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from kavychki.dataset.build import build
from kavychki.dataset.folder import replaced_folder
from kavychki.dataset.report import BuildReport
from kavychki.errors import ReleaseError
from kavychki.hydration import TextStore
from kavychki.io.checksums import write_checksums
from kavychki.io.corpus import Corpus
from kavychki.releases.attribution import FILE as ATTRIBUTION
from kavychki.releases.attribution import attribution
from kavychki.releases.checkout import Checkout
from kavychki.releases.diff import diff
from kavychki.releases.folder import DATASET, MARKER, NOTES, Release, dataset_of
from kavychki.releases.identity import CITATION, Identity, identify
from kavychki.releases.leaks import ForeignTexts, find_leaks
from kavychki.releases.notes import record_notes
from kavychki.releases.packages import build_packages
from kavychki.releases.rules import broken_rules
from kavychki.releases.snapshot import Snapshot
from kavychki.releases.zenodo import FILE as ZENODO
from kavychki.releases.zenodo import zenodo

LICENCE_OF_DATA = "LICENSE-DATA"
_BOTH = (CITATION, LICENCE_OF_DATA)
_SHOWN = 20

LICENCES = (
    "Annotations, and the texts of the collection constructed: CC BY 4.0. Code: MIT. Texts of other publishers are not "
    f"part of it; {ATTRIBUTION} has the terms of every collection."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made, and with how many texts that may not be passed on it was compared."""

    release: Release
    compared: int


class LeakError(ReleaseError):
    """The release would hold text that may not be passed on."""


def make_release(
    root: Path,
    out: Path | None = None,
    *,
    store: TextStore | None = None,
    since: Path | None = None,
    trial: bool = False,
) -> Made:
    """Make the release of a checkout; an older release folder at its place is replaced when the new one is complete.

    The same commit, the same Python and the same versions of the libraries give the same bytes, whatever texts are
    hydrated on the machine. What a release holds is in docs/releases.md.

    Args:
        root: the top folder of the checkout; only files that git knows or could know go into the release.
        out: the folder to write, by default ``dist/kavychki-VERSION`` in the checkout.
        store: texts of this machine: such as may be passed on, and such as the guard looks for; by default the user's.
        since: the release, build or corpus folder of the version before, to say in the notes which records differ, and
            to hold the version to the rules.
        trial: make it of a tree with changes and of a version without a day. Such a release is never published.

    Raises:
        LeakError: the guard found text that may not be passed on; nothing was written.
        InvalidCorpusError: the corpus is not valid.
        ReleaseError: the tree, the version or the files that say it are not ready, a text that the release should
            carry is not at hand, or the version breaks the rules.
        DatasetError: ``out`` holds something that is no release.
    """
    checkout, texts = Checkout.at(root), store or TextStore.default()
    identity = identify(checkout, trial=trial)
    target = out or checkout.root / "dist" / identity.name
    with tempfile.TemporaryDirectory(prefix="kavychki-release-") as name, replaced_folder(target, MARKER) as folder:
        source = Path(name) / identity.name
        checkout.export(source)
        corpus = Corpus.open(source / "corpus")
        report = build(folder / DATASET, corpus=corpus, store=texts, pictures=True, redistributable_only=True)
        _require_texts(report)
        records = _records_since(since, folder / DATASET, corpus, identity) if since else ""
        build_packages(source, folder, identity.epoch)
        _write(folder / ATTRIBUTION, attribution(identity, corpus, texts))
        _write(folder / NOTES, f"# Kavychki {identity.version}\n\n{identity.notes}{records}")
        _write(folder / ZENODO, zenodo(identity, LICENCES))
        _write(folder / MARKER, json.dumps(_marker(identity, report), indent=2) + "\n")
        for each in (*_BOTH, "LICENSE"):
            shutil.copyfile(source / each, folder / each)
        for each in (*_BOTH, ATTRIBUTION):
            shutil.copyfile(folder / each, folder / DATASET / each)
        write_checksums(folder / DATASET)
        write_checksums(folder)
        compared = require_no_leak(folder, corpus, texts)
    return Made(Release(target, identity.version, identity.trial), compared)


def require_no_leak(folder: Path, corpus: Corpus, store: TextStore) -> int:
    """Make sure that a folder holds no text that may not be passed on; returns with how many texts it was compared.

    Raises:
        LeakError: it does; the message names the places.
    """
    foreign = ForeignTexts.at_hand(corpus, store)
    if leaks := list(find_leaks(folder, corpus, foreign)):
        listed = "\n".join(f"  {leak}" for leak in leaks[:_SHOWN])
        more = f"\n  … and {len(leaks) - _SHOWN} more" if len(leaks) > _SHOWN else ""
        raise LeakError(f"{len(leaks)} places hold what may not be passed on: take it out of the tree\n{listed}{more}")
    return len(foreign)


def _records_since(since: Path, dataset: Path, corpus: Corpus, identity: Identity) -> str:
    """What the notes say of records and columns; raises where the version breaks the rules."""
    found = diff(Snapshot.of(since), replace(Snapshot.of(dataset), withdrawn=corpus.withdrawn))
    older = Release.open(since).version if dataset_of(since) != since else None
    if broken := list(broken_rules(found, older, identity.version)):
        listed = "\n".join(f"  {each}" for each in broken)
        raise ReleaseError(f"the version breaks the rules of docs/releases.md\n{listed}")
    return "\n" + record_notes(found, older)


def _require_texts(report: BuildReport) -> None:
    """A release must not depend on what is hydrated, so it has every text that it may have, as it was annotated."""
    for name, share in report.collections.items():
        if share.redistributable and (share.missing or share.local or share.without_entities):
            raise ReleaseError(
                f"{name}: of the texts that the release should carry, {share.missing} are not on this machine, "
                f"{share.local} are another version, {share.without_entities} lack their entities: "
                f"run `kavychki hydrate {name}`"
            )


def _marker(identity: Identity, report: BuildReport) -> dict[str, object]:
    return {
        "name": "kavychki",
        "version": identity.version,
        "date": identity.date.isoformat(),
        "trial": identity.trial,
        "commit": identity.commit,
        "source_date_epoch": identity.epoch,
        "content_sha256": report.digest,
        "collections": {
            name: {"records": share.records, "texts": share.included} for name, share in report.collections.items()
        },
        "made_with": report.versions,
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
