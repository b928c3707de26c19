"""An artist's own albums out of a dump: masters, and releases that have none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.rows import put, tuples

from linernotes.documents import ArtistCredit, DocumentKey, Entity, Fetched, Master, Release
from linernotes.etl.dumps.discographies import credited_text, discography_rows, load_dump_discographies
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.landing import Landing

DUMP = "dump:20260301"


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    with Landing.open(tmp_path / "landing.db") as landing:
        yield landing


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        yield storage


def land(landing: Landing, kind: str, id: int, xml: str) -> None:
    body = f'<{kind} id="{id}"><title>T{id}</title>{xml}</{kind}>'.encode()
    landing.save(Fetched(DocumentKey(kind, id), body, datetime(2026, 3, 1, tzinfo=UTC)), source=DUMP)


def made_by(*ids: int) -> str:
    return f"<artists>{''.join(f'<artist><id>{id}</id><name>A{id}</name></artist>' for id in ids)}</artists>"


def by(*ids: int) -> tuple[ArtistCredit, ...]:
    return tuple(ArtistCredit(id=id, name=f"A{id}", join="&") for id in ids)


def test_a_master_is_listed_for_each_main_artist_that_is_asked_for():
    master = Master(id=5, title="M", year=1970, main_release=9, artists=by(1, 2, 1))
    rows = list(discography_rows(master, {1, 3}))
    assert rows == [(1, "master", 5, "Main", 5, 9, "M", 1970, "A1 & A2 & A1", None, None, None, None, None)]


def test_a_release_is_listed_where_it_has_no_master():
    labels = (Entity(id=1, name="Svek"), Entity(id=2, name="Templar (3)"))
    alone = Release(id=5, title="R", year=0, artists=by(1), labels=labels, master_id=0)
    row = (1, "release", 5, "Main", None, None, "R", None, "A1", "Svek, Templar (3)", None, None, None, None)
    assert list(discography_rows(alone, {1})) == [row]
    assert list(discography_rows(Release(id=6, title="R", artists=by(1), master_id=7), {1})) == []


@pytest.mark.parametrize(
    ("artists", "text"),
    [
        pytest.param(
            [("AD", "Adam", "&"), ("", "The Persuader", "")], "AD* & The Persuader", id="anv-has-a-star"
        ),
        pytest.param(
            [("", "A", ","), ("", "B", ",")], "A, B", id="comma-has-no-blank-before-it-and-the-last-join-goes"
        ),
        pytest.param([("", "A", ""), ("", "B", "")], "A, B", id="no-join-is-a-comma"),
        pytest.param([], "", id="nobody"),
    ],
)
def test_artists_are_written_as_in_discogs_listings(artists, text):
    assert credited_text(ArtistCredit(anv=anv, name=name, join=join) for anv, name, join in artists) == text


def listed(storage: DBStorage) -> list[tuple[object, ...]]:
    return tuples(storage, "select artist_id, type, id, title, format from artist_masters order by 1, 2, 3")


def test_what_landed_of_the_artists_that_were_looked_for_is_listed(landing, storage):
    land(landing, "master", 5, made_by(1, 2))
    land(landing, "master", 6, made_by(3))
    land(landing, "release", 7, made_by(1) + "<master_id>0</master_id>")
    land(landing, "release", 8, made_by(1) + "<master_id>5</master_id>")
    for kind in ("master", "release"):
        landing.save_searched(DUMP, kind, "discography", {1: 1, 3: 1})
    load_dump_discographies(landing, storage, [1, 2])
    assert listed(storage) == [(1, "master", 5, "T5", None), (1, "release", 7, "T7", None)]


def test_what_was_never_looked_for_is_listed_nowhere(landing, storage):
    land(landing, "master", 5, made_by(1))
    load_dump_discographies(landing, storage, [1])
    landing.save_searched(DUMP, "release", "discography", {1: 0})
    load_dump_discographies(landing, storage, [1])
    assert listed(storage) == []


def test_a_row_of_the_apis_own_listing_stays(landing, storage):
    ours = (1, "master", 5, "Main", 5, None, "As listed", 1970, "A1", None, "LP", None, 3, 4)
    put(storage, "artist_masters", [ours])
    land(landing, "master", 5, made_by(1))
    land(landing, "master", 6, made_by(1))
    landing.save_searched(DUMP, "master", "discography", {1: 2})
    load_dump_discographies(landing, storage, [1])
    assert listed(storage) == [(1, "master", 5, "As listed", "LP"), (1, "master", 6, "T6", None)]


def test_tracks_of_a_masters_dump_are_those_of_its_main_release_and_the_apis_stay(storage):
    """Master 1 is the dump's, 2 the API's with tracks of its own, 3 the dump's with a main release not here."""
    storage.execute(
        """
        insert into master (master_id, main_release_id, source) values
            (1, 11, 'dump:20260301'), (2, 12, 'api'), (3, 13, 'dump:20260301'), (4, 11, 'basic');
        insert into release_tracks (release_id, track_no, parent_track_no, position, title, duration_seconds) values
            (11, 1, null, 'A1', 'One', 61), (11, 2, 1, 'A1a', 'Within', null), (12, 1, null, 'B', 'Theirs', 5);
        insert into release_track_artists (release_id, track_no, position, role_no, artist_id, name, role) values
            (11, 1, 1, 0, 7, 'Seven', null), (11, 2, 1, 1, 8, 'Eight', 'Drums'), (12, 1, 1, 0, 9, 'Nine', null);
        insert into master_tracks (master_id, track_no, title) values (2, 1, 'Its own');
        """
    )
    for table in ("master_track_artists", "master_tracks"):
        storage.fill(table, load_sql("linernotes.etl", table))
    tracks = (
        "select master_id, track_no, parent_track_no, position, title, duration_seconds from master_tracks"
    )
    assert tuples(storage, f"{tracks} order by 1, 2") == [
        (1, 1, None, "A1", "One", 61),
        (1, 2, 1, "A1a", "Within", None),
        (2, 1, None, None, "Its own", None),
    ]
    people = (
        "select master_id, track_no, role_no, artist_id, name, role from master_track_artists order by 1, 2"
    )
    assert tuples(storage, people) == [(1, 1, 0, 7, "Seven", None), (1, 2, 1, 8, "Eight", "Drums")]
