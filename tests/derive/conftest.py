"""Builds of whole catalogues, derived in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.shelves import land_synthetic

from linernotes.derive import DiscogsDerive
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.loading import Loading
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing


def load(landing_db: Path, storage: DBStorage) -> None:
    """Fill the source tables of a build."""
    with Landing.open(landing_db) as landing:
        ETLCollection().load_all(Loading(landing, read_shelf(landing), storage, DiscogsDerive().borrow))


def _derived(landing_db: Path, folder: Path) -> Iterator[DBStorage]:
    with DBStorage.create(folder / "build.duckdb") as storage:
        load(landing_db, storage)
        DiscogsDerive().derive(storage)
        yield storage


@pytest.fixture(scope="session")
def demo_landing(demo_home: Path) -> Path:
    """The demo catalogue, landed."""
    return demo_home / LANDING_DB


@pytest.fixture(scope="session")
def demo(demo_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The demo catalogue, derived. Leave it as it is, or roll back."""
    yield from _derived(demo_landing, tmp_path_factory.mktemp("demo-build"))


@pytest.fixture(scope="session")
def recorded_landing(recorded_home: Path) -> Path:
    """The recorded catalogue, landed."""
    return recorded_home / LANDING_DB


@pytest.fixture(scope="session")
def small_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic shelf, landed."""
    return _synthetic(tmp_path_factory.mktemp("small-landing"), 150)


@pytest.fixture(scope="session")
def large_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large synthetic shelf, landed."""
    return _synthetic(tmp_path_factory.mktemp("large-landing"), 2000)


def _synthetic(home: Path, copies: int) -> Path:
    land_synthetic(home, copies)
    return home / LANDING_DB


@pytest.fixture(scope="session")
def small(small_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """A synthetic shelf, derived."""
    yield from _derived(small_landing, tmp_path_factory.mktemp("small-build"))


@pytest.fixture(scope="session")
def large(large_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """A large synthetic shelf, derived."""
    yield from _derived(large_landing, tmp_path_factory.mktemp("large-build"))


@pytest.fixture(scope="session")
def recorded(recorded_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The recorded catalogue, derived."""
    yield from _derived(recorded_landing, tmp_path_factory.mktemp("recorded-build"))
