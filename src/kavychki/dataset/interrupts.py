"""Interrupts that are not lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def kept_interrupts() -> Iterator[Callable[[], None]]:
    """Raise every interrupt of the block, at its end at the latest; the function raises earlier what has come.

    Python prints and drops an exception that comes while an object is finalised, such as a writer of pyarrow; here an
    interrupt is not printed, since it is kept. Only the main thread hears interrupts, and only Python's own handler of
    them is taken over.

    Raises:
        KeyboardInterrupt: an interrupt has come.
    """
    came = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    def check() -> None:
        if came:
            raise KeyboardInterrupt

    report = sys.unraisablehook

    def report_others(dropped: sys.UnraisableHookArgs, /) -> None:
        if not issubclass(dropped.exc_type, KeyboardInterrupt):
            report(dropped)

    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield check
        return
    signal.signal(signal.SIGINT, note)
    sys.unraisablehook = report_others
    try:
        yield check
        check()
    finally:
        sys.unraisablehook = report
        signal.signal(signal.SIGINT, signal.default_int_handler)
