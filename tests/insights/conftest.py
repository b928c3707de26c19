"""The demo's published build, open for all questions to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> Iterator[DBStorage]:
    """The demo catalogue, derived."""
    build = current_build(demo_home)
    assert build is not None
    with DBStorage.open(build.path) as storage:
        yield storage
