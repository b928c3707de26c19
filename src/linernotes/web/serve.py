"""Serving the app: uvicorn on one address, loopback by default, and a stop that no client can delay."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable

import uvicorn

from linernotes.addresses import is_this_machine
from linernotes.errors import ConfigError
from linernotes.processes.last_resort import Ending, ends_by, hurry
from linernotes.settings import Settings
from linernotes.web.app import create_app
from linernotes.web.background.app_state import AppState
from linernotes.web.background.running import PATIENCE
from linernotes.web.security.connections import BURST, Connections, Limits, connections_for, descriptors
from linernotes.web.security.guard import LOOPBACK
from linernotes.web.security.passwords import SHORTEST, make_passphrase, weakness

#: Seconds for answers to end when the server stops, and then to notice that their readers are gone.
FINISHING = 0.8
ENDING = 0.3

#: Seconds for threads after that: nothing can interrupt a page that is being made.
THREADS = 0.4

#: What is printed when the server has stopped.
STOPPED = "Interrupted. linernotes has stopped."

#: Connections that the system holds until they are accepted. Of a burst of more some would wait for seconds until they
#: are asked again, and everyone who comes after with them.
_BACKLOG = 2048


def serve(
    settings: Settings,
    host: str = LOOPBACK,
    port: int = 8000,
    on_ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until SIGINT or SIGTERM; to be called from the main thread. Port 0 takes a free one.

    `on_ready` gets the address once the port accepts connections.

    :raises ConfigError: an address that others can reach without a password, or one that cannot be had.
    """
    listening = listen(settings, host, port)
    with listening:
        server = Server(settings, host, listening, on_ready)
        # Pages are not stopped as the work of a command is: they would show the interruption as an error.
        ending = Ending(server.seconds_to_stop, STOPPED, server.abandon_jobs, stops_work=False)
        with ends_by(ending):
            server.run(sockets=[listening])


def listen(settings: Settings, host: str = LOOPBACK, port: int = 8000) -> socket.socket:
    """Take the port. Where others can reach it, only if there is a password.

    :raises ConfigError: no password, one that is easily guessed, no such address, or the port is taken.
    """
    _check_password(settings, host)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"{host} is not an address of this machine. Name another --host") from error
    # The protocol is named because asyncio turns Nagle's algorithm off only where it sees that.
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigError(f"cannot listen on {host}:{port}: {why}. Another --port may be free") from error
    return listening


def _check_password(settings: Settings, host: str) -> None:
    """Check the password, on loopback too: a proxy may pass on requests from elsewhere."""
    # Another one each time, and kept nowhere.
    propose = f"for instance LINERNOTES_PASSWORD={make_passphrase()}"
    if settings.password is not None:
        if wrong := weakness(settings.password.get_secret_value()):
            raise ConfigError(f"LINERNOTES_PASSWORD {wrong}: set another one, {propose}")
    elif not is_this_machine(host):
        raise ConfigError(
            f"other machines could reach {host}: set a password of {SHORTEST} characters or more first, {propose};"
            f" or serve on {LOOPBACK}"
        )


class Server(uvicorn.Server):
    """uvicorn, quiet: the app logs requests itself, for uvicorn's log has the queries in it."""

    def __init__(
        self, settings: Settings, host: str, listening: socket.socket, on_ready: Callable[[str], None]
    ) -> None:
        app = create_app(settings, host=host)
        self._connections = Connections(Limits(connections=connections_for(descriptors())))
        config = uvicorn.Config(
            app,
            http=self._connections.protocol,  # type: ignore[arg-type]  # it is called as the class would be
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            # Headers of a proxy count only where the settings name a proxy.
            proxy_headers=settings.public_url is not None,
            server_header=False,
            backlog=BURST,
        )
        super().__init__(config)
        self._state: AppState = app.state.linernotes
        self._listening = listening
        self._address = address_of(host, listening)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            asyncio.get_running_loop().set_exception_handler(self._connections.on_loop_error)
            self._listening.listen(_BACKLOG)  # uvicorn has one number for this and for BURST
            self._on_ready(self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop within `seconds_to_stop`, whatever clients do."""
        # An answer that is cut off now is no mistake, but uvicorn would write a stack trace of each.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._state.stopping()
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        self._connections.close_waiting()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._wait_for_tasks(FINISHING)
        self._connections.close_all()
        await self._wait_for_tasks(ENDING)
        for task in self.server_state.tasks:
            task.cancel()
        ending = asyncio.create_task(self.lifespan.shutdown())
        while not ending.done() and not self.force_exit:
            await asyncio.wait({ending}, timeout=0.1)
        hurry(THREADS)

    def seconds_to_stop(self) -> float:
        """Seconds that the server has once a signal comes, whatever it waits for. Jobs get the time that they need."""
        without_jobs = FINISHING + ENDING + THREADS
        return without_jobs + (PATIENCE if self._state.jobs.have_children() else 0)

    def abandon_jobs(self) -> None:
        """End the jobs that are left, without waiting for them: the process ends now."""
        self._state.jobs.abandon()

    async def _wait_for_tasks(self, seconds: float) -> None:
        """Until every answer is done, or the time is over."""
        tasks = self.server_state.tasks
        if tasks:
            await asyncio.wait(set(tasks), timeout=seconds)


def address_of(host: str, listening: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    name = LOOPBACK if host in ("0.0.0.0", "::") else host
    return f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}"
