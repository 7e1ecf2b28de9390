"""Build the corpus twice and load every config: the last of the checks that CI runs.

Usage: python scripts/check_build.py

Exit status 1 where the two builds differ by a byte, or a config does not load as what was written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")

import datasets

from kavychki import build


def main() -> int:
    """Build, compare, load; returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = build(folder / "one")
        build(folder / "two")
        if checksums(folder / "one") != checksums(folder / "two"):
            print("two builds of the same corpus differ", file=sys.stderr)
            return 1
        for config, sizes in report.configs.items():
            loaded = datasets.load_dataset(str(folder / "one"), config, cache_dir=str(folder / "cache"))
            found = {split: len(rows) for split, rows in loaded.items()}
            written = {split: size.rows for split, size in sizes.items()}
            if found != written:
                print(f"{config}: wrote {written}, loaded {found}", file=sys.stderr)
                return 1
    print(f"build is repeatable, {len(report.configs)} configs load")
    return 0


def checksums(folder: Path) -> str:
    """The checksum file of a build: the hash of every other file of it."""
    return (folder / "SHA256SUMS").read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
