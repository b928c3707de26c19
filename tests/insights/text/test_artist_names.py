"""An artist without a name is called the same wherever one looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.gaps.suggestions import read_gaps
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.network.paths import find_path
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name, read_names
from linernotes.insights.text.credit_line import Artist
from linernotes.storage.builds.publish import current_build


@pytest.fixture(scope="module")
def nameless(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, int]]:
    """The demo in which Brian Eno has no name, nor one of whom nothing is owned; and his id."""
    home = tmp_path_factory.mktemp("nameless") / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    build = current_build(home)
    assert build is not None
    with duckdb.connect(str(build.path)) as db:
        row = db.execute("select artist_id from artist where display_name = 'Brian Eno'").fetchone()
        assert row is not None
        db.execute("update artist set name = null, display_name = null where artist_id = ?", row)
        db.execute("""
            update artist set name = null, display_name = null
            where artist_id = (select min(artist_id) from artist where qty_collection_credits = 0)
        """)
        db.execute("update artist_vertex set name = null where artist_id = ?", row)
    with Snapshot.open(build) as snapshot:
        yield snapshot, row[0]


def test_it_is_called_by_its_id_everywhere(nameless: tuple[Snapshot, int]) -> None:
    snapshot, artist_id = nameless
    laswell = one_artist(snapshot, "Bill Laswell").artist_id
    portrait = read_artist(snapshot, artist_id)
    path = find_path(snapshot, {laswell}, {artist_id})
    assert portrait is not None
    assert path is not None
    names = {
        "names": read_names(snapshot, [artist_id])[artist_id],
        "found": one_artist(snapshot, str(artist_id)).name,
        "page": portrait.name,
        "path": path.names[-1],
        "network": read_vertices(snapshot).name(read_vertices(snapshot).places[artist_id]),
        "gaps": read_gaps(snapshot, [artist_id])[0].name,
        "facet": read_facets(snapshot)["person"].label(str(artist_id)),
        "similar": read_kinship(snapshot).names[artist_id],
        "credit": Artist(artist_id, None).printed,
    }
    assert names == dict.fromkeys(names, artist_name(None, artist_id))
    assert artist_name(None, artist_id) == f"Artist {artist_id}"


def test_it_is_called_so_where_nothing_of_it_is_owned(nameless: tuple[Snapshot, int]) -> None:
    snapshot, _ = nameless
    stranger = snapshot.storage.scalar(
        "select min(artist_id) from artist where name is null and qty_collection_credits = 0"
    )
    answer = look_up(snapshot, f"https://www.discogs.com/artist/{stranger}")
    assert answer is not None
    assert (answer.verdict, answer.what) == ("not", f"Artist {stranger}")


def test_an_artist_without_a_name_or_an_id_is_unknown() -> None:
    assert artist_name(None, None) == "Unknown Artist"
