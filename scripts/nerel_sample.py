"""List the articles that the collection ``nerel`` annotates, and take from upstream's files what goes with them.

Usage: python scripts/nerel_sample.py FOLDER [--texts FOLDER] [--fingerprints]

FOLDER holds upstream's ``train``, ``dev`` and ``test``. The list goes to standard output as tab-separated values: id,
split, upstream path, length of the canonical text in code points. --texts writes the canonical text of each into a
folder, which must be outside the repository, as <id>.txt. --fingerprints writes corpus/nerel/fingerprints.tsv: hashes
of the texts and of upstream's annotation.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

from kavychki.hydration.fingerprints import NAME, Fingerprint, write_fingerprints
from kavychki.io.atomic import atomic_file
from kavychki.text import canonical_text
from kavychki.upstream.nerel import COLLECTION, record_id, sample

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Print the list and write what is asked for; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="upstream's folder NEREL-v1.1")
    parser.add_argument("--texts", type=Path, help="where to write the texts, outside the repository")
    parser.add_argument("--fingerprints", action="store_true", help="write corpus/nerel/fingerprints.tsv")
    options = parser.parse_args()
    if options.texts and options.texts.resolve().is_relative_to(ROOT):
        parser.error("these texts may not be shipped: give a folder outside the repository")
    folder: Path = options.folder
    paths = [path.relative_to(folder).as_posix() for path in folder.glob("*/*.txt")]
    if repeated := [name for name, count in Counter(map(record_id, paths)).items() if count > 1]:
        print(f"several files have the id {', '.join(repeated)}", file=sys.stderr)
        return 1
    print("id", "split", "upstream", "length", sep="\t")
    fingerprints = []
    for path in sample(paths):
        identifier, text = record_id(path), read(folder / path)
        print(identifier, path.split("/", 1)[0], path, len(text), sep="\t")
        fingerprints.append(Fingerprint.of(identifier, text, read(folder / PurePosixPath(path).with_suffix(".ann"))))
        if options.texts:
            write_text(options.texts / f"{identifier}.txt", text)
    if options.fingerprints:
        write_fingerprints(ROOT / "corpus" / COLLECTION / NAME, fingerprints)
    return 0


def read(path: Path) -> str:
    """The canonical text of a file."""
    return canonical_text(path.read_bytes())


def write_text(path: Path, text: str) -> None:
    """Write a text as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as stream:
        stream.write(text.encode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
