"""With whom somebody made most albums: the command and the page say the same, of everybody on the shelf.

Of everybody it is a long trial.
"""

from __future__ import annotations

import pytest

from linernotes.insights.artist.portrait import MOST_PARTNERS, read_artist
from linernotes.insights.artist.read_artist import read_portrait
from linernotes.insights.artist.relatives import read_families
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.release.similar_releases import read_kinship

CREDITED = """select artist_id from artist where qty_collection_credits > 0
    order by qty_collection_credits desc, artist_id"""

#: Of so many artists one is compared, those who made most with others first.
EACH = 12


@pytest.mark.parametrize("each", [EACH, pytest.param(1, marks=pytest.mark.soak)])
def test_command_and_page_name_the_same_partners_with_the_same_albums(demo, each):
    collection, kinship, families = read_collection(demo), read_kinship(demo), read_families(demo)
    credited = demo.rows(CREDITED)[::each]
    differing = {}
    compared = 0
    for (artist_id,) in credited:
        page = read_artist(demo, artist_id, collection, kinship, families)
        if page is None:
            continue
        command = list(read_portrait(demo, artist_id).partners)
        on_page = [(one.name, one.albums) for one in page.partners]
        compared += len(command)
        if command != on_page[: len(command)] or (len(on_page) > len(command) and len(command) < 10):
            differing[artist_id] = command, on_page
    assert differing == {}
    assert compared > 1000 / each
    assert MOST_PARTNERS >= 10


def test_an_edge_counts_as_many_albums_as_the_page_shows(demo):
    collection, kinship, families = read_collection(demo), read_kinship(demo), read_families(demo)
    edges = {
        frozenset((one, other)): albums
        for one, other, albums in demo.rows(
            "select artist_id_from, artist_id_to, albums from artist_edge where artist_id_from != 0"
        )
    }
    (busiest,) = demo.rows(
        "select artist_id from artist_vertex where artist_id != 0 order by weighted_degree desc limit 1"
    )[0]
    page = read_artist(demo, busiest, collection, kinship, families)
    assert page is not None
    assert page.partners
    assert all(edges[frozenset((busiest, one.artist_id))] == one.albums for one in page.partners)
