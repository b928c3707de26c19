"""Rows with names: filled by column name, and refused where a column is missing or too many."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.rows import put

from linernotes.errors import StoreError
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.sqlite.reading import read


class Counted(NamedTuple):
    subject: str
    known: int
    as_of: datetime | None


@dataclass(frozen=True)
class CountedToo:
    subject: str
    known: int
    as_of: datetime | None


WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    storage = DBStorage.create(tmp_path / "new.duckdb")
    put(storage, "coverage", [("releases", 3, 4, WHEN), ("masters", 1, 2, None)])
    yield storage
    storage.abandon()


@pytest.mark.parametrize("model", [Counted, CountedToo])
@pytest.mark.parametrize("columns", ["subject, known, as_of", "as_of, subject, known"])
def test_fields_are_filled_by_the_names_of_the_columns_in_any_order(
    storage: DBStorage, model: type[Counted], columns: str
) -> None:
    select = f"select {columns} from coverage where total > ? order by subject"
    for _ in range(2):  # the second time the query is known, with its times rewritten
        assert storage.read(model, select, [1]) == [model("masters", 1, None), model("releases", 3, WHEN)]
    assert storage.cursor().read(model, f"{select} limit 0", [1]) == []


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        pytest.param("subject, known", "missing: as_of; too many: none", id="missing"),
        pytest.param("subject, known, as_of, total", "missing: none; too many: total", id="too-many"),
        pytest.param("subject, known as seen, as_of", "missing: known; too many: seen", id="another-name"),
        pytest.param("subject, known, as_of, known", "but one comes twice", id="twice"),
    ],
)
@pytest.mark.parametrize("model", [Counted, CountedToo])
def test_a_column_that_is_missing_or_too_many_is_refused_by_name(
    storage: DBStorage, model: type[Counted], columns: str, said: str
) -> None:
    for select in (f"select {columns} from coverage", f"select {columns} from coverage where false"):
        with pytest.raises(StoreError, match=said):
            storage.read(model, select)


def test_values_of_one_column_leave_out_null(storage: DBStorage) -> None:
    assert storage.values(datetime, "select as_of from coverage order by 1") == [WHEN]
    with pytest.raises(ValueError, match="too many values"):
        storage.values(str, "select subject, known from coverage")


def test_a_sqlite_file_is_read_by_the_same_rule() -> None:
    with sqlite3.connect(":memory:") as db:
        assert read(db, Counted, "select 1 as known, null as as_of, ? as subject", ["x"]) == [
            Counted("x", 1, None)
        ]
        with pytest.raises(StoreError, match="missing: as_of; too many: none"):
            read(db, Counted, "select 1 as known, 'x' as subject")
    db.close()
