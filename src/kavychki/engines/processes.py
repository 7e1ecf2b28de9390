"""Tasks in this process, or in this one and others of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Generic, Self

from kavychki.engines.engine import EngineError, Result, Task


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes, of which this one is one."""

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
        others = min(self.jobs, len(tasks)) - 1
        with _pool(others, _module_of(function)) as pool:
            try:
                yield from _Shared(function, tasks, pool).results(others)
            except BrokenProcessPool as error:
                raise EngineError(
                    "a process was killed, perhaps for want of memory: try again, with fewer --jobs where it is short"
                ) from error


def _module_of(function: Callable[..., Any]) -> str:
    inner = function.func if isinstance(function, partial) else function
    return str(inner.__module__)


class _Shared(Generic[Task, Result]):
    """Tasks that wait, which whoever is free takes from the front, so that nobody waits for others at the end."""

    def __init__(self, function: Callable[[Task], Result], tasks: Sequence[Task], pool: Executor) -> None:
        self._function, self._tasks, self._pool = function, tasks, pool
        self._waiting = deque(range(len(tasks)))
        self._results: dict[int, Future[Result]] = {number: Future() for number in range(len(tasks))}

    def results(self, others: int) -> Iterator[Result]:
        """The results in order, from so many other processes and this one."""
        for _ in range(others):
            self._hand_out()
        for number in range(len(self._tasks)):
            yield self._result(number)

    def _result(self, number: int) -> Result:
        """The result of a task, which is there, or comes while this process does other tasks; it is not kept."""
        while not self._results[number].done() and (own := self._next()) is not None:
            self._results[own].set_result(self._function(self._tasks[own]))
        return self._results.pop(number).result()

    def _next(self) -> int | None:
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def _hand_out(self) -> None:
        """Give another process the next task, and the one after that when it is done."""
        if (number := self._next()) is None:
            return
        result = self._results[number]
        try:
            handed = self._pool.submit(self._function, self._tasks[number])
        except RuntimeError as error:  # the pool has just broken, or is being closed
            self._fail(result, error)
        else:
            handed.add_done_callback(lambda done: self._settle(result, done))

    def _settle(self, result: Future[Result], done: Future[Result]) -> None:
        if done.cancelled():
            return
        if error := done.exception():
            self._fail(result, error)
        else:
            self._hand_out()
            result.set_result(done.result())

    def _fail(self, result: Future[Result], error: BaseException) -> None:
        """End with an error: who asks for results in order meets it before any of those that are not begun."""
        self._waiting.clear()
        result.set_exception(error)


@contextmanager
def _pool(processes: int, module: str) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone when the block ends: at once where it ends in an error or an interrupt."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, _context(processes, module), initializer=_follow_the_parent)
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _context(processes: int, module: str) -> BaseContext:
    """How processes begin: never as a copy of this one, whose threads a fork would not carry over.

    Where there are several and the system can, a server imports what all of them need, and they share its memory.
    """
    if processes == 1 or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end with it however it ends: nobody else would end a process that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
