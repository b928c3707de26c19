"""Ctrl-C and SIGTERM: one line and exit status 130, at whatever moment they come.

A short command spends most of its time on imports. At the end Python closes what is open. Neither leaves anything to
tidy up, so a signal then ends the process at once. In between it is a KeyboardInterrupt: see `last_resort`.

This module is the first that a command imports. Until it has run, Ctrl-C prints a stack trace of Python's own. So it
imports what Python has loaded already, and `_signal`, which is the built-in half of `signal`.
"""

import _signal  # type: ignore[import-not-found,unused-ignore]  # typeshed has it under its public name alone
import os
import sys

#: The exit status of what was interrupted, by Ctrl-C or by SIGTERM.
INTERRUPTED = 130

MESSAGE = "Interrupted. What has landed is kept; run the same command again to go on."

_SIGNALS = (_signal.SIGINT, _signal.SIGTERM)

#: The right to print the last line: empty once it is taken.
_right_to_speak = [True]


def end_at_once() -> None:
    """From now on a signal ends the process with one line. Replaces `last_resort.raise_interrupts`."""
    for number in _SIGNALS:
        _signal.signal(number, _end)


def ignore() -> None:
    """From now on a signal does nothing. Python takes its handlers back as it ends, and would die of a signal then."""
    for number in _SIGNALS:
        _signal.signal(number, _signal.SIG_IGN)


def finish() -> None:
    """End a process in which a command is through. To be called by atexit, after everything else.

    Python's own end is left out after an interruption. It kills the process with SIGINT if a KeyboardInterrupt ever
    passed through the code of an `exec`. Every dataclass has such code.
    """
    ignore()
    if not _right_to_speak:
        try:
            sys.stdout.flush()
        except (OSError, ValueError):  # nobody reads it any more
            pass
        finally:
            os._exit(INTERRUPTED)


def give_right_to_speak() -> None:
    """Begin anew: a process may run several commands, each with a last line."""
    _right_to_speak[:] = [True]


def may_speak() -> bool:
    """Take the right to print the last line. False if it is taken: there is one line, whatever comes then."""
    try:
        _right_to_speak.pop()
    except IndexError:
        return False
    return True


def print_last(line: str) -> None:
    """Print it at once, past everything that may be locked or broken."""
    try:  # noqa: SIM105 contextlib takes long to import
        os.write(2, f"{line}\n".encode())
    except OSError:  # the terminal is gone
        pass


def _end(*_: object) -> None:
    try:
        ignore()  # a second one would cut this short
        if may_speak():
            print_last(MESSAGE)
    finally:
        os._exit(INTERRUPTED)
