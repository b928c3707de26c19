"""Builds of whole catalogues, derived in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.homes import Home

from linernotes.derive import DiscogsDerive
from linernotes.etl.collection import ETLCollection
from linernotes.etl.shelf import read_shelf
from linernotes.sandbox.catalogue import Catalogue
from linernotes.sandbox.catalogues import load_catalogue
from linernotes.sandbox.server import Sandbox
from linernotes.storage.database import DBStorage
from linernotes.storage.landing import Landing


def synced(catalogue: Catalogue, folder: Path) -> Path:
    """The landing.db of a home that was synced with a sandbox of this catalogue."""
    with Sandbox(catalogue, limit=100_000) as sandbox:
        Home(folder, sandbox).json("sync")
    return folder / "landing.db"


def load(landing_db: Path, storage: DBStorage) -> None:
    """Fill the source tables of a build."""
    with Landing.open(landing_db) as landing:
        ETLCollection(landing, read_shelf(landing), storage=storage).load_all()


@pytest.fixture(scope="session")
def demo_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo catalogue, landed."""
    return synced(load_catalogue("demo"), tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo(demo_landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The demo catalogue, derived. Leave it as it is, or roll back."""
    with DBStorage.create(tmp_path_factory.mktemp("demo-build") / "build.duckdb") as storage:
        load(demo_landing, storage)
        DiscogsDerive(storage).derive()
        yield storage


@pytest.fixture(scope="session")
def recorded(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The recorded catalogue, derived."""
    landing_db = synced(load_catalogue("recorded", dir=fixtures), tmp_path_factory.mktemp("recorded"))
    with DBStorage.create(tmp_path_factory.mktemp("recorded-build") / "build.duckdb") as storage:
        load(landing_db, storage)
        DiscogsDerive(storage).derive()
        yield storage
