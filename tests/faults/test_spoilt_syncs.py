"""A sync of answers that are spoilt in one field ends well, and the next of good ones is as if nothing had been."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.faults.bounded import run_bounded
from tests.faults.spoilt_fields import WHOLE, Spoilt, every_spoilt_field
from tests.faults.spoilt_sandbox import mend, spoil
from tests.homes import TIMES, Home
from tests.synced import sync_here

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.settings import SyncOptions, load_settings
from linernotes.web.app import create_app

#: Seconds that a sync of three records may take, on a busy machine.
SECONDS = 120.0
PAGES = (
    "/", "/collection", "/api/collection", "/network", "/numbers", "/gaps", "/api/status", "/progress",
)  # fmt: skip
#: A good answer makes up for a spoilt one at the next sync; of other kinds, when it is due or with --refresh-after 0.
READ_BY_EVERY_SYNC = ("identity", "user", "folders", "fields", "value", "collection", "wants")
#: What was recorded at each sync stays recorded, also what was recorded of a spoilt one.
RECORDED = ("collection_value", "collection_changes", "release_stats", "master_stats")


def chosen(count: int) -> list[Spoilt]:
    """So many, the kinds in turn: fields that are read, each with another harm."""
    dice = random.Random(11)
    of_kind: dict[str, list[Spoilt]] = {kind: [] for kind in WHOLE}
    for field in every_spoilt_field():
        of_kind[field.kind].append(field)
    for fields in of_kind.values():
        dice.shuffle(fields)
    kinds = list(of_kind)
    return [of_kind[kinds[number % len(kinds)]].pop() for number in range(count)]


HUNDRED = chosen(110)
#: One for every test run.
FEW = [Spoilt("release", ("tracklist", 0, "title"), "deeper lists")]
#: One of each other sort, for `make soak`: the account, its lists, what they lead to.
MORE = [
    Spoilt("identity", ("id",), "number"),
    Spoilt("collection", ("releases", 0, "basic_information", "title"), "object"),
    Spoilt("wants", ("pagination",), "absent"),
    Spoilt("artist_releases", ("releases", 0, "id"), "huge"),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("synthetic", items=3, seed=8), limit=1_000_000) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def undisturbed(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The tables of a home to which nothing happened."""
    home = Home(tmp_path_factory.mktemp("undisturbed"), sandbox)
    home.sync()
    return lasting_tables(home)


def lasting_tables(home: Home) -> dict[str, Any]:
    return {name: rows for name, rows in home.tables(without=TIMES).items() if name not in RECORDED}


@contextmanager
def spoiling(sandbox: Sandbox, spoilt: Spoilt) -> Iterator[None]:
    spoiler = spoil(sandbox, spoilt)
    try:
        yield
    finally:
        mend(sandbox, spoiler)
    assert spoiler.times > 0, f"{spoilt} spoilt nothing"


def try_one(spoilt: Spoilt, sandbox: Sandbox, undisturbed: dict[str, Any], path: Path) -> None:
    home = Home(path / "home", sandbox)
    with spoiling(sandbox, spoilt):
        first = run_bounded(["sync"], home.environment, seconds=SECONDS)
    assert first.status in (0, 1, 3), first
    if first.status:
        assert len([line for line in first.said.splitlines() if line.startswith("Error: ")]) == 1, first.said
    look_at_pages(home)
    sync_again(home, sandbox, everything=spoilt.kind not in READ_BY_EVERY_SYNC)
    found = lasting_tables(home)
    found["problem"] = [row for row in found["problem"] if not is_of_nobody(home, *row[1:3])]
    assert different(found, undisturbed) == {}


def is_of_nobody(home: Home, kind: str, id: int) -> bool:
    """Whether a problem is about an artist that only a spoilt answer named: it was asked for, and stays noted."""
    return kind == "artist" and home.rows("select 1 from artist where artist_id = ?", [id]) == []


def sync_again(home: Home, sandbox: Sandbox, *, everything: bool) -> None:
    """In this process. `everything` asks for documents that are there as well: nobody knows which of them is wrong."""
    options = SyncOptions(refresh_after=timedelta(0) if everything else None)
    settings = load_settings(home=home.path, api_url=sandbox.url, token=sandbox.token, sync=options)
    sync_here(settings)


def different(tables: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The rows that are in one and not in the other, for a message that can be read."""
    return {
        name: (
            [row for row in tables[name] if row not in rows],
            [row for row in rows if row not in tables[name]],
        )
        for name, rows in expected.items()
        if tables[name] != rows
    }


def look_at_pages(home: Home) -> None:
    """No page fails, whatever the home is."""
    with TestClient(
        create_app(load_settings(home=home.path)),
        base_url="http://127.0.0.1:8000",
        raise_server_exceptions=False,
    ) as client:
        failed = [address for address in PAGES if client.get(address).status_code >= 500]
    assert failed == []


@pytest.mark.parametrize("spoilt", FEW, ids=str)
def test_a_spoilt_answer_leaves_no_trace(
    spoilt: Spoilt, sandbox: Sandbox, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    try_one(spoilt, sandbox, undisturbed, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("spoilt", [*MORE, *HUNDRED], ids=str)
def test_a_hundred_spoilt_answers_leave_no_trace(
    spoilt: Spoilt, sandbox: Sandbox, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    try_one(spoilt, sandbox, undisturbed, tmp_path)
