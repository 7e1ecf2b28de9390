"""Measure validation, build, load and extraction beside their peers, in one run, and write what was measured.

Usage: python scripts/benchmark.py [--records 3000,30000,300000] [--rounds N] [--only SECTION,...] [--keep FOLDER]
           [--note TEXT]

The result, scripts/benchmarks/result.json, is what scripts/refresh_docs.py makes docs/performance.md of. Each run is a
process of its own; contestants take turns, so that whatever else the machine does hits all of them. The build of
300,000 records needs 30 GB of disk for a while. Install direct-speech-extractor-ru to have it measured too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.contests import building, extraction, loading, made_corpus, validation
from kavychki.io.atomic import atomic_file

RESULT = Path(__file__).resolve().parent / "benchmarks" / "result.json"
PACKAGES = ("kavychki", "datasets", "pyarrow", "jsonschema", "jsonschema-rs", "orjson", "distributed")
RIVALS = ("direct-speech-extractor-ru",)
SECTIONS = ("validation", "build", "load", "extraction")
VALIDATED = 5_000
"""Records that the validators check."""


def main() -> int:
    """Measure and write; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", default="3000,30000,300000", help="sizes of the corpora that are built")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each contest (default: 3)")
    parser.add_argument("--only", default=",".join(SECTIONS), help=f"some of {', '.join(SECTIONS)}")
    parser.add_argument("--keep", type=Path, help="folder where made corpora are kept for the next time")
    parser.add_argument("--out", type=Path, default=RESULT, help="file to write, or to bring up to date with --only")
    parser.add_argument(
        "--note", default="", help="what a reader should know of this run, such as other work meanwhile"
    )
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = options.keep or folder / "corpora"
        records = [int(each) for each in options.records.split(",")]
        measure: dict[str, Callable[[], Any]] = {
            "validation": lambda: validation(made_corpus(made, VALIDATED), VALIDATED, options.rounds),
            "build": lambda: [building(made_corpus(made, each), each, options.rounds) for each in records],
            "load": lambda: loading(folder, options.rounds),
            "extraction": lambda: extraction(folder, options.rounds),
        }
        for section in SECTIONS:
            if section in chosen:
                print(f"{section} ...", flush=True)
                save(options.out, section, {**circumstances(), "note": options.note, "measured": measure[section]()})
    return 0


def save(path: Path, section: str, found: dict[str, Any]) -> None:
    """Put a section into the result file."""
    result = json.loads(path.read_bytes()) if path.exists() else {}
    result[section] = found
    ordered = {name: result[name] for name in SECTIONS if name in result}
    with atomic_file(path) as stream:
        stream.write(json.dumps(ordered, ensure_ascii=False, indent=1).encode() + b"\n")


def circumstances() -> dict[str, Any]:
    """The machine and the versions, without names of hosts or paths; how busy it was before the first run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "memory_gb": round(memory / 1e9),
            "system": platform.system(),
            "python": platform.python_version(),
            "load": round(os.getloadavg()[0], 1),
        },
        "versions": {name: found for name in PACKAGES + RIVALS if (found := installed(name))},
    }


def processor() -> str:
    """What the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def installed(package: str) -> str | None:
    """The version of a package, None where it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
