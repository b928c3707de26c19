"""Pressings of all of Discogs are worded as the records of the shelf; artists are found by id and by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.catalogue.dumps import build_here, dump_files

from discogs_sandbox.catalogues import load_catalogue
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.artists import find_world_artists
from linernotes.insights.world.pressings import read_world_releases
from linernotes.insights.world.standing import Standing
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.reader import CatalogueReader


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CatalogueReader, int, int]]:
    """The demo's catalogue, main artists with the number of a namesake; the id of an artist, and that of one who is
    called by that number.
    """
    catalogue, folder = load_catalogue("demo"), tmp_path_factory.mktemp("numbered")
    for release in catalogue.releases.values():
        for artist in release["artists"]:
            artist["name"] = f"{artist['name'].partition(' (')[0]} (3)"
    named, called = sorted(catalogue.artists)[:2]
    catalogue.artists[called]["name"] = str(named)
    month = build_here(folder / "home", dump_files(catalogue, folder / "dumps")).month
    with CatalogueReader(month) as reader:
        yield reader, named, called


def test_a_record_is_worded_as_on_the_shelf(
    demo_home: Path, numbered: tuple[CatalogueReader, int, int]
) -> None:
    path = current_build(demo_home)
    assert path is not None
    with Snapshot.open(path) as snapshot:
        copies = {copy.release_id: copy for copy in snapshot.cached(read_collection).copies}
        found = read_world_releases(snapshot, numbered[0], copies)
    assert {one.release_id: (one.artists, one.formats, one.labels) for one in found} == {
        id: (
            copy.artist,
            ", ".join(copy.formats),
            ", ".join(f"{label.name} {label.catalog_number or ''}".strip() for label in copy.labels),
        )
        for id, copy in copies.items()
    }
    assert {one.standing for one in found} == {Standing.OWNED}


def test_a_number_is_an_id_and_a_name(numbered: tuple[CatalogueReader, int, int]) -> None:
    reader, named, called = numbered
    assert [one.artist_id for one in find_world_artists(reader, f" {named} ")] == [named, called]
