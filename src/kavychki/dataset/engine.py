"""Running the tasks of a build, here or in processes of this machine; results come in the order of the tasks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import TypeVar

from kavychki.errors import DatasetError

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_tasks(function: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """The results of a picklable function for each task, in order, from so many processes.

    Raises:
        DatasetError: a process was killed. What a task raises is raised here.
    """
    if jobs == 1 or len(tasks) < 2:  # noqa: PLR2004
        yield from map(function, tasks)
        return
    with _pool(min(jobs, len(tasks))) as pool:
        try:
            yield from pool.map(function, tasks)
        except BrokenProcessPool as error:
            raise DatasetError(
                "a process of the build was killed, perhaps for want of memory: nothing was written; "
                "try again, with fewer --jobs where memory is short"
            ) from error


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone when the block ends: at once where it ends in an error or an interrupt."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, _context(), initializer=_follow_the_parent)
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """How processes begin: never as a copy of this one, whose threads a fork would not carry over.

    Where the system can, a server imports what all of them need: they begin at once and share its memory.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kavychki.dataset.part"])
    return context


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end with it however it ends: nobody else would end a process that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
