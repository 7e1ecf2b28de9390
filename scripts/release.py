"""Make a release folder: dataset, wheel, sdist, notes, attribution, metadata, checksums.

docs/releases.md says what is in it and how a release is made step by step. Exit status 0 done, 1 refused.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kavychki.errors import KavychkiError
from kavychki.releases.checkout import Checkout
from kavychki.releases.making import make_release

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Make the release and say what is in it; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, help="folder to write (default: dist/kavychki-VERSION)")
    parser.add_argument("--since", type=Path, metavar="FOLDER", help="the release before, for notes and rules")
    parser.add_argument(
        "--allow-dirty",
        action="store_true",
        help="for trying: take the tree as it is, and a version without a day; such a release is never published",
    )
    options = parser.parse_args()
    try:
        Checkout.at(ROOT).require_own_library()
        made = make_release(ROOT, options.out, since=options.since, trial=options.allow_dirty)
    except (KavychkiError, OSError) as error:
        print(f"nothing was made: {error}", file=sys.stderr)
        return 1
    release = made.release
    print(f"release {release.version}{', for trying,' if release.trial else ''} in {release.path}\n")
    for path in sorted(release.path.iterdir()):
        print(f"  {path.name}{'/' if path.is_dir() else ''}")
    print(f"\ncompared with {made.compared} texts that are on this machine and may not be passed on: none is in it")
    if not release.trial:
        print(f"Publish it with\n  python scripts/publish.py {release.path} NAMESPACE/NAME --dry-run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
