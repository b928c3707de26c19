"""The demo catalogue, built once for all questions to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.derive.conftest import load, synced

from linernotes.derive import DiscogsDerive
from linernotes.sandbox.catalogues import load_catalogue
from linernotes.storage.database import DBStorage


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    """The demo catalogue, derived."""
    landing_db = synced(load_catalogue("demo"), tmp_path_factory.mktemp("demo"))
    path: Path = tmp_path_factory.mktemp("demo-build") / "build.duckdb"
    with DBStorage.create(path) as storage:
        load(landing_db, storage)
        DiscogsDerive(storage).derive()
    with DBStorage.open(path) as storage:
        yield storage
