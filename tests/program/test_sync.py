"""A whole sync against the sandbox: what is asked, what comes of it, what a second one costs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

#: What every sync asks again, once each: identity, user, folders, fields, value. Listings come on top.
ACCOUNT = 5
PSEUDO = (194, 355, 118760)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory):
    """A synthetic shelf of 24 copies, synced twice: the home, and what was asked the first and second time."""
    with Sandbox(load_catalogue("synthetic", items=24, seed=3), limit=100_000) as sandbox:
        home = Home(tmp_path_factory.mktemp("home"), sandbox)
        first = home.json("sync")
        asked = sandbox.requests.paths()
        sandbox.requests.clear()
        second = home.json("sync")
        asked_again = sandbox.requests.paths()
        sandbox.requests.clear()
        yield home, (first, asked), (second, asked_again), sandbox


def pages(paths: list[str]) -> list[str]:
    return [path for path in paths if re.search(r"/folders/0/releases|/wants", path)]


def test_no_document_is_asked_for_twice(synced):
    _, (_, asked), _, _ = synced
    assert [path for path, times in Counter(asked).items() if times > 1] == []


def test_a_first_sync_asks_for_exactly_the_documents_that_are_needed(synced):
    """Computed from the published tables: each owned release, its master, each collected artist and so on."""
    home, (_, asked), _, _ = synced
    owned = {row[0] for row in home.rows("select distinct release_id from collection_items")}
    masters = {
        row[0]
        for row in home.rows(
            "select master_id from release where master_id is not null "
            "and release_id in (select release_id from collection_items)"
        )
    }
    collected = {
        row[0]
        for row in home.rows(
            "select distinct artist_id from release_artists where artist_id not in (194, 355, 118760) "
            "and release_id in (select release_id from collection_items)"
        )
    }
    sidemen = {
        row[0]
        for row in home.rows(
            """with credits as (select release_id, artist_id from release_credits
                            union select release_id, artist_id from release_track_artists)
           select artist_id from credits
           join release using (release_id) join (select distinct release_id from collection_items) using (release_id)
           where artist_id not in (194, 355, 118760)
           group by 1 having count(distinct coalesce(master_id, -release_id)) >= 3"""
        )
    } - collected
    around = {
        row[0]
        for row in home.rows(
            "select artist_id, alias_id from artist_aliases union select artist_id, group_id from artist_groups "
            "union select artist_id, member_id from artist_members"
        )
        if row[0] in collected
    }
    neighbours = {
        other
        for one, other in home.rows(
            "select artist_id, alias_id from artist_aliases union select artist_id, group_id from artist_groups "
            "union select artist_id, member_id from artist_members"
        )
        if one in collected
    }
    assert around <= collected
    needed = {f"/releases/{id}" for id in owned} | {f"/masters/{id}" for id in masters}
    wanted = {row[0] for row in home.rows("select release_id from wantlist_items")} - owned
    named = home.rows("select release_id, master_id from release where master_id is not null")
    needed |= {f"/releases/{id}" for id in wanted}
    needed |= {f"/masters/{master}" for release, master in named if release in wanted}
    needed |= {f"/artists/{id}" for id in collected | sidemen | (neighbours - {194, 355, 118760})}
    got = Counter(
        urlsplit(path).path for path in asked if re.search(r"^/(releases|masters|artists)/\d+$", path)
    )
    assert set(got) == needed
    listed = [path for path in asked if re.search(r"^/artists/\d+/releases", path)]
    assert {int(path.split("/")[2]) for path in listed} == collected
    account = [path for path in asked if path not in listed and urlsplit(path).path not in needed]
    assert len(account) == ACCOUNT + len(pages(asked))


def test_a_second_sync_right_after_asks_for_the_account_and_its_listings_alone(synced):
    _, _, (second, asked), _ = synced
    assert len(asked) == ACCOUNT + len(pages(asked))
    assert second["requests"] == len(asked)


def test_the_summary_counts_what_was_asked(synced):
    _, (first, asked), _, _ = synced
    assert first["requests"] == len(asked)
    assert (first["status"], first["items"], first["problems"]) == ("done", 24, 0)


def test_pages_are_asked_by_the_hundred(synced):
    _, (_, asked), _, _ = synced
    assert {parse_qs(urlsplit(path).query)["per_page"][0] for path in pages(asked)} == {"100"}


def test_status_tells_whose_it_is_and_how_much_there_is(synced):
    home, _, _, _ = synced
    status = home.json("status")
    assert status["username"] == home.rows("select value from meta where key = 'username'")[0][0]
    assert status["run"]["status"] == "done"
    [(releases,)] = home.rows(
        "select count(*) from (select release_id from collection_items union select release_id from wantlist_items)"
    )
    assert {one["kind"]: one["documents"] for one in status["documents"]}["release"] == releases
    assert status["disk"]["landing"] > 0


def test_a_build_alone_asks_nothing_and_comes_to_the_same(synced):
    home, _, _, sandbox = synced
    before = home.tables(without={"built_at"})
    sandbox.requests.clear()
    built = home.json("build")
    assert home.rows("select value from meta where key = 'build_id'") == [(built["build_id"],)]
    assert home.tables(without={"built_at"}) == before
    assert sandbox.requests.paths() == []


def test_a_plan_after_a_sync_has_nothing_left_but_the_listings(synced):
    home, _, (_, asked), _ = synced
    plan = home.json("plan")
    left = {one["stage"]: one["requests"] for one in plan["stages"] if one["requests"]}
    assert left == {"collection": len(asked)}
    assert plan["exact"]


def test_a_plan_knows_that_there_is_more_than_was_listed_last(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=15, seed=3), limit=100_000) as sandbox:
        Home(tmp_path, sandbox).sync()
    with Sandbox(load_catalogue("synthetic", items=18, seed=3), limit=100_000) as sandbox:
        plan = Home(tmp_path, sandbox).json("plan")
    releases = next(one for one in plan["stages"] if one["stage"] == "releases")
    assert (releases["requests"], releases["exact"], plan["exact"]) == (3, False, False)


def test_a_plan_of_full_discographies_has_the_missing_albums_alone(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=5, seed=3), limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync()
        before = home.json("plan", "--discographies", "full")
        sandbox.requests.clear()
        home.sync(discographies="full")
        asked = [path for path in sandbox.requests.paths() if path.startswith("/masters/")]
        after = home.json("plan", "--discographies", "full")
    albums = [one for plan in (before, after) for one in plan["stages"] if one["stage"] == "album_masters"]
    assert asked
    assert [(one["requests"], one["exact"]) for one in albums] == [(len(asked), True), (0, True)]


def test_a_sync_that_takes_nothing_old_still_asks_for_each_document_once(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=12, seed=3), limit=100_000) as sandbox:
        Home(tmp_path, sandbox).sync(refresh_after=0, credited_min=1)
        asked = Counter(sandbox.requests.paths())
    assert [path for path, times in asked.items() if times > 1] == []


def test_artists_with_very_long_discographies_are_cut_and_coverage_says_so(tmp_path: Path):
    catalogue = load_catalogue("synthetic", items=12, seed=5)
    artist = next(
        one["id"] for one in catalogue.items[0]["basic_information"]["artists"] if one["id"] not in PSEUDO
    )
    rows = [dict(catalogue.artist_releases[artist][0], id=n) for n in range(1, 251)]
    catalogue = replace(catalogue, artist_releases={**catalogue.artist_releases, artist: rows})
    with Sandbox(catalogue, limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(max_artist_pages=2)
        asked = [path for path in sandbox.requests.paths() if path.startswith(f"/artists/{artist}/releases")]
    assert len(asked) == 2
    coverage = home.rows(
        "select known, total from coverage where subject = 'discography of artist ' || ?", [artist]
    )
    assert coverage == [(200, 250)]
