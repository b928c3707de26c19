"""Breaking a connection, as a dying proxy does."""

from __future__ import annotations

import asyncio
import socket
import struct
from operator import attrgetter

from starlette.types import Send


def break_off(send: Send) -> None:
    """Reset the connection that `send` of an ASGI application writes to."""
    # ASGI cannot do this; uvicorn's `send` is a method of the object that holds the connection.
    transport: asyncio.Transport = attrgetter("__self__.transport")(send)
    # Linger 0 makes the kernel send RST instead of FIN.
    linger = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
