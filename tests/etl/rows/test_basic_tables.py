"""What SQL adds to the tables: whom and what other tables name, and how complete things are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rows import put, tuples

from linernotes.etl.rows.names import display_name
from linernotes.storage.duckdb.database import DBStorage, load_sql


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        yield storage


@pytest.mark.parametrize(
    "name", ["Rising Sun (7)", "Two  (2)", "(2)", "A (b)", "Frost*", "X (2) (3)", "One (1) more"]
)
def test_a_name_is_shown_alike_whether_it_has_a_document_or_not(storage, name):
    put(storage, "release_artists", [(1, 0, 7, name, None, None)])
    storage.fill("artist", load_sql("linernotes.etl", "artist"))
    assert tuples(storage, "select display_name from artist") == [(display_name(name),)]


def test_a_release_without_a_master_is_an_album_with_a_year_of_its_own(storage):
    storage.execute(
        """
        insert into collection_items (instance_id, release_id) values (1, 11), (2, 12), (3, 13), (4, 13);
        insert into release (release_id, master_id, year, source) values
            (11, 21, 2001, 'api'), (12, null, 1999, 'api'), (13, null, null, 'api');
        insert into master (master_id, year, source) values (21, null, 'api');
        """
    )
    storage.execute("create temp macro known_at(moment) as moment")  # no clock was ahead
    storage.fill("coverage", load_sql("linernotes.etl", "coverage"))
    counted = tuples(storage, "select known, total from coverage where subject like 'albums with%'")
    assert counted == [(1, 3)]
