"""Publish the dataset of a release folder to a hub repository, as one commit with a tag of the version.

docs/releases.md says what is published. Exit status 0 done, 1 refused.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kavychki import Corpus
from kavychki.errors import KavychkiError
from kavychki.hydration import TextStore
from kavychki.releases.folder import Release
from kavychki.releases.hub import Plan, publish
from kavychki.releases.making import require_no_leak

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Publish, or say what would be; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("release", type=Path, help="the folder that scripts/release.py made")
    parser.add_argument("repository", metavar="NAMESPACE/NAME", help="the dataset repository; made if it is not there")
    parser.add_argument("--endpoint", help="address of the hub (default: HF_ENDPOINT, or the public one)")
    parser.add_argument("--private", action="store_true", help="make a new repository a private one")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, without network")
    options = parser.parse_args()
    try:
        plan = Plan.of(Release.open(options.release), options.repository)
        compared = require_no_leak(plan.release.path, Corpus.open(ROOT / "corpus"), TextStore.default())
        print(f"compared with {compared} texts that are on this machine and may not be passed on: none is in it")
        if options.dry_run:
            print("\n".join(foreseen(plan, private=options.private)))
            return 0
        done = publish(plan, endpoint=options.endpoint, private=options.private)
    except (KavychkiError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for name in done.removed:
        print(f"removed {name}, which this version does not have")
    print(f"published {plan.tag}, commit {done.commit}\n{done.url}")
    return 0


def foreseen(plan: Plan, *, private: bool) -> list[str]:
    """What publishing would do, line by line."""
    sizes = [(path.stat().st_size, plan.name(path)) for path in plan.files]
    kind = "private dataset" if private else "dataset"
    lines = [
        f"would make the {kind} repository {plan.repository}, if it is not there",
        f"would commit {len(sizes)} files, {sum(size for size, _ in sizes):,} bytes, as {plan.message!r}:",
        *(f"  {size:>12,}  {name}" for size, name in sizes),
        "would remove in the same commit the files of an earlier version that this one does not have",
        f"would tag the commit {plan.tag}, unless the repository has that tag: then nothing is published",
    ]
    return [*lines, "this release was made for trying: it would be refused"] if plan.release.trial else lines


if __name__ == "__main__":
    sys.exit(main())
