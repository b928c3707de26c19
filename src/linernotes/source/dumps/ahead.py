"""Blocks read ahead by a thread of its own: decompression leaves Python to others, and so does looking for tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from threading import Event, Thread

#: Blocks that may wait. Enough that a thread which has to wait for the processor does not stop the other.
WAITING = 16
_PATIENCE_S = 0.01


@contextmanager
def read_ahead(read: Callable[[], bytes]) -> Iterator[Iterator[bytes]]:
    """Iterate the pieces that `read` returns in another thread, until it returns none. Its errors are raised here.

    The thread has ended when the context has, whether or not everything was read.
    """
    waiting: Queue[bytes | Exception] = Queue(WAITING)
    is_over = Event()

    def run() -> None:
        block: bytes | Exception = b"-"
        while block and not isinstance(block, Exception) and not is_over.is_set():
            try:
                block = read()
            except Exception as error:  # noqa: BLE001  # whatever it is belongs to the other thread
                block = error
            waiting.put(block)

    thread = Thread(target=run, name="linernotes-dump", daemon=True)
    thread.start()
    try:
        yield _blocks(waiting)
    finally:
        is_over.set()
        while thread.is_alive():
            with suppress(Empty):  # it may be waiting for room
                waiting.get_nowait()
            thread.join(_PATIENCE_S)


def _blocks(waiting: Queue[bytes | Exception]) -> Iterator[bytes]:
    while block := waiting.get():
        if isinstance(block, Exception):
            raise block
        yield block
