"""Release and master -> rows: one rule a test, the odd cases from real documents."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.documents.recorded import recorded_documents

from linernotes.documents import BasicInformation, Master, Release, Track, decode
from linernotes.etl.rows.collection import basic_release_rows
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.release import quantity, release_rows, release_stats
from linernotes.etl.rows.tracks import track_rows
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.rows import ReleaseTrackArtistsRow, ReleaseTracksRow
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def release(**changed: Any) -> Release:
    """A release that has nothing but what is told here."""
    return decode("release", json.dumps({"id": 7, "title": "Purple", **changed}).encode())


def master(**changed: Any) -> Master:
    return decode("master", json.dumps({"id": 7, "title": "Purple", **changed}).encode())


def rows(table: str, **changed: Any) -> list[tuple[Any, ...]]:
    return release_rows(release(**changed), source="api", loaded_at=NOW)[table]


def column(table: str, name: str, **changed: Any) -> Any:
    """One column of the table's only row."""
    [row] = rows(table, **changed)
    return row[[one.name for one in TABLES[table].columns].index(name)]


def credit(name: str = "Traditional", **changed: Any) -> dict[str, Any]:
    empty = {"id": 1, "anv": "", "join": "", "role": "", "tracks": ""}
    return {**empty, "name": name, **changed}


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        pytest.param("year", 0, None, id="year-0-is-unknown"),
        pytest.param("year", 1987, 1987, id="year"),
        pytest.param("master_id", 0, None, id="master-0-is-no-master"),
        pytest.param("master_id", 96559, 96559, id="master"),
        pytest.param("title", "Colors ", "Colors", id="outer-blanks-of-a-title"),
        pytest.param("title", "\ufeffDirty Babylon", "Dirty Babylon", id="byte-order-mark-before-a-title"),
        pytest.param("title", " ", None, id="blank-title"),
        pytest.param("country", "", None, id="no-country"),
        pytest.param("country", None, None, id="country-of-a-draft"),
        pytest.param("released", "1987-07-00", "1987-07-00", id="partial-date-as-printed"),
        pytest.param("notes", "One\r\n\r\nTwo\r\n", "One\r\n\r\nTwo\r\n", id="notes-as-sent"),
        pytest.param("notes", "", None, id="no-notes"),
        pytest.param("data_quality", "Needs Vote", "Needs Vote", id="quality"),
        pytest.param("status", "Draft", "Draft", id="status"),
    ],
)
def test_a_column_of_release(name: str, sent: Any, kept: Any) -> None:
    assert column("release", name, **{name: sent}) == kept


def test_what_a_release_does_not_tell_is_null() -> None:
    [row] = rows("release")
    assert row == (7, None, "Purple", *[None] * 9, "api", NOW)
    assert all(
        not more
        for table, more in release_rows(release(), source="api", loaded_at=NOW).items()
        if table != "release"
    )


def picture(address: str, kind: str = "secondary") -> dict[str, Any]:
    return {"type": kind, "uri": address, "uri150": f"{address}?150", "width": 600, "height": 600}


@pytest.mark.parametrize(
    ("images", "cover"),
    [
        pytest.param([picture("a"), picture("b", "primary")], "b", id="the-primary-picture"),
        pytest.param([picture("a"), picture("b")], "a", id="else-the-first"),
        pytest.param([picture("", "primary"), picture("b")], "b", id="that-has-an-address"),
        pytest.param([picture("", "primary")], None, id="withheld-from-who-is-not-authenticated"),
        pytest.param([], None, id="none"),
    ],
)
def test_the_cover(images: list[dict[str, Any]], cover: str | None) -> None:
    assert column("release", "cover_url", images=images) == cover


def test_a_picture_without_an_address_keeps_its_size() -> None:
    withheld = {"type": "primary", "uri": "", "uri150": "", "width": 600, "height": 598}
    assert rows("release_images", images=[withheld]) == [(7, 0, "primary", None, None, 600, 598)]


