"""What every engine can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

from kavychki.errors import KavychkiError

Task = TypeVar("Task")
Result = TypeVar("Result")


class EngineError(KavychkiError):
    """A task could not be done, for want of a process or a worker, or failed each time that it was tried."""


class Engine(Protocol):
    """Runs a function over tasks; a context manager, outside of which nothing of it is left."""

    def run(self, function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """The result for each task, in order of the tasks. Function, tasks and results can be pickled.

        Raises:
            EngineError: a task could not be done. What a function raises may also come as it is.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
