"""The child's side: reads the request, runs the entry, sends its progress and its answer, ends with its parent."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from linernotes.errors import LinernotesError
from linernotes.processes.interruption import INTERRUPTED, end_at_once
from linernotes.processes.last_resort import has_come, raise_interrupts
from linernotes.processes.log_lines import LogSender
from linernotes.processes.messages import Advanced, Answered, Failed, read_request, write_message

#: It gets its request and a function that takes its progress, and returns its answer.
Entry = Callable[..., object]

#: Seconds to end after the parent is gone. What ends later is ended: nothing of ours minds that.
_GRACE_SECONDS = 3.0


class _Parent:
    """The way to the parent, for all threads."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._lock = threading.RLock()

    def send(self, message: object) -> None:
        """Send one message.

        :raises OSError: the parent is gone.
        """
        with self._lock:
            write_message(self._out, message)


def serve(entry: Entry, describe: Callable[[Exception], LinernotesError]) -> int:
    """Answer the one request of stdin; returns the exit status. `describe` makes one of our errors of any."""
    parent = _Parent(_own_stdout())
    try:
        raise_interrupts()
        try:
            asked = read_request(sys.stdin.buffer)
            threading.Thread(target=_end_with_parent, daemon=True).start()
            _send_log(parent, asked.log_level)
            message, status = _answer(entry, asked.request, parent, describe)
            parent.send(message)
        except (BrokenPipeError, EOFError):  # the parent is gone
            status = INTERRUPTED
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        end_at_once()  # nothing is left to do


def _answer(
    entry: Entry, request: object, parent: _Parent, describe: Callable[[Exception], LinernotesError]
) -> tuple[Answered | Failed, int]:
    try:
        return Answered(entry(request, lambda progress: parent.send(Advanced(progress)))), 0
    except MemoryError:
        raise  # there may be no room to describe it
    except Exception as error:
        if has_come():  # libraries make errors of their own of a KeyboardInterrupt
            raise KeyboardInterrupt from error
        ours = describe(error)
        return Failed.of(ours), ours.exit_status


def _send_log(parent: _Parent, level: int) -> None:
    """Let the parent log what this process logs from this level on."""
    logs = logging.getLogger()
    logs.setLevel(level)
    logs.addHandler(LogSender(parent.send))


def _own_stdout() -> IO[bytes]:
    """The way to the parent. What is printed goes to stderr from now on."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _end_with_parent() -> None:
    """End this process when stdin ends. The parent sends nothing more, but keeps it open."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(INTERRUPTED)