def test_artist_id_0_is_a_name_without_an_artist() -> None:
    """'C. Mason/S. Henry' in release 13712296 and 77 others share it."""
    assert rows("release_artists", artists=[credit("C. Mason/S. Henry", id=0)]) == [
        (7, 0, None, "C. Mason/S. Henry", None, None)
    ]


def test_pseudo_artists_keep_their_rows() -> None:
    assert rows("release_artists", artists=[credit("Various", id=194)]) == [
        (7, 0, 194, "Various", None, None)
    ]


def test_artists_keep_variation_and_join() -> None:
    artists = [credit("GusGus", anv="Gus Gus", join=" Ft "), credit("Rising Sun (7)", id=2, join=",")]
    assert rows("release_artists", artists=artists) == [
        (7, 0, 1, "GusGus", "Gus Gus", "Ft"),
        (7, 1, 2, "Rising Sun (7)", None, ","),
    ]


def test_a_credit_has_a_row_for_each_role() -> None:
    credits = [
        credit("Me Company", anv="Me Co", role="Cover, Design [Logo, Sleeve]", tracks="A1 to B2, C3 "),
        credit("Nobody", id=0),
    ]
    assert rows("release_credits", extraartists=credits) == [
        (7, 0, 0, 1, "Me Company", "Me Co", "Cover", None, "Cover", "A1 to B2, C3 "),
        (
            7,
            0,
            1,
            1,
            "Me Company",
            "Me Co",
            "Design",
            "Logo, Sleeve",
            "Design [Logo, Sleeve]",
            "A1 to B2, C3 ",
        ),
        (7, 1, 0, None, "Nobody", None, None, None, None, None),
    ]


def test_the_same_label_may_come_twice() -> None:
    labels = [{"name": "Svek", "catno": catno, "id": 5} for catno in ("SK032", "none")]
    assert rows("release_labels", labels=labels) == [(7, 0, 5, "Svek", "SK032"), (7, 1, 5, "Svek", "none")]


def test_companies_and_series_keep_their_part() -> None:
    company = {
        "name": "The Globe Studios",
        "catno": "",
        "entity_type": "23",
        "entity_type_name": "Recorded At",
    }
    series = {"name": "Blue Note Re:imagined", "catno": "II", "entity_type": "", "id": 0}
    assert rows("release_companies", companies=[{**company, "id": 271046}]) == [
        (7, 0, 271046, "The Globe Studios", None, "23", "Recorded At")
    ]
    assert rows("release_series", series=[series]) == [
        (7, 0, None, "Blue Note Re:imagined", "II", None, None)
    ]


@pytest.mark.parametrize(
    ("qty", "kept"),
    [
        pytest.param("1", 1, id="plain"),
        pytest.param(" 2 ", 2, id="outer-blanks"),
        pytest.param("0", 0, id="zero-is-told"),
        pytest.param("9999", 9999, id="the-largest"),
        pytest.param("10000", None, id="absurd"),
        pytest.param("9" * 64, None, id="release-8262262-has-64-digits"),
        pytest.param("", None, id="not-told"),
        pytest.param("two", None, id="a-word"),
        pytest.param("-1", None, id="negative"),
        pytest.param("1.5", None, id="not-whole"),
        pytest.param("²", None, id="a-digit-that-is-none"),
    ],
)
def test_a_quantity(qty: str, kept: int | None) -> None:
    assert quantity(qty) == kept
    assert column("release_formats", "quantity", formats=[{"name": "CD", "qty": qty}]) == kept


def test_formats_keep_text_and_descriptions() -> None:
    formats = [
        {"name": "Vinyl", "qty": "2", "text": "Red", "descriptions": ['12"', " ", "33 ⅓ RPM"]},
        {"name": "All Media", "qty": "1", "descriptions": []},
        {"name": "CD", "qty": "1"},
    ]
    assert rows("release_formats", formats=formats) == [
        (7, 0, "Vinyl", 2, "Red", ['12"', "33 ⅓ RPM"]),
        (7, 1, "All Media", 1, None, None),
        (7, 2, "CD", 1, None, None),
    ]


