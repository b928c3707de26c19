"""An assistant's side: the SDK's own client, connected to the server in this process or to a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from linernotes.cli.mcp.server import make_server

#: The name of a tool, and what it is given.
Call = tuple[str, Mapping[str, Any]]


def ask(
    home: Path, calls: Iterable[Call], *, is_private: bool = False, in_process: bool = True
) -> list[CallToolResult]:
    """The results of some calls, one after the other over one connection."""
    arguments = ["-m", "linernotes", "--home", str(home), "mcp", *(["--private"] if is_private else [])]

    async def talk() -> list[CallToolResult]:
        server = (
            make_server(home, is_private=is_private)
            if in_process
            else StdioServerParameters(command=sys.executable, args=arguments)
        )
        async with Client(server) as client:
            return [await client.call_tool(name, dict(given)) for name, given in calls]

    return anyio.run(talk)


def answers(home: Path, calls: Iterable[Call], **more: bool) -> list[dict[str, Any]]:
    """What some calls answer; none of them fails. Text and structured content are one."""
    found = []
    for result in ask(home, calls, **more):
        (content,) = result.content
        assert not result.is_error, content
        assert json.loads(content.text) == result.structured_content
        found.append(result.structured_content)
    return found


def texts(value: object) -> Iterator[str]:
    """Every text in an answer."""
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def keys(value: object) -> Iterator[str]:
    """Every key in an answer."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)
