"""Tasks on a Dask cluster: one that is made on this machine, or one that runs. Needs the extra ``dask``."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kavychki.engines.engine import EngineError, Result, Task

if TYPE_CHECKING:
    from distributed import Client, Future

ATTEMPTS = 3
"""How often a task is tried that raises something, or whose worker dies, before the run gives up."""

AHEAD = 4
"""Tasks for each thread of the cluster that are handed out before their results are asked for: memory stays bounded."""

PATIENCE = 30.0
"""Seconds in which a scheduler must answer, and after which a cluster without workers is given up."""


@dataclass(slots=True)
class DaskEngine:
    """The workers of a scheduler, or ``jobs`` workers of one thread each that live as long as the engine.

    Args:
        scheduler: address of a running one, such as ``tcp://10.0.0.1:8786``.
        jobs: workers that are started on this machine where there is no scheduler.
    """

    scheduler: str | None = None
    jobs: int = 2
    _stack: ExitStack = field(default_factory=ExitStack)
    _client: Client | None = None

    def __enter__(self) -> Self:
        try:
            from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise EngineError("a cluster needs the extra `dask`: pip install 'kavychki[dask]'") from error
        where: Any = self.scheduler or self._stack.enter_context(
            LocalCluster(
                n_workers=self.jobs, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
            )
        )
        try:
            self._client = self._stack.enter_context(Client(where, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            raise EngineError(f"no scheduler answers at {self.scheduler}: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client = None
        self._stack.close()

    def run(self, function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """As every engine. A task that fails is tried again, on another worker where its own has died."""
        client = self._required()
        waiting = iter(tasks)
        running: deque[tuple[Task, Future]] = deque()
        try:
            while True:
                room = AHEAD * max(1, sum(client.nthreads().values())) - len(running)
                for task in islice(waiting, max(room, 0 if running else 1)):
                    running.append((task, client.submit(function, task, pure=False, retries=ATTEMPTS - 1)))
                if not running:
                    return
                task, future = running.popleft()
                self._wait_for(future)
                yield _result(task, future)
        finally:
            client.cancel([future for _, future in running])

    def _wait_for(self, future: Future) -> None:
        """Wait as long as it takes while there is somebody to do it."""
        from distributed import wait  # noqa: PLC0415

        while not future.done():
            try:
                with self._required().as_current():
                    wait(future, timeout=PATIENCE)
            except TimeoutError:
                if not self._required().nthreads():
                    raise EngineError("the cluster has no workers left") from None

    def _required(self) -> Client:
        if self._client is None:
            raise EngineError("the engine is not running: use it as a context manager")
        return self._client


def _result(task: object, future: Future) -> Any:
    from distributed import KilledWorker  # noqa: PLC0415

    try:
        return future.result()
    except KilledWorker as error:
        raise EngineError(f"{task}: the workers that were given it died, perhaps for want of memory") from error
    except Exception as error:
        # The function is somebody else's, and runs elsewhere: whatever it raises ends the run with its name.
        raise EngineError(f"{task}: failed {ATTEMPTS} times, last with {type(error).__name__}: {error}") from error
