"""What a child logs reaches the log of its parent, with its path and status."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from linernotes.processes.messages import Logged

#: What every record of a log has.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def carried(record: logging.LogRecord) -> dict[str, object]:
    """What `extra=` gave to a record: path, status, reason, attempt. What is None is left out."""
    return {name: value for name, value in vars(record).items() if name not in _OWN and value is not None}


class LogSender(logging.Handler):
    """Sends each record as a message. What no longer reaches the parent is dropped."""

    def __init__(self, send: Callable[[object], None]) -> None:
        super().__init__()
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        plain: dict[str, object] = {
            name: value for name, value in carried(record).items() if isinstance(value, str | int | float)
        }
        with suppress(OSError):  # the parent is gone
            self._send(Logged(record.name, record.levelno, self.format(record), plain))


def log_again(line: Logged) -> None:
    """Log what a child has logged."""
    extra = {name: value for name, value in line.carried.items() if name not in _OWN}
    logging.getLogger(line.logger).log(line.level, "%s", line.text, extra=extra)
