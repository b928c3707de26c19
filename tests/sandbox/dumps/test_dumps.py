"""The sandbox's dumps are as Discogs': files, listing, limits, and what goes wrong."""

from __future__ import annotations

import gzip
import hashlib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import KINDS, write_dump
from discogs_sandbox.dumps.faults import DumpFaults
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox

FORMATS = ("2024-12", "2020")
RELEASES = "data/2026/discogs_20261101_releases.xml.gz"
CHECKSUMS = "data/2026/discogs_20261101_CHECKSUM.txt"

Ask = Callable[..., httpx2.Response]
Serve = Callable[..., tuple[Sandbox, Ask]]


@pytest.fixture
def serve(catalogue: Catalogue) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(**options: object) -> tuple[Sandbox, Ask]:
            dumps = DumpOptions(**options)  # type: ignore[arg-type]
            sandbox = stack.enter_context(Sandbox(catalogue, dumps=dumps))
            client = stack.enter_context(httpx2.Client(trust_env=False, timeout=30))

            def ask(query: str = "", method: str = "GET", **headers: str) -> httpx2.Response:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return client.request(method, f"{sandbox.dump_url}/{query}", headers=named)

            return sandbox, ask

        yield start


def key(path: str) -> str:
    return "?download=" + path.replace("/", "%2F")


@pytest.mark.parametrize("format", FORMATS)
def test_a_dump_holds_every_record_once_in_order_of_ids(
    catalogue: Catalogue, tmp_path: Path, format: str
) -> None:
    folder = write_dump(catalogue, tmp_path, format=format)
    for kind in KINDS:
        root = ElementTree.fromstring(
            gzip.decompress((folder / f"discogs_20261101_{kind}.xml.gz").read_bytes())
        )
        assert root.tag == kind
        ids = [int(one.get("id") or one.findtext("id") or 0) for one in root]
        every = set(getattr(catalogue, kind)) - ({194, 355, 118760} if kind == "artists" else set())
        assert ids == sorted(every)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_catalogue_makes_the_same_bytes(catalogue: Catalogue, tmp_path: Path, format: str) -> None:
    first, second = (write_dump(catalogue, tmp_path / name, format=format) for name in ("1", "2"))
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_the_two_serializations_differ_as_those_of_discogs_do(tmp_path: Path) -> None:
    catalogue = load_catalogue("demo")
    new, old = (
        {
            kind: gzip.decompress((folder / f"discogs_20261101_{kind}.xml.gz").read_bytes()).decode()
            for kind in KINDS
        }
        for folder in (write_dump(catalogue, tmp_path / one, format=one) for one in FORMATS)
    )
    assert "<anv/>" in old["releases"]
    assert "<anv/>" not in new["releases"]
    assert 'status="Accepted"' in old["releases"]
    assert "status=" not in new["releases"]
    assert "&#" in old["artists"]
    assert old["artists"].isascii()
    assert not new["artists"].isascii()
    assert "<members><id>" in old["artists"]
    assert "<members><name id=" in new["artists"]
    assert "<images>" not in new["releases"]


def test_checksums_have_one_space_and_are_right(serve: Serve) -> None:
    _, ask = serve()
    lines = [line.split(" ") for line in ask(key(CHECKSUMS)).text.splitlines()]
    assert len(lines) == 4
    body = ask(key(RELEASES)).content
    assert [hashlib.sha256(body).hexdigest(), RELEASES.rpartition("/")[2]] in lines


def test_folders_list_years_and_a_year_its_files(serve: Serve) -> None:
    _, ask = serve(dates=("20251201", "20261101"))
    assert "?prefix=data%2F2025%2F" in ask().text
    listing = ask("?prefix=data%2F2026%2F").text
    assert key(RELEASES) in listing
    assert "20251201" not in listing


def test_a_plain_path_answers_the_index_with_200(serve: Serve) -> None:
    _, ask = serve()
    answer = ask(RELEASES)
    assert answer.status_code == 200
    assert answer.content.startswith(b"<!DOCTYPE html>")


def test_head_does_not_tell_the_length(serve: Serve) -> None:
    _, ask = serve()
    answer = ask(key(RELEASES), "HEAD")
    assert answer.status_code == 200
    assert "content-length" not in answer.headers


def test_a_range_is_honoured_only_where_an_option_says_so(serve: Serve) -> None:
    _, ask = serve()
    whole = ask(key(RELEASES), Range="bytes=100-")
    assert whole.status_code == 200
    _, ask = serve(ranges=True)
    part = ask(key(RELEASES), Range="bytes=100-")
    assert (part.status_code, part.content) == (206, whole.content[100:])
    assert part.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    changed = ask(key(RELEASES), Range="bytes=100-", If_Range='"another"')
    assert (changed.status_code, changed.content) == (200, whole.content)
    assert ask(key(RELEASES), Range="bytes=999999999-").status_code == 416


def test_too_many_requests_are_asked_to_wait_an_hour(serve: Serve) -> None:
    sandbox, ask = serve(limit=2)
    assert [ask().status_code for _ in range(3)] == [200, 200, 429]
    assert ask().headers["retry-after"] == "3574"
    assert len(sandbox.dump_requests) == 4
    assert not sandbox.requests


def test_what_goes_wrong_goes_wrong_as_it_was_asked_for(serve: Serve) -> None:
    _, right = serve()
    body = right(key(RELEASES)).content
    _, ask = serve(
        limit=100,
        faults="truncated:*releases*#1,corrupt:*releases*#1,index:*releases*#1,503:*releases*#1,"
        "reset:*releases*#1,unsized:*releases*#1,checksum:*releases*,incomplete:*20261001_CHECKSUM*",
    )
    assert ask(key(RELEASES)).content == body[: len(body) // 2]
    corrupt = ask(key(RELEASES)).content
    assert sum(a != b for a, b in zip(corrupt, body, strict=True)) == 1
    assert ask(key(RELEASES)).content.startswith(b"<!DOCTYPE")
    assert ask(key(RELEASES)).status_code == 503
    with pytest.raises(httpx2.TransportError):
        ask(key(RELEASES))
    unsized = ask(key(RELEASES))
    assert unsized.content == body
    assert "content-length" not in unsized.headers
    assert hashlib.sha256(body).hexdigest() not in ask(key(CHECKSUMS)).text
    listing = ask("?prefix=data%2F2026%2F").text
    assert "20261001_CHECKSUM" not in listing
    assert "20261101_CHECKSUM" in listing


@pytest.mark.parametrize("specification", ["truncated", "sideways:*", "reset:*#often", "200:*", "checksum:"])
def test_a_fault_that_does_not_exist_is_refused(specification: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        DumpFaults(specification)
