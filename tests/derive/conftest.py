"""Builds of whole catalogues, derived in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def demo_landing(demo_home: Path) -> Path:
    """The demo catalogue, landed."""
    return demo_home / LANDING_DB


@pytest.fixture(scope="session")
def demo(demo_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The demo catalogue, derived. Leave it as it is, or roll back."""
    with DBStorage.create(tmp_path_factory.mktemp("demo-build") / "build.duckdb") as storage:
        load(demo_landing, storage)
        DiscogsDerive().derive(storage)
        yield storage


@pytest.fixture(scope="session")
def recorded(recorded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The recorded catalogue, derived."""
    with DBStorage.create(tmp_path_factory.mktemp("recorded-build") / "build.duckdb") as storage:
        load(recorded_home / LANDING_DB, storage)
        DiscogsDerive().derive(storage)
        yield storage
