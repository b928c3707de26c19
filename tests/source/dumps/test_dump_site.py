"""Dumps are chosen, downloaded, resumed and verified; what goes wrong is said and loses nothing."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.source.hostile_answers import head, sends, serving

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox
from linernotes.errors import (
    ConfigError,
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
from linernotes.source import retries
from linernotes.source.dumps import download
from linernotes.source.dumps.download import Downloader
from linernotes.source.dumps.index import WANTED, Dump, DumpSite
from linernotes.source.retries import RetryPolicy, Waiting


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=15, seed=3)


@dataclass
class Fetcher:
    """A site to fetch from, and what became of it."""

    site: DumpSite
    sandbox: Sandbox
    folder: Path
    said: list[str]
    slept: list[float]
    waits: list[Waiting]
    progress: list[tuple[int, int | None]] = field(default_factory=list)

    def fetch(self, kind: str = "releases", month: str | None = None) -> Path:
        dump = self.site.choose(month)
        name = f"discogs_{dump.date}_{kind}.xml.gz"
        return self.site.download(name, self.site.checksums(dump, [name])[name], self.folder, self._note)

    def _note(self, done: int, size: int | None) -> None:
        self.progress.append((done, size))

    @property
    def asked(self) -> list[tuple[int, str]]:
        """Status and fault of each answer to a request for an archive."""
        log = self.sandbox.dump_requests
        return [(entry.status, entry.fault) for entry in log if "xml.gz" in entry.path]


Start = Callable[..., Fetcher]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of waits, which are over at once."""
    seconds: list[float] = []

    async def sleep(wait: float) -> None:
        seconds.append(wait)

    monkeypatch.setattr(retries, "sleep", sleep)
    return seconds


@pytest.fixture
def start(catalogue: Catalogue, tmp_path: Path, slept: list[float]) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(**options: Any) -> Fetcher:
            sandbox = stack.enter_context(Sandbox(catalogue, dumps=DumpOptions(**{"limit": 500} | options)))
            said: list[str] = []
            waits: list[Waiting] = []
            policy = RetryPolicy(attempts=4, longest_wait=90)
            loader = Downloader(say=said.append, on_wait=waits.append, retries=policy)
            site = DumpSite(sandbox.dump_url, loader, said.append)
            return Fetcher(site, sandbox, tmp_path / "dumps", said, slept, waits)

        yield begin


def test_the_newest_complete_dump_is_chosen(start: Start) -> None:
    fetcher = start(dates=("20251201", "20260801", "20260901"))
    assert fetcher.site.choose().date == "20260901"
    assert fetcher.said == []


def test_one_that_is_not_complete_yet_is_passed_over_and_that_is_said(start: Start) -> None:
    fetcher = start(dates=("20251201", "20260101"), faults="incomplete:*20260101_CHECKSUM*")
    assert fetcher.site.choose().date == "20251201"
    fetcher = start(dates=("20260801", "20260901"), faults="incomplete:*20260901_releases*")
    assert fetcher.site.choose().date == "20260801"
    assert fetcher.said == ["The dump of 2026-09 is not complete yet; taking that of 2026-08."]


def test_a_month_can_be_asked_for(start: Start) -> None:
    fetcher = start(dates=("20251201", "20260801", "20260901"), faults="incomplete:*20260901_CHECKSUM*")
    assert fetcher.site.choose("2026-08").date == "20260801"
    assert fetcher.site.choose("2025-12").date == "20251201"
    with pytest.raises(
        DumpError, match=r"2026-09 is not complete yet. Complete ones of that year: 2026-08\."
    ):
        fetcher.site.choose("2026-09")
    with pytest.raises(DumpError, match=r"2024-05 does not exist. Complete ones of that year: none\."):
        fetcher.site.choose("2024-05")


def test_a_page_that_lists_nothing_is_no_site_of_dumps(start: Start) -> None:
    fetcher = start(dates=())
    with pytest.raises(MalformedResponseError, match="is LINERNOTES_DUMP_URL right"):
        fetcher.site.choose()


def test_what_was_downloaded_has_the_right_bytes_and_progress(start: Start) -> None:
    fetcher = start()
    path = fetcher.fetch()
    right = fetcher.sandbox.wiring.dumps.archives
    assert path.read_bytes() == right.path("releases").read_bytes()
    size = path.stat().st_size
    assert fetcher.progress[-1] == (size, size)
    assert [one.name for one in fetcher.folder.iterdir()] == ["discogs_20261101_releases.xml.gz"]


def test_what_is_there_and_right_is_not_fetched_again(start: Start) -> None:
    fetcher = start()
    fetcher.fetch()
    fetcher.fetch()
    assert fetcher.asked == [(200, "")]


def test_what_is_there_and_wrong_is_fetched_again(start: Start) -> None:
    fetcher = start()
    path = fetcher.fetch()
    right = path.read_bytes()
    path.write_bytes(right[:-9])
    assert fetcher.fetch().read_bytes() == right
    assert len(fetcher.asked) == 2


