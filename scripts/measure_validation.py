"""Measure the validator beside plain jsonschema, in one run. Prints a Markdown table.

Usage: python scripts/measure_validation.py [RECORDS]

Makes a corpus of RECORDS records (default 20000) of about 10 kB, then validates it level by level, with one job and
with two, each in a process of its own, and a part of it with jsonschema alone. Rates are records a second; peak memory
is the largest resident set of the process and its children, in MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
SLOW_SAMPLE = 200


def main() -> int:
    """Make the corpus, measure, print; returns the exit status."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name)
        subprocess.run([sys.executable, str(SCRIPTS / "make_corpus.py"), name, str(records)], check=True)
        shard = corpus / "constructed" / "articles.jsonl"
        print(f"{records} records of {shard.stat().st_size / records / 1000:.1f} kB\n")
        print("| what | records a second | times jsonschema | peak memory, MB |\n|---|---:|---:|---:|")
        alone, _ = run(jsonschema_alone(shard), SLOW_SAMPLE)
        report("jsonschema alone, no other check", alone, alone, None)
        for level, jobs in ((2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2)):
            command = [sys.executable, "-m", "kavychki", "validate", "--level", str(level), "--jobs", str(jobs)]
            rate, memory = run([*command, "--ignore", "K4", "--corpus", name], records)
            report(f"L0 to L{level}, {jobs} job{'s' * (jobs > 1)}", rate, alone, memory)
    return 0


def jsonschema_alone(shard: Path) -> list[str]:
    """A program that checks the first records with jsonschema and nothing else."""
    code = (
        "import itertools, json, sys\n"
        "from kavychki.schema.documents import Schema\n"
        "validator = Schema.at().explaining('article')\n"
        "for line in itertools.islice(open(sys.argv[1], 'rb'), int(sys.argv[2])):\n"
        "    assert validator.is_valid(json.loads(line))\n"
    )
    return [sys.executable, "-c", code, str(shard), str(SLOW_SAMPLE)]


def run(command: list[str], records: int) -> tuple[float, float]:
    """Records a second and peak MB of one run; its start-up is part of it."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    return records / (time.perf_counter() - start), usage.ru_maxrss / 1024


def report(what: str, rate: float, alone: float, memory: float | None) -> None:
    """Print a row."""
    print(f"| {what} | {rate:,.0f} | {rate / alone:,.0f} | {'' if memory is None else f'{memory:.0f}'} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
