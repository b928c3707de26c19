"""Pressings of all of Discogs are worded as the records of the shelf."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.dumps import build_here, dump_files

from discogs_sandbox.catalogues import load_catalogue
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.pressings import read_world_releases
from linernotes.insights.world.standing import Standing
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.reader import CatalogueReader


def test_a_record_is_worded_as_on_the_shelf(demo_home: Path, tmp_path: Path) -> None:
    catalogue = load_catalogue("demo")
    for release in catalogue.releases.values():
        for artist in release["artists"]:
            artist["name"] = f"{artist['name'].partition(' (')[0]} (3)"
    month = build_here(tmp_path / "home", dump_files(catalogue, tmp_path / "dumps")).month
    path = current_build(demo_home)
    assert path is not None
    with Snapshot.open(path) as snapshot, CatalogueReader(month) as world:
        copies = {copy.release_id: copy for copy in snapshot.cached(read_collection).copies}
        found = read_world_releases(snapshot, world, copies)
    assert {one.release_id: (one.artists, one.formats, one.labels) for one in found} == {
        id: (
            copy.artist,
            ", ".join(copy.formats),
            ", ".join(f"{label.name} {label.catalog_number or ''}".strip() for label in copy.labels),
        )
        for id, copy in copies.items()
    }
    assert {one.standing for one in found} == {Standing.OWNED}
