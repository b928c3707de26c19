"""Line-ups and track lists out of credits: who does what on which tracks. Pure."""

from __future__ import annotations

import pytest

from linernotes.derive.credits.roles import CATEGORIES as KNOWN
from linernotes.insights.release.line_up import (
    CATEGORIES,
    Credit,
    TrackLine,
    line_up,
    playing_time,
    spans,
    track_list,
)


def credit(
    role: str | None,
    category: str = "bass",
    *,
    id: int | None = 1,
    name: str = "Ron Carter",
    anv: str | None = None,
    kind: str = "credit",
    track: int | None = None,
    position: int = 0,
    tracks: str | None = None,
    detail: str | None = None,
) -> Credit:
    return Credit(
        kind, track, position, id, name, anv, None, role, detail, tracks, category, role is not None
    )


def line(
    no: int,
    position: str | None,
    *,
    type: str = "track",
    parent: int | None = None,
    seconds: int | None = None,
    credits=(),
) -> TrackLine:
    return TrackLine(no, parent, position, type, f"Title {no}", None, seconds, list(credits))


LINES = [line(0, "A1"), line(1, "A2", credits=[4]), line(2, "A3", credits=[4]), line(3, "B1", credits=[4, 5])]


def shown(sections) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
    return [
        (section.category, one.name, [(part.role, part.tracks) for part in one.parts])
        for section in sections
        for one in section.players
    ]


def test_the_line_up_knows_every_category_of_roles():
    assert set(CATEGORIES) == set(KNOWN)


def test_somebody_with_two_instruments_of_a_kind_is_one_player():
    credits = [credit("Bass"), credit("Bass", detail="Electric", position=1, tracks="B1")]
    credits[1] = credit("Bass", detail="Electric", position=5, tracks="B1")
    assert shown(line_up(credits, LINES)) == [
        ("bass", "Ron Carter", [("Bass", None), ("Bass [Electric]", "B1")])
    ]


def test_a_credit_names_tracks_by_their_printed_positions():
    assert shown(line_up([credit("Bass", position=4, tracks="A2 to B1")], LINES)) == [
        ("bass", "Ron Carter", [("Bass", "A2 to B1")])
    ]


def test_tracks_that_cannot_be_resolved_are_shown_as_sent():
    assert shown(line_up([credit("Bass", position=9, tracks="C4 to D9")], LINES))[0][2] == [
        ("Bass", "C4 to D9")
    ]


def test_a_credit_of_the_whole_record_says_more_than_one_of_a_track():
    credits = [credit("Bass", track=0), credit("Bass")]
    assert shown(line_up(credits, LINES)) == [("bass", "Ron Carter", [("Bass", None)])]


def test_kinds_of_roles_come_in_the_order_of_a_line_up():
    credits = [
        credit("Design", "visual"),
        credit("Bass"),
        credit("Vocals", "vocals"),
        credit("Chant", "unknown"),
    ]
    assert [one.category for one in line_up(credits, LINES)] == ["vocals", "bass", "visual", "unknown"]


def test_a_name_without_a_page_and_the_spelling_of_the_cover_are_shown():
    credits = [
        credit("Bass", id=None, name="Somebody (3)"),
        credit("Bass", id=7, name="Tony (2)", anv="Anthony"),
    ]
    ((first, second),) = (section.players for section in line_up(credits, LINES))
    assert (first.artist_id, first.name, first.printed) == (None, "Somebody", None)
    assert (second.artist_id, second.name, second.printed) == (7, "Tony", "Anthony")


def test_sub_tracks_stand_in_their_work_with_the_people_of_each():
    lines = [
        line(0, None, type="heading"),
        line(1, None, type="index"),
        line(2, "A.I", parent=1),
        line(3, "A.II", parent=1),
        line(4, "B"),
    ]
    credits = [
        credit(None, "unknown", kind="performer", track=3, name="Yes", id=9),
        credit("Bass", track=3),
        credit("Vocals", "vocals", track=3),
    ]
    heading, work, last = track_list(credits, lines)
    assert (heading.type, work.type, last.position) == ("heading", "index", "B")
    assert [sub.position for sub in work.sub_tracks] == ["A.I", "A.II"]
    assert [one.name for one in work.sub_tracks[1].artists] == ["Yes"]
    assert [(one.name, one.roles) for one in work.sub_tracks[1].credits] == [
        ("Ron Carter", ("Bass", "Vocals"))
    ]


def test_a_work_counts_once_in_the_playing_time():
    shown_itself = [
        line(0, None, type="index", seconds=600),
        line(1, "A", parent=0, seconds=400),
        line(2, "B", seconds=60),
    ]
    by_parts = [
        line(0, None, type="index"),
        line(1, "A", parent=0, seconds=400),
        line(2, "B", parent=0, seconds=60),
    ]
    assert playing_time(track_list([], shown_itself)) == 660
    assert playing_time(track_list([], by_parts)) == 460
    assert playing_time(track_list([], [line(0, "A")])) is None


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        pytest.param({0}, ["A1"], id="one"),
        pytest.param({0, 1}, ["A1", "A2"], id="two-are-not-a-run"),
        pytest.param({1, 2, 3}, ["A2 to B1"], id="three-are"),
        pytest.param({0, 2}, ["A1", "A3"], id="apart"),
        pytest.param({7}, [], id="no-such-track"),
    ],
)
def test_tracks_that_follow_each_other_are_a_run(tracks, words):
    label = {no: one.position for no, one in enumerate(LINES)}
    assert list(spans(frozenset(tracks), {no: no for no in range(4)}, label)) == words
