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
    neighbours = others_of(demo)
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    between = dict(
        tuples(demo.storage, "select artist_id, betweenness from artist_vertex where artist_id > 0")
    )
    joined = {id: {top[one] for one in near if one in top} for id, near in neighbours.items()}
    names = defaultdict(list)
    for id, sides in joined.items():
        if between[id] > 0 and len(sides) > 1:
            names[identity[id]].append((-between[id], id))
    assert {one.artist_id for one in bridges} == {min(several)[1] for several in names.values()}
    for one in bridges:
        assert {side.community_id for side in one.sides} == joined[one.artist_id]
        assert {side.artist_id for side in one.sides} <= neighbours[one.artist_id]
        assert all(top[side.artist_id] == side.community_id for side in one.sides)
        assert one.communities == tuple(sorted({side.label for side in one.sides}))


def others_of(demo: Snapshot) -> dict[int, set[int]]:
    """The neighbours of each artist who are neither another name, nor a group of theirs, nor a member of them."""
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    family = {
        frozenset((identity[member], identity[group]))
        for query in (
            "select artist_id, group_id from artist_groups",
            "select member_id, artist_id from artist_members",
        )
        for member, group in tuples(demo.storage, query)
        if member in identity and group in identity
    }
    found = defaultdict(set)
    for one, other in tuples(
        demo.storage, "select artist_id_from, artist_id_to from artist_edge where artist_id_from > 0"
    ):
        pair = frozenset((identity[one], identity[other]))
        if len(pair) > 1 and pair not in family:
            found[one].add(other)
            found[other].add(one)
    return found


def test_a_band_is_no_bridge_by_those_who_were_in_it(demo):
    """Drummers of Weather Report and of Gong play in other communities; that joins the drummers, not the bands."""
    sides = {one.name: {side.name for side in one.sides} for one in all_of(demo).bridges}
    assert {"Omar Hakim", "Bill Bruford"} <= sides.keys()
    assert not {"Weather Report", "Gong"} & sides.keys()
    assert "Neneh Cherry" in sides["Massive Attack"]
