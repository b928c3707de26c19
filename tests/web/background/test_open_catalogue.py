"""Which month of the catalogue a request gets."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.manifest import CATALOGUE, MANIFEST, newest_month, write_manifest
from linernotes.web.background.open_catalogue import Catalogues


@pytest.fixture
def home(demo_world: Path, tmp_path: Path) -> Path:
    """A home with a catalogue alone."""
    shutil.copytree(demo_world / CATALOGUE, tmp_path / CATALOGUE)
    return tmp_path


def test_there_is_none_and_then_the_newest(home: Path, tmp_path: Path):
    catalogues = Catalogues(home)
    folder = home / CATALOGUE
    away = folder.rename(home / "away")
    with catalogues.reading() as reader:
        assert reader is None
    away.rename(folder)
    with catalogues.reading() as early:
        assert early is not None
        month = newest_month(home)
        assert month is not None
        newer = shutil.copytree(month.folder, folder / "20991201")
        with catalogues.reading() as late:
            assert late is not None
            assert (early.month.name, late.month.name) == (month.name, month.name)  # two folders of one month
            assert late.month.folder == newer
        assert early.rows("artist") > 0
        assert early.graph.ids.size


def test_requests_one_after_another_share_a_reader_and_those_at_once_do_not(home: Path):
    catalogues = Catalogues(home)
    with catalogues.reading() as first, catalogues.reading() as beside:
        assert first is not None
        assert first is not beside
    with catalogues.reading() as again:
        assert again in (first, beside)
    catalogues.close()


def test_a_month_whose_file_is_gone_is_opened_anew(home: Path):
    catalogues = Catalogues(home)
    with pytest.raises(CatalogueError), catalogues.reading():
        raise CatalogueError("a file is gone")
    month = newest_month(home)
    assert month is not None
    write_manifest(month.folder, month.manifest)
    os.utime(month.folder / MANIFEST, ns=(1, 1))
    with catalogues.reading() as reader:
        assert reader is not None
        assert reader.rows("release") == month.manifest.tables["release"].rows
