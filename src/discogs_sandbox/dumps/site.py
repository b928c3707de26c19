"""The site that lists and serves dumps, as data.discogs.com does, as an ASGI application."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from discogs_sandbox.api.answers import message_answer
from discogs_sandbox.api.resets import break_off
from discogs_sandbox.dumps.archives import (
    KINDS,
    Archives,
    archive_name,
    checksum_name,
    checksum_text,
)
from discogs_sandbox.dumps.faults import DumpFaults
from discogs_sandbox.ratelimit import SlidingLog
from discogs_sandbox.request_log import LoggedRequest, RequestLog

#: Where on the sandbox's address this site is.
ROOT = "/dumps"

_ARCHIVE = re.compile(r"discogs_([0-9]{8})_(artists|labels|masters|releases)\.xml\.gz")
_RANGE = re.compile(r"bytes=([0-9]+)-")
_CHUNK = 1 << 16


@dataclass(frozen=True)
class DumpOptions:
    """The behaviour of the site; the defaults are what was seen of Discogs' own."""

    format: str = "2024-12"
    dates: tuple[str, ...] = ("20261001", "20261101")
    limit: int = 15
    """Requests that an address has in a window."""
    window: float = 360.0
    retry_after: float = 3574.0
    """Seconds that a 429 asks to wait."""
    ranges: bool = False
    """Answer 206 to a request for a part of a file."""
    faults: str = ""
    """Described in `discogs_sandbox.dumps.faults`."""
    clock: Callable[[], float] = time.monotonic


@dataclass
class DumpSite:
    """Serves `archives`; `log` holds what was asked, apart from what was asked of the API."""

    archives: Archives
    options: DumpOptions
    log: RequestLog = field(default_factory=RequestLog)

    def __post_init__(self) -> None:
        self._faults = DumpFaults(self.options.faults)
        self._limiter = SlidingLog(self.options.window, self.options.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        query = scope["query_string"].decode("latin-1")
        path: str = scope["path"]
        entry = LoggedRequest(request.method, f"{path}?{query}" if query else path, self.options.clock())
        self.log.add(entry)
        await self._answer(request, entry, send)

    async def _answer(self, request: Request, entry: LoggedRequest, send: Send) -> None:
        client = request.client.host if request.client else ""
        if not self._limiter.take(client, self.options.limit).allowed:
            wait = {"Retry-After": f"{self.options.retry_after:g}"}
            await _send(send, entry, request, message_answer(429, "Too many requests.", wait))
            return
        key = request.query_params.get("download", "")
        name = key.rpartition("/")[2]
        entry.fault = self._faults.next(name or "index")
        if entry.fault.isdecimal():
            answer = message_answer(int(entry.fault), "Something went wrong.")
            await _send(send, entry, request, answer)
        elif entry.fault == "index" or name not in self._names() or key != _key(name):
            await _send(send, entry, request, self._index(request))
        elif archive := _ARCHIVE.fullmatch(name):
            await self._archive(request, entry, archive[2], send)
        else:
            sums = await asyncio.to_thread(self._sums, name)
            await _send(send, entry, request, PlainTextResponse(sums))

    # What there is

    def _names(self) -> list[str]:
        """Every file, oldest dump first; the checksums of a dump come last."""
        every = [
            name
            for date in self.options.dates
            for name in (*(archive_name(date, kind) for kind in KINDS), checksum_name(date))
        ]
        return [name for name in every if not self._faults.stands("incomplete", name)]

    def _sums(self, checksums: str) -> str:
        date = checksums.split("_")[1]
        sums = self.archives.sums()
        for kind, digest in sums.items():
            if self._faults.stands("checksum", archive_name(date, kind)):
                sums[kind] = digest[::-1]
        return checksum_text(date, sums)

    def _index(self, request: Request) -> Response:
        """The listing of a folder: years, or the files of one. An unknown path gets a listing, too."""
        prefix = request.query_params.get("prefix", "data/")
        year = prefix.removeprefix("data/").strip("/")
        keys = [_key(name) for name in self._names()]
        if year:
            rows = [_row("download", key, key) for key in keys if key.startswith(f"data/{year}/")]
        else:
            years = sorted({key.split("/")[1] for key in keys})
            rows = [_row("prefix", f"data/{one}/", f"{one}/") for one in years]
        return HTMLResponse(
            "<!DOCTYPE html>\n<html><head><title>Discogs Data</title></head><body>\n<h1>Data</h1>\n"
            f"<pre>\n{''.join(rows)}</pre>\n</body></html>\n"
        )

    # Files

    async def _archive(self, request: Request, entry: LoggedRequest, kind: str, send: Send) -> None:
        path = await asyncio.to_thread(self.archives.path, kind)
        tag = f'"{(await asyncio.to_thread(self.archives.sums))[kind][:32]}"'
        size = path.stat().st_size
        begin = self._begin(request, tag)
        headers = {"Content-Type": "application/gzip", "ETag": tag}
        if begin is None:
            begin, entry.status = 0, 200
        elif begin >= size:
            await _send(send, entry, request, Response(status_code=416))
            return
        else:
            entry.status = 206
            headers["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
        end = size // 2 if entry.fault == "truncated" else size
        if request.method != "HEAD" and entry.fault != "unsized":
            headers["Content-Length"] = str(max(0, end - begin))
        await _start(send, entry.status, headers)
        if request.method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await self._stream(_pieces(path, begin, end, entry.fault), entry, begin, end, send)

    async def _stream(
        self, pieces: AsyncIterator[bytes], entry: LoggedRequest, begin: int, end: int, send: Send
    ) -> None:
        left = (end - begin) // 2 if entry.fault == "reset" else end - begin
        async for piece in pieces:
            if left <= 0:
                break
            await send({"type": "http.response.body", "body": piece[:left], "more_body": True})
            left -= len(piece)
        if entry.fault == "reset":
            entry.status = -1
            break_off(send)
            return
        await send({"type": "http.response.body", "body": b""})

    def _begin(self, request: Request, tag: str) -> int | None:
        """The start of an answer that is a part of the file; None for a whole one."""
        asked = _RANGE.fullmatch(request.headers.get("range", ""))
        if not self.options.ranges or asked is None or request.headers.get("if-range", tag) != tag:
            return None
        return int(asked[1])


def _key(name: str) -> str:
    return f"data/{name.split('_')[1][:4]}/{name}" if name.count("_") else name


def _row(parameter: str, key: str, text: str) -> str:
    return f'<a href="?{parameter}={quote(key, safe="")}">{html.escape(text)}</a>\n'


async def _pieces(path: Path, begin: int, end: int, fault: str) -> AsyncIterator[bytes]:
    """The bytes of a file from `begin` to `end`."""
    middle = path.stat().st_size // 2
    with path.open("rb") as file:
        file.seek(begin)
        while (at := file.tell()) < end and (piece := file.read(min(_CHUNK, end - at))):
            if fault == "corrupt" and at <= middle < at + len(piece):
                broken = bytearray(piece)
                broken[middle - at] ^= 0xFF
                piece = bytes(broken)
            yield piece


async def _start(send: Send, status: int, headers: dict[str, str]) -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _send(send: Send, entry: LoggedRequest, request: Request, response: Response) -> None:
    entry.status = response.status_code
    head = request.method == "HEAD"
    raw = [pair for pair in response.raw_headers if not (head and pair[0] == b"content-length")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if head else bytes(response.body)})