def test_a_download_that_broke_off_goes_on_where_the_server_lets_it(start: Start) -> None:
    fetcher = start(ranges=True, faults="reset:*releases*#2")
    path = fetcher.fetch()
    assert (
        hashlib.sha256(path.read_bytes()).hexdigest()
        == fetcher.sandbox.wiring.dumps.archives.sums()["releases"]
    )
    assert [status for status, _ in fetcher.asked] == [-1, -1, 206]
    assert len(fetcher.slept) == 2
    done = [done for done, _ in fetcher.progress]
    assert done == sorted(done)


def test_a_download_that_broke_off_begins_again_where_it_does_not(start: Start) -> None:
    fetcher = start(faults="reset:*releases*#1")
    path = fetcher.fetch()
    assert (
        hashlib.sha256(path.read_bytes()).hexdigest()
        == fetcher.sandbox.wiring.dumps.archives.sums()["releases"]
    )
    assert fetcher.asked == [(-1, "reset"), (200, "")]


def test_the_next_run_goes_on_as_well(start: Start) -> None:
    fetcher = start(ranges=True, faults="reset:*releases*#4")
    with pytest.raises(UnreachableError, match="broke off"):
        fetcher.fetch()
    part = fetcher.folder / "discogs_20261101_releases.xml.gz.part"
    assert part.stat().st_size > 0
    fetcher.fetch()
    assert fetcher.asked[-1][0] == 206
    assert not part.exists()


def test_a_part_of_another_version_is_not_put_together_with_the_rest(start: Start) -> None:
    fetcher = start(ranges=True)
    fetcher.folder.mkdir()
    part = fetcher.folder / "discogs_20261101_releases.xml.gz.part"
    part.write_bytes(b"\x1f\x8bof another version")
    part.with_name(part.name + ".etag").write_text('"another"')
    fetcher.fetch()
    assert fetcher.asked == [(200, "")]


@pytest.mark.parametrize("length", [18, 10_000_000], ids=["shorter", "longer-than-the-file"])
def test_a_part_that_does_not_fit_is_found_out_by_its_checksum(start: Start, length: int) -> None:
    fetcher = start(ranges=True)
    fetcher.folder.mkdir()
    part = fetcher.folder / "discogs_20261101_releases.xml.gz.part"
    part.write_bytes(b"\x1f\x8b" + bytes(length - 2))
    path = fetcher.fetch()
    assert (
        hashlib.sha256(path.read_bytes()).hexdigest()
        == fetcher.sandbox.wiring.dumps.archives.sums()["releases"]
    )
    assert [status for status, _ in fetcher.asked][-1] == 200
    assert "put together from two answers" in fetcher.said[0]


def test_a_wrong_byte_is_fetched_again_once(start: Start) -> None:
    fetcher = start(faults="corrupt:*releases*#1")
    fetcher.fetch()
    assert fetcher.asked == [(200, "corrupt"), (200, "")]


@pytest.mark.parametrize("fault", ["checksum", "corrupt", "truncated"])
def test_a_checksum_that_stays_wrong_leaves_nothing(start: Start, fault: str) -> None:
    fetcher = start(faults=f"{fault}:*releases*")
    with pytest.raises(DumpDamagedError, match="does not have the checksum"):
        fetcher.fetch()
    assert len(fetcher.asked) == 2
    assert list(fetcher.folder.iterdir()) == []


def test_a_page_instead_of_the_file_is_refused_and_spares_what_is_there(start: Start) -> None:
    fetcher = start(faults="index:*releases*")
    fetcher.folder.mkdir()
    part = fetcher.folder / "discogs_20261101_releases.xml.gz.part"
    part.write_bytes(b"\x1f\x8bhalf")
    with pytest.raises(DumpError, match=r"sent something else instead of .* begins with '<!DOCTYPE"):
        fetcher.fetch()
    assert part.read_bytes() == b"\x1f\x8bhalf"


def test_a_file_of_unknown_length_is_fetched_too(start: Start) -> None:
    fetcher = start(faults="unsized:*releases*")
    path = fetcher.fetch()
    assert fetcher.progress[-1] == (path.stat().st_size, None)


def test_a_limit_of_an_hour_is_said_and_not_waited_for(start: Start) -> None:
    fetcher = start(limit=3)
    with pytest.raises(RateLimitedError, match=r"no more requests for 60 min \(until about [0-9:]+\)"):
        fetcher.fetch()
    assert fetcher.slept == []


