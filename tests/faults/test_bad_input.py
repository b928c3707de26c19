"""Whatever is wrong outside, the user reads one clear line, gets the right exit status, and loses nothing."""

from __future__ import annotations

import asyncio
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey
from linernotes.errors import DiscogsError
from linernotes.etl.collection import ETLCollection
from linernotes.etl.extraction import Extraction
from linernotes.etl.listing.listing import landed_listing
from linernotes.secrets import PersonalToken
from linernotes.settings import SyncOptions
from linernotes.source.api import DiscogsAPI
from linernotes.source.retries import RetryPolicy
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

#: What says when a document was fetched.
FETCHED = {"loaded_at", "as_of"}

#: Of 8 records, little more than the records.
FEW = {"neighbours": False, "max_artist_pages": 1, "credited_min": 99}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("synthetic", items=8, seed=9), limit=100_000) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Home:
    """A home that nothing went wrong with."""
    home = Home(tmp_path_factory.mktemp("whole"), sandbox)
    home.sync()
    return home


@pytest.fixture(scope="module")
def expected(whole: Home) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of that home."""
    return whole.tables(without=FETCHED)


def copied(whole: Home, folder: Path, sandbox: Sandbox) -> Home:
    """A home that nothing went wrong with yet, to spoil."""
    shutil.copytree(whole.path, folder, symlinks=True, dirs_exist_ok=True)
    return Home(folder, sandbox)


def with_faults(faults: str, **options: object) -> Sandbox:
    return Sandbox(load_catalogue("synthetic", items=8, seed=9), limit=100_000, faults=faults, **options)


def fails(home: Home, status: int, *words: str, **more: object) -> str:
    """Run a sync that must fail in one line that has these words; returns the line."""
    done = (home.run_process if more else home.run)("sync", **more)
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert done.returncode == status, done.stderr
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert [word for word in words if word not in lines[0]] == [], lines[0]
    return lines[0]


def test_without_credentials_it_says_how_to_connect(tmp_path, sandbox):
    home = Home(tmp_path, api_url=sandbox.url)
    fails(home, 3, "linernotes auth")


def test_a_wrong_token_is_refused_and_not_shown(tmp_path, sandbox):
    home = Home(tmp_path, sandbox, token="thisisnotthetoken")
    assert "thisisnotthetoken" not in fails(home, 3, "401")


def test_an_account_that_is_gone(tmp_path):
    with with_faults("404:/users/*") as sandbox:
        fails(Home(tmp_path, sandbox), 1, "account", "any more")


def test_a_collection_that_is_answered_403(tmp_path):
    with with_faults("403:/users/*/collection/folders/0/releases") as sandbox:
        fails(Home(tmp_path, sandbox), 1, "403")


def test_another_accounts_home(tmp_path, sandbox, whole):
    home = copied(whole, tmp_path, sandbox)
    before = home.tables()
    other = Home(tmp_path, sandbox, token=sandbox.other_token)
    fails(other, 1, "LINERNOTES_HOME", "linernotes reset")
    assert home.tables() == before
    with Landing.open(tmp_path / LANDING_DB, read_only=True) as landing:
        identity = landing.document(DocumentKey("identity"))
    assert identity is not None
    assert sandbox.wiring.owner.username in identity.body.decode()


def test_no_network(tmp_path, sandbox):
    home = Home(tmp_path, sandbox, api_url="http://127.0.0.1:9")
    fails(home, 1, "127.0.0.1:9")


def test_a_full_disk_loses_nothing_and_the_next_sync_goes_on(tmp_path, sandbox):
    home = Home(tmp_path, sandbox)
    fails(home, 1, preexec_fn=file_size_limit(200_000))
    sandbox.requests.clear()
    home.sync()
    assert home.rows("select count(*) from collection_items") == [(8,)]


def file_size_limit(count: int) -> Callable[[], None]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))

    return limit


def test_a_corrupt_landing_db_is_named_and_left_as_it_is(tmp_path, sandbox, whole):
    home = copied(whole, tmp_path, sandbox)
    landing = tmp_path / "landing.db"
    landing.write_bytes(b"not a database " * 1000)
    for beside in ("landing.db-wal", "landing.db-shm"):
        (tmp_path / beside).unlink(missing_ok=True)
    fails(home, 1, str(landing))
    assert landing.read_bytes().startswith(b"not a database")
    assert home.rows("select count(*) from collection_items") == [(8,)]  # what was published stays


def test_damaged_documents_are_fetched_again_and_no_other(tmp_path, sandbox, whole, expected):
    import sqlite3

    home = copied(whole, tmp_path, sandbox)
    with sqlite3.connect(tmp_path / "landing.db") as db:
        spoilt = db.execute(
            "select kind, id from document where kind in ('release', 'master', 'artist') and id % 5 = 0"
        ).fetchall()
        db.execute(
            "update body set bytes = x'00' where body_no in (select body_no from document"
            " where kind in ('release', 'master', 'artist') and id % 5 = 0)"
        )
    db.close()
    assert spoilt
    built = home.json("build")
    assert built["build_id"]
    assert home.rows("select count(*) from collection_items") == [(8,)]
    noted = home.rows("select kind, id from problem where reason like '%damaged%'")
    assert set(noted) <= set(spoilt)
    assert noted
    sandbox.requests.clear()
    assert home.sync() == 0
    history = {
        "release_stats",
        "master_stats",
        "collection_value",
    }  # a row for each time that they were fetched
    # The map goes on from the one without what was damaged.
    mapped = {"atlas_area", "atlas_part", "atlas_person", "atlas_bridge"}
    again = home.tables(without=FETCHED)
    for tables in (again, expected := dict(expected)):
        tables["artist_vertex"] = [row[:-2] for row in tables["artist_vertex"]]
    left = again.keys() - history - mapped
    assert {name: again[name] for name in left} == {name: expected[name] for name in left}


def test_a_home_of_a_newer_version_is_refused(tmp_path, sandbox, whole):
    import sqlite3

    home = copied(whole, tmp_path, sandbox)
    connection = sqlite3.connect(tmp_path / "landing.db")
    connection.execute("pragma user_version = 999")
    connection.close()
    fails(home, 1, "newer")


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param("500:0.05,html502:0.03,truncated:0.03,malformed:0.03,reset:0.02", id="now-and-then"),
        pytest.param("429:0.05,429retry:0.02,429empty:0.02", id="too-quick", marks=pytest.mark.soak),
    ],
)
def test_faults_that_pass_leave_no_trace(tmp_path, expected, faults):
    with with_faults(faults, seed=4) as flaky:
        home = Home(tmp_path, flaky)
        assert home.sync() == 0
    assert home.tables(without=FETCHED) == expected


@pytest.mark.parametrize(
    "asked", ["/releases/*", pytest.param("/users/*/collection/fields", marks=pytest.mark.soak)]
)
def test_a_wait_of_an_hour_is_said_and_not_waited_for(tmp_path, asked):
    with with_faults(f"429long:{asked}#1") as sandbox:
        home = Home(tmp_path, sandbox)
        fails(home, 1, "permits no more requests until about", "run the same command again", timeout=60)
        assert home.sync() == 0


def test_single_documents_that_are_gone_or_unreadable_are_counted_and_the_rest_is_there(tmp_path, whole):
    (gone,), (broken,) = whole.rows("select distinct release_id from collection_items order by 1 limit 2")
    with with_faults(f"404:/releases/{gone},malformed:/releases/{broken}") as sandbox:
        home = Home(tmp_path, sandbox)
        assert home.sync() == 2
    problems = home.rows("select id, reason from problem order by id")
    assert [id for id, _ in problems] == [gone, broken]
    sources = dict(home.rows("select release_id, source from release"))
    assert sources[gone] == sources[broken] == "basic"
    listed = "select release_id from collection_items"
    assert home.rows(f"select count(*) from release where source = 'api' and release_id in ({listed})") == [
        (len(whole.rows("select distinct release_id from collection_items")) - 2,)
    ]


@pytest.mark.soak  # the same is tried below without a build
def test_what_cannot_be_read_of_the_account_is_kept_and_the_sync_goes_on(tmp_path, sandbox):
    with with_faults("malformed:/users/*/collection/folders") as sandbox:
        home = Home(tmp_path, sandbox)
        assert home.sync() == 1
    assert home.rows("select kind from problem") == [("folders",)]
    with Landing.open(tmp_path / LANDING_DB, read_only=True) as landing:
        assert landing.unreadable_body(DocumentKey("folders"))


ACCOUNT_PATHS = {
    "user": "/users/{name}",
    "folders": "/users/{name}/collection/folders",
    "fields": "/users/{name}/collection/fields",
    "value": "/users/{name}/collection/value",
    "wants": "/users/{name}/wants",
}


@pytest.mark.soak  # the refusals below are tried without builds
def test_what_is_not_the_collection_is_a_problem_and_not_the_end(tmp_path, whole):
    """Refused at the first sync and at a later one, which loses nothing of what came in between."""
    with with_faults("") as sandbox:
        name = sandbox.wiring.owner.username
        refusals = [f"403:{path.format(name=name)}" for path in ACCOUNT_PATHS.values()]
        home = Home(tmp_path, sandbox)
        refuse(sandbox, refusals)
        assert home.sync() == len(ACCOUNT_PATHS)
        assert home.rows("select kind, reason like '%403%' from problem order by kind") == [
            (kind, True) for kind in sorted(ACCOUNT_PATHS)
        ]
        assert home.rows("select count(*) from collection_items") == [(8,)]
        sandbox.hooks.clear_faults()
        assert home.sync() == 0
        assert home.tables()["wantlist_items"] == whole.tables()["wantlist_items"]
        refuse(sandbox, refusals)
        assert home.sync() == len(ACCOUNT_PATHS)
    for table in ("wantlist_items", "collection_items", "collection_item_fields", "collection_changes"):
        assert home.tables()[table] == whole.tables()[table]


def refuse(sandbox: Sandbox, faults: list[str]) -> None:
    for fault in faults:
        sandbox.hooks.add_fault(fault)


def sync_impatiently(
    home: Path, sandbox: Sandbox, *, token: str | None = None
) -> list[tuple[str, str | None]]:
    """A sync that asks for each document twice and hardly waits; returns the kinds and places of its problems."""

    async def run(landing: Landing) -> None:
        retries = RetryPolicy(attempts=2, first_wait=0.01)
        async with DiscogsAPI(sandbox.url, PersonalToken(token or sandbox.token), retries=retries) as api:
            extraction = Extraction(
                ETLCollection(), landing, api, SyncOptions(neighbours=False), lambda report: None
            )
            await extraction.run(on_boundary=lambda stage: asyncio.sleep(0))

    with Landing.open(home / LANDING_DB) as landing:
        asyncio.run(run(landing))
        return [(problem.kind, problem.location) for problem in landing.problems()]


@pytest.mark.parametrize(
    "fault",
    ["malformed", *(pytest.param(one, marks=pytest.mark.soak) for one in ("404", "500", "html502", "reset"))],
)
def test_what_fails_of_the_account_is_a_problem_and_the_next_sync_is_whole(tmp_path, fault):
    with with_faults("") as sandbox:
        name = sandbox.wiring.owner.username
        refuse(sandbox, [f"{fault}:{path.format(name=name)}" for path in ACCOUNT_PATHS.values()])
        assert sync_impatiently(tmp_path, sandbox) == [(kind, None) for kind in sorted(ACCOUNT_PATHS)]
        sandbox.hooks.clear_faults()
        assert sync_impatiently(tmp_path, sandbox) == []


@pytest.mark.parametrize("status", [403, pytest.param(500, marks=pytest.mark.soak)])
def test_who_it_is_may_stay_unanswered_where_the_profile_shows_it(tmp_path, status):
    """The currency of a profile is shown to its owner alone."""
    with with_faults("") as sandbox:
        sandbox.hooks.add_fault(f"{status}:/oauth/identity")
        with pytest.raises(DiscogsError, match=str(status)):
            sync_impatiently(tmp_path, sandbox)
        sandbox.hooks.clear_faults()
        assert sync_impatiently(tmp_path, sandbox) == []
        sandbox.hooks.add_fault(f"{status}:/oauth/identity")
        assert sync_impatiently(tmp_path, sandbox) == [("identity", None)]
        with pytest.raises(DiscogsError, match=str(status)):
            sync_impatiently(tmp_path, sandbox, token=sandbox.other_token)


def test_a_page_of_the_collection_that_does_not_come_costs_its_rows_alone(tmp_path):
    with Sandbox(
        load_catalogue("synthetic", items=110, seed=9),
        limit=100_000,
        faults="500:*/folders/0/releases?page=2",
    ) as sandbox:
        assert sync_impatiently(tmp_path, sandbox) == [("collection", "page 2")]
        with Landing.open(tmp_path / LANDING_DB) as landing:
            assert len(landed_listing(landing, "collection").rows) == 100
            sandbox.hooks.clear_faults()
        assert sync_impatiently(tmp_path, sandbox) == []
        with Landing.open(tmp_path / LANDING_DB) as landing:
            assert len(landed_listing(landing, "collection").rows) == 110
            assert list(landing.collection_changes()) == []


@pytest.mark.soak  # test_listing reads such a list without a sync
def test_items_that_come_and_go_while_pages_are_read_are_all_there_in_the_end(tmp_path):
    with Sandbox(
        load_catalogue("synthetic", items=210, seed=9), limit=100_000, faults="add:2,remove:3"
    ) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
        on_shelf = {item["instance_id"] for item in sandbox.wiring.owner.items()}
    assert {row[0] for row in home.rows("select instance_id from collection_items")} == on_shelf


@pytest.mark.soak  # test_listing reads such a list without a sync
def test_a_list_that_never_holds_still_is_taken_as_it_is_and_noted_as_a_problem(tmp_path):
    changes = ",".join(f"add:{page}" for page in range(1, 40))
    with Sandbox(load_catalogue("synthetic", items=101, seed=9), limit=100_000, faults=changes) as sandbox:
        home = Home(tmp_path, sandbox)
        assert home.sync(**FEW) == 1
        (problem,) = home.rows("select kind, id, reason from problem")
        assert problem[:2] == ("collection", 0)
        assert "kept changing" in problem[2]
        sandbox.hooks.clear_faults()
        assert home.sync(**FEW) == 0


@pytest.mark.soak  # tests/program/test_listing_gaps.py has such a row
def test_a_page_with_one_broken_row_keeps_the_others(tmp_path: Path):
    catalogue = load_catalogue("synthetic", items=8, seed=9)
    catalogue.items[3]["basic_information"]["title"] = {"not": "a title"}
    broken = catalogue.items[3]["instance_id"]
    with Sandbox(catalogue, limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        assert home.sync() == 1
    instances = {row[0] for row in home.rows("select instance_id from collection_items")}
    assert len(instances) == 7
    assert broken not in instances
    assert "releases[" in home.rows("select location from problem")[0][0]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which even root makes none")
@pytest.mark.parametrize(
    "command", ["sync", *(pytest.param(one, marks=pytest.mark.soak) for one in ("pause", "plan", "build"))]
)
def test_a_home_that_cannot_be_made_is_named_in_one_line(command, sandbox):
    reported = Home(Path("/proc/no-home"), sandbox).run(command)
    assert reported.returncode == 1
    assert "/proc/no-home" in reported.stderr
    assert "mistake" not in reported.stderr
    assert reported.stderr.count("\n") == 1
