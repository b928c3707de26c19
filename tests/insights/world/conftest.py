"""The demo beside all that its Discogs has, open for all questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.insights.world.worlds import World, opened_world


@pytest.fixture(scope="session")
def world(demo_world: Path) -> Iterator[World]:
    """The demo's build and catalogue."""
    with opened_world(demo_world) as opened:
        yield opened
