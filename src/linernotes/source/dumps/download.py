"""Large files: resumed where the server lets us, verified by checksum, never half a file under its own name."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

import httpx2

from linernotes.addresses import host_of
from linernotes.errors import (
    ConfigError,
    DiscogsError,
    DiskFullError,
    DumpDamagedError,
    DumpError,
    ForbiddenError,
    LinernotesError,
    MalformedResponseError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.files import is_no_room
from linernotes.source.api import USER_AGENT
from linernotes.source.bodies import HeadsInTime, TooLargeError, read_whole
from linernotes.source.dumps.partial_file import PartialFile, sha256
from linernotes.source.pacing.transport import retry_after
from linernotes.source.proxy import Network
from linernotes.source.responses import untrusted_certificate
from linernotes.source.retries import LONGEST_WAIT, RetryPolicy, TransientError, Waiting, persist

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Called with the bytes of the file that are here, and its size; None where the server does not say.
OnBytes = Callable[[int, int | None], None]

#: Seconds: to connect, and between two pieces.
TIMEOUT = httpx2.Timeout(connect=15, read=60, write=30, pool=None)

#: Seconds for a small page as a whole.
TEXT_SECONDS = 120.0

#: Bytes a second below which an archive breaks off, to be taken up again; seconds over which they are counted.
SLOWEST = 1_000
WINDOW = 300.0

#: Bytes after which the room is looked at where the server does not say how large the file is.
_LOOK_EVERY = 64_000_000

#: Bytes that stay free on the disk: landing and the builds grow too.
RESERVE = 200_000_000

_GZIP = b"\x1f\x8b"
_LONGEST_TEXT = 4_000_000
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})")


class Downloader:
    """Fetches texts and archives. `on_wait` is called before each wait, `say` for whatever else needs a line.

    `retries` says how often each is tried, and how long the waits between are.
    """

    def __init__(
        self,
        *,
        say: Callable[[str], None],
        on_wait: Callable[[Waiting], None],
        retries: RetryPolicy | None = None,
    ) -> None:
        self._say = say
        self._on_wait = on_wait
        self._retries = retries or RetryPolicy()

    def text(self, url: str) -> str:
        """A small page or file, within TEXT_SECONDS."""

        async def attempt() -> str:
            async with asyncio.timeout(TEXT_SECONDS), self._answer(url) as answer:
                whole = await read_whole(answer, _LONGEST_TEXT)
                return whole.content.decode("utf-8", errors="replace")

        try:
            return self._persist(url, attempt)
        except TooLargeError as error:
            raise MalformedResponseError(
                f"{_host(url)}: a page without end came ({error}).", url=url
            ) from error

    def download(self, url: str, target: Path, digest: str, on_progress: OnBytes) -> Path:
        """An archive as `target`, which is there only when it is whole and its SHA-256 is `digest`."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                if sha256(target).hexdigest() == digest:
                    on_progress(target.stat().st_size, target.stat().st_size)
                    return target
                self._say(f"{target.name} is there, but its checksum is not right: it is fetched again.")
                target.unlink()
            return self._fetch(url, PartialFile(target, digest), on_progress)
        except OSError as error:
            raise _cannot_write(target, error) from error

    def _fetch(self, url: str, part: PartialFile, on_progress: OnBytes) -> Path:
        """Until the checksum is right. One that is wrong is believed when it comes twice from the beginning."""
        for _ in range(3):
            was_begun_at = self._persist(url, lambda: self._pull(url, part, on_progress))
            if part.is_right():
                return part.finish()
            part.discard()
            if part.was_wrong and not was_begun_at:
                break
            part.was_wrong = part.was_wrong or not was_begun_at
            how = "it was put together from two answers" if was_begun_at else "it came as a whole"
            self._say(f"{part.target.name} has a wrong checksum ({how}): it is fetched again.")
        raise DumpDamagedError(
            f"{part.target.name} from {_host(url)} does not have the checksum that CHECKSUM.txt says. "
            "Nothing of it was kept; try again later, or another --month."
        )

    async def _pull(self, url: str, part: PartialFile, on_progress: OnBytes) -> int:
        """Make the part whole; returns where this answer began."""
        begin = part.size()
        async with self._answer(url, part.headers() if begin else {}) as answer:
            if answer.status_code == 416:  # there is nothing after what we have: the checksum decides
                return begin
            begin, size = _extent(answer, begin)
            pieces = answer.aiter_raw()  # as they come: what is held back is lost when it breaks off
            first = await _first(pieces)
            if not begin and not first.startswith(_GZIP):
                raise DumpError(
                    f"{_host(url)} sent something else instead of {part.target.name}: it begins with "
                    f"{ascii(first[:20].decode('latin-1'))}. Is it still there? Try another --month."
                )
            self._check_room(part, begin, size)
            with part.open(begin, _version(answer)) as write:
                done, watch = begin, _Watch()
                async for piece in _chain(first, pieces):
                    write(piece)
                    done += len(piece)
                    watch.note(len(piece), answer)
                    if size is None and watch.is_time_to_look(done):
                        self._check_room(part, 0, part.size())
                    on_progress(done, size)
        return begin

    def _check_room(self, part: PartialFile, begin: int, size: int | None) -> None:
        if size is None:
            return
        # Beginning again takes the place of what is there.
        missing = size - (begin or part.size())
        free = shutil.disk_usage(part.target.parent).free
        if free < missing + RESERVE:
            raise DiskFullError(
                f"{part.target.name} takes {missing / 1e9:.1f} GB more, and of {free / 1e9:.1f} GB that are free in "
                f"{part.target.parent} {RESERVE / 1e9:.1f} GB have to stay so. Make room, then run it again."
            )

    @contextlib.asynccontextmanager
    async def _answer(
        self, url: str, headers: dict[str, str] | None = None
    ) -> AsyncIterator[httpx2.Response]:
        """An answer that is a good one; what is wrong with others is said as an error of ours."""
        try:
            async with _client() as client, client.stream("GET", url, headers=headers) as answer:
                if answer.status_code not in ((200, 206, 416) if headers else (200,)):
                    raise _refusal(answer, url)
                yield answer
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
            raise ConfigError(
                f"{url} is no address. Set LINERNOTES_DUMP_URL to where dumps are listed."
            ) from error
        except (httpx2.HTTPError, TimeoutError) as error:
            if (untrusted := untrusted_certificate(error, _host(url))) is not None:
                raise untrusted from error
            what = " ".join(str(error).split()) or "it took too long"
            ours = UnreachableError(f"{_host(url)} cannot be reached or broke off ({what}). Try again.")
            raise TransientError(ours, reason=f"the dump site {_host(url)} failed ({what})") from error

    def _persist(self, url: str, attempt: Callable[[], Awaitable[T]]) -> T:
        return asyncio.run(persist(_path(url), attempt, self._retries, self._on_wait))


