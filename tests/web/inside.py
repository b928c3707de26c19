"""The jobs of a page inside the process of the test: the entries are the same, no process is started for them."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import Future
from importlib import import_module

from linernotes.errors import LinernotesError
from linernotes.jobs.failures import describe
from linernotes.processes.child import Child
from linernotes.processes.interruption import INTERRUPTED
from linernotes.processes.messages import Answered, Failed
from linernotes.web.background.running import Jobs


class InsideJobs(Jobs):
    """Runs each job in a thread. A job that is to be killed needs `Jobs`; so does what ends with the app's process."""

    def begin(self, entry: str, request: object) -> Child:
        return InsideChild(entry, request)


class InsideChild(Child):
    """A thread at one entry, for the caller as a process of its own."""

    def __init__(self, entry: str, request: object) -> None:
        self._ended = Future()
        self._last = None
        self._exit_status = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_wanted = True
        threading.Thread(target=self._run, args=(entry, request), daemon=True).start()

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def status(self) -> int:
        self._ended.result()
        return self._exit_status

    def interrupt(self) -> None:
        self._is_wanted = False
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_cancel_all, self._loop)

    def kill(self) -> None:
        self.interrupt()

    def _run(self, entry: str, request: object) -> None:
        try:
            run = import_module(f"linernotes.jobs.{entry}").run
            self._last = Answered(run(request, self._hear))
        except Exception as error:
            ours: LinernotesError = describe(error)
            self._last, self._exit_status = Failed.of(ours), ours.exit_status
        except BaseException:
            self._exit_status = INTERRUPTED
        finally:
            self._ended.set_result(None)

    def _hear(self, progress: object) -> None:
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # a build has no loop
            self._loop = None
        if not self._is_wanted:
            raise KeyboardInterrupt


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
