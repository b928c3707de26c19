"""Replacing a file in one step: readers see the old content or the new, and nothing is left of a failure."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from linernotes.files import drafts_of, replace_file


def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "note"
    for content in (b"old", b"new"):
        replace_file(path, content)
        assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["note"]


@pytest.mark.parametrize("mode", [0o600, 0o666])
def test_permissions_are_those_asked_for_less_the_umask(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "note", b"", mode=mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "note").stat().st_mode) == mode & ~0o027


def test_a_failure_leaves_the_old_content_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note"
    replace_file(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(drafts_of("note"))) == []


def test_a_draft_of_a_killed_process_goes_with_the_next_content(tmp_path: Path) -> None:
    old, young = tmp_path / ".note.0123abcd", tmp_path / ".note.4567abcd"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    replace_file(tmp_path / "note", b"new")
    assert not old.exists()
    assert young.exists()
