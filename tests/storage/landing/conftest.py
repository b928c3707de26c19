"""A landing.db of its own for each test, and documents to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linernotes.documents import DocumentKey, Fetched
from linernotes.storage.landing import Landing

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "landing.db"


@pytest.fixture
def landing(path: Path) -> Iterator[Landing]:
    with Landing.open(path) as landing:
        yield landing


@pytest.fixture
def fetch():
    """Make a fetched document: `fetch("release", 5, b"{}", hours=1)` came one hour after noon."""

    def fetch(kind: str, id: int = 0, body: bytes = b"{}", *, page: int = 1, hours: float = 0) -> Fetched:
        return Fetched(DocumentKey(kind, id, page), body, NOON + timedelta(hours=hours))

    return fetch


@pytest.fixture
def noon() -> datetime:
    return NOON
