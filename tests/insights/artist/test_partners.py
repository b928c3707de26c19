"""With whom somebody made most albums."""

from __future__ import annotations

from tests.rows import tuples

from linernotes.insights.artist.read_artist import read_artist


def test_an_edge_counts_as_many_albums_as_the_page_shows(demo):
    edges = {
        frozenset((one, other)): albums
        for one, other, albums in tuples(
            demo.storage,
            "select artist_id_from, artist_id_to, albums from artist_edge where artist_id_from != 0",
        )
    }
    (busiest,) = tuples(
        demo.storage,
        "select artist_id from artist_vertex where artist_id != 0 order by weighted_degree desc limit 1",
    )[0]
    page = read_artist(demo, busiest)
    assert page is not None
    assert page.partners
    assert all(edges[frozenset((busiest, one.artist_id))] == one.albums for one in page.partners)
