"""Who plays on which track: by people, by kinds of instrument where people are many, or no table at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.insights.release.test_lineup import credit, line
from tests.rows import tuples

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.release.playing_people import LineUp
from linernotes.insights.release.read_release import read_record
from linernotes.insights.release.who_plays import Form, TrackTable, who_plays

LINES = [line(0, "A1"), line(1, "A2"), line(2, "B1")]
MAIN = credit(None, "unknown", id=9, name="Quartet", kind="main")


def line_up(tracks: list[int] | None, *performers: int, leaders: tuple[int, ...] = (), named=()) -> LineUp:
    return LineUp(tracks, list(performers), list(leaders), list(named))


def laid_out(line_ups, credits, lines=LINES, **other_names: int) -> TrackTable | None:
    return who_plays(line_ups, credits, lines, {int(name[1:]): id for name, id in other_names.items()})


def cells(table: TrackTable | None) -> dict[str, list[str]]:
    """The cells of each track: who, with what stands on the track, and 'o' where the whole record says so."""
    assert table is not None
    return {
        row.position or "": [
            f"{one.name}: {'/'.join(one.roles) or '-'}{' here' * one.is_named}{' o' * one.is_whole}"
            for one in row.marks
        ]
        for row in table.rows
    }


def test_a_guest_on_one_track_stands_beside_those_of_the_whole_record():
    credits = [
        MAIN,
        credit("Bass", id=1, name="Ron"),
        credit("Flute", "woodwind", id=2, name="Hubert", track=1),
    ]
    line_ups = [line_up([0, 2], 1, 9, leaders=(9,)), line_up([1], 1, 2, 9, leaders=(9,), named=(2,))]
    table = laid_out(line_ups, credits)
    assert table is not None
    assert (table.form, table.people, table.tracks) == (Form.PEOPLE, 3, 3)
    assert [(one.label, one.artist_id, one.roles) for one in table.columns] == [
        ("Quartet", 9, ()),
        ("Ron", 1, ("Bass",)),
        ("Hubert", 2, ()),
    ]
    assert cells(table) == {
        "A1": ["Quartet: - o", "Ron: - o"],
        "A2": ["Quartet: - o", "Ron: - o", "Hubert: Flute here"],
        "B1": ["Quartet: - o", "Ron: - o"],
    }


def test_where_all_tracks_have_the_same_people_the_line_up_says_it_all():
    credits = [MAIN, credit("Bass", id=1, name="Ron")]
    assert laid_out([line_up([0, 1, 2], 1, 9, leaders=(9,))], credits) is None


def test_another_instrument_on_one_track_is_worth_a_table():
    credits = [
        MAIN,
        credit("Bass", id=1, name="Ron"),
        credit("Cello", "strings", id=1, name="Ron", track=2),
    ]
    line_ups = [line_up([0, 1], 1, 9, leaders=(9,)), line_up([2], 1, 9, leaders=(9,), named=(1,))]
    assert cells(laid_out(line_ups, credits))["B1"] == ["Quartet: - o", "Ron: Cello here o"]


def test_where_each_track_has_one_artist_the_track_list_says_it_all():
    credits = [
        credit(None, "unknown", id=no + 1, name=f"Band {no}", kind="performer", track=no) for no in range(3)
    ]
    line_ups = [line_up([no], no + 1, leaders=(no + 1,), named=(no + 1,)) for no in range(3)]
    assert laid_out(line_ups, credits) is None


def test_two_names_of_one_person_are_one_column():
    credits = [MAIN, credit("Bass", id=1, name="Ron"), credit("Bass", id=5, name="R. Carter", track=1)]
    line_ups = [line_up([0, 2], 1, 9, leaders=(9,)), line_up([1], 5, 9, leaders=(9,), named=(5,))]
    table = laid_out(line_ups, credits, _5=1)
    assert table is not None
    assert [one.label for one in table.columns] == ["Quartet", "Ron"]
    assert cells(table)["A2"] == ["Quartet: - o", "Ron: Bass here o"]


def test_a_name_without_a_page_plays_where_its_credit_says_so():
    """Line-ups name artists alone. A track of somebody else is out of reach for a credit of the whole record."""
    credits = [
        MAIN,
        credit("Drums", "percussion", id=None, name="A Friend"),
        credit("Oboe", "woodwind", id=None, name="A Guest", track=0),
        credit(None, "unknown", id=7, name="Somebody Else", kind="performer", track=2),
    ]
    line_ups = [line_up([0, 1], 9, leaders=(9,)), line_up([2], 7, leaders=(7,), named=(7,))]
    table = laid_out(line_ups, credits)
    assert cells(table) == {
        "A1": ["Quartet: - o", "A Friend: - o", "A Guest: Oboe here"],
        "A2": ["Quartet: - o", "A Friend: - o"],
        "B1": ["Somebody Else: - here"],
    }
    assert table is not None
    assert [one.artist_id for one in table.columns] == [9, 7, None, None]


def test_what_stands_on_a_work_holds_for_its_parts():
    lines = [
        line(0, None, type="index"),
        line(1, "A.I", parent=0),
        line(2, "A.II", parent=0),
        line(3, "B", credits=[4]),
    ]
    credits = [
        MAIN,
        credit("Cello", "strings", id=2, name="Pablo", track=0),
        credit("Bass", id=1, name="Ron", position=4, tracks="B"),
    ]
    line_ups = [
        line_up([1, 2], 2, 9, leaders=(9,), named=(2,)),
        line_up([3], 1, 9, leaders=(9,), named=(1,)),
    ]
    table = laid_out(line_ups, credits, lines)
    assert table is not None
    assert [(row.position, row.work) for row in table.rows] == [
        ("A.I", "Title 0"),
        ("A.II", "Title 0"),
        ("B", None),
    ]
    assert cells(table) == {
        "A.I": ["Quartet: - o", "Pablo: Cello here"],
        "A.II": ["Quartet: - o", "Pablo: Cello here"],
        "B": ["Quartet: - o", "Ron: Bass here"],
    }


def test_what_does_not_perform_is_in_no_cell():
    produced = replace(credit("Producer", "production", id=1, name="Ron", track=1), performs=False)
    played = credit("Bass", id=1, name="Ron", track=2)
    line_ups = [line_up([0, 1], 9, leaders=(9,)), line_up([2], 1, 9, leaders=(9,), named=(1,))]
    assert cells(laid_out(line_ups, [MAIN, produced, played])) == {
        "A1": ["Quartet: - o"],
        "A2": ["Quartet: - o"],
        "B1": ["Quartet: - o", "Ron: Bass here"],
    }


def test_many_people_stand_in_columns_of_their_instruments():
    credits = [MAIN, *(credit("Violin", "strings", id=no, name=f"V{no}") for no in range(20, 33))]
    credits.append(credit("Bass", id=20, name="V20", track=1))
    everybody = [9, *range(20, 33)]
    line_ups = [
        line_up([0, 2], *everybody, leaders=(9,)),
        line_up([1], *everybody, leaders=(9,), named=(20,)),
    ]
    table = laid_out(line_ups, credits)
    assert table is not None
    assert (table.form, table.people) == (Form.INSTRUMENTS, 14)
    assert [one.label for one in table.columns] == ["Leading", "Bass", "Strings"]
    assert cells(table)["A2"][:3] == ["Quartet: - o", "V20: Bass here", "V20: - o"]
    assert len(cells(table)["A1"]) == 14


@pytest.mark.parametrize(
    ("tracks", "people"), [pytest.param(81, 3, id="tracks"), pytest.param(4, 61, id="people")]
)
def test_what_fits_in_no_table_says_so(tracks: int, people: int):
    lines = [line(no, str(no)) for no in range(tracks)]
    everybody = range(1, people + 1)
    line_ups = [line_up([0], 1, 2), line_up(list(range(1, tracks)), *everybody)]
    assert laid_out(line_ups, [MAIN], lines) == TrackTable(Form.TOO_LARGE, people, tracks, (), ())
    assert laid_out(line_ups[1:], [MAIN], lines) is None


def test_a_release_without_tracks_has_no_table():
    assert laid_out([line_up(None, 1, 9, leaders=(9,))], [MAIN, credit("Bass", id=1, name="Ron")], []) is None


# The demo


def record(demo, title: str, artist: str):
    copies = read_collection(demo).copies
    ids = {copy.release_id for copy in copies if copy.title == title and copy.artist == artist}
    return read_record(demo, min(ids))


def test_wynton_kelly_plays_one_tune_on_kind_of_blue(demo):
    table = record(demo, "Kind Of Blue", "Miles Davis").who_plays
    piano = {row.title: [mark.name for mark in row.marks if mark.roles == ("Piano",)] for row in table.rows}
    assert piano["Freddie Freeloader"] == ["Wynton Kelly"]
    assert {tuple(names) for title, names in piano.items() if title != "Freddie Freeloader"} == {
        ("Bill Evans",)
    }


def test_every_table_has_the_performers_of_the_line_ups(demo):
    """By identity and track: a name without a page stands in no line-up."""
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    releases = [id for (id,) in tuples(demo.storage, "select distinct release_id from release_line_ups")]
    compared = 0
    for release_id in releases:
        table = read_record(demo, release_id).who_plays
        if table is None:
            continue
        expected = {
            (track, identity[artist])
            for tracks, performers in tuples(
                demo.storage,
                f"select tracks, performers from release_line_ups where release_id = {release_id}",
            )
            for track in tracks or ()
            for artist in performers
        }
        shown = {
            (row.track_no, identity[mark.artist_id])
            for row in table.rows
            for mark in row.marks
            if mark.artist_id is not None
        }
        assert shown == expected
        compared += 1
    assert compared > 20
