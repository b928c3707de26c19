"""An interruption may come at any moment of opening a .zip file: what is half open is let go without a word."""

from __future__ import annotations

import io
import zipfile

import pytest

from linernotes.storage.backup.zip_archive import ZipArchive

#: What Python sets one after the other while it opens a file.
STEPS = {"mode": "r", "_filePassed": 1, "fp": io.BytesIO(), "_fileRefCnt": 1, "_writing": False}


@pytest.mark.parametrize("count", range(len(STEPS) + 1))
def test_one_that_is_open_in_part_closes(count: int) -> None:
    archive = ZipArchive.__new__(ZipArchive)
    vars(archive).update(list(STEPS.items())[:count])
    archive.close()
    archive.close()


def test_pythons_own_does_not() -> None:
    archive = zipfile.ZipFile.__new__(zipfile.ZipFile)
    archive.fp = io.BytesIO()
    with pytest.raises(AttributeError):
        archive.close()
    archive.fp = None  # so that it is deleted in silence
