"""Tasks in several processes of this machine: shared, in order, and ended with whoever waits for them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from kavychki.engines import EngineError, Processes


def whose(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return number, os.getpid()


def divided(number: int) -> float:
    return 1 / number


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_share_the_tasks_and_results_keep_their_order(jobs: int) -> None:
    found = list(Processes(jobs).run(whose, range(600)))
    assert [number for number, _ in found] == list(range(600))
    processes = {process for _, process in found}
    assert len(processes) == jobs
    assert os.getpid() in processes
    assert not multiprocessing.active_children()


def doomed(number: int) -> int:
    """Does its task, and has its process killed a little later, if that is not the one of the test."""
    if multiprocessing.parent_process():
        threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGKILL)).start()
    time.sleep(0.004)
    return number


def test_a_process_that_is_killed_between_tasks_is_noticed() -> None:
    with pytest.raises(EngineError, match="was killed"):
        list(Processes(2).run(doomed, range(2000)))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("numbers", [[1, 2, 0, 4], [0, 1, 1, 1], [1, 1, 1, 0]])
def test_what_a_task_raises_is_raised(numbers: list[int]) -> None:
    for jobs in (1, 2):
        with pytest.raises(ZeroDivisionError):
            list(Processes(jobs).run(divided, numbers))
    assert not multiprocessing.active_children()
