"""What Discogs lists twice, or cannot be read of a list, neither stops a build nor falsifies the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

FEW = {"neighbours": False, "max_artist_pages": 1, "credited_min": 99}
LIST = "/users/*/collection/folders/0/releases"
PAGE_2 = f"unpaged:{LIST}?page=2"


def instances(home: Home) -> set[int]:
    return {row[0] for row in home.rows("select instance_id from collection_items")}


def changes(home: Home) -> list[tuple[str, int]]:
    return [
        (change, id)
        for change, id in home.rows("select change, instance_id from collection_changes order by all")
    ]


def listings(sandbox: Sandbox) -> list[str]:
    """The requests for the collection's pages."""
    return [one for one in sandbox.requests.paths() if "/collection/folders/0/releases" in one]


def test_a_row_that_is_listed_twice_is_one_copy_and_a_problem(tmp_path: Path):
    twice = f"twice:{LIST},twice:/users/*/wants"
    with Sandbox(load_catalogue("synthetic", items=8, seed=9), limit=100_000, faults=twice) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
    assert len(instances(home)) == 8
    assert home.rows("select kind from problem order by 1") == [("collection",), ("wants",)]


@pytest.mark.soak  # four syncs; test_listing has what a list has lost
def test_a_page_that_cannot_be_read_takes_nothing_off_the_shelf_and_brings_nothing_in(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=101, seed=9), limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
        whole = instances(home)

        sandbox.hooks.add_fault(PAGE_2)
        assert home.sync(**FEW) == 1
        assert instances(home) == whole

        bought = sandbox.hooks.add_item(home.rows("select min(release_id) from collection_items")[0][0])
        home.sync(**FEW)  # what was last on page 1 has moved to the one that cannot be read
        sandbox.hooks.clear_faults()
        sandbox.hooks.remove_item(min(whole))
        home.sync(**FEW)
    assert instances(home) == whole - {min(whole)} | {bought["instance_id"]}
    assert changes(home) == [("added", bought["instance_id"]), ("removed", min(whole))]


def test_what_discogs_counts_and_never_lists_hides_no_removal(tmp_path: Path):
    with Sandbox(
        load_catalogue("synthetic", items=8, seed=9), limit=100_000, faults=f"short:{LIST}"
    ) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
        assert len(listings(sandbox)) == 2, "a list that stays as it is was read again and again"
        assert "8 rows were announced and 7 listed" in home.rows("select reason from problem")[0][0]

        gone = min(instances(home))
        sandbox.hooks.remove_item(gone)
        home.sync(**FEW)
    assert changes(home) == [("removed", gone)]


@pytest.mark.soak  # three syncs; test_listing has what a list has lost
def test_who_is_listed_no_more_but_counted_is_not_removed(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=8, seed=9), limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
        sandbox.hooks.add_fault(f"short:{LIST}")
        home.sync(**FEW)
        sandbox.hooks.clear_faults()
        home.sync(**FEW)
    assert len(instances(home)) == 8
    assert changes(home) == []


def test_a_row_that_cannot_be_read_hides_no_removal_but_its_own(tmp_path: Path):
    with Sandbox(load_catalogue("synthetic", items=8, seed=9), limit=100_000) as sandbox:
        home = Home(tmp_path, sandbox)
        home.sync(**FEW)
        whole = instances(home)
        sandbox.hooks.add_fault(f"oddrow:{LIST}")
        gone = min(whole)
        sandbox.hooks.remove_item(gone)
        assert home.sync(**FEW) == 1
        assert changes(home) == [("removed", gone)]
        sandbox.hooks.clear_faults()
        home.sync(**FEW)
    assert instances(home) == whole - {gone}
    assert changes(home) == [("removed", gone)]
