"""While a command works, a signal is a KeyboardInterrupt; and a thread ends the process where that does not.

Python raises KeyboardInterrupt between two steps of its main thread. It comes late, or never, while a library works
or waits there, and some libraries drop it. This thread learns of a signal from the system, whatever the main thread
does. It stops the work that libraries do for us. When the time is over, it ends the process.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linernotes.processes.interruption import INTERRUPTED, MESSAGE, give_right_to_speak, may_speak, print_last

#: Seconds that a process has to end after a signal. A build is put away meanwhile, or documents in flight land.
PATIENCE = 8.0

#: Seconds for the main thread to print the line that it has begun.
_SPEAKING = 0.2

_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ends that does not do so itself.

    The thread calls `seconds` when a signal comes: the process has so long. Then it calls `at_the_end` and prints
    `line`. `stops_work` says whether libraries have to stop at once.
    """

    seconds: Callable[[], float] = lambda: PATIENCE
    line: str = MESSAGE
    at_the_end: Callable[[], None] = lambda: None
    stops_work: bool = True


class _Watch:
    """The thread, and what it knows. The time counts from the first signal."""

    def __init__(self) -> None:
        self.ending = Ending()
        self._has_come = False
        self._is_over = False
        self._deadline = float("inf")
        self._changed = threading.Event()
        self._reading = threading.Lock()
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._run, name="linernotes-last-resort", daemon=True)
        self._thread.start()
        # What a living thread refers to is never tidied up, and DuckDB complains of that at length.
        atexit.register(self._finish)

    def has_come(self) -> bool:
        """Whether a signal has come, even if the thread has not run since."""
        with self._reading:
            # Python writes the number of each signal that it handles, before any code of ours runs.
            if not self._has_come and select.select([self._read], [], [], 0)[0]:
                self._has_come = not _SIGNALS.isdisjoint(os.read(self._read, 4096))
            return self._has_come

    def hurry(self, seconds: float) -> None:
        """Leave no more than so many seconds, if a signal has come."""
        if self.has_come():
            self._deadline = min(self._deadline, time.monotonic() + seconds)
            self._changed.set()

    def _run(self) -> None:
        while not self.has_come():
            if self._is_over:
                return
            select.select([self._read], [], [])
        self._deadline = min(self._deadline, time.monotonic() + self.ending.seconds())
        for stop in tuple(_stops) if self.ending.stops_work else ():
            with contextlib.suppress(Exception):
                stop()
        while (left := self._deadline - time.monotonic()) > 0:
            if self._is_over:
                return
            if self._changed.wait(left):
                self._changed.clear()
        self._end()

    def _end(self) -> None:
        with contextlib.suppress(Exception):
            self.ending.at_the_end()
        if may_speak():
            print_last(self.ending.line)
        else:
            time.sleep(_SPEAKING)
        os._exit(INTERRUPTED)

    def _finish(self) -> None:
        self._is_over = True
        self._changed.set()
        os.write(self._write, b"\0")
        self._thread.join()


_watch: _Watch | None = None
_stops: list[Callable[[], None]] = []


def raise_interrupts() -> None:
    """From now on a signal raises KeyboardInterrupt in the main thread. Replaces `interruption.end_at_once`.

    To be called from the main thread. If the process has not ended within PATIENCE, it is ended.

    asyncio cancels its main task instead, but only where SIGINT has Python's own handler. In the background of a
    script SIGINT comes ignored, and nothing but SIGKILL would end us.
    """
    global _watch
    _watch = _watch or _Watch()
    give_right_to_speak()
    sys.unraisablehook = _interrupt_again
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


def has_come() -> bool:
    """Whether a signal has come that is to end this process."""
    return _watch is not None and _watch.has_come()


def stop_when_it_comes(stop: Callable[[], None]) -> None:
    """Have `stop` called when a signal comes, by the thread. Its errors are dropped."""
    _stops.append(stop)


def hurry(seconds: float) -> None:
    """Leave the process no more than so many seconds, if a signal has come."""
    if _watch is not None:
        _watch.hurry(seconds)


@contextlib.contextmanager
def ends_by(ending: Ending) -> Iterator[None]:
    """Have the process end in this way within the block, and after it if a signal has come."""
    global _watch
    watch = _watch = _watch or _Watch()
    before, watch.ending = watch.ending, ending
    try:
        yield
    finally:
        if not has_come():
            watch.ending = before


def _interrupt_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Interrupt once more: Python drops an exception that a destructor or a callback raises."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
        return
    main = threading.main_thread().ident
    assert main is not None, "there is no code before it runs"
    # A real signal, from outside this callback: it wakes the main thread wherever that waits.
    threading.Timer(0.01, signal.pthread_kill, (main, signal.SIGINT)).start()
