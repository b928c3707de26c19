"""The pacing transport, on a real event loop with jumping time, against the simulated servers."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from tests.source.simulated import Bucket, Log
from tests.source.virtual import run_virtual

from linernotes.source.pacing.transport import PacedTransport, read_quota, retry_after
from linernotes.source.pacing.window import Quota, Window

Delay = Callable[[], tuple[float, float]]


class Discogs(httpx2.AsyncBaseTransport):
    """A simulated server behind a network that takes its time."""

    def __init__(self, server: Log | Bucket, delay: Delay, retry_after: str | None = None) -> None:
        self.server = server
        self.delay = delay
        self.retry_after = retry_after
        self.statuses: list[int] = []
        self.order: list[str] = []
        self.closed = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        there, back = self.delay()
        await asyncio.sleep(there)
        self.order.append(request.url.path)
        allowed, quota = self.server.take(asyncio.get_running_loop().time())
        self.statuses.append(200 if allowed else 429)
        await asyncio.sleep(back)
        headers = {
            "X-Discogs-Ratelimit": str(quota.limit),
            "X-Discogs-Ratelimit-Used": str(quota.used),
            "X-Discogs-Ratelimit-Remaining": str(quota.limit - quota.used),
        }
        if not allowed and self.retry_after is not None:
            headers["Retry-After"] = self.retry_after
        return httpx2.Response(self.statuses[-1], headers=headers)

    async def aclose(self) -> None:
        self.closed = True


async def get(client: httpx2.AsyncClient, number: int) -> int:
    return (await client.get(f"https://api.example/{number}")).status_code


def paced(discogs: Discogs, main: Callable[[httpx2.AsyncClient, PacedTransport], Awaitable[None]]) -> None:
    """Run `main` with a client whose requests are paced; time jumps."""

    async def run() -> None:
        transport = PacedTransport(discogs)
        async with httpx2.AsyncClient(transport=transport) as client:
            await main(client, transport)

    run_virtual(run())


@pytest.mark.parametrize("server", [Log, Bucket])
@pytest.mark.parametrize("latency", [(0.0, 1.5), (1.5, 0.0), (0.01, 0.02)])
def test_many_at_once_use_what_is_permitted_and_no_more(
    server: type[Log | Bucket], latency: tuple[float, float]
) -> None:
    discogs = Discogs(server(60), lambda: latency)

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        begin = asyncio.get_running_loop().time()
        statuses = await asyncio.gather(*(get(client, number) for number in range(354)))
        assert set(statuses) == {200}
        assert asyncio.get_running_loop().time() - begin < 330
        assert transport.pace.requests_made == 354

    paced(discogs, main)


def test_few_workers_wait_for_their_own_answers_only() -> None:
    """Five workers and 2 s of latency: 2.5 a second is what they could do, and the window is not full yet."""
    discogs = Discogs(Log(600), lambda: (0.1, 1.9))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        numbers = iter(range(50))

        async def work() -> None:
            for number in numbers:
                await get(client, number)

        begin = asyncio.get_running_loop().time()
        await asyncio.gather(*(work() for _ in range(5)))
        assert asyncio.get_running_loop().time() - begin < 23

    paced(discogs, main)


def test_requests_go_in_the_order_they_were_made() -> None:
    discogs = Discogs(Log(25), lambda: (0.01, 0.5))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        await asyncio.gather(*(get(client, number) for number in range(60)))

    paced(discogs, main)
    assert discogs.order == [f"/{number}" for number in range(60)]


def test_a_429_stops_everybody_until_discogs_said() -> None:
    discogs = Discogs(Log(10), lambda: (0.01, 0.01), retry_after="7")
    for _ in range(10):  # another program has used it all
        discogs.server.take(1000.0)
    times: list[float] = []

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        async def timed(number: int) -> None:
            await get(client, number)
            times.append(asyncio.get_running_loop().time())

        await asyncio.gather(*(timed(number) for number in range(3)))

    paced(discogs, main)
    assert discogs.statuses == [429, 429, 429]
    assert [later - earlier for earlier, later in zip(times, times[1:], strict=False)] == pytest.approx(
        [7.02, 7.02], abs=0.01
    )


def test_who_gives_up_while_waiting_takes_no_slot() -> None:
    discogs = Discogs(Log(4), lambda: (0.01, 0.01))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        tasks = [asyncio.create_task(get(client, number)) for number in range(6)]
        await asyncio.sleep(20)
        tasks[3].cancel()
        begin = asyncio.get_running_loop().time()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [result for result in done if result != 200] == [done[3]]
        assert isinstance(done[3], asyncio.CancelledError)
        assert asyncio.get_running_loop().time() - begin < 60
        assert transport.pace.requests_made == 5

    paced(discogs, main)
    assert "/3" not in discogs.order


def test_who_gives_up_while_under_way_keeps_the_slot_taken() -> None:
    """Discogs may have counted it."""
    discogs = Discogs(Log(60), lambda: (0.5, 30))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        task = asyncio.create_task(get(client, 1))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert transport.pace.used_by_us == 1
        await asyncio.sleep(60.3)
        assert transport.pace.used_by_us == 0

    paced(discogs, main)


@pytest.mark.parametrize(
    ("error", "used"),
    [(httpx2.ConnectError("refused"), 0), (httpx2.ConnectTimeout("slow"), 0), (httpx2.ReadError("broke"), 1)],
)
def test_only_what_may_have_arrived_costs_a_slot(error: httpx2.TransportError, used: int) -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise error

    async def main() -> None:
        transport = PacedTransport(httpx2.MockTransport(fail))
        async with httpx2.AsyncClient(transport=transport) as client:
            with pytest.raises(type(error)):
                await client.get("https://api.example/")
        assert transport.pace.used_by_us == used

    run_virtual(main())


def test_a_clock_that_is_set_back_or_forward_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the monotonic clock counts."""
    chance = random.Random(5)
    monkeypatch.setattr("time.time", lambda: chance.uniform(0, 10**10))
    discogs = Discogs(Log(20), lambda: (0.1, 0.1))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        await asyncio.gather(*(get(client, number) for number in range(100)))

    paced(discogs, main)
    assert set(discogs.statuses) == {200}


