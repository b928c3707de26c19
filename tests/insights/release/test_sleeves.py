"""The artists of records in one line, read from a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.insights.release.sleeve_text import sleeve_artists
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage


@pytest.mark.parametrize(
    ("artists", "line"),
    [
        pytest.param([("Can", None, None)], "Can", id="one"),
        pytest.param([("Nirvana (2)", None, None)], "Nirvana", id="a-namesake"),
        pytest.param([("Max Roach", "M. Roach", "&"), ("Abbey", None, ",")], "M. Roach & Abbey", id="as-printed"),
        pytest.param([("Crosby", None, ", and"), ("Nash", None, None)], "Crosby, and Nash", id="a-comma-and-a-word"),
        pytest.param([(None, None, None)], "Artist 1", id="no-name"),
    ],
)  # fmt: skip
def test_artists_are_joined_as_the_cover_has_them(
    tmp_path: Path, artists: list[tuple[str | None, str | None, str | None]], line: str
):
    path = tmp_path / "build.duckdb"
    rows = [
        row("release_artists", release_id=release_id, position=place, artist_id=place + 1,
            name=name, name_variation=variation, join_phrase=phrase)
        for release_id, credits in ((1, artists), (2, [("Somebody else", None, None)]))
        for place, (name, variation, phrase) in enumerate(credits)
    ]  # fmt: skip
    with DBStorage.create(path) as storage:
        put(storage, "release_artists", rows)
    with DBStorage.open(path) as storage:
        assert sleeve_artists(Snapshot(storage), {1, 2, 3}) == {1: line, 2: "Somebody else"}
        assert sleeve_artists(Snapshot(storage), ()) == {}
