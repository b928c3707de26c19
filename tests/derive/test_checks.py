"""Every promise, broken once: checks.sql says so, and the build is not published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.rows import put

from linernotes.derive import DiscogsDerive
from linernotes.derive.checks import broken_promises, check_promises
from linernotes.errors import BrokenPromiseError
from linernotes.storage.builds.publish import Build, current_build, new_build, publish
from linernotes.storage.duckdb.database import DBStorage, load_sql

NOBODY = 987_654_321
ONE_EDGE = "(select min(artist_id_from) from artist_edge where artist_id_from > 0)"
ONE_COLLECTED = "(select min(artist_id) from artist_vertex where in_collection)"
NOT_COLLECTED = "(select min(artist_id) from artist_vertex where not in_collection and artist_id > 0)"
FINE = "(select min(community_id) from artist_community where level > 0)"

#: Promise -> a statement that breaks it, among others perhaps.
BREAKS = {
    "every artist_id is in artist": f"insert into artist_aliases values (1, {NOBODY}, 'Nobody', null)",
    "every release_id is in release": f"insert into release_genres values ({NOBODY}, 0, 'Jazz')",
    "every master_id is in master": f"insert into master_genres values ({NOBODY}, 0, 'Jazz')",
    "every track is in release_tracks": "update artist_release_roles set tracks = [9999] where relation = 'track'",
    "every role is in role": "delete from role where role = 'Guitar'",
    "no artist has an id below 1": "insert into artist (artist_id, name) values (0, 'Me')",
    "artist counts what stands on the shelf": "update artist set qty_collection_items = 7 where name = 'Can'",
    "artist_release_roles is about owned and wanted releases": "delete from collection_items where rating = 4",
    "all else that is derived is about owned releases": "delete from collection_items where rating = 4",
    "relations join two artists who are no pseudo-artists": (
        "insert into artist_relations values (194, 194, 'co_appearance', 0, [], [])"
    ),
    "mutual relations stand once, the lower id first": (
        "update artist_relations set artist_id_from = artist_id_to, artist_id_to = artist_id_from "
        "where relation_type = 'artist_alias'"
    ),
    "relations are of a known type": (
        "update artist_relations set relation_type = 'friend' where relation_type = 'artist_alias'"
    ),
    "members and aliases have a document that says so": "delete from artist_aliases",
    "the weight of a relation is its number of albums": (
        "update artist_relations set weight = weight + 1 where relation_type = 'co_appearance'"
    ),
    "the releases of a relation show it": "delete from artist_release_roles where relation = 'credit'",
    "the roles of a relation are credited and make music": "update role set as_edge = false",
    "release_role has roles, other relations have none": (
        "update artist_relations set roles = [] where relation_type = 'release_role'"
    ),
    "an edge joins two vertices, the lower id first": f"delete from artist_vertex where artist_id = {ONE_EDGE}",
    "an identity is that of its lowest artist": "update artist set identity_id = null where name = 'Can'",
    "an alias has the same identity": "update artist set identity_id = artist_id",
    "a pseudo-artist is an identity of its own": "update artist set identity_id = 1 where artist_id = 194",
    "two artists of one identity are related as aliases alone": (
        "insert into artist_relations select artist_id_from, artist_id_to, 'co_appearance', 0, [], [] "
        "from artist_relations where relation_type = 'artist_alias' limit 1"
    ),
    "two players of a relation perform together": "delete from co_player_releases",
    "two who perform together are related": "delete from artist_relations where relation_type = 'co_player'",
    "a vertex has the identity of its artist": "update artist_vertex set identity_id = 0 where artist_id > 0",
    "an edge sums up the relations of two artists": (
        "update artist_edge set relation_types = ['friend'] where artist_id_from > 0"
    ),
    "an edge weighs 1 for family, and 1 at most for each album": (
        "update artist_edge set weight = 99 where artist_id_from > 0"
    ),
    "an edge counts the albums that its relations rest on": (
        "update artist_edge set albums = weight where artist_id_from > 0"
    ),
    "two vertices that are related have an edge": f"delete from artist_edge where artist_id_from = {ONE_EDGE}",
    "an edge stays within its component, and hops grow by one at most": (
        f"update artist_vertex set hops_from_me = 9 where artist_id = {ONE_EDGE}"
    ),
    '"me" has an edge to every collected artist, weight its copies': (
        "update artist_edge set weight = 99 where artist_id_from = 0"
    ),
    '"me" counts the albums of each collected artist': (
        "update artist_edge set albums = albums + 1 where artist_id_from = 0"
    ),
    '"me" has edges to collected artists alone': (
        f"insert into artist_edge values (0, {NOT_COLLECTED}, 1, 1, [])"
    ),
    "every collected artist is a vertex, and marked as one": (
        f"update artist_vertex set in_collection = false where artist_id = {ONE_COLLECTED}"
    ),
    "no vertex but a collected artist is marked as one": "update artist_vertex set in_collection = true",
    "no pseudo-artist is a vertex": "insert into artist_vertex (artist_id, in_collection) values (194, false)",
    "a vertex counts its edges": "update artist_vertex set degree = degree + 1",
    "a component is named after a vertex in it": f"update artist_vertex set component_id = {NOBODY}",
    "every vertex is in the community that it names": "update artist_vertex set community_id = null",
    "every vertex is in one community of the top level": "delete from artist_community where level = 0",
    "every member of a community is a vertex": (
        "insert into artist_community_members select min(community_id), 194, 0 from artist_community"
    ),
    "a community counts its members, and its anchor is one": (
        "update artist_community set qty_artists = qty_artists + 1"
    ),
    "every community that has members is there": "delete from artist_community",
    "a community is part of one on the level above": (
        f"update artist_community set parent_id = {NOBODY} where level > 0"
    ),
    "members of a community are members of the one above": (
        "delete from artist_community_members using artist_community as c "
        f"where c.community_id = {FINE} and artist_community_members.community_id = c.parent_id"
    ),
    "collected artists are like others, for something, to a part": "update artist_similarity set similarity = 2",
    "an artist has 50 who are like it at most": (
        f"insert into artist_similarity select {ONE_COLLECTED}, -artist_id, 0.5, ['Jazz'] from artist limit 51"
    ),
}


def test_the_demo_keeps_every_promise(demo: DBStorage) -> None:
    assert broken_promises(demo) == []
    check_promises(demo)


def test_real_recordings_keep_every_promise(recorded: DBStorage) -> None:
    """They leave much open: of most masters and artists that they name there is no document."""
    assert broken_promises(recorded) == []
    assert (
        recorded.scalar("select count(*) from release where master_id not in (select master_id from master)")
        > 50
    )


def test_a_build_of_nothing_keeps_every_promise(tmp_path: Path) -> None:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        DiscogsDerive().derive(storage)


#: One promise of each subject; the others are long trials.
SOME = tuple(BREAKS)[::8]


@pytest.mark.parametrize(
    "promise", [pytest.param(one, marks=() if one in SOME else pytest.mark.soak) for one in BREAKS]
)
def test_a_broken_promise_is_found(demo: DBStorage, promise: str) -> None:
    demo.execute("begin")
    try:
        demo.execute(BREAKS[promise])
        broken = broken_promises(demo)
    finally:
        demo.execute("rollback")
    assert promise in {found for found, _ in broken}
    assert all(detail for _, detail in broken)


def test_every_promise_is_tried() -> None:
    checks = load_sql("linernotes.derive", "checks")
    written = set(re.findall(r"select\s+'([^']+ [^']+)'(?: as promise)?,", checks))
    assert written == set(BREAKS)


def build(home: Path, *urls: tuple[int, int, str]) -> Build:
    """Build and publish as `linernotes build` does, of nothing but some rows of artist_urls."""
    draft = new_build(home)
    with draft, DBStorage.create(draft.path) as storage:
        put(storage, "artist_urls", urls)
        DiscogsDerive().derive(storage)
    return publish(draft).build


def test_a_build_that_breaks_a_promise_is_not_published_and_says_which(tmp_path: Path) -> None:
    before = build(tmp_path)
    with pytest.raises(
        BrokenPromiseError, match=rf"every artist_id is in artist \(artist_urls names {NOBODY}\)"
    ):
        build(tmp_path, (NOBODY, 0, "https://nobody.example"))
    assert current_build(tmp_path) == before
    assert list((tmp_path / "builds").glob("*.duckdb")) == [before.path]


def test_the_first_few_of_many_are_named(tmp_path: Path) -> None:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        put(storage, "artist_urls", [(artist, 0, "https://nobody.example") for artist in (1, 2, 3, 4, 5)])
        with pytest.raises(BrokenPromiseError) as raised:
            check_promises(storage)
    assert str(raised.value).count("artist_urls names") == 3
    assert str(raised.value).endswith(", and 2 more")
