"""The demo's published build, open for all questions to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> Iterator[Snapshot]:
    """The demo catalogue, derived."""
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        yield snapshot