def test_the_pace_tells_who_uses_how_much() -> None:
    discogs = Discogs(Log(60), lambda: (0.2, 0.8))
    for number in range(20):
        discogs.server.take(960.0 + number)

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        assert transport.pace.limit is None
        await asyncio.gather(*(get(client, number) for number in range(10)))
        pace = transport.pace
        assert (pace.limit, pace.used_by_us, pace.used_by_others, pace.allowed) == (60, 10, 20, 37)
        assert pace.requests_made == 10
        assert pace.seconds_per_request == pytest.approx(61.25 / 37, abs=0.01)

    paced(discogs, main)


@pytest.mark.parametrize("requests", [1, 20, 49, 50, 108, 109, 200, 1000])
@pytest.mark.parametrize("pause", [0, 30])
def test_the_pace_tells_how_long_requests_take(requests: int, pause: float) -> None:
    """After ten requests, and a pause: within 3 s, or 3 %."""
    discogs = Discogs(Log(60), lambda: (0.2, 0.8))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(get(client, number) for number in range(10)))
        await asyncio.sleep(pause)
        expected, begin = transport.pace.seconds_for(requests), loop.time()
        await asyncio.gather(*(get(client, number) for number in range(requests)))
        assert loop.time() - begin == pytest.approx(expected, abs=3, rel=0.03)

    paced(discogs, main)


def test_closing_closes_what_is_below() -> None:
    discogs = Discogs(Log(60), lambda: (0.0, 0.0))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        await get(client, 1)

    paced(discogs, main)
    assert discogs.closed


def test_a_limit_of_thousands_is_no_brake() -> None:
    """`make demo` runs against a sandbox that permits 6,000."""
    discogs = Discogs(Log(6000), lambda: (0.001, 0.002))

    async def main(client: httpx2.AsyncClient, transport: PacedTransport) -> None:
        begin = asyncio.get_running_loop().time()
        await asyncio.gather(*(get(client, number) for number in range(1000)))
        assert asyncio.get_running_loop().time() - begin < 2.6

    paced(discogs, main)


@pytest.mark.parametrize(
    ("headers", "quota"),
    [
        pytest.param({"": "60", "-used": "3", "-remaining": "57"}, Quota(60, 3), id="as-documented"),
        pytest.param({"": "60", "-used": "3"}, Quota(60, 3), id="no-remaining"),
        pytest.param({"": "60", "-used": "3", "-remaining": "50"}, Quota(60, 10), id="the-gloomier-counts"),
        pytest.param({"": "60", "-used": "9", "-remaining": "57"}, Quota(60, 9), id="either-way"),
        pytest.param({"": "60"}, None, id="no-used"),
        pytest.param({"": "many", "-used": "3"}, None, id="no-number"),
        pytest.param({"": "0", "-used": "3"}, None, id="a-limit-of-nothing"),
        pytest.param({}, None, id="none"),
        pytest.param({"": "60", "-used": "-3"}, None, id="negative"),
        pytest.param({"": "60", "-used": "nan"}, None, id="not-a-number"),
        pytest.param({"": "60", "-used": "1e3"}, None, id="a-number-of-another-kind"),
        pytest.param({"": "60", "-used": "61"}, None, id="more-than-the-limit"),
        pytest.param({"": "60", "-used": "3", "-remaining": "-9"}, None, id="less-than-nothing-remains"),
        pytest.param({"": "60", "-used": "3", "-remaining": "0"}, None, id="contradictory"),
        pytest.param({"": "9" * 30, "-used": "3"}, None, id="huge"),
        pytest.param({"": "9" * 9000, "-used": "3"}, None, id="longer-than-numbers-are"),
    ],
)
def test_the_headers_are_read(headers: dict[str, str], quota: Quota | None) -> None:
    sent = httpx2.Headers({f"X-Discogs-Ratelimit{name}": value for name, value in headers.items()})
    assert read_quota(sent) == quota


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
        (None, None),
        pytest.param(format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True), 0.0, id="past"),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_read(text: str | None, seconds: float | None) -> None:
    assert retry_after(httpx2.Headers({} if text is None else {"Retry-After": text})) == seconds


def test_retry_after_is_a_month_at_the_most() -> None:
    assert retry_after(httpx2.Headers({"Retry-After": "1e300"})) == 30 * 86_400


def test_retry_after_may_be_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after(httpx2.Headers({"Retry-After": soon})) == pytest.approx(30, abs=1.5)


def test_looking_at_the_pace_needs_no_event_loop() -> None:
    assert PacedTransport(httpx2.AsyncHTTPTransport(), Window(default_limit=25)).pace.limit is None
