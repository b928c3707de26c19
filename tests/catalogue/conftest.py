"""The catalogue of the demo, built once for the tests of a module."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.dumps import build_here, dump_files

from discogs_sandbox.catalogues import load_catalogue


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The dumps of the demo."""
    return dump_files(load_catalogue("demo"), tmp_path_factory.mktemp("dumps"))


@pytest.fixture(scope="module")
def whole(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo's catalogue. What a test changes in it, it puts right."""
    home = tmp_path_factory.mktemp("whole")
    build_here(home, files)
    return home
