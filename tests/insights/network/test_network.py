"""The network in words: bridges, sidemen, line-ups, counted once more in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.examples import examples
from tests.insights.random_shelves import IS_GROUP, OTHERS, PEOPLE, ROLES, Item, Pressing, bands, built
from tests.rows import tuples

from linernotes.insights.network import summary
from linernotes.insights.network.bridges import read_played
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.snapshot import Snapshot

PSEUDO = {194, 355, 118760}


def all_of(snapshot: Snapshot) -> Network:
    """The network with all of its bridges, sidemen and line-ups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary, "LISTED", 1000)
        return read_network(snapshot)


def test_counts_are_those_of_the_tables(demo):
    found = read_network(demo)
    assert found.artists == demo.storage.scalar("select count(*) - 1 from artist_vertex")
    assert found.edges == demo.storage.scalar("select count(*) from artist_edge where artist_id_from > 0")
    assert 0 < found.largest_component <= found.artists


def test_sidemen_are_on_most_albums_and_lead_none(demo):
    """Counted from the credits: music-making roles only, albums by master, nobody's main artist."""
    album = dict(tuples(demo.storage, "select release_id, coalesce(master_id, -release_id) from release"))
    owned = {row[0] for row in tuples(demo.storage, "select release_id from collection_items")}
    making = {row[0] for row in tuples(demo.storage, "select role from role where as_edge")}
    leaders = {
        id
        for id, release in tuples(demo.storage, "select artist_id, release_id from release_artists")
        if release in owned
    }
    albums = defaultdict(set)
    for table in ("release_credits", "release_track_artists"):
        for id, release, role in tuples(demo.storage, f"select artist_id, release_id, role from {table}"):
            if id and release in owned and role in making and id not in leaders | PSEUDO:
                albums[id].add(album[release])
    names = dict(tuples(demo.storage, "select artist_id, display_name from artist"))
    found = {one.name: one.albums for one in all_of(demo).sidemen}
    assert found == {names[id]: len(on) for id, on in albums.items()}


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


def musicians(one: Pressing) -> set[int]:
    """Who makes music on a pressing: persons whose it is, or a track of it, and whoever is credited with music."""
    persons = {id for id in (*one.artists, *one.track_artists) if not IS_GROUP[id]}
    return (persons | {id for id, role in one.credits if ROLES[role] != "unknown"}) - PSEUDO


def oldest(pressings: Iterable[Pressing]) -> Pressing:
    """Of the first year that is known, and of the lowest id."""
    return min(pressings, key=lambda one: (one.year is None, one.year or 0, one.release_id))


def albums(items: list[Item]) -> list[list[Pressing]]:
    found = defaultdict(dict)
    for one in items:
        found[one.pressing.master_id][one.pressing.release_id] = one.pressing
    return [list(pressings.values()) for pressings in found.values()]


def line_ups(items: list[Item]) -> dict[tuple[int, ...], list[int]]:
    """Line-up -> the oldest pressing of each album that exactly they made, of three and more on two and more."""
    found = defaultdict(list)
    for first in map(oldest, albums(items)):
        found[tuple(sorted(musicians(first)))].append(first.release_id)
    return {who: sorted(on) for who, on in found.items() if len(who) >= 3 and len(on) >= 2}


@settings(
    max_examples=examples(60),
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(bands())
def test_line_ups_are_those_that_counting_finds(items: list[Item]):
    with built(items) as snapshot:
        found = all_of(snapshot).lineups
        playing = read_played(snapshot, [*PEOPLE, *OTHERS])
    assert {one.member_ids: list(one.release_ids) for one in found} == line_ups(items)
    sizes = [(-len(one.member_ids), one.member_ids) for one in found]
    assert sizes == sorted(sizes)
    title = {one.pressing.release_id: one.pressing.title for one in items}
    assert all(one.albums == tuple(title[id] for id in one.release_ids) for one in found)
    assert {id: {(one.release_id, one.roles) for one in on} for id, on in playing.items()} == played(items)


def played(items: list[Item]) -> dict[int, set[tuple[int, tuple[str, ...]]]]:
    """Musician -> the oldest pressing of each album that credits them, and every role on any pressing of it."""
    found = defaultdict(set)
    for pressings in albums(items):
        for id in PEOPLE | OTHERS:
            parts = {
                one.release_id: {role for who, role in one.credits if who == id and ROLES[role] != "unknown"}
                for one in pressings
            }
            on = [one for one in pressings if parts[one.release_id]]
            if on:
                found[id].add((oldest(on).release_id, tuple(sorted(set().union(*parts.values())))))
    return found


def record(number: int, artists: list[int], *credits: tuple[int, str], **more: Any) -> Item:
    shown = {"title": f"Record {number}", "album_year": None, "year": 1970, "country": None}
    lists = {"genres": [], "styles": [], "formats": [], "labels": []}
    pressing = Pressing(number, artists=artists, credits=list(credits), **shown | lists | more)
    return Item(pressing, None, None, None, None, None, number)


def found_in(*items: Item) -> dict[tuple[str, ...], tuple[str, ...]]:
    with built(list(items)) as snapshot:
        return {one.members: one.albums for one in read_network(snapshot).lineups}


def test_a_trio_is_the_same_with_any_leader():
    bass, drums = (2, "Bass"), (3, "Drums")
    led_by_two = found_in(record(1, [1], bass, drums), record(2, [2], (1, "Bass"), drums))
    assert led_by_two == {("Ann", "Bob", "Cecil"): ("Record 1", "Record 2")}


def test_sidemen_of_two_leaders_are_two_line_ups():
    sidemen = [(2, "Bass"), (3, "Drums"), (4, "Congas")]
    assert found_in(record(1, [1], *sidemen), record(2, [], *sidemen)) == {}
    assert found_in(record(1, [5], *sidemen), record(2, [194], *sidemen)) == {
        ("Bob", "Cecil", "Dora"): ("Record 1", "Record 2")
    }


def test_an_album_is_shown_by_the_pressing_that_came_out_first():
    """A reissue with a guest, submitted to Discogs before the original was."""
    trio = [(2, "Bass"), (3, "Drums")]
    reissue = record(1, [1], *trio, (4, "Congas"), album=9, year=1999)
    assert found_in(reissue, record(2, [1], *trio, album=9), record(3, [1], *trio)) == {
        ("Ann", "Bob", "Cecil"): ("Record 2", "Record 3")
    }
