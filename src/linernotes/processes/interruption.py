"""Ctrl-C and SIGTERM: one line and exit status 130, at whatever moment they come.

A short command spends most of its time on imports. At the end Python closes what is open. Neither leaves anything
to tidy up, so a signal then ends the process at once: `end_at_once`. In between a signal is a KeyboardInterrupt:
`raise_interrupts`. This module imports next to nothing, so that it can be the first.
"""

from __future__ import annotations

import os
import signal
import sys

#: The exit status of what was interrupted, by Ctrl-C or by SIGTERM.
INTERRUPTED = 130

MESSAGE = "Interrupted. What has landed is kept; run the same command again to go on."


def end_at_once() -> None:
    """From now on a signal ends the process with one line. Replaces `raise_interrupts`."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


def raise_interrupts() -> None:
    """From now on a signal raises KeyboardInterrupt in the main thread. Replaces `end_at_once`.

    asyncio cancels its main task instead, but only where SIGINT has Python's own handler. In the background of a
    script SIGINT comes ignored, and nothing but SIGKILL would end us.
    """
    sys.unraisablehook = _interrupt_again
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


def _end(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # a second one would add a second line
        signal.signal(number, signal.SIG_IGN)
    try:
        os.write(2, f"{MESSAGE}\n".encode())
    except OSError:  # the terminal is gone
        pass
    finally:
        os._exit(INTERRUPTED)


def _interrupt_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Interrupt once more: Python drops an exception that a destructor or a callback raises."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
        return
    import threading

    main = threading.main_thread().ident
    assert main is not None, "there is no code before it runs"
    # A real signal, from outside this callback: it wakes the main thread wherever that waits.
    threading.Timer(0.01, signal.pthread_kill, (main, signal.SIGINT)).start()