def test_a_short_limit_is_waited_for_and_said(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fetcher = start(limit=3, retry_after=20)
    with pytest.raises(RateLimitedError):
        fetcher.fetch()
    assert fetcher.slept == [20, 20, 20]
    host = fetcher.sandbox.dump_url.partition("//")[2].partition("/")[0]
    name = "/dumps/?download=data/2026/discogs_20261101_releases.xml.gz"
    said = f"The dump site {host} answers 429 ({name}): waits 20 s"
    assert {str(waiting) for waiting in fetcher.waits} == {said}
    assert fetcher.said == []
    logged = [vars(record) for record in caplog.records if record.name == "linernotes.source.retries"]
    assert [record["msg"] for record in logged] == ["waiting to try again"] * 3 + ["given up"]
    assert {(record["path"].split("/")[-1], record["status"]) for record in logged} == {
        ("discogs_20261101_releases.xml.gz", 429)
    }


def test_a_server_in_trouble_is_tried_again_a_bounded_number_of_times(start: Start) -> None:
    assert start(faults="503:*#2,500:index#1").fetch().exists()
    with pytest.raises(ServerError, match="answers 503, again and again"):
        start(faults="503:*releases*").site.download("discogs_20261101_releases.xml.gz", "", Path(), print)


@pytest.mark.parametrize(
    ("status", "error"), [("403", ForbiddenError), ("404", NotFoundError), ("418", LinernotesError)]
)
def test_a_refusal_is_one_line_that_says_what_to_do(
    start: Start, status: str, error: type[LinernotesError]
) -> None:
    fetcher = start(faults=f"{status}:index")
    with pytest.raises(error) as caught:
        fetcher.fetch()
    assert status in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_room_is_said_with_figures_before_anything_is_written(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "RESERVE", 10**18)  # more than any disk has
    fetcher = start()
    with pytest.raises(
        DiskFullError, match=r"takes 0.0 GB more, and of [0-9.]+ GB that are free in .* Make room"
    ):
        fetcher.fetch()
    assert list(fetcher.folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_line(start: Start, tmp_path: Path) -> None:
    (tmp_path / "dumps").write_text("a file")
    with pytest.raises(DumpError, match="cannot be written"):
        start().fetch()


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "data.discogs.com", "http://127.0.0.1:port/"])
def test_an_address_that_is_none_is_a_matter_of_the_settings(url: str) -> None:
    with (
        pytest.raises(ConfigError, match="LINERNOTES_DUMP_URL"),
    ):
        DumpSite(url, Downloader(say=print, on_wait=print), print).choose()


def test_nobody_there_is_said_after_some_attempts(slept: list[float]) -> None:
    loader = Downloader(say=print, on_wait=print, retries=RetryPolicy(attempts=3))
    with pytest.raises(UnreachableError):
        DumpSite("http://127.0.0.1:1", loader, print).choose()
    assert len(slept) == 2


def test_a_dump_knows_its_files() -> None:
    dump = Dump("20261101", frozenset())
    assert dump.month == "2026-11"
    assert dump.files(WANTED) == [
        f"discogs_20261101_{kind}.xml.gz" for kind in ("artists", "masters", "releases")
    ]
    assert not dump.is_complete


def test_checksums_with_two_spaces_are_read_and_missing_ones_refused(start: Start) -> None:
    fetcher = start(faults="incomplete:*artists*")
    assert not fetcher.site.list_year("2026")[0].is_complete
    dump = Dump("20261101", frozenset())
    assert set(fetcher.site.checksums(dump, dump.files(WANTED))) >= set(dump.files(WANTED))


@pytest.mark.parametrize(
    "tag",
    ['"\u20ac"', '"\u00e9"', 'W/"\u65e5\u672c"', '"\x01"'],
    ids=["euro", "accent", "japanese", "control"],
)
def test_a_version_that_no_header_can_hold_is_not_kept(tmp_path: Path, tag: str) -> None:
    """The next request would carry it back."""
    body, target = b"\x1f\x8b and the rest of it", tmp_path / "a.gz"
    begun = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nETag: ".encode()
    cut = begun + tag.encode() + b"\r\nConnection: close\r\n\r\n" + body[:5]
    digest = hashlib.sha256(body).hexdigest()
    loader = Downloader(say=lambda line: None, on_wait=print, retries=RetryPolicy(attempts=1))
    with serving(sends(cut)) as (url, _), pytest.raises(LinernotesError):
        loader.download(url, target, digest, lambda done, size: None)
    with serving(sends(head(f"Content-Length: {len(body)}") + body)) as (url, _):
        assert loader.download(url, target, digest, lambda done, size: None).read_bytes() == body


@pytest.mark.parametrize(
    "extent", ["bytes 2-3/{0}", "bytes {0}-3/4", "bytes {0}-{0}/{0}", "bytes 2-{0}/*", "{0}"]
)
def test_a_part_of_another_world_is_refused(tmp_path: Path, extent: str) -> None:
    target = tmp_path / "a.gz"
    (tmp_path / "a.gz.part").write_bytes(b"\x1f\x8b")
    said = head(f"Content-Range: {extent.format('9' * 5000)}", status="206 Partial Content")
    loader = Downloader(say=lambda line: None, on_wait=print, retries=RetryPolicy(attempts=1))
    with serving(sends(said + b"ab")) as (url, _), pytest.raises(DumpError, match="another part"):
        loader.download(url, target, "0" * 64, lambda done, size: None)


def test_a_site_of_ten_thousand_years_is_not_walked_through(tmp_path: Path) -> None:
    listing = "".join(f'<a href="?prefix=data/{year}/">' for year in range(10_000)).encode()
    said = head("Content-Type: text/html", f"Content-Length: {len(listing)}") + listing
    with serving(sends(said)) as (url, asked):
        with pytest.raises(DumpError, match="no complete dump"):
            DumpSite(url, Downloader(say=print, on_wait=print), print).choose()
        assert len(asked) < 40
