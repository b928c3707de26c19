"""A child process that runs one entry of `linernotes.jobs`: started by name, listened to, ended."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Collection
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

from linernotes.errors import ProcessError
from linernotes.processes.log_lines import log_again
from linernotes.processes.messages import (
    Advanced,
    Answered,
    EntryRequest,
    Failed,
    Logged,
    read_message,
    write_message,
)
from linernotes.processes.progress import Listen

log = logging.getLogger(__name__)

_OUR_LOG = logging.getLogger("linernotes")

#: Our settings reach the child as its request, not through the environment.
_OURS = "LINERNOTES_"


Answer = TypeVar("Answer")


class Child:
    """A process at one entry. It is a session of its own: Ctrl-C reaches us alone, and we end it.

    It ends when we end, however that comes. To be used by any thread.
    """

    def __init__(
        self,
        entry: str,
        request: object,
        listen: Listen = lambda progress: None,
        *,
        variables: Collection[str] | None = None,
    ) -> None:
        """Start the entry of this name with its request. `listen` gets its progress, in a thread of its own.

        `variables` names what the child inherits of the environment; None: all but our settings.
        """
        self._process = subprocess.Popen(
            # -P: nothing is imported from where the user happens to be.
            [sys.executable, "-P", "-m", "linernotes.jobs", entry],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(variables),
            start_new_session=True,
        )
        self._ended: Future[None] = Future()
        self._last: object = None
        self._trouble: str | None = None
        self._said: deque[bytes] = deque(maxlen=2)
        self._drain = threading.Thread(target=self._keep_last_words, daemon=True)
        self._drain.start()
        threading.Thread(target=self._follow, args=(request, listen), daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for its end, so long at most (None: for ever). Returns whether it has ended."""
        with contextlib.suppress(TimeoutError):
            self._ended.result(seconds)
        return self._ended.done()

    def result(self, kind: type[Answer]) -> Answer:
        """What the entry returned, which is of this `kind`, once the process has ended.

        :raises LinernotesError: what the entry raised.
        :raises ProcessError: it ended without such an answer.
        """
        self._ended.result()
        if isinstance(self._last, Answered) and isinstance(self._last.answer, kind):
            return self._last.answer
        if isinstance(self._last, Failed):
            raise self._last.error()
        said, status = b"".join(self._said).decode(errors="replace"), self._process.returncode
        raise ProcessError(self._trouble or _why(said, status), status=status, said=said)

    async def ended(self) -> None:
        """Wait for its end in an event loop."""
        await asyncio.wait([asyncio.wrap_future(self._ended)])

    @property
    def status(self) -> int:
        """Its exit status once it has ended; -9 for signal 9."""
        self._ended.result()
        return self._process.returncode

    def interrupt(self) -> None:
        """Let it end, as Ctrl-C does: what it has done stays. Nothing happens if it has ended."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once. Nothing happens if it has ended."""
        self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.wait()

    def _follow(self, request: object, listen: Listen) -> None:
        """Talk to it until it ends. Its stdin stays open so long: it watches that for our end."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            write_message(process.stdin, EntryRequest(request, _OUR_LOG.getEffectiveLevel()))
            while not isinstance(self._last, Answered | Failed):
                self._last = read_message(process.stdout)
                if isinstance(self._last, Advanced):
                    listen(self._last.progress)
                elif isinstance(self._last, Logged):
                    log_again(self._last)
        except (OSError, EOFError):  # it is gone; `result` says why
            pass
        except Exception as error:
            # An answer of another version of linernotes, or of a process that strangers rule.
            log.debug("what process %d says cannot be taken", process.pid, exc_info=True)
            self._trouble = (
                f"its answer cannot be taken ({error}). Was linernotes updated? Then start it anew"
            )
            process.kill()
        finally:
            process.wait()
            self._drain.join()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            self._ended.set_result(None)

    def _keep_last_words(self) -> None:
        """Read all that it prints and keep the end of it; lines of any length."""
        assert self._process.stderr is not None
        with self._process.stderr as stderr:
            while chunk := os.read(stderr.fileno(), 4096):
                self._said.append(chunk)


def _environment(variables: Collection[str] | None) -> dict[str, str]:
    if variables is None:
        return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {name: value for name, value in os.environ.items() if name in variables}


def _why(said: str, status: int) -> str:
    """Why a process ended that gave no answer: the signal, or the last line that it printed."""
    if status < 0:
        return f"signal {-status} ended it"
    lines = said.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"
