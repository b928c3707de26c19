"""The network in words: its sizes and its bridges, counted once more in plain Python."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.rows import tuples

from linernotes.insights.network import summary
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.snapshot import Snapshot

PSEUDO = {194, 355, 118760}


def all_of(snapshot: Snapshot) -> Network:
    """The network with all of its bridges."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary, "LISTED", 1000)
        return read_network(snapshot)


def test_counts_are_those_of_the_tables(demo):
    found = read_network(demo)
    assert found.artists == demo.storage.scalar("select count(*) - 1 from artist_vertex")
    assert found.edges == demo.storage.scalar("select count(*) from artist_edge where artist_id_from > 0")
    assert 0 < found.largest_component <= found.artists


def test_bridges_reach_into_two_communities_or_more_and_stand_on_many_paths(demo):
    bridges = all_of(demo).bridges
    assert [one.betweenness for one in bridges] == sorted((one.betweenness for one in bridges), reverse=True)
    top = dict(
        tuples(
            demo.storage,
            "select m.artist_id, m.community_id from artist_community_members as m "
            "join artist_community using (community_id) where level = 0 and label is not null",
        )
    )
    neighbours = defaultdict(set)
    for one, other in tuples(
        demo.storage, "select artist_id_from, artist_id_to from artist_edge where artist_id_from > 0"
    ):
        neighbours[one].add(other)
        neighbours[other].add(one)
    between = dict(
        tuples(demo.storage, "select artist_id, betweenness from artist_vertex where artist_id > 0")
    )
    expected = {
        id
        for id, near in neighbours.items()
        if between[id] > 0 and len({top[one] for one in near if one in top}) > 1
    }
    assert {one.artist_id for one in bridges} == expected
