"""An error of whatever kind as one of ours, in one line: for the answer of a job and for the command line."""

from __future__ import annotations

from traceback import format_exception

from linernotes.errors import LinernotesError, MistakeError, StoreError
from linernotes.storage.home.durable import os_error_line


def describe(error: Exception) -> LinernotesError:
    """The error itself if it is ours; else one that says what the system refused, or a MistakeError."""
    if isinstance(error, LinernotesError):
        return error
    if isinstance(error, OSError) and (line := os_error_line(error)) is not None:
        return StoreError(line)
    text = " ".join(str(error).split())
    return MistakeError(
        f"a mistake in linernotes, not yours: {type(error).__name__}: {text}. Nothing that has landed is lost.",
        trace="".join(format_exception(error)).rstrip(),
    )
