"""A sync that meets an enemy's answers goes on, and the next one equals one that was never disturbed.

What could not be read is asked again after a day, or where everything is: so the next sync here asks for everything.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.faults.hostile_proxy import HostileProxy
from tests.homes import Home
from tests.source.hostile_answers import HOSTILE

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.errors import LinernotesError
from linernotes.etl.extraction import Extraction
from linernotes.secrets import PersonalToken
from linernotes.settings import Settings, load_settings
from linernotes.source import api, bodies
from linernotes.source.api import DiscogsAPI
from linernotes.source.retries import RetryPolicy

#: Tried by `make test`: a bomb, a body in drops, and another address.
QUICK = ("a-gzip-bomb",)

#: These ask for patience that no sync has: it ends with a word, and what has landed is kept.
ENDS = ("patience-for-ever",)

#: Seconds that an answer may take here; a user's sync allows a minute.
SECONDS = 2.0


class Stage(NamedTuple):
    """A sandbox behind a proxy, and the tables of a sync that nobody disturbed."""

    proxy: HostileProxy
    url: str
    token: str
    undisturbed: dict[str, list[tuple[Any, ...]]]


#: One row for each time that somebody looked: how often that was differs, what was seen does not.
HISTORY = ("collection_value", "release_stats", "master_stats")


#: The table of which the last two columns are x and y.
PLACES = "artist_vertex"


def tables(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, in an order of their own; of the history each row once.

    Where people stand on the map is left out: they stay where the build of the hostile sync put them.
    """
    return {
        table: list(dict.fromkeys(rows))
        if table in HISTORY
        else [row[:-2] for row in rows]
        if table == PLACES
        else rows
        for table, rows in home.tables().items()
    }


async def _nothing_more(stage: str) -> None:
    """Build nothing between two stages."""


def sync(settings: Settings, token: str) -> list[str]:
    """Fetch and build as a sync does, with less patience; the problems that it noted."""

    discogs = Discogs(settings)

    async def extract() -> list[str]:
        with discogs.access.landing() as landing:
            async with DiscogsAPI(
                settings.api_url,
                PersonalToken(token),
                retries=RetryPolicy(attempts=1, refusals=1),
            ) as asking:
                steps = Extraction(discogs.collection, landing, asking, settings.sync, lambda report: None)
                await steps.run(_nothing_more)
            return [f"{problem.kind} {problem.id}: {problem.reason}" for problem in landing.problems()]

    try:
        return asyncio.run(extract())
    finally:
        discogs.build()


@pytest.fixture(scope="module", autouse=True)
def impatience() -> Iterator[None]:
    """Wait for no answer longer than SECONDS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "BODY_TIMEOUT", SECONDS)
        patch.setattr(bodies, "HEAD_SECONDS", SECONDS)
        yield


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    catalogue = load_catalogue("synthetic", items=3, seed=3)
    victim = catalogue.items[0]["id"]
    with Sandbox(catalogue, limit=100_000) as sandbox:
        proxy = HostileProxy(sandbox.url, re.compile(rf"^/(releases/{victim}|users/[^/]+/wants)\b"))
        with proxy.serving() as url:
            home = Home(tmp_path_factory.mktemp("undisturbed"))
            assert sync(load_settings(home=home.path, api_url=url), sandbox.token) == []
            yield Stage(proxy, url, sandbox.token, tables(home))


def try_one(name: str, stage: Stage, folder: Path) -> None:
    settings, problems = load_settings(home=folder, api_url=stage.url), []
    ended: str | None = None
    stage.proxy.serve, stage.proxy.spoilt[:] = HOSTILE[name], []
    try:
        problems = sync(settings, stage.token)
    except LinernotesError as error:
        ended = str(error)
    finally:
        stage.proxy.serve = None
    assert (ended is not None) == (name in ENDS), ended
    assert "\n" not in (ended or "")
    assert stage.proxy.spoilt
    assert problems or name in ENDS
    home = Home(folder)
    assert home.rows("select count(*) from collection_items") == [(3,)]
    everything = load_settings(home=folder, api_url=stage.url, sync={"refresh_after": 0})
    assert sync(everything, stage.token) == []
    assert tables(home) == stage.undisturbed


@pytest.mark.parametrize("name", QUICK)
def test_the_sync_after_a_hostile_one_equals_an_undisturbed_one(
    name: str, stage: Stage, tmp_path: Path
) -> None:
    try_one(name, stage, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in QUICK])
def test_the_sync_after_every_hostile_one_equals_an_undisturbed_one(
    name: str, stage: Stage, tmp_path: Path
) -> None:
    try_one(name, stage, tmp_path)
