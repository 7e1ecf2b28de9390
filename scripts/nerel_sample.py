"""List the articles that the collection ``nerel`` annotates, and write their texts under their record ids.

Usage: python scripts/nerel_sample.py FOLDER [TEXTS]

FOLDER holds upstream's ``train``, ``dev`` and ``test``. The list goes to standard output as tab-separated values: id,
split, upstream path, length of the canonical text in code points. With TEXTS, a folder outside the repository, the
canonical text of each goes to TEXTS/<id>.txt.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kavychki.io.atomic import atomic_file
from kavychki.text import canonical_text
from kavychki.upstream.nerel import record_id, sample


def main() -> int:
    """Print the list; returns the exit status."""
    if not 2 <= len(sys.argv) <= 3:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    texts = Path(sys.argv[2]) if len(sys.argv) > 2 else None  # noqa: PLR2004
    paths = [path.relative_to(folder).as_posix() for path in folder.glob("*/*.txt")]
    repeated = [name for name, count in Counter(map(record_id, paths)).items() if count > 1]
    if repeated:
        print(f"several files have the id {', '.join(repeated)}", file=sys.stderr)
        return 1
    print("id", "split", "upstream", "length", sep="\t")
    for path in sample(paths):
        text = canonical_text((folder / path).read_bytes())
        print(record_id(path), path.split("/", 1)[0], path, len(text), sep="\t")
        if texts:
            texts.mkdir(parents=True, exist_ok=True)
            with atomic_file(texts / f"{record_id(path)}.txt") as stream:
                stream.write(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