def test_a_genre_may_hold_a_comma_and_a_blank_one_is_none() -> None:
    genres = ["Folk, World, & Country", "", "Jazz"]
    assert rows("release_genres", genres=genres) == [(7, 0, "Folk, World, & Country"), (7, 2, "Jazz")]


def test_identifiers_are_as_printed_and_may_repeat() -> None:
    barcode = {"type": "Barcode", "value": "7 27361 62652 5", "description": ""}
    assert rows("release_identifiers", identifiers=[barcode, barcode, {"type": "Other", "value": ""}]) == [
        (7, 0, "Barcode", "7 27361 62652 5", None),
        (7, 1, "Barcode", "7 27361 62652 5", None),
        (7, 2, "Other", None, None),
    ]


def test_a_video_of_0_seconds_has_an_unknown_length() -> None:
    videos = [{"uri": "https://y/1", "title": "x", "duration": 0}, {"uri": "https://y/2", "duration": 213}]
    assert rows("release_videos", videos=videos) == [
        (7, 0, "https://y/1", "x", None),
        (7, 1, "https://y/2", None, 213),
    ]


# Tracks


def track(title: str = "x", position: str | None = "", duration: str = "", **more: Any) -> dict[str, Any]:
    return {"title": title, "position": position, "duration": duration, **more}


def test_sub_tracks_come_right_after_their_parent() -> None:
    tracklist = [
        track("Rapsodie Espagnole", type_="index", duration="15:31", sub_tracks=[
            track("Prélude À La Nuit", "A3", "4:56", type_="track"),
            track("Malagueña", "B1", "2:01", type_="track"),
        ]),
        track("Next", "B2", type_="track"),
    ]  # fmt: skip
    assert rows("release_tracks", tracklist=tracklist) == [
        (7, 0, None, None, "index", "Rapsodie Espagnole", "15:31", 931),
        (7, 1, 0, "A3", "track", "Prélude À La Nuit", "4:56", 296),
        (7, 2, 0, "B1", "track", "Malagueña", "2:01", 121),
        (7, 3, None, "B2", "track", "Next", None, None),
    ]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        pytest.param(track(type_="heading", position="A"), "heading", id="as-sent"),
        pytest.param(track(type_="index", position=None), "index", id="index-without-sub-tracks"),
        pytest.param(track(type_="track"), "track", id="a-track-without-position-if-it-says-so"),
        pytest.param(track(), "heading", id="not-sent-nothing-printed"),
        pytest.param(track(position=" "), "heading", id="not-sent-blank-printed"),
        pytest.param(track(position="A1"), "track", id="not-sent-position-printed"),
        pytest.param(track(duration="3:12"), "track", id="not-sent-duration-printed"),
        pytest.param(track(type_="movement", position="I"), "track", id="a-word-that-we-do-not-know"),
    ],
)
def test_the_type_of_a_track(sent: dict[str, Any], kind: str) -> None:
    assert column("release_tracks", "type", tracklist=[sent]) == kind


def test_types_that_are_not_sent_with_sub_tracks() -> None:
    """As in the dumps: the outer one is an index, the inner ones are tracks whatever they print."""
    found = rows("release_tracks", tracklist=[track(sub_tracks=[track(), track(position="1-5.1")])])
    assert [row[4] for row in found] == ["index", "track", "track"]


def test_positions_are_as_printed_without_outer_blanks() -> None:
    printed = ["D14\t", "B1 ", "B4(iii)", "?", "\u03911", "A1", "A1", None]
    found = rows("release_tracks", tracklist=[track(position=one, type_="track") for one in printed])
    assert [row[3] for row in found] == ["D14", "B1", "B4(iii)", "?", "\u03911", "A1", "A1", None]


