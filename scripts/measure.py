"""Measure what a user waits for: import, validation, build, loading each config. Prints a Markdown table.

Usage: python scripts/measure.py [RUNS]

Every figure is the median of RUNS (default 5) runs, each in a process of its own with an empty cache; peak memory is
the largest resident set of these processes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFIGS = ("articles", "quotes", "speakers", "entities", "topics")


def main() -> int:
    """Run every step and print the table; returns the exit status."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("| step | seconds (median) | peak memory, MB |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = [sys.executable, "-m", "kavychki"]
        measure("import kavychki", [sys.executable, "-c", "import kavychki"], folder, runs)
        measure("validate", [*program, "validate"], folder, runs)
        measure("build", [*program, "build", "--out", "dataset"], folder, runs)
        for config in CONFIGS:
            code = f"import datasets; datasets.load_dataset('dataset', '{config}')"
            measure(f"load `{config}`", [sys.executable, "-c", code], folder, runs)
    return 0


def measure(step: str, command: list[str], folder: Path, runs: int) -> None:
    """Run a command several times and print its row."""
    seconds, peaks = zip(*(run_once(command, folder) for _ in range(runs)), strict=True)
    print(f"| {step} | {statistics.median(seconds):.2f} | {max(peaks) / 1024:.0f} |")


def run_once(command: list[str], folder: Path) -> tuple[float, int]:
    """Wall seconds and peak resident kilobytes of one run with an empty cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "KAVYCHKI_CACHE": cache, "HF_HOME": cache, "HF_HUB_OFFLINE": "1"}
        start = time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        elapsed = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    return elapsed, usage.ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
