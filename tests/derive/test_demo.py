"""The demo catalogue, against what the records themselves say."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rows import tuples

from linernotes.storage.duckdb.database import DBStorage


def relations(
    storage: DBStorage, kind: str, *, of: str | None = None, to: str | None = None
) -> list[tuple[Any, ...]]:
    """(from, to, weight, roles), by names."""
    return tuples(
        storage,
        "select f.name, t.name, weight, roles from artist_relations "
        "inner join artist as f on f.artist_id = artist_id_from "
        "inner join artist as t on t.artist_id = artist_id_to "
        "where relation_type = ? and f.name = coalesce(?, f.name) and t.name = coalesce(?, t.name) order by 1, 2",
        [kind, of, to],
    )


def standing(storage: DBStorage, artist: str, title: str) -> dict[str, tuple[list[str], list[str] | None]]:
    """How an artist stands to the one owned release of a title: relation -> roles and printed positions."""
    rows = tuples(
        storage,
        "select relation, roles, tracks, release_id from artist_release_roles "
        "inner join artist using (artist_id) inner join release using (release_id) where name = ? and title = ?",
        [artist, title],
    )
    found = {}
    for relation, roles, tracks, release_id in rows:
        printed = dict(
            tuples(
                storage, "select track_no, position from release_tracks where release_id = ?", [release_id]
            )
        )
        found[relation] = (roles, None if tracks is None else [printed[track] for track in tracks])
    return found


def test_ron_carter_plays_on_four_albums_of_four_main_artists(demo: DBStorage) -> None:
    """Maiden Voyage, Speak No Evil, Stone Flower, and two tracks of Spectrum."""
    assert relations(demo, "release_role", of="Ron Carter") == [
        ("Ron Carter", "Antonio Carlos Jobim", 1, ["Bass"]),
        ("Ron Carter", "Billy Cobham", 1, ["Acoustic Bass"]),
        ("Ron Carter", "Herbie Hancock", 1, ["Bass"]),
        ("Ron Carter", "Wayne Shorter", 1, ["Bass"]),
    ]


def test_joe_farrell_plays_on_four_albums_of_four_main_artists(demo: DBStorage) -> None:
    assert [(to, weight) for _, to, weight, _ in relations(demo, "release_role", of="Joe Farrell")] == [
        ("Antonio Carlos Jobim", 1),
        ("Billy Cobham", 1),
        ("Chick Corea", 1),
        ("Parliament", 1),
    ]


def test_king_crimson_and_uk_share_john_wetton_and_bill_bruford(demo: DBStorage) -> None:
    crimson = {member for member, *_ in relations(demo, "group_member", to="King Crimson")}
    uk = {member for member, *_ in relations(demo, "group_member", to="U.K. (3)")}
    assert crimson & uk == {"Bill Bruford", "John Wetton"}
    assert {"Robert Fripp", "Greg Lake", "Adrian Belew"} <= crimson - uk
    assert {"Eddie Jobson", "Allan Holdsworth"} <= uk - crimson


def test_artists_of_one_cover_appear_together_once(demo: DBStorage) -> None:
    together = {frozenset(pair[:2]) for pair in relations(demo, "co_appearance")}
    assert len(together) == len(relations(demo, "co_appearance"))
    assert {
        frozenset({"Stan Getz", "João Gilberto"}),
        frozenset({"Brian Eno", "David Byrne"}),
        frozenset({"Milton Nascimento", "Lô Borges"}),
        frozenset({"Harold Budd", "Elizabeth Fraser"}),
    } <= together
    assert not [pair for pair in together if "Various" in pair]


def test_richard_d_james_is_everyone_that_he_is(demo: DBStorage) -> None:
    others = {"AFX", "Aphex Twin", "Caustic Window", "Polygon Window", "The Dice Man"}
    aliases = relations(demo, "artist_alias")
    pairs = {frozenset(pair[:2]) for pair in aliases}
    assert {frozenset({"Richard D. James", other}) for other in others} <= pairs
    assert len(pairs) == len(aliases)


@pytest.mark.parametrize(
    ("artist", "items", "is_group"),
    [
        ("Keith Jarrett", 3, False),  # The Köln Concert on LP and CD, Sun Bear Concerts
        ("King Crimson", 3, True),  # Court, Larks' Tongues, Discipline
        ("Talking Heads", 2, True),  # Remain In Light, twice
        ("Miles Davis", 4, False),  # Kind Of Blue twice, In A Silent Way, Bitches Brew
        ("Ron Carter", 0, False),
        ("Various", 2, None),  # Artificial Intelligence, No New York
    ],
)
def test_copies_are_counted(demo: DBStorage, artist: str, items: int, is_group: bool | None) -> None:
    found = tuples(demo, "select qty_collection_items, is_group from artist where name = ?", [artist])
    assert found == [(items, is_group)]


def test_the_second_copy_of_an_album_gives_no_second_album(demo: DBStorage) -> None:
    """Bill Evans plays on Kind Of Blue, which is there as an LP and as a CD."""
    rows = tuples(
        demo,
        "select weight, cardinality(releases) from artist_relations "
        "inner join artist as f on f.artist_id = artist_id_from "
        "inner join artist as t on t.artist_id = artist_id_to "
        "where f.name = 'Bill Evans' and t.name = 'Miles Davis' and relation_type = 'release_role'",
    )
    assert rows == [(1, 2)]


def test_credits_of_tracks_are_resolved_by_the_order_of_the_tracklist(demo: DBStorage) -> None:
    assert standing(demo, "Larry Young", "Bitches Brew") == {"credit": (["Electric Piano"], ["A", "C1"])}
    assert standing(demo, "Tommy Bolin", "Spectrum") == {"credit": (["Guitar"], ["A1", "A3b", "B1", "B3b"])}
    written = tuples(
        demo,
        "select t.position from release_credits as c "
        "inner join release_credit_tracks as n on n.release_id = c.release_id and n.position = c.position "
        "inner join release_tracks as t on t.release_id = n.release_id and t.track_no = n.track_no "
        "where c.tracks = 'B to D1' order by t.track_no",
    )
    assert written == [("B",), ("C1",), ("C2",), ("D1",)]


def test_an_artist_stands_to_a_release_in_all_its_ways(demo: DBStorage) -> None:
    assert standing(demo, "Autechre", "Artificial Intelligence") == {"track": ([], ["3", "8"])}
    assert standing(demo, "Sean Booth", "Artificial Intelligence") == {"credit": (["Written-By"], ["3", "8"])}
    assert standing(demo, "Various", "Artificial Intelligence") == {"main": ([], None)}
    assert standing(demo, "U.K. (3)", "U.K.") == {"main": ([], None), "credit": (["Producer"], None)}
    assert standing(demo, "Miles Davis", "Bitches Brew") == {
        "main": ([], None),
        "credit": (["Trumpet", "Written-By"], None),
    }


def test_writers_are_not_connected_with_those_they_wrote_for(demo: DBStorage) -> None:
    assert relations(demo, "release_role", of="Sean Booth") == []


def test_ron_carter_and_tony_williams_play_together_on_maiden_voyage(demo: DBStorage) -> None:
    """Tracks are none: the sleeve says only that both are on the record, with Herbie Hancock and two more."""
    rows = tuples(
        demo,
        "select f.name, t.name, r.tracks, r.performers from co_player_releases as r "
        "inner join release on release.release_id = r.release_id "
        "inner join artist as f on f.artist_id = artist_id_from inner join artist as t on t.artist_id = artist_id_to "
        "where title = 'Maiden Voyage'",
    )
    pairs = {frozenset(names): (tracks, performers) for *names, tracks, performers in rows}
    ron = next(name for names in pairs for name in names if name == "Ron Carter")
    tony = next(
        name for names in pairs for name in names if "Tony Williams" in name or "Anthony Williams" in name
    )
    assert pairs[frozenset((ron, tony))] == (None, 5)
    assert len(pairs) == 10  # each of a quintet with every other


@pytest.mark.parametrize("member", ["Robert Fripp", "Greg Lake", "Bill Bruford", "Adrian Belew"])
def test_a_group_never_plays_with_a_member(demo: DBStorage, member: str) -> None:
    """The credits of King Crimson's records name its members, and they are King Crimson."""
    names = (("King Crimson", member), (member, "King Crimson"))
    assert [pair for one, other in names for pair in relations(demo, "co_player", of=one, to=other)] == []
    assert relations(demo, "group_member", of=member, to="King Crimson") != []
