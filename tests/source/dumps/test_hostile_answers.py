"""What an enemy's server answers is read within limits, or not at all: of the API, of pictures, of the dumps' site."""

from __future__ import annotations

import asyncio
import gzip
import time
from pathlib import Path

import pytest
from tests.faults.bounded import run_bounded
from tests.homes import Home
from tests.source.hostile_answers import HOSTILE, JSON, chunk, head, sends, serving

from linernotes.documents import DocumentKey
from linernotes.errors import DiscogsError, LinernotesError, MalformedResponseError, UnreachableError
from linernotes.secrets import PersonalToken
from linernotes.source import api, bodies
from linernotes.source.api import DiscogsAPI
from linernotes.source.bodies import LARGEST_REFUSAL, LARGEST_SHORT
from linernotes.source.dumps import download
from linernotes.source.dumps.download import Downloader
from linernotes.source.images import LARGEST, Pictures
from linernotes.source.retries import RetryPolicy

ONCE = RetryPolicy(attempts=1)

#: Tried by `make test`: one of each kind.
QUICK = ("a-gzip-bomb", "ten-thousand-packings", "a-head-without-end")

#: Two tries of a minute each, and what is around them.
SECONDS = 160.0


def fetch(url: str, kind: str = "release") -> bytes:
    async def main() -> bytes:
        async with DiscogsAPI(url, PersonalToken("aToken"), retries=ONCE) as client:
            return (await client.fetch(DocumentKey(kind, 1))).body

    return asyncio.run(main())


def try_one(name: str, tmp_path: Path) -> None:
    """A program that asks whose token it is; it reads what comes and says in one line what is wrong with it."""
    with serving(HOSTILE[name]) as (url, _):
        done = run_bounded(
            ["auth", "--token", "aTokenOfSomebody"],
            Home(tmp_path / "home", api_url=url).environment,
            seconds=SECONDS,
        )
    assert done.status in (1, 3), done
    assert len(done.said.splitlines()) <= 3, done.said
    assert "aTokenOfSomebody" not in done.said
    assert not (tmp_path / "home" / "secrets.yml").exists()


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_answer_is_refused_within_limits(name: str, tmp_path: Path) -> None:
    try_one(name, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in QUICK])
def test_fifty_hostile_answers_are_refused_within_limits(name: str, tmp_path: Path) -> None:
    try_one(name, tmp_path)


def test_there_are_fifty() -> None:
    assert len(HOSTILE) >= 50


def test_each_kind_of_body_has_its_own_limit() -> None:
    body = b'{"id": 1, "a": "' + b"x" * (LARGEST_SHORT + 1) + b'"}'
    with serving(sends(head(JSON, f"Content-Length: {len(body)}") + body)) as (url, _):
        assert fetch(url) == body
        with pytest.raises(MalformedResponseError, match="more than 1 MB") as caught:
            fetch(url, "identity")
    assert 0 < len(caught.value.body) <= LARGEST_REFUSAL


def test_a_packed_answer_is_held_to_what_it_unpacks_to() -> None:
    body = gzip.compress(b'{"a": "' + b"x" * (2 * LARGEST_SHORT) + b'"}')
    said = head(JSON, "Content-Encoding: gzip", f"Content-Length: {len(body)}")
    with serving(sends(said + body)) as (url, _), pytest.raises(MalformedResponseError, match="more than"):
        fetch(url, "identity")


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "x-gzip", "gzip;q=1"])
def test_what_is_packed_as_nobody_asked_is_not_unpacked(coding: str) -> None:
    said = head(JSON, f"Content-Encoding: {coding}", "Content-Length: 2") + b"{}"
    with serving(sends(said)) as (url, _), pytest.raises(LinernotesError, match="unpacked"):
        fetch(url)


@pytest.mark.parametrize("name", ["a-body-in-drops", "a-head-in-drops", "interim-answers-without-end"])
def test_what_comes_in_drops_is_not_waited_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "BODY_TIMEOUT", 1.5)
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 1.5)
    began = time.monotonic()
    with serving(HOSTILE[name]) as (url, _), pytest.raises(UnreachableError):
        fetch(url)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_our_token_follows_no_redirect(status: str) -> None:
    with serving(sends(head("Content-Length: 0"))) as (elsewhere, heard):
        said = head(f"Location: {elsewhere}/stolen", "Content-Length: 0", status=status)
        with serving(sends(said)) as (url, asked), pytest.raises(DiscogsError):
            fetch(url)
    assert len(asked) == 1
    assert b"aToken" in asked[0]
    assert heard == []


@pytest.mark.parametrize(
    "serve",
    [
        pytest.param(HOSTILE["a-gzip-bomb"], id="a-bomb"),
        pytest.param(HOSTILE["ten-thousand-packings"], id="ten-thousand-packings"),
        pytest.param(
            sends(head("Content-Type: image/jpeg", "Content-Length: 9") + b"<svg/>   "), id="no-picture"
        ),
        pytest.param(
            sends(
                head("Content-Type: image/jpeg", "Transfer-Encoding: chunked"),
                *[chunk(b"\xff" * LARGEST)] * 9,
            ),
            id="without-end",
        ),
    ],
)
def test_no_picture_is_read_beyond_its_limit(serve) -> None:
    async def main(url: str) -> None:
        pictures = Pictures([url], on_wait=print)
        try:
            await pictures.fetch(f"{url}/a.jpg")
        finally:
            await pictures.aclose()

    with serving(serve) as (url, _), pytest.raises(LinernotesError):
        asyncio.run(main(url))


@pytest.mark.parametrize(
    "name", ["a-gzip-bomb", "a-body-without-end", "ten-thousand-packings", "a-head-without-end"]
)
def test_no_page_of_the_dumps_site_is_read_beyond_its_limit(name: str) -> None:
    downloader = Downloader(say=lambda line: None, on_wait=print, retries=ONCE)
    with serving(HOSTILE[name]) as (url, _), pytest.raises(LinernotesError) as caught:
        downloader.text(url)
    assert "\n" not in str(caught.value)


def test_an_archive_in_drops_breaks_off_and_can_be_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "WINDOW", 1.0)

    def serve(connection) -> None:
        connection.sendall(head("Content-Length: 1000000") + b"\x1f\x8b")
        for _ in range(200):
            time.sleep(0.1)
            connection.sendall(b"x")

    downloader = Downloader(say=lambda line: None, on_wait=print, retries=ONCE)
    with serving(serve) as (url, _), pytest.raises(UnreachableError, match="bytes in"):
        downloader.download(url, tmp_path / "a.gz", "0" * 64, lambda done, size: None)
    assert (tmp_path / "a.gz.part").stat().st_size > 2


def test_an_archive_without_an_end_does_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "RESERVE", 10**18)  # more than any disk has

    def serve(connection) -> None:
        connection.sendall(head("Transfer-Encoding: chunked") + chunk(b"\x1f\x8b"))
        for _ in range(200):
            connection.sendall(chunk(b"x" * 1_000_000))

    downloader = Downloader(say=lambda line: None, on_wait=print, retries=ONCE)
    with serving(serve) as (url, _), pytest.raises(LinernotesError, match="Make room"):
        downloader.download(url, tmp_path / "a.gz", "0" * 64, lambda done, size: None)
    assert (tmp_path / "a.gz.part").stat().st_size < 100_000_000
