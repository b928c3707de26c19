"""The app on a catalogue of which every text is hostile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient
from tests.catalogue.dumps import without_digests
from tests.web.conftest import app_on

from linernotes.storage.catalogue.manifest import CATALOGUE, newest_month, write_manifest
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, arrow_schema

#: A text that is markup where it is not escaped.
HOSTILE = """<b onload="x('1')">&'"""


@pytest.fixture(scope="session")
def hostile_app(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The app on a catalogue of which names, titles and roles are markup."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    shutil.copytree(demo_world, home, symlinks=True)
    month = newest_month(home)
    assert month is not None
    changed = {
        "artist": ("name", "display_name"),
        "artist_releases": ("title", "country"),
        "release": ("title", "country"),
        "release_artists": ("name", "name_variation", "join_phrase"),
        "release_labels": ("name", "catalog_number"),
        "release_formats": ("name",),
        "release_credits": ("name", "role"),
    }
    for table, columns in changed.items():
        for file in month.files(table):
            replaced = ", ".join(f"coalesce({column}, '') || $text as {column}" for column in columns)
            if table == "artist_releases":
                replaced += ", list_append(roles, $text) as roles"
            new = file.with_suffix(".new")
            with duckdb.connect() as connection:
                text = HOSTILE.replace("'", "''")
                sql = f"copy (select * replace ({replaced}) from '{file}') to '{new}' (format parquet)"
                connection.execute(sql.replace("$text", f"'{text}'"))
            # As the catalogue writes it: DuckDB names the values of a list otherwise.
            pq.write_table(pq.read_table(new).cast(arrow_schema(CATALOGUE_TABLES[table])), file)
            new.unlink()
    write_manifest(month.folder, without_digests(month.manifest))
    assert (home / CATALOGUE).is_dir()
    with app_on(home) as client:
        yield client
