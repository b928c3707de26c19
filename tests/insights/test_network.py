"""The network in words: bridges, sidemen, line-ups, counted once more in plain Python."""

from __future__ import annotations

from collections import defaultdict

from linernotes.insights.network import read_network

PSEUDO = {194, 355, 118760}


def test_counts_are_those_of_the_tables(demo):
    found = read_network(demo)
    assert found.artists == demo.scalar("select count(*) - 1 from artist_vertex")
    assert found.edges == demo.scalar("select count(*) from artist_edge where artist_id_from > 0")
    assert 0 < found.largest_component <= found.artists


def test_sidemen_are_on_most_albums_and_lead_none(demo):
    """Counted from the credits: music-making roles only, albums by master, nobody's main artist."""
    album = dict(demo.rows("select release_id, coalesce(master_id, -release_id) from release"))
    owned = {row[0] for row in demo.rows("select release_id from collection_items")}
    making = {row[0] for row in demo.rows("select role from role where as_edge")}
    leaders = {
        id
        for id, release in demo.rows("select artist_id, release_id from release_artists")
        if release in owned
    }
    albums = defaultdict(set)
    for table in ("release_credits", "release_track_artists"):
        for id, release, role in demo.rows(f"select artist_id, release_id, role from {table}"):
            if id and release in owned and role in making and id not in leaders | PSEUDO:
                albums[id].add(album[release])
    names = dict(demo.rows("select artist_id, display_name from artist"))
    found = {one.name: one.albums for one in read_network(demo, top=1000).sidemen}
    assert found == {names[id]: len(on) for id, on in albums.items()}


def test_bridges_reach_into_two_communities_or_more_and_stand_on_many_paths(demo):
    bridges = read_network(demo, top=1000).bridges
    assert [one.betweenness for one in bridges] == sorted((one.betweenness for one in bridges), reverse=True)
    top = dict(
        demo.rows(
            "select m.artist_id, m.community_id from artist_community_members as m "
            "join artist_community using (community_id) where level = 0 and label is not null"
        )
    )
    neighbours = defaultdict(set)
    for one, other in demo.rows(
        "select artist_id_from, artist_id_to from artist_edge where artist_id_from > 0"
    ):
        neighbours[one].add(other)
        neighbours[other].add(one)
    between = dict(demo.rows("select artist_id, betweenness from artist_vertex where artist_id > 0"))
    expected = {
        id
        for id, near in neighbours.items()
        if between[id] > 0 and len({top[one] for one in near if one in top}) > 1
    }
    assert {one.artist_id for one in bridges} == expected


def test_the_same_line_up_made_each_of_the_albums(demo):
    found = read_network(demo, top=1000).lineups
    assert all(len(one.members) >= 3 for one in found)
    assert all(len(set(one.albums)) > 1 for one in found)
    names = {one.members for one in found}
    assert len(names) == len(found)
