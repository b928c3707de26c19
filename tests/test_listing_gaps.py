"""What Discogs lists twice, or cannot be read of a list, neither stops a build nor falsifies the history."""

from __future__ import annotations

from pathlib import Path

from tests.homes import Home

from linernotes.sandbox.catalogues import load_catalogue
from linernotes.sandbox.server import Sandbox

FEW = ("--no-neighbours", "--max-artist-pages", "1", "--credited-min", "99")
PAGE_2 = "malformed:/users/*/collection/folders/0/releases?page=2"


def instances(home: Home) -> set[int]:
    return {row[0] for row in home.rows("select instance_id from collection_items")}


def changes(home: Home) -> list[tuple[str, int]]:
    return [
        (change, id)
        for change, id in home.rows("select change, instance_id from collection_changes order by all")
    ]


def test_a_row_that_is_listed_twice_is_one_copy_and_a_problem(tmp_path: Path):
    twice = "twice:/users/*/collection/folders/0/releases,twice:/users/*/wants"
    with Sandbox(load_catalogue("synthetic", items=15, seed=9), limit=100_000, faults=twice) as sandbox:
        home = Home(tmp_path, sandbox)
        home.json("sync", *FEW)
    assert len(instances(home)) == 15
    assert home.rows("select kind from problem order by 1") == [("collection",), ("wants",)]


def test_a_page_that_cannot_be_read_takes_nothing_off_the_shelf_and_brings_nothing_in(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=120, seed=9), limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.json("sync", *FEW)
        whole = instances(home)

        sandbox.hooks.add_fault(PAGE_2)
        assert home.json("sync", *FEW)["problems"] == 1
        assert instances(home) == whole

        bought = sandbox.hooks.add_item(home.rows("select min(release_id) from collection_items")[0][0])
        home.json("sync", *FEW)  # what was last on page 1 has moved to the one that cannot be read
        sandbox.hooks.clear_faults()
        sandbox.hooks.remove_item(min(whole))
        home.json("sync", *FEW)
    assert instances(home) == whole - {min(whole)} | {bought["instance_id"]}
    assert changes(home) == [("added", bought["instance_id"]), ("removed", min(whole))]
