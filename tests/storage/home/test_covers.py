from __future__ import annotations

from pathlib import Path

import pytest

from linernotes.errors import StoreError
from linernotes.storage.home.covers import Cover, CoverStore
from linernotes.storage.home.layout import disk_use

DISCOGS = "https://i.discogs.com/{}/rs:fit/g:sm/q:40/h:{}/w:150/czM6Ly9kaXNjb2dz/LTEu/anBlZw.jpeg"
COVER = Cover(4711, "small", DISCOGS.format("Signed1", 150))


def test_what_is_saved_is_found(tmp_path: Path):
    store = CoverStore(tmp_path)
    assert store.find(COVER) is None
    path = store.save(COVER, b"picture", "jpg")
    assert store.find(COVER) == path
    assert path.read_bytes() == b"picture"
    assert path.is_relative_to(tmp_path / "covers")


def test_another_signature_is_the_same_picture(tmp_path: Path):
    store = CoverStore(tmp_path)
    path = store.save(COVER, b"picture", "jpg")
    assert store.find(Cover(4711, "small", DISCOGS.format("Signed2", 150))) == path


def test_another_size_or_picture_is_another_file(tmp_path: Path):
    store = CoverStore(tmp_path)
    store.save(COVER, b"picture", "jpg")
    assert store.find(Cover(4711, "large", COVER.url)) is None
    assert store.find(Cover(4711, "small", DISCOGS.format("Signed1", 151))) is None
    assert store.find(Cover(4711, "small", "https://i.discogs.com/other.jpeg")) is None


def test_a_new_picture_takes_the_place_of_the_old_one_and_of_no_other(tmp_path: Path):
    store = CoverStore(tmp_path)
    old = store.save(COVER, b"old", "jpg")
    large = store.save(Cover(4711, "large", COVER.url), b"large", "jpg")
    neighbour = store.save(Cover(47, "small", COVER.url), b"neighbour", "jpg")
    new = store.save(Cover(4711, "small", "https://i.discogs.com/new.png"), b"new", "png")
    assert not old.exists()
    assert [path.read_bytes() for path in (new, large, neighbour)] == [b"new", b"large", b"neighbour"]


def test_what_they_take_is_shown_and_can_be_cleared(tmp_path: Path):
    store = CoverStore(tmp_path)
    assert store.use() == (0, 0)
    assert store.clear() == 0
    for number in range(1, 4):
        store.save(Cover(number, "small", COVER.url), b"12345", "gif")
    assert store.use() == (3, 15)
    assert disk_use(tmp_path)["covers"] == 15
    assert store.clear() == 3
    assert store.use() == (0, 0)


def test_what_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "covers").write_text("a file is in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        CoverStore(tmp_path).save(COVER, b"picture", "jpg")


def test_nothing_half_written_stays(tmp_path: Path):
    store = CoverStore(tmp_path)
    (tmp_path / "covers" / "11" / f"{COVER.stem}.jpg").mkdir(parents=True)  # so that it cannot be put there
    with pytest.raises(StoreError):
        store.save(COVER, b"picture", "jpg")
    assert [path.name for path in (tmp_path / "covers" / "11").iterdir()] == [f"{COVER.stem}.jpg"]
