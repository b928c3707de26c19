"""Releases of the wantlist: read after all that is owned, with their masters and without their artists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.homes import Home

from discogs_sandbox.api.catalogue import want
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A synthetic shelf of 24 copies; three releases are wanted, one of which is owned."""
    catalogue = load_catalogue("synthetic", items=24, seed=3)
    owned = catalogue.releases[catalogue.items[0]["id"]]
    both = want(catalogue.username, owned, date_added="2026-11-01T12:00:00-07:00")
    with Sandbox(replace(catalogue, wants=[*catalogue.wants, both]), limit=100_000) as sandbox:
        yield sandbox


def asked(sandbox: Sandbox) -> list[str]:
    """The documents that were asked for since the last time, in order."""
    paths = [urlsplit(path).path for path in sandbox.requests.paths()]
    sandbox.requests.clear()
    return [path for path in paths if re.fullmatch(r"/(releases|masters|artists)/\d+(/releases)?", path)]


WANTED = "(select release_id from wantlist_items where release_id not in (select release_id from collection_items))"


def wanted_releases(home: Home) -> list[int]:
    return [id for (id,) in home.rows(f"{WANTED} order by release_id")]


def stages(home: Home, *options: str) -> dict[str, tuple[int, bool]]:
    return {one["stage"]: (one["requests"], one["exact"]) for one in home.json("plan", *options)["stages"]}


def _counted(home: Home) -> dict[str, tuple[int, int]]:
    rows = home.rows("select subject, known, total from coverage where subject like 'wants%'")
    return {subject: (known, total) for subject, known, total in rows}


def test_wanted_releases_come_last_and_once_and_the_plan_shows_their_price(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    """A release that is owned, too, is read among the owned ones."""
    home = Home(tmp_path / "home", sandbox)
    assert stages(home)["wanted"] == (5, False)  # three releases, and 0.8 masters of each
    assert "wanted" not in stages(home, "--no-wants")
    asked(sandbox)
    home.sync(wants=False)
    without = asked(sandbox)
    wanted = wanted_releases(home)
    assert len(wanted) == 2
    assert not {f"/releases/{id}" for id in wanted} & set(without)
    assert home.rows(f"select distinct source from release where release_id in {WANTED}") == [("basic",)]
    assert _counted(home)["wants"] == (1, 3)  # that one is owned, too

    requests, exact = stages(home)["wanted"]
    assert not exact
    asked(sandbox)
    home.sync()
    after = asked(sandbox)
    assert set(after[:2]) == {f"/releases/{id}" for id in wanted}
    assert len(after) == requests
    assert not any(path.startswith("/artists/") for path in after)
    rows = home.rows(
        "select r.source, m.source, r.release_id in (select release_id from release_tracks) from release as r "
        f"left join master as m on m.master_id = r.master_id where r.release_id in {WANTED}"
    )
    assert {(release, has_tracks) for release, _, has_tracks in rows} == {("api", True)}
    assert {master for _, master, _ in rows} <= {"api", None}
    assert home.rows(f"select count(*) from release_stats where release_id in {WANTED}") == [(2,)]
    assert stages(home)["wanted"] == (0, True)
    asked(sandbox)
    home.sync()
    assert asked(sandbox) == []
    assert _counted(home) == {"wants": (3, 3), "wants with credits": (2, 3)}  # one credits nobody

    sandbox.hooks.remove_want(wanted[0])
    home.sync()
    assert asked(sandbox) == []
    assert wanted_releases(home) == wanted[1:]
    roles = f"select * from artist_release_roles where release_id = {wanted[0]}"
    assert home.rows(roles) == []  # a discography may name it still, as the main release of its album
    assert _counted(home)["wants"] == (2, 2)


@pytest.mark.soak  # test_bad_input has owned releases that are gone
def test_a_wanted_release_that_is_gone_is_a_problem_and_stays_basic(tmp_path: Path, sandbox: Sandbox) -> None:
    home = Home(tmp_path / "home", sandbox)
    home.sync(wants=False)
    gone, other = wanted_releases(home)
    sandbox.hooks.add_fault(f"404:/releases/{gone}")
    sandbox.hooks.add_fault(f"malformed:/releases/{other}")
    assert home.sync() == 2
    assert home.rows(f"select source from release where release_id = {gone}") == [("basic",)]
    assert home.rows("select kind, id from problem order by id") == [
        ("release", id) for id in sorted((gone, other))
    ]
    asked(sandbox)
    home.sync()
    assert asked(sandbox) == []  # what cannot be read is asked again after a day