def _version(answer: httpx2.Response) -> str:
    """The version of the file; '' where the server does not say, or says it in signs that no header can hold."""
    tag = answer.headers.get("etag", "")
    return tag if tag.isascii() and tag.isprintable() else ""


def _extent(answer: httpx2.Response, asked: int) -> tuple[int, int | None]:
    """The place in the file where the answer's body begins, and the size of the file, both in bytes."""
    if answer.status_code != 206:
        length = answer.headers.get("content-length", "")
        return 0, int(length) if length.isdecimal() else None
    range_ = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if range_ is None or int(range_[1]) != asked:
        raise DumpError(
            f"{_host(str(answer.url))} sent another part of the file than was asked for. Try again."
        )
    return asked, int(range_[2])


async def _first(pieces: AsyncIterator[bytes]) -> bytes:
    """The first bytes of a file: enough to see what it is."""
    first = b""
    async for piece in pieces:
        first += piece
        if len(first) >= len(_GZIP):
            break
    return first


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _client() -> httpx2.AsyncClient:
    # Nothing is unpacked on the way: the checksum is that of the packed bytes.
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    return httpx2.AsyncClient(
        transport=HeadsInTime(Network()), headers=headers, timeout=TIMEOUT, follow_redirects=True
    )


class _Watch:
    """Watches whether a download is fast enough to end, and counts the room that it takes."""

    def __init__(self) -> None:
        self._began, self._bytes, self._looked = time.monotonic(), 0, 0

    def note(self, count: int, answer: httpx2.Response) -> None:
        """Count the bytes of a piece.

        :raises httpx2.ReadTimeout: in the last window there were too few.
        """
        self._bytes += count
        seconds = time.monotonic() - self._began
        if seconds < WINDOW:
            return
        if self._bytes < SLOWEST * seconds:
            raise httpx2.ReadTimeout(f"only {self._bytes:,} bytes in {seconds:.0f} s", request=answer.request)
        self._began, self._bytes = time.monotonic(), 0

    def is_time_to_look(self, done: int) -> bool:
        """Whether so much came since the last time that the disk's room is worth a look."""
        if done - self._looked < _LOOK_EVERY:
            return False
        self._looked = done
        return True


def _host(url: str) -> str:
    return host_of(url) or url


def _path(url: str) -> str:
    """What is asked for, without the host: the site names its files in the query."""
    return unquote("/" + url.partition("://")[2].partition("/")[2])


def _refusal(answer: httpx2.Response, url: str) -> LinernotesError | TransientError:
    """The error for an answer that is no file; a TransientError where it may pass."""
    status, host = answer.status_code, _host(url)
    if status == 429:
        return _rate_limited(host, retry_after(answer.headers))
    if status >= 500:
        error = ServerError(f"{host} answers {status}, again and again. Try again later.", status=status)
        wait = retry_after(answer.headers)
        return TransientError(error, reason=_reason(host, status), retry_after=wait, status=status)
    if status == 404:
        return NotFoundError(f"{url} does not exist (404). Is LINERNOTES_DUMP_URL right?", status=404)
    if status == 403:
        return ForbiddenError(
            f"{host} refuses us (403): it does so with some networks. Download the files with a browser, then "
            "run: linernotes dump import FILE...",
            status=403,
        )
    return DiscogsError(f"{host} answers {status} instead of a file. Try again later.", status=status)


def _rate_limited(host: str, seconds: float | None) -> LinernotesError | TransientError:
    wait = LONGEST_WAIT if seconds is None else seconds
    until = datetime.now() + timedelta(seconds=wait)
    error = RateLimitedError(
        f"{host} permits no more requests for {round(wait / 60) or 1} min (until about {until:%H:%M}). What has been "
        "downloaded is kept: run the same command again then.",
        status=429,
    )
    if wait > LONGEST_WAIT:
        return error
    return TransientError(error, reason=_reason(host, 429), retry_after=wait, status=429)


def _reason(host: str, status: int) -> str:
    return f"the dump site {host} answers {status}"


def _cannot_write(target: Path, error: OSError) -> LinernotesError:
    if is_no_room(error):
        return DiskFullError(
            f"No room left for {target.name} in {target.parent}. What has been downloaded is kept: make room, then "
            "run it again."
        )
    return DumpError(
        f"{target} cannot be written: {error.strerror or error}. Check the permissions of its folder."
    )
