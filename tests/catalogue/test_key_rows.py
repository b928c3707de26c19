"""The rows of one key, over row groups and files, and of damaged ones."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.key_rows import KeyRows
from linernotes.storage.catalogue.manifest import TableEntry
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, arrow_schema

TABLE = "artist_releases"
#: Artist -> releases. Row groups have 10 rows, files 20: artist 3 is in three groups of two files.
RELEASES = {1: 7, 3: 26, 4: 1, 9: 11}


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, TableEntry]:
    rows = [
        {
            "artist_id": artist_id,
            "release_id": artist_id * 100 + number,
            "album_id": number,
            "is_main": number == 0,
            "roles": ["Bass", "Drums"][: number % 3],
            "title": f"Title {number}" if number % 4 else None,
            "year": 1950 + number,
            "country": None,
        }
        for artist_id, count in RELEASES.items()
        for number in range(count)
    ]
    with TableWriter(tmp_path, TABLE, group_rows=10, file_rows=20) as writer:
        writer.add(pa.Table.from_pylist(rows, schema=arrow_schema(CATALOGUE_TABLES[TABLE])))
        return tmp_path, writer.finish(("artist_id", "year", "release_id"))


def test_the_rows_of_a_key_come_from_every_group_and_file(written: tuple[Path, TableEntry]) -> None:
    folder, entry = written
    assert len(entry.files) == 3
    reader = KeyRows.of(folder)
    for _ in range(2):  # bounds read, and bounds known
        for artist_id in range(11):
            found = reader.read(TABLE, entry.files, artist_id, ("release_id", "roles", "title"))
            numbers = range(RELEASES.get(artist_id, 0))
            assert found.to_pydict() == {
                "release_id": [artist_id * 100 + number for number in numbers],
                "roles": [["Bass", "Drums"][: number % 3] for number in numbers],
                "title": [f"Title {number}" if number % 4 else None for number in numbers],
            }
            assert {found.column(name).num_chunks for name in found.column_names} <= {0, 1}


@pytest.mark.parametrize("harm", ["cut off", "gone", "its data is zeros", "no Parquet"])
def test_a_damaged_file_is_an_error_of_one_line(written: tuple[Path, TableEntry], harm: str) -> None:
    folder, entry = written
    path = folder / entry.files[0].path
    body = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        damaged = {
            "cut off": body[: len(body) // 2],
            "its data is zeros": body[:4] + bytes(400) + body[404:],
            "no Parquet": b"PAR1",
        }
        path.write_bytes(damaged[harm])
    with pytest.raises(CatalogueError, match=f"{entry.files[0].path} is damaged: ") as caught:
        KeyRows.of(folder).read(TABLE, entry.files, 1, ("release_id", "title"))
    assert "\n" not in str(caught.value)
