"""Limits of time and number for connections: a protocol of uvicorn with bounds.

uvicorn limits the time between two requests of a connection, and nothing else. A client may send nothing, half a
header or half a body, or never read its answer: it would keep its connection for ever. When the process runs out of
file descriptors that way, no one else gets in.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from time import monotonic
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

log = logging.getLogger(__name__)

#: The most connections at a time, however many file descriptors there are.
_MOST = 400

#: Connections that are accepted before the loop serves those that it has.
BURST = 16

_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a client may take for each part, and connections at a time.

    `reading` is the time in which a client that has stopped to read its answer has to go on. `report_every` is the
    least time between two lines in the log.
    """

    header: float = 10.0
    body: float = 30.0
    reading: float = 60.0
    connections: int = _MOST
    report_every: float = 60.0


class Phase(IntEnum):
    """The thing that a connection waits for. Where there are too many, those with small numbers are closed first."""

    REQUEST = 0  # for a request, or for the rest of its header
    BODY = 1  # for the rest of a body
    READER = 2  # for a client to read what was sent
    ANSWER = 3  # for us


def connections_for(descriptors: int) -> int:
    """The bound on connections for a number of file descriptors: half are for all the rest."""
    return max(8, min(_MOST, (descriptors - 64) // 2))


class Connections:
    """All connections of one server. To be used in its event loop."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._open: set[Connection] = set()
        self._closed: Counter[str] = Counter()
        self._reported_at = -limits.report_every

    def protocol(self, **given: Any) -> asyncio.Protocol:
        """A new connection, of the arguments that uvicorn gives to each."""
        return Connection(self, **given)

    def add(self, fresh: Connection) -> None:
        """Take a connection in. If there are too many, one is closed.

        It is one of the client that has most; the one that has waited longest for its client. A client that has most
        and waits for us in all of them gets no further one.
        """
        self._open.add(fresh)
        if len(self._open) <= self.limits.connections:
            return
        counts = Counter(connection.address for connection in self._open)
        most = max(counts.values())
        crowd = [connection for connection in self._open if counts[connection.address] == most]
        victim = min(crowd, key=lambda connection: (connection.phase, connection.since))
        if victim.phase is Phase.ANSWER and fresh in crowd:
            victim = fresh
        self._closed["there were too many"] += 1
        self.report(logging.ERROR)
        self._open.discard(victim)  # now: of a burst, each would choose the same one, and the others stay
        victim.abort()

    def discard(self, connection: Connection) -> None:
        """Forget a connection that is closed."""
        self._open.discard(connection)

    def close_late(self, connection: Connection) -> None:
        """Close a connection whose time is over. Browsers open some that they never use: that alone is not said."""
        if connection.phase is not Phase.REQUEST or connection.has_sent:
            self._closed["the client was too slow"] += 1
            self.report(logging.WARNING)
        connection.abort()

    def close_waiting(self) -> None:
        """Close every connection that waits for its client: the server stops."""
        self._abort(connection for connection in self._open if connection.phase is not Phase.ANSWER)

    def close_all(self) -> None:
        """Close every connection: what is not sent yet is dropped."""
        self._abort(self._open)

    def report(self, level: int) -> None:
        """Say in one line what was closed, unless that was said a moment ago."""
        if self._closed and monotonic() - self._reported_at >= self.limits.report_every:
            self._reported_at = monotonic()
            reasons = ", ".join(f"{count} because {reason}" for reason, count in self._closed.items())
            log.log(level, "closed connections: %s", reasons)
            self._closed.clear()

    def on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Say in one line that no connection can be accepted; the loop's own way is a stack trace for each."""
        failure = context.get("exception")
        if isinstance(failure, OSError) and failure.errno in _NO_DESCRIPTORS:
            self._closed["this process may have no more files open"] += 1
            self.report(logging.ERROR)
        else:
            loop.default_exception_handler(context)

    def _abort(self, connections: Iterable[Connection]) -> None:
        for connection in list(connections):
            connection.abort()


class Connection(H11Protocol):
    """One connection, which is closed if its client takes too long over anything."""

    def __init__(self, connections: Connections, **given: Any) -> None:
        super().__init__(**given)
        self._all = connections
        self._timer: asyncio.TimerHandle | None = None
        self._is_unread = False
        self.phase = Phase.REQUEST
        self.since = monotonic()
        self.has_sent = False

    @property
    def address(self) -> str:
        """The client's address; empty where it has none."""
        return self.client[0] if self.client else ""

    def abort(self) -> None:
        """Close at once. An answer that is being made learns that its reader has left."""
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin(Phase.REQUEST)
        self._all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        self._all.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.has_sent = True
        super().data_received(data)
        self._look()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP. An answer that is being made loses its reader."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.has_sent = False
        self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._is_unread = True
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_unread = False
        self._look()

    def _look(self) -> None:
        """Begin the next phase if the connection is in another one now: the time of a phase is never extended."""
        phase = self._current_phase()
        if phase is not self.phase:
            self._begin(phase)

    def _current_phase(self) -> Phase:
        if self._is_unread:
            return Phase.READER
        if self.conn.their_state is h11.SEND_BODY:
            return Phase.BODY
        is_answered = self.cycle is None or self.cycle.response_complete
        return Phase.REQUEST if is_answered else Phase.ANSWER

    def _begin(self, phase: Phase) -> None:
        self._stop_timer()
        self.phase, self.since = phase, monotonic()
        limits = self._all.limits
        seconds = {Phase.REQUEST: limits.header, Phase.BODY: limits.body, Phase.READER: limits.reading}
        if phase in seconds:
            self._timer = self.loop.call_later(seconds[phase], self._all.close_late, self)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def descriptors() -> int:
    """The bound on open files and connections of this process."""
    if sys.platform == "win32":
        return 2048
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 1 << 20 if soft == resource.RLIM_INFINITY else soft
