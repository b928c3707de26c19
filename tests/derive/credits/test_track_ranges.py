"""What the texts of credits name, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linernotes.derive.credits.track_ranges import Line, TrackList

LP = "A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 B5"
CDS = " ".join(f"{disc}-{number}" for disc in (1, 2) for number in range(1, 13))
#: Two discs that count from 1 without saying which disc.
TWICE = "1 2 3 4 1 2 3 4"


def lines(positions: str, titles: tuple[str, ...] = ()) -> list[Line]:
    """A tracklist of these positions, "-" being a track without one."""
    printed = [None if position == "-" else position for position in positions.split()]
    named = [*titles, *[None] * len(printed)]
    return [
        Line(no, None, position, "track", title)
        for no, (position, title) in enumerate(zip(printed, named, strict=False))
    ]


def named(text: str, positions: str) -> str:
    tracklist = lines(positions)
    return " ".join(tracklist[no].position or "-" for no in TrackList(tracklist).resolve(text))


@pytest.mark.parametrize(
    ("text", "positions", "expected"),
    [
        # as Discogs asks for it
        ("A1", LP, "A1"),
        ("A1, A5, A6", LP, "A1 A5 A6"),
        ("A1 to A3, B2", LP, "A1 A2 A3 B2"),
        ("A1 to B5", LP, LP),
        ("A5 to B2", LP, "A5 A6 B1 B2"),
        ("1-1, 1-11 to 2-2", CDS, "1-1 1-11 1-12 2-1 2-2"),
        ("1-10 to 1-12, 2-7 to 2-9", CDS, "1-10 1-11 1-12 2-7 2-8 2-9"),
        ("2 to 4", "1 2 3 4 5", "2 3 4"),
        # as people type it; all of these were recorded
        ("A1 to  B1, B3 to B4", LP, "A1 A2 A3 A4 A5 A6 B1 B3 B4"),
        ("A3,B2,B4", LP, "A3 B2 B4"),
        ("A2 ,A3, A5 to B2, B4 ,B5", LP, "A2 A3 A5 A6 B1 B2 B4 B5"),
        ("A1, A3 & B2", LP, "A1 A3 B2"),
        ("A4.A5,B3", LP, "A4 A5 B3"),
        ("A1-A5, B1-B3", LP, "A1 A2 A3 A4 A5 B1 B2 B3"),
        ("A1-B5", LP, LP),
        ("A1,2,3,5 B1-5", LP, "A1 A2 A3 A5 B1 B2 B3 B4 B5"),
        # as they could
        ("A1 – A3", LP, "A1 A2 A3"),
        ("A1 TO A3; B1 and B2", LP, "A1 A2 A3 B1 B2"),
        ("A1 to 3", LP, "A1 A2 A3"),
        ("A1/A3/B1", LP, "A1 A3 B1"),
        ("A1 A2 to A4 B1", LP, "A1 A2 A3 A4 B1"),
        ("A1 to A3 to A5", LP, "A1 A2 A3 A4 A5"),
        ("1-1-1-3", CDS, "1-1 1-2 1-3"),
        ("1-1 to 3", CDS, "1-1 1-2 1-3"),
        ("a1, b2", LP, "A1 B2"),
        ("A01 to A03", LP, "A1 A2 A3"),
        ("1, 02", "01 02 03", "01 02"),
        ("A1", "\u0391\u0031 A2", "\u0391\u0031"),  # printed with a Greek capital Alpha
        ("\u0391\u0031, \u0410\u0032", LP, "A1 A2"),  # typed with a Greek one, and a Cyrillic one
        ("\uff21\uff11", LP, "A1"),  # full width
        ("a, A", "A a", "A a"),
        ("a", "A a", "a"),
        ("AA1", "A1 AA1", "AA1"),
        ("CD 1", "CD1 CD2", "CD1"),
        ("1, 1, 1 to 2", "1 2", "1 2"),
        ("B1, A1", LP, "A1 B1"),
        # a track that no position names lies between two that are named
        ("A1 to A2", "A1 - A2", "A1 - A2"),
        # a position on several lines
        ("1", TWICE, "1 1"),
        ("2 to 3", TWICE, "2 3 2 3"),
        ("A1 to A2", "A1 A2 A2 A3", "A1 A2 A2"),
        # what cannot be told names nothing, and takes nothing else with it
        ("A9", LP, ""),
        ("A1 to A9", LP, ""),
        ("A1 to A9, B1", LP, "B1"),
        ("B1 to A1", LP, ""),
        ("1 to 9, 11", LP, ""),
        ("All except A1, B2", LP, "B2"),
        ("Tracks A1", LP, ""),
        ("A1 to", LP, ""),
        ("to A1", LP, ""),
        ("A1 to to A2", LP, ""),
        ("-", LP, ""),
        ("to", LP, ""),
        (",;,", LP, ""),
        ("", LP, ""),
        ("A1", "", ""),
        ("7", LP, ""),
    ],
)
def test_a_text_names_tracks_by_their_positions(text: str, positions: str, expected: str) -> None:
    assert named(text, positions) == expected


def test_a_text_may_be_the_title_of_a_track() -> None:
    tracklist = TrackList(lines("A1 A2 A3", ("KoolFunc\u201988", "Yes, I Do", "1999")))
    assert tracklist.resolve("KoolFunc'88") == [0]
    assert tracklist.resolve("koolfunc\u201988, A3") == [0, 2]
    assert tracklist.resolve("Yes, I Do") == [1]
    assert tracklist.resolve("KoolFunc") == []


MEDLEY = [
    Line(0, None, None, "heading", "Side One"),
    Line(1, None, "A1", "track", "Quadrant"),
    Line(2, None, None, "index", "Searching / Spectrum"),
    Line(3, 2, "A2a", "track", "Searching"),
    Line(4, 2, "A2b", "track", "Spectrum"),
    Line(5, None, "B", "heading", "Side Two"),
    Line(6, None, "B1", "index", "Snoopy / Red Baron"),
    Line(7, 6, None, "track", "Snoopy"),
    Line(8, 6, None, "track", "Red Baron"),
    Line(9, None, "B2", "index", "Without Parts"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1 to B2", [1, 3, 4, 7, 8, 9]),
        ("A2a to A2b", [3, 4]),
        ("B1", [7, 8]),
        ("A1 to B1", [1, 3, 4, 7, 8]),
        ("B2", [9]),
        ("B", []),
        ("Searching / Spectrum", [3, 4]),
        ("Side One", []),
    ],
)
def test_headings_are_no_tracks_and_index_tracks_stand_for_their_parts(
    text: str, expected: list[int]
) -> None:
    assert TrackList(MEDLEY).resolve(text) == expected
    assert TrackList(reversed(MEDLEY)).resolve(text) == expected


printed = st.lists(st.from_regex(r"[A-D][1-9]|[12]-[1-9]|[1-9]", fullmatch=True), min_size=1, unique=True)


@given(positions=printed, picks=st.data())
def test_naming_tracks_one_by_one_names_exactly_these(positions: list[str], picks: st.DataObject) -> None:
    picked = picks.draw(st.lists(st.sampled_from(range(len(positions)))))
    text = ", ".join(positions[no] for no in picked)
    assert TrackList(lines(" ".join(positions))).resolve(text) == sorted(set(picked))


@given(positions=printed, picks=st.data())
def test_a_range_names_what_stands_between_its_ends(positions: list[str], picks: st.DataObject) -> None:
    begin = picks.draw(st.integers(0, len(positions) - 1))
    end = picks.draw(st.integers(begin, len(positions) - 1))
    text = f"{positions[begin]} to {positions[end]}"
    assert TrackList(lines(" ".join(positions))).resolve(text) == list(range(begin, end + 1))


@given(
    text=st.text(alphabet=st.one_of(st.sampled_from("AB12-,& to.;–Α"), st.characters())),
    positions=st.lists(st.one_of(st.none(), st.text(alphabet="AB1 2-a\u0391")), max_size=8),
    kinds=st.lists(st.sampled_from(("track", "heading", "index")), min_size=8, max_size=8),
    parents=st.lists(st.one_of(st.none(), st.integers(-1, 9)), min_size=8, max_size=8),
)
@example(text="A1" * 30_000, positions=["A1"], kinds=["track"], parents=[None])
@example(text="1-" * 1_900, positions=["1"], kinds=["track"], parents=[None])
def test_any_text_against_any_tracklist_names_tracks_of_it_in_order(
    text: str, positions: list[str | None], kinds: list[str], parents: list[int | None]
) -> None:
    tracklist = [
        Line(no, parent, position, kind, position)
        for no, (position, kind, parent) in enumerate(zip(positions, kinds, parents, strict=False))
    ]
    found = TrackList(tracklist).resolve(text)
    assert found == sorted(set(found))
    assert set(found) <= {line.track_no for line in tracklist if line.type != "heading"}
