"""The tables of docs/performance.md, made of the result file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contests import (
    ALL_CONFIGS,
    DATASETS,
    FIRST,
    JSONSCHEMA,
    JSONSCHEMA_RS,
    LATER,
    ONE_JOB,
    RIVAL,
    TWO_JOBS,
)
from kavychki.statistics.formats import markdown_rows as table

RESULT = Path(__file__).with_name("result.json")

MEMORY_BAR, FILE_BAR = 600, 500
"""MB that the largest build may take in memory, and the largest file on disk."""

RATE_BAR, RATE_AIM = 1.0, 1.5
"""What the build must reach on two cores beside its peer, and what it aims at."""

GROWTH_BAR = 1.1
"""How much more each record may take in large builds than in small ones, start-up left out."""

Runs = dict[str, Any]


class Performance:
    """The parts of the page by name."""

    def part(self, name: str) -> str:
        """A part of the page.

        Raises:
            KeyError: there is none of this name.
        """
        parts: dict[str, Callable[[], str]] = {
            "circumstances": self.circumstances,
            "validation": self.validation,
            "build": self.build,
            "growth": self.growth,
            "bars": self.bars,
            "load": self.load,
            "extraction": self.extraction,
        }
        return parts[name]()

    def circumstances(self) -> str:
        """Machine and versions of each section."""
        rows = []
        for name, section in self._result.items():
            machine, versions = section["machine"], section["versions"]
            where = (
                f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
                f"{machine['system']}, Python {machine['python']}"
            )
            said = ", ".join(f"{package} {version}" for package, version in versions.items())
            rows.append([name, where, said, machine["load"]])
        notes = "".join(f"\nOf {name}: {each['note']}\n" for name, each in self._result.items() if each.get("note"))
        return table(["section", "machine", "versions", "load before the run"], rows) + notes

    def validation(self) -> str:
        """Rates of the validator beside the engines."""
        found = self._measured("validation")
        runs = found["runs"]
        rows = [
            [
                name,
                f"{rate(each):,.0f}",
                f"{ratio(each, runs[JSONSCHEMA]):.1f}",
                f"{ratio(each, runs[JSONSCHEMA_RS]):.2f}",
                f"{each['memory']:.0f}",
            ]
            for name, each in runs.items()
        ]
        header = ["what", "records a second", "times jsonschema", "times jsonschema-rs", "peak memory, MB"]
        return f"{sizes(found)}\n\n{table(header, rows)}"

    def build(self) -> str:
        """The build beside ``datasets``, by size."""
        rows = [
            [
                f"{found['records']:,}",
                name,
                f"{median(each['seconds']):.1f}",
                f"{median(each['processor']):.1f}" if each.get("processor") else "",
                f"{rate(each):,.0f}",
                "" if name == ALL_CONFIGS else f"{ratio(each, found['runs'][DATASETS]):.2f}",
                f"{each['memory']:.0f}",
                f"{each['anonymous']:.0f}",
            ]
            for found in self._builds
            for name, each in found["runs"].items()
        ]
        header = ["records", "what", "seconds", "of all cores", "records a second", "times datasets"]
        header += ["peak memory, MB", "not of files, MB"]
        return f"{sizes(self._builds[-1], counted=False)}\n\n{table(header, rows)}"

    def growth(self) -> str:
        """How time and memory grow with the records, start-up left out."""
        rows = []
        for name in (DATASETS, ONE_JOB, TWO_JOBS):
            each = [found["runs"][name] for found in self._builds]
            steps = [f"{1000 * step:.2f}" for step in marginal(each)]
            rows.append([name, *steps, *(f"{runs['memory']:.0f}" for runs in each)])
        counts = [found["records"] for found in self._builds]
        between = [f"ms a record, {one:,} to {other:,}" for one, other in pairwise(counts)]
        return table(["what", *between, *(f"MB, {count:,}" for count in counts)], rows)

    def bars(self) -> str:
        """Whether the largest build is what it was meant to be."""
        largest = self._builds[-1]
        ours, theirs = largest["runs"][TWO_JOBS], largest["runs"][DATASETS]
        reached = ratio(ours, theirs)
        steps = marginal([found["runs"][TWO_JOBS] for found in self._builds])
        rows = [
            ["peak memory, MB", f"under {MEMORY_BAR}", f"{ours['memory']:.0f}", met(ours["memory"] < MEMORY_BAR)],
            ["rate, times datasets", f"at least {RATE_BAR}", f"{reached:.2f}", met(reached >= RATE_BAR)],
            ["the same, aim", f"at least {RATE_AIM}", f"{reached:.2f}", met(reached >= RATE_AIM)],
            [
                "largest file, MB",
                f"at most {FILE_BAR}",
                f"{ours['largest'] / 1e6:.0f}",
                met(ours["largest"] <= FILE_BAR * 1e6),
            ],
        ]
        if len(steps) > 1:
            growth = steps[-1] / steps[0]
            bar = f"at most {GROWTH_BAR}"
            rows.append(["time for a record, last step to first", bar, f"{growth:.2f}", met(growth <= GROWTH_BAR)])
        return f"{largest['records']:,} records, 2 jobs:\n\n{table(['what', 'bar', 'measured', 'met'], rows)}"

    def load(self) -> str:
        """What a user of the corpus waits for."""
        found = self._measured("load")
        commands = [
            [name, f"{median(each['seconds']):.2f}", f"{each['memory']:.0f}"]
            for name, each in found["commands"].items()
        ]
        loads = [
            [f"`{name}`", f"{each['records']:,}", f"{median(each['seconds']):.2f}", f"{each['memory']:.0f}"]
            for name, each in found["configs"].items()
        ]
        return (
            f"{found['records']:,} articles.\n\n{table(['what', 'seconds', 'peak memory, MB'], commands)}\n"
            f"{table(['config', 'rows', 'seconds to load', 'peak memory, MB'], loads)}"
        )

    def extraction(self) -> str:
        """The extractor beside its peer, and by length."""
        found = self._measured("extraction")
        runs = found["runs"]
        header, rows = ["what", "documents a second", "peak memory, MB"], []
        for name in (FIRST, LATER, RIVAL):
            if each := runs.get(name):
                times = [f"{ratio(each, runs[RIVAL]):.2f}"] if RIVAL in runs else []
                rows.append([name, f"{rate(each):,.0f}", f"{each['memory']:.0f}", *times])
        header += [f"times {RIVAL}"] if RIVAL in runs else []
        lengths = [
            [f"{each['records']:,}", f"{median(each['seconds']):.3f}", f"{rate(each):,.0f}"]
            for each in found["lengths"].values()
        ]
        return (
            f"{found['documents']} documents of {found['code_points']:,} code points on average.\n\n"
            f"{table(header, rows)}\n{table(['code points', 'seconds', 'code points a second'], lengths)}"
        )

    @cached_property
    def _result(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(RESULT.read_bytes())
        return found

    def _measured(self, section: str) -> Any:
        return self._result[section]["measured"]

    @property
    def _builds(self) -> list[dict[str, Any]]:
        builds: list[dict[str, Any]] = self._measured("build")
        return builds


def rate(runs: Runs) -> float:
    """Records a second, by the median of the rounds."""
    return float(runs["records"] / median(runs["seconds"]))


def ratio(runs: Runs, others: Runs) -> float:
    """How many times the rate of others, by the median over the rounds: those of one round had the same weather."""
    pairs = zip(runs["seconds"], others["seconds"], strict=True)
    return float(median(runs["records"] / ours / (others["records"] / theirs) for ours, theirs in pairs))


def marginal(runs: list[Runs]) -> list[float]:
    """Seconds that each record more takes, from each size to the next."""
    return [
        (median(other["seconds"]) - median(one["seconds"])) / (other["records"] - one["records"])
        for one, other in pairwise(runs)
    ]


def sizes(found: dict[str, Any], *, counted: bool = True) -> str:
    """How many records of what size."""
    count = f"{found['records']:,} records" if counted else "Records"
    return f"{count} of {found['kilobytes']} kB on average."


def met(reached: bool) -> str:
    """The last column of the bars."""
    return "yes" if reached else "no"
