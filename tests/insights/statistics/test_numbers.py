"""Playing time, years and folders, on shelves that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.insights.shelves import copy, record, shelf
from tests.rows import put

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import read_owned_releases
from linernotes.insights.statistics.statistics import Dated, PlayingTime, count_shelf
from linernotes.storage.duckdb.database import DBStorage

# (track_no, parent, type, seconds)
Line = tuple[int, int | None, str, int | None]


@pytest.mark.parametrize(
    ("lines", "seconds", "is_timed"),
    [
        pytest.param([(0, None, "track", 60), (1, None, "track", 90)], 150, True, id="tracks-add-up"),
        pytest.param(
            [(0, None, "track", 60), (1, None, "track", None)], 60, False, id="one-that-tells-nothing"
        ),
        pytest.param([(0, None, "track", None)], None, False, id="nothing-told-is-not-zero"),
        pytest.param([], None, False, id="no-track-list"),
        pytest.param(
            [(0, None, "heading", None), (1, None, "track", 60)], 60, True, id="a-heading-is-no-track"
        ),
        pytest.param(
            [(0, None, "index", 100), (1, 0, "track", 40), (2, 0, "track", 60)],
            100,
            True,
            id="a-work-counts-once-though-its-parts-tell-too",
        ),
        pytest.param(
            [(0, None, "index", None), (1, 0, "track", 40), (2, 0, "track", 60)],
            100,
            True,
            id="parts-count-where-the-work-tells-nothing",
        ),
        pytest.param(
            [(0, None, "index", 100), (1, 0, "track", None), (2, 0, "track", None)],
            100,
            True,
            id="parts-need-not-tell-what-the-work-tells",
        ),
        pytest.param(
            [(0, None, "index", None), (1, 0, "track", 40), (2, 0, "track", None)],
            40,
            False,
            id="a-part-is-missing",
        ),
        pytest.param(
            [(0, None, "index", 100), (1, 0, "index", None), (2, 1, "track", 40)],
            100,
            True,
            id="parts-of-parts-of-a-work-that-tells",
        ),
        pytest.param(
            [(0, None, "index", None), (1, 0, "index", None), (2, 1, "track", 40)],
            40,
            True,
            id="only-the-innermost-part-tells",
        ),
    ],
)
def test_a_work_or_its_parts_count_never_both(
    tmp_path: Path, lines: list[Line], seconds: int | None, is_timed: bool
) -> None:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        storage.execute(
            "insert into collection_items (instance_id, release_id, title) values (1, 11, 'One');"
            "insert into release (release_id, title, source) values (11, 'One', 'api');"
        )
        put(
            storage,
            "release_tracks",
            [(11, no, parent, None, kind, "A title", None, shown) for no, parent, kind, shown in lines],
        )
        (found,) = read_owned_releases(Snapshot(storage))
    assert (found.seconds, found.is_timed) == (seconds, is_timed)


def test_playing_time_counts_copies_and_says_what_it_rests_on() -> None:
    counted = count_shelf(
        shelf(
            record(1, copy(1, 0), copy(1, 1), seconds=100, is_timed=True),
            record(2, seconds=40),
            record(3),
        )
    )
    assert counted.records == 4
    assert counted.playing_time == PlayingTime(seconds=240, records=2, partly=1, unknown=1)


def test_years_say_when_they_are_only_those_of_the_pressing() -> None:
    counted = count_shelf(
        shelf(
            record(1, copy(1, master_id=5, album_year=1959, year=1997)),
            record(2, copy(2, year=1980)),  # without a master it is the album itself
            record(3, copy(3, master_id=6, album_year=None, year=1990)),
            record(4, copy(4, master_id=7, album_year=None, year=None)),
        )
    )
    assert counted.dated == Dated(by_album=2, by_pressing=1, undated=1)


def test_folders_count_copies_and_albums() -> None:
    one = record(1, copy(1, 0, master_id=9), copy(1, 1, master_id=9, folder_id=2, folder="Jazz"))
    other = record(2, copy(2, master_id=9), seconds=30, is_timed=True)
    nowhere = record(3, copy(3, folder_id=None, folder=None))
    folders = count_shelf(shelf(one, other, nowhere)).folders
    assert [(f.folder_id, f.name, f.records, f.albums, f.playing_time.seconds) for f in folders] == [
        (1, "Uncategorized", 2, 1, 30),
        (2, "Jazz", 1, 1, 0),
        (None, "No folder known", 1, 1, 0),
    ]
