"""Pictures come from where they may, in their turn, and are pictures."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest
from tests.source.pictures import GIF, JPEG

from linernotes.errors import (
    DiscogsError,
    ForbiddenError,
    MalformedResponseError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.source import images
from linernotes.source.images import LARGEST, REFUSALS, Pictures, is_allowed, kind_of
from linernotes.source.retries import Waiting

HOSTS = ("https://i.discogs.com", "st.discogs.com", "http://127.0.0.1:8080")
URL = "https://i.discogs.com/signature/rs:fit/picture.jpeg"


def asynchronous(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that runs in an event loop of its own."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds:
            self.waits.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr(images, "monotonic", clock)
    monkeypatch.setattr(images, "sleep", clock.sleep)
    return clock


def pictures(
    reply: Callable[[httpx2.Request], httpx2.Response], on_wait: Callable[[Waiting], None] = print
) -> Pictures:
    return Pictures(HOSTS, on_wait=on_wait, transport=httpx2.MockTransport(reply))


def answers(status: int, body: bytes = GIF, kind: str = "image/gif", **headers: str):
    return lambda _: httpx2.Response(status, content=body, headers={"Content-Type": kind} | headers)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        pytest.param(URL, True, id="discogs"),
        pytest.param("https://st.discogs.com/x.gif", True, id="a-host-without-scheme-means-https"),
        pytest.param("http://127.0.0.1:8080/x.gif", True, id="this-machine-by-http"),
        pytest.param("http://i.discogs.com/x.gif", False, id="no-https"),
        pytest.param("http://127.0.0.1:22/x.gif", False, id="another-port-of-this-machine"),
        pytest.param("https://i.discogs.com:8443/x.gif", False, id="another-port"),
        pytest.param("https://evil.example/i.discogs.com/x.gif", False, id="another-host"),
        pytest.param("https://i.discogs.com.evil.example/x", False, id="a-name-that-goes-on"),
        pytest.param("https://i.discogs.com@evil.example/x", False, id="a-user-that-looks-like-a-host"),
        pytest.param("https://me@i.discogs.com/x", False, id="with-a-user"),
        pytest.param("javascript:alert(1)", False, id="a-script"),
        pytest.param("file:///etc/passwd", False, id="a-file"),
        pytest.param("https://i.discogs.com:x/", False, id="no-port"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_pictures_come_from_the_hosts_of_the_settings_only(url: str, allowed: bool):
    assert is_allowed(url, HOSTS) is allowed


def test_plain_http_is_for_this_machine_only():
    assert not is_allowed("http://pictures.example/x", ["http://pictures.example"])
    assert is_allowed("http://localhost:1/x", ["http://localhost:1"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (JPEG, "jpg"),
        (GIF, "gif"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(body: bytes, kind: str | None):
    assert kind_of(body) == kind


@asynchronous
async def test_a_picture_comes_as_it_is_and_we_say_who_we_are():
    seen: list[httpx2.Request] = []

    def reply(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=JPEG, headers={"Content-Type": "image/jpeg"})

    source = pictures(reply)
    assert await source.fetch(URL) == (JPEG, "jpg")
    assert seen[0].headers["User-Agent"].startswith("linernotes/")
    assert "authorization" not in seen[0].headers
    await source.aclose()


@asynchronous
async def test_a_few_a_second_and_no_more(time: Time):
    source = pictures(answers(200))
    for _ in range(4):
        await source.fetch(URL)
    assert time.waits == pytest.approx([0.3, 0.3, 0.3])
    await source.aclose()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(answers(404), NotFoundError, id="gone"),
        pytest.param(answers(403), ForbiddenError, id="expired"),
        pytest.param(answers(500), ServerError, id="broken"),
        pytest.param(answers(302, Location="http://127.0.0.1:22/"), DiscogsError, id="leads-elsewhere"),
        pytest.param(answers(200, b"<svg/>", "image/svg+xml"), MalformedResponseError, id="a-document"),
        pytest.param(answers(200, GIF, "text/html"), MalformedResponseError, id="says-that-it-is-a-page"),
        pytest.param(
            answers(200, b"<html>"), MalformedResponseError, id="a-page-that-claims-to-be-a-picture"
        ),
        pytest.param(answers(200, GIF + bytes(LARGEST)), MalformedResponseError, id="without-end"),
    ],
)
@asynchronous
async def test_what_is_no_picture_is_an_error(reply, error: type[Exception]):
    source = pictures(reply)
    with pytest.raises(error):
        await source.fetch(URL)
    assert not source.is_resting
    await source.aclose()


@asynchronous
async def test_an_address_that_is_not_allowed_is_not_asked():
    source = pictures(lambda _: pytest.fail("it was asked"))
    with pytest.raises(ForbiddenError, match=r"evil\.example is not among"):
        await source.fetch("https://evil.example/x.gif")
    await source.aclose()


@pytest.mark.parametrize(
    "url", ["https://i.discogs.com/a\x00b.jpeg", f"https://i.discogs.com/{'a' * 70_000}.jpeg"]
)
@asynchronous
async def test_an_address_that_is_none_keeps_nobody_else_waiting(url: str):
    """Addresses are whatever Discogs sent: one that cannot be asked for says nothing of the network."""
    source = pictures(answers(200))
    with pytest.raises(MalformedResponseError, match="is no address"):
        await source.fetch(url)
    assert not source.is_resting
    assert (await source.fetch(URL))[1] == "gif"
    await source.aclose()


@asynchronous
async def test_after_too_many_requests_nothing_is_asked_until_the_host_says(time: Time):
    asked = []

    def reply(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(429, headers={"Retry-After": "120"})

    source = pictures(reply)
    with pytest.raises(RateLimitedError):
        await source.fetch(URL)
    with pytest.raises(UnreachableError):
        await source.fetch(URL)
    assert len(asked) == 1
    time.now += 121
    assert not source.is_resting
    await source.aclose()


@asynchronous
async def test_a_host_that_refuses_everything_is_left_alone():
    source = pictures(answers(403))
    for _ in range(REFUSALS):
        assert not source.is_resting
        with pytest.raises(ForbiddenError):
            await source.fetch(URL)
    assert source.is_resting
    await source.aclose()


@asynchronous
async def test_a_pause_is_reported_and_logged_with_path_and_status(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    waits: list[Waiting] = []
    source = pictures(answers(429, **{"Retry-After": "30"}), on_wait=waits.append)
    with pytest.raises(RateLimitedError):
        await source.fetch(URL)
    assert [str(waiting) for waiting in waits] == [
        "The cover site i.discogs.com answers 429 (/signature/rs:fit/picture.jpeg): waits 30 s"
    ]
    logged = [vars(record) for record in caplog.records if record.name == "linernotes.source.images"]
    assert [(one["msg"], one["path"], one["status"], one["seconds"]) for one in logged] == [
        ("no covers for now", "/signature/rs:fit/picture.jpeg", 429, 30.0)
    ]
    await source.aclose()


@asynchronous
async def test_without_a_network_nothing_is_asked_for_a_while(time: Time):
    def reply(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route", request=request)

    source = pictures(reply)
    with pytest.raises(UnreachableError):
        await source.fetch(URL)
    assert source.is_resting
    time.now += 61
    assert not source.is_resting
    await source.aclose()
