"""A sync after an import of dumps: counted at the sandbox, what is asked, when, and what both ways of a plan say."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
import pytest
from tests.etl.dumps.test_dump_damage import archives, landing_of
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue, want
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.planning.plan import Plan, StagePlan
from linernotes.etl.planning.plan_answer import plan_answer
from linernotes.storage.landing import Landing

ACCOUNT = 5
DOCUMENT = re.compile(r"/(releases|masters|artists)/(\d+)(/releases)?")


class Synced(NamedTuple):
    home: Home
    plans: list[dict[str, Any]]
    asked: list[str]
    second: list[str]
    alone: list[str]
    shown: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Synced:
    """A shelf whose listing and dumps had landed before it was synced, and one that knew nothing before."""
    catalogue = load_catalogue("synthetic", items=8, seed=7)
    others = sorted(set(catalogue.releases) - {item["id"] for item in catalogue.items})
    wanted = catalogue.releases[others[0]]
    listed = want(catalogue.username, wanted, date_added="2026-10-01T12:00:00-07:00")
    catalogue = replace(catalogue, wants=[listed])
    folder = tmp_path_factory.mktemp("pictures")
    files = archives(write_dump(catalogue, folder / "dump", date="20261101"))
    with Sandbox(catalogue, limit=100_000) as sandbox:
        path = folder / "home"
        path.mkdir()
        landing_of(catalogue, path / "landing.db")
        land_wants(catalogue, path / "landing.db")
        home = Home(path, sandbox)
        plans = [home.json("plan")]
        home.json("dump", "import", *map(str, files))
        plans.append(home.json("plan"))
        shown = home.run("plan")
        sandbox.requests.clear()
        home.sync()
        asked = sandbox.requests.paths()
        sandbox.requests.clear()
        home.sync()
        second = sandbox.requests.paths()
        sandbox.requests.clear()
        Home(folder / "alone", sandbox).sync()
        return Synced(home, plans, asked, second, sandbox.requests.paths(), shown)


def land_wants(catalogue: Catalogue, path: Path) -> None:
    """Land the listing of the wantlist."""
    pagination = {"page": 1, "pages": 1, "per_page": 100, "items": len(catalogue.wants), "urls": {}}
    body = json.dumps({"pagination": pagination, "wants": catalogue.wants}).encode()
    with Landing.open(path) as landing:
        landing.save(Fetched(DocumentKey("wants"), body, datetime(2026, 10, 1, tzinfo=UTC)))


def documents(paths: list[str]) -> list[str]:
    return [path for path in map(_path, paths) if DOCUMENT.fullmatch(path)]


def _path(path: str) -> str:
    return urlsplit(path).path


def stages(plan: dict[str, Any]) -> dict[str, int]:
    return {one["stage"]: one["requests"] for one in plan["stages"]}


def test_after_a_dump_the_same_documents_are_asked_for_each_once(synced):
    assert Counter(documents(synced.asked)) == Counter(documents(synced.alone))


def test_releases_come_first_the_users_favourites_before_the_rest(synced):
    ratings = dict(
        synced.home.rows("select release_id, max(coalesce(rating, 3)) from collection_items group by 1")
    )
    order = [
        id
        for kind, id in (DOCUMENT.fullmatch(path).groups()[:2] for path in documents(synced.asked))
        if kind == "releases" and int(id) in ratings  # wanted ones come after them
    ]
    assert len(set(ratings.values())) > 1
    assert documents(synced.asked)[0].startswith("/releases/")
    rated = [ratings[int(id)] for id in order]
    # Sixteen are in flight at once, so neighbours may swap, twice when one of them is held up.
    assert max(rated[:16]) == max(rated)
    assert all(
        rated[here] >= rated[later] for here in range(len(rated)) for later in range(here + 32, len(rated))
    )
    half = len(rated) // 2
    assert sum(rated[:half]) > sum(rated[-half:])


def test_a_sync_right_after_asks_for_the_account_and_its_listings_alone(synced):
    assert documents(synced.second) == []


def test_a_plan_after_an_import_has_nothing_but_the_listing_before_the_pictures(synced):
    before, after = synced.plans
    listing = stages(after)["collection"]
    assert {stage for stage, requests in stages(after).items() if requests} == {"collection", "pictures"}
    assert after["complete_after"]["requests"] == listing
    assert "pictures" not in stages(before)
    assert before["complete_after"]["requests"] == before["requests"]


def test_both_ways_stand_side_by_side_before_and_after_an_import(synced):
    for plan in synced.plans:
        api, dump = plan["ways"]["api"], plan["ways"]["dump"]
        assert "pictures" not in stages(api)
        assert {stage for stage, requests in stages(dump).items() if requests} == {"collection", "pictures"}
        assert api["requests"] == dump["requests"]
        assert dump["complete_after"]["requests"] < api["complete_after"]["requests"]


def test_a_plan_after_an_import_counts_every_document_that_is_then_asked_for(synced):
    """Discographies have further pages, which only Discogs knows of."""
    first_pages = set(documents(synced.asked))
    planned = stages(synced.plans[1])["pictures"]
    artists = sum(path.endswith("/releases") for path in first_pages)
    assert len(first_pages) <= planned <= len(first_pages) + artists


def test_wanted_releases_come_from_a_dump_and_get_their_prices_last(synced):
    listed = synced.home.rows("select release_id from wantlist_items")
    with Landing.open(synced.home.path / "landing.db", read_only=True) as landing:
        assert {id for (id,) in listed} <= landing.given("release")
    [(priced, tracks)] = synced.home.rows(
        "select count(distinct s.release_id), count(distinct t.release_id) from wantlist_items as w "
        "left join release_stats as s using (release_id) left join release_tracks as t using (release_id)"
    )
    assert priced == tracks == len(listed) > 0


def test_people_read_both_ways(synced):
    assert synced.shown.returncode == 0, synced.shown.stderr
    assert "API alone" in synced.shown.stdout
    assert "With a dump" in synced.shown.stdout
    assert "With the dumps that are imported" in synced.shown.stdout


def test_minutes_go_by_the_pace_and_the_dump_takes_the_requests_to_the_end():
    stages = (
        StagePlan("collection", 10, True),
        StagePlan("releases", 30, False),
        StagePlan("pictures", 50, False),
    )
    plan = Plan(stages, 2.0, {"releases": 40, "artist_masters": 10})
    shown = msgspec.to_builtins(plan_answer(plan))
    assert (shown["requests"], shown["minutes"]) == (90, 3.0)
    assert shown["complete_after"] == {"requests": 40, "minutes": 1.33}
    assert [(one["stage"], one["requests"]) for one in shown["ways"]["api"]["stages"]] == [
        ("collection", 10),
        ("releases", 70),
    ]
    assert shown["ways"]["dump"]["complete_after"] == {"requests": 10, "minutes": 0.33}
    assert shown["ways"]["dump"]["download_bytes"] > 1e10
    assert shown["ways"]["dump"]["import_minutes"] > 0
    without_pictures = shown["ways"]["dump"]["stages"][:-1]
    assert [(one["stage"], one["requests"], one["exact"]) for one in without_pictures] == [
        ("collection", 10, True),
        ("releases", 0, True),
    ]
    assert shown["ways"]["dump"]["requests"] == shown["ways"]["api"]["requests"]


def test_what_only_the_api_has_is_in_the_tables_afterwards(synced, tmp_path: Path):
    [(stats, covers)] = synced.home.rows(
        "select (select count(distinct release_id) from release_stats where release_id in "
        "(select release_id from collection_items)), count(cover_url) from release "
        "where release_id in (select release_id from collection_items)"
    )
    owned = synced.home.rows("select count(distinct release_id) from collection_items")[0][0]
    assert stats == owned
    assert covers > 0
