"""Runs of programs, timed and watched, and contests of several of them side by side."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

Command = list[str]
Key = TypeVar("Key")

WATCHED_EVERY = 0.1
"""Seconds between two looks at the memory of a program."""


@dataclass(slots=True)
class Runs:
    """What the runs of one program took: seconds of each round, and the peak of all rounds.

    ``records`` says how much work a round is; ``processor`` has the seconds of all cores, which other work on the
    machine lengthens least. Memory is MB of the whole process tree, what several processes share
    counted once: all of it, and as much of it as is not backed by files, which the system could drop. ``largest`` is
    the largest Parquet file that was written, in bytes.
    """

    records: int
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: float = 0.0
    anonymous: float = 0.0
    largest: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, as precise as they are worth."""
        times = {name: [round(each, 4) for each in getattr(self, name)] for name in ("seconds", "processor")}
        return {**asdict(self), **times, "memory": round(self.memory, 1), "anonymous": round(self.anonymous, 1)}


def python(code: str, *arguments: object) -> Command:
    """The command that runs some Python with this interpreter."""
    return [sys.executable, "-c", code, *map(str, arguments)]


def kavychki(*arguments: object) -> Command:
    """The command of the command line."""
    return [sys.executable, "-m", "kavychki", *map(str, arguments)]


def contest(commands: Mapping[str, tuple[Command, int]], rounds: int) -> dict[str, Runs]:
    """Run programs, each with its number of records, in turn: there in one round, back in the next.

    A program that prints a number has measured itself, without its start; of another the whole run counts. Each run
    is a process in an empty folder, with empty caches, when the disk is at rest.
    """
    found = {name: Runs(records) for name, (_, records) in commands.items()}
    for number in range(rounds):
        for name in alternated(commands, number):
            run(commands[name][0], found[name])
    return found


def alternated(names: Iterable[Key], number: int) -> list[Key]:
    """The order of a round: what the machine does meanwhile should not always hit the same one."""
    return list(names)[:: 1 if number % 2 == 0 else -1]


def run(command: Command, runs: Runs) -> None:
    """Run a program once and add what it took.

    Raises:
        SystemExit: it failed.
    """
    os.sync()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        caches = {"KAVYCHKI_CACHE": "k", "KAVYCHKI_DATA": "d", "HF_HOME": "hf"}
        environment = {
            **os.environ,
            **{variable: str(folder / cache) for variable, cache in caches.items()},
            "HF_HUB_OFFLINE": "1",
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
        }
        begin, used = time.perf_counter(), processor_seconds()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        with Watch(process.pid) as watch:
            said, errors = process.communicate()
        seconds = time.perf_counter() - begin
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} exited with {process.returncode}\n{errors[-2000:]}")
        runs.processor.append(processor_seconds() - used)
        last = said.split()[-1] if said.split() else ""
        runs.seconds.append(float(last) if is_number(last) else seconds)
        runs.memory, runs.anonymous = max(runs.memory, watch.memory), max(runs.anonymous, watch.anonymous)
        runs.largest = max([runs.largest, *(path.stat().st_size for path in folder.rglob("*.parquet"))])


def processor_seconds() -> float:
    """What all processes have used that this one has started, and those that they have, as far as they have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def is_number(word: str) -> bool:
    """Whether a word is what a program that measures itself prints last."""
    return word.replace(".", "", 1).isdigit()


class Watch:
    """Looks at the memory of a process and its descendants until the block ends; it needs /proc, else it sees none."""

    def __init__(self, pid: int) -> None:
        self.memory = self.anonymous = 0.0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(WATCHED_EVERY):
            shares = [share_of(pid) for pid in tree(self._pid)]
            self.memory = max(self.memory, sum(whole for whole, _ in shares))
            self.anonymous = max(self.anonymous, sum(anonymous for _, anonymous in shares))


def tree(pid: int) -> list[int]:
    """A process and its descendants, as far as they are alive."""
    try:
        children = [
            int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in tree(child))]


def share_of(pid: int) -> tuple[float, float]:
    """The proportional set size of a process, and what of it is not backed by files, in MB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1000 for line in lines[1:]}
    return sizes["Pss"], sizes.get("Pss_Anon", 0.0)
