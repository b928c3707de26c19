"""Our client of Discogs' API beside discogs-sdk: import, overhead, recorded documents, faults.

The figures of docs/decisions/0001-api-client.md. Needs the recordings of ../shared/fixtures for its third table.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import discogs_sdk
import httpx2
from discogs_sdk import models

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey, decode
from linernotes.errors import DocumentError, LinernotesError
from linernotes.secrets import PersonalToken
from linernotes.source.api import DiscogsAPI
from linernotes.source.pacing.window import Window
from linernotes.source.retries import RetryPolicy

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
REQUESTS, WORKERS, ROUNDS = 2000, 20, 3
FAULTS = (
    *("429", "429retry", "429empty", "500", "503", "html403", "html502", "html503"),
    *("truncated", "malformed", "reset", "stall"),
)


def main() -> bool:
    """Print the four tables. Nothing is promised here, so nothing can be broken."""
    logging.disable()
    import_table()
    overhead_table()
    if FIXTURES.is_dir():
        recorded_table()
    fault_table()
    return True


def import_table() -> None:
    print("| import | ms, median of 7 | modules |")
    print("|---|---:|---:|")
    for name in ("httpx2", "discogs_sdk", "linernotes.source.api"):
        code = (
            "import sys, time; begin = time.perf_counter();"
            f"import {name}; print(1000 * (time.perf_counter() - begin), len(sys.modules))"
        )
        runs = [
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, check=True, text=True
            ).stdout.split()
            for _ in range(7)
        ]
        milliseconds = statistics.median(float(run[0]) for run in runs)
        print(f"| `{name}` | {milliseconds:.0f} | {runs[0][1]} |")
    print()


def overhead_table() -> None:
    """What a request costs on the way through each client, against a server that does nothing."""
    body = json.dumps({"id": 1, "title": "Album", "artists": [], "tracklist": []}).encode()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(body, theirs), daemon=True)
    server.start()
    url = ours.recv()
    clients: dict[str, Callable[[str], Coroutine[Any, Any, float]]] = {
        "httpx2 alone": _time_httpx2,
        "ours: paced, retried, bytes": _time_ours,
        "discogs-sdk: not paced, its model": _time_sdk,
    }
    seconds: dict[str, list[float]] = {name: [] for name in clients}
    for _ in range(ROUNDS):
        for name, client in clients.items():
            seconds[name].append(asyncio.run(client(url)))
    server.terminate()
    print(f"| {REQUESTS} requests, {WORKERS} at once, best of {ROUNDS} | requests/s | µs a request |")
    print("|---|---:|---:|")
    for name, times in seconds.items():
        best = min(times)
        print(f"| {name} | {REQUESTS / best:.0f} | {1e6 * best / REQUESTS:.0f} |")
    print()


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    left = iter(range(REQUESTS))

    async def work() -> None:
        for _ in left:
            await ask()

    begin = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(WORKERS)))
    return time.perf_counter() - begin


async def _time_httpx2(url: str) -> float:
    async with httpx2.AsyncClient() as client:
        return await _timed(lambda: client.get(f"{url}/releases/1"))


async def _time_ours(url: str) -> float:
    async with DiscogsAPI(url, PersonalToken("token"), window=Window(default_limit=10**9)) as api:
        return await _timed(lambda: api.fetch(DocumentKey("release", 1)))


async def _time_sdk(url: str) -> float:
    async with discogs_sdk.AsyncDiscogs(token="token", base_url=url) as client:

        async def ask() -> None:
            await client.releases.get(1)

        return await _timed(ask)


def _serve(body: bytes, ready: Any) -> None:
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        ready.send("http://{}:{}".format(*server.sockets[0].getsockname()))
        await server.serve_forever()

    asyncio.run(run())


def recorded_table() -> None:
    """Which recorded documents each reads, and how fast. The same bytes for both."""
    kinds: dict[str, tuple[Any, str | None]] = {
        "release": (models.Release, None),
        "master": (models.Master, None),
        "artist": (models.Artist, None),
        "artist_releases": (models.ArtistRelease, "releases"),
        "collection": (models.CollectionItem, "releases"),
    }
    print("| recorded | documents | ours reads | sdk reads | ours/s | sdk/s |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind, (model, rows) in kinds.items():
        folder = "collection_page" if kind == "collection" else kind
        bodies = [path.read_bytes() for path in sorted((FIXTURES / folder).glob("*.json"))]

        def by_ours(body: bytes, kind: Any = kind) -> None:
            decode(kind, body)

        def by_sdk(body: bytes, model: Any = model, rows: str | None = rows) -> None:
            document = json.loads(body)
            for part in document[rows] if rows else [document]:
                model.model_validate(part)

        (our_count, our_speed), (sdk_count, sdk_speed) = (
            _read_all(bodies, read) for read in (by_ours, by_sdk)
        )
        print(f"| {kind} | {len(bodies)} | {our_count} | {sdk_count} | {our_speed:.0f} | {sdk_speed:.0f} |")
    print()


def _read_all(bodies: list[bytes], read: Callable[[bytes], None]) -> tuple[int, float]:
    """How many were read, and how many a second (of those, best of three)."""
    good = []
    for body in bodies:
        with contextlib.suppress(DocumentError, ValueError, TypeError, KeyError):
            read(body)
            good.append(body)
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        for body in good:
            read(body)
        times.append(time.perf_counter() - begin)
    return len(good), len(good) / min(times) if good else 0.0


def fault_table() -> None:
    """One request that meets each fault once, and a good answer after it; both clients may try five times."""
    print("| fault, once | ours | discogs-sdk |")
    print("|---|---|---|")
    for fault in FAULTS:
        print(f"| {fault} | {_outcome(fault, _fault_ours)} | {_outcome(fault, _fault_sdk)} |", flush=True)


def _outcome(fault: str, ask: Callable[[Sandbox, int], Awaitable[None]]) -> str:
    catalogue = load_catalogue("synthetic", items=5)
    number = next(iter(catalogue.releases))
    with Sandbox(catalogue, limit=6000, faults=f"{fault}:/releases/*#1", stall_seconds=2) as sandbox:
        try:
            asyncio.run(_within(ask(sandbox, number)))
        except (LinernotesError, discogs_sdk.DiscogsError, ValueError, TimeoutError) as error:
            return type(error).__name__
        return "recovers"


async def _within(asked: Awaitable[None]) -> None:
    async with asyncio.timeout(30):
        await asked


async def _fault_ours(sandbox: Sandbox, number: int) -> None:
    policy = RetryPolicy(first_wait=0.1)
    timeout = httpx2.Timeout(1)
    async with DiscogsAPI(sandbox.url, PersonalToken(sandbox.token), retries=policy, timeout=timeout) as api:
        await api.fetch(DocumentKey("release", number))


async def _fault_sdk(sandbox: Sandbox, number: int) -> None:
    async with discogs_sdk.AsyncDiscogs(
        token=sandbox.token, base_url=sandbox.url, timeout=1, max_retries=4
    ) as client:
        await client.releases.get(number)


if __name__ == "__main__":
    main()