def test_sub_tracks_may_be_nested_deeper_than_python_recurses() -> None:
    levels = 3 * sys.getrecursionlimit()
    deep = Track(title="bottom", position="1")
    for _ in range(levels):
        deep = Track(sub_tracks=(deep,))
    tracks, _ = track_rows(ReleaseTracksRow, ReleaseTrackArtistsRow, 7, [deep])
    assert [row[2] for row in tracks] == [None, *range(8), *[7] * (levels - 8)]  # as deep as a page shows
    assert tracks[-1][3:6] == ("1", "track", "bottom")


def test_a_tracks_artists_come_before_its_extra_artists() -> None:
    sent = track(
        artists=[credit("Nuyorican Soul", join="Feat."), credit("India (3)", id=2)],
        extraartists=[credit("Louie Vega", id=3, role="Producer, Written-By [Co]"), credit("x", id=0)],
    )
    assert rows("release_track_artists", tracklist=[track(), sent]) == [
        (7, 1, 0, 0, 1, "Nuyorican Soul", None, "Feat.", None, None, None),
        (7, 1, 1, 0, 2, "India (3)", None, None, None, None, None),
        (7, 1, 2, 0, 3, "Louie Vega", None, None, "Producer", None, "Producer"),
        (7, 1, 2, 1, 3, "Louie Vega", None, None, "Written-By", "Co", "Written-By [Co]"),
        (7, 1, 3, 0, None, "x", None, None, None, None, None),
    ]


# Statistics, masters, listings


def test_release_stats() -> None:
    community = {"have": 2121, "want": 0, "rating": {"count": 148, "average": 3.64}}
    found = release_stats(release(community=community, num_for_sale=82, lowest_price=0.84), NOW, "EUR")
    assert found == (7, NOW, 2121, 0, 3.64, 148, 82, Decimal("0.84"), "EUR")


def test_nobodys_average_is_null() -> None:
    unrated = release(community={"have": 1, "want": 1, "rating": {"count": 0, "average": 0}})
    assert release_stats(unrated, NOW, None)[4:6] == (None, 0)
    assert release_stats(release(), NOW, None) == (7, NOW, *[None] * 7)


def test_master_rows_are_keyed_by_the_master() -> None:
    found = master_rows(
        master(main_release=580058, year=0, data_quality="Correct", tracklist=[track("a", "1")]),
        source="dump:20261101",
        loaded_at=NOW,
    )
    assert found["master"] == [(7, 580058, "Purple", None, "Correct", "dump:20261101", NOW)]
    assert found["master_tracks"] == [(7, 0, None, "1", "track", "a", None, None)]
    assert master_stats(master(num_for_sale=91, lowest_price=None), NOW, "USD") == (
        7, NOW, None, None, 91, None, "USD",
    )  # fmt: skip


def test_a_listed_release_is_basic() -> None:
    basic = BasicInformation(
        id=54524, title="Purple ", master_id=0, year=0, thumb="", cover_image="https://i/x"
    )
    found = basic_release_rows(basic.id, basic, loaded_at=NOW)
    assert found["release"] == [(54524, None, "Purple", *[None] * 8, "https://i/x", "basic", NOW)]


def test_rows_of_every_recorded_release_and_master_fit_their_tables(fixtures: Path) -> None:
    """Types and number of columns; keys come once in a document; no text is empty."""
    for one in recorded_documents(fixtures):
        if one.kind == "release":
            found = release_rows(decode("release", one.body), source="api", loaded_at=NOW)
        elif one.kind == "master":
            found = master_rows(decode("master", one.body), source="api", loaded_at=NOW)
        else:
            continue
        for table, made in found.items():
            arrow_table(TABLES[table], made)
            key = len(TABLES[table].key)
            assert len({row[:key] for row in made}) == len(made), (one.file, table)
            assert not any(value == "" for row in made for value in row), (one.file, table)
