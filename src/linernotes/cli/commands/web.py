"""Commands that serve: serve for browsers, mcp for assistants."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from linernotes.cli.app import app, interrupted, settings_of
from linernotes.cli.terminal.output import say
from linernotes.errors import ConfigError
from linernotes.settings import Settings

PORT = 8000


@app.command("serve")
def serve_command(
    ctx: typer.Context,
    host: Annotated[
        str,
        typer.Option(help="The address to listen on; any but this machine's own needs LINERNOTES_PASSWORD."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = PORT,
) -> None:
    """Show your collection in a browser; connect and sync there.

    Example: linernotes serve --port 8080
    """
    run_app(settings_of(ctx), host, port)


def run_app(settings: Settings, host: str = "127.0.0.1", port: int = PORT) -> None:
    """Serve until Ctrl-C, and print the address."""
    # Here, for the web's libraries take longer to load than all the rest, and a sync has no use for them.
    from linernotes.web.serve import STOPPED, serve

    try:
        serve(settings, host, port, lambda address: say(f"linernotes is at {address} (Ctrl-C ends it)"))
    except KeyboardInterrupt as interrupt:  # uvicorn passes on the Ctrl-C that ended it
        raise interrupted(STOPPED) from interrupt


@app.command()
def mcp(
    ctx: typer.Context,
    private: Annotated[
        bool, typer.Option("--private", help="Give it prices, notes, ratings, conditions and folders, too.")
    ] = False,
) -> None:
    """Let an assistant ask about your records, by the Model Context Protocol on stdin and stdout.

    An assistant starts it itself: docs/assistants.md has the lines for its settings. Its tools only read: search,
    release, artist, path, own, gaps, sql. It needs the SDK of the protocol: pip install "linernotes[mcp]"

    Example: linernotes mcp
    """
    settings = settings_of(ctx)
    try:
        # Here, for the SDK takes longer to load than all the rest, and it may not be there.
        from linernotes.cli.mcp.server import serve_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise ConfigError(
            'the SDK of the protocol is not installed. Run: pip install "linernotes[mcp]"'
        ) from error
    serve_stdio(settings.home, is_private=private)


def free_port() -> int:
    """The usual port of this machine if no process has it, else 0: any free one."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", PORT))
        except OSError:
            return 0
    return PORT
