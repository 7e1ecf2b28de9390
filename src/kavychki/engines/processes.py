"""Tasks in this process, or in several of this machine."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Self

from kavychki.engines.engine import EngineError, Result, Task


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes; with one of them everything is done in this one."""

    jobs: int = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to end: processes live as long as a run."""

    def run(self, function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """As every engine; what a task raises is raised here."""
        if self.jobs == 1 or len(tasks) < 2:  # noqa: PLR2004
            yield from map(function, tasks)
            return
        with _pool(min(self.jobs, len(tasks)), _module_of(function)) as pool:
            try:
                yield from pool.map(function, tasks)
            except BrokenProcessPool as error:
                raise EngineError(
                    "a process was killed, perhaps for want of memory: try again, with fewer --jobs where it is short"
                ) from error


def _module_of(function: Callable[..., Any]) -> str:
    inner = function.func if isinstance(function, partial) else function
    return str(inner.__module__)


@contextmanager
def _pool(jobs: int, module: str) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone when the block ends: at once where it ends in an error or an interrupt."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, _context(module), initializer=_leave_interrupts_to_the_parent)
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _context(module: str) -> BaseContext:
    """How processes begin: never as a copy of this one, whose threads a fork would not carry over.

    Where the system can, a server imports what all of them need: they begin at once and share its memory.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
