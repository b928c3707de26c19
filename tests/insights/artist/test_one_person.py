"""Two names of one person: what the records of a shelf have in common, and what is suggested, knows them as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.derive.shelves import Rows
from tests.insights.deriving import derive, record, shelf
from tests.insights.random_shelves import row
from tests.rows import put, tuples

from linernotes.derive.release import DeriveRelease
from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import read_browser
from linernotes.insights.gaps.suggestions import read_suggestions
from linernotes.insights.questions import read_questions
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.statistics.shelf_counts import read_shelf_counts
from linernotes.storage.duckdb.database import DBStorage
from linernotes.web.query.collection_query import read_query
from linernotes.web.query.facet_panel import collection_panel

AFX, APHEX, BAND, DRUMMER, FRIEND = 1, 2, 3, 4, 5
NAMES = {AFX: "AFX", APHEX: "Aphex", BAND: "The Band", DRUMMER: "Drummer", FRIEND: "Friend"}


def listed(artist_id: int, id: int, title: str, role: str = "Main", **more: object) -> Rows:
    """An entry of a discography."""
    return {
        "artist_masters": [
            row(
                "artist_masters",
                **{"artist_id": artist_id, "type": "master", "id": id, "role": role, "title": title} | more,
            )
        ]
    }


def alike(one: int, other: int) -> tuple[object, ...]:
    """An artist who is like another in style."""
    return row("artist_similarity", artist_id=one, similar_id=other, similarity=0.5, shared=["Acid"])


def formats(number: int, *words: str) -> Rows:
    """The only carrier of record `number`."""
    return {
        "release_formats": [
            row("release_formats", release_id=number, position=0, name="Vinyl", descriptions=list(words))
        ]
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """AFX and Aphex are one person, on a record each; Drummer, of a name of The Band, plays with either."""
    rows = shelf(
        record(1, (AFX,), (DRUMMER, "Drums")),
        record(2, (APHEX,), (DRUMMER, "Drums")),
        record(3, (FRIEND,), (APHEX, "Guitar"), (AFX, "Mastered By")),
        # A main release that is known, though it is not owned: a maxi single.
        {"release": [row("release", release_id=70, master_id=900, title="Maxi", source="dump:20260101")]},
        formats(70, '12"', "45 RPM"),
        listed(AFX, 900, "Maxi", main_release_id=70),
        listed(AFX, 901, "Listed twice"),
        listed(APHEX, 901, "Listed twice", role="Producer"),
        listed(BAND, 902, "Of the band"),
        names=NAMES,
        aliases={APHEX: AFX},
        members={APHEX: BAND},
    )
    with DBStorage.create(tmp_path_factory.mktemp("person") / "build.duckdb") as storage:
        found = derive(storage, rows)
        DeriveRelease().derive(storage)
        pairs = [(AFX, APHEX), (AFX, FRIEND), (FRIEND, AFX), (FRIEND, APHEX)]
        put(storage, "artist_similarity", [alike(*pair) for pair in pairs])
        yield found


@pytest.fixture(scope="module")
def kinship(snapshot: Snapshot) -> Kinship:
    return read_kinship(snapshot)


def test_records_of_two_names_of_one_person_are_alike(kinship: Kinship) -> None:
    (like, *others) = kinship.kindred(1)
    assert (like.release_id, others[0].release_id) == (2, 3)
    # Each person once, under the name of the record that the other is like.
    assert {(one.name, one.roles) for one in like.people} == {("AFX", ()), ("Drummer", ("Drums",))}
    assert [(one.name, one.roles) for one in others[0].people] == [("AFX", ("Guitar", "Mastered By"))]


def test_a_person_is_elsewhere_under_every_name_and_counts_once(kinship: Kinship) -> None:
    (found,) = [one for one in kinship.elsewhere(3) if one.name in ("AFX", "Aphex")]
    assert (found.name, found.makes_music) == ("Aphex", True)
    assert [at.release_id for at in found.elsewhere] == [1, 2]
    (found,) = [one for one in kinship.elsewhere(1) if one.name == "AFX"]
    assert [(at.release_id, at.roles) for at in found.elsewhere] == [(2, ()), (3, ("Guitar", "Mastered By"))]


def test_a_person_speaks_once_for_a_record_and_with_all_their_albums(snapshot: Snapshot) -> None:
    records = {one.title: one for one in read_suggestions(snapshot).records}
    (reason,) = records["Listed twice"].reasons
    assert (reason.name, reason.roles, reason.group, reason.loved) == ("AFX", ("Producer",), None, 3)


def test_a_group_of_one_name_is_a_group_of_the_person(snapshot: Snapshot) -> None:
    records = {one.title: one for one in read_suggestions(snapshot).records}
    (reason,) = records["Of the band"].reasons
    assert (reason.name, reason.group, reason.loved) == ("AFX", "The Band", 3)


def test_what_a_known_pressing_calls_no_album_is_not_suggested(snapshot: Snapshot) -> None:
    assert "Maxi" not in {one.title for one in read_suggestions(snapshot).records}


def test_who_is_like_an_artist_is_another_person_and_stands_there_once(snapshot: Snapshot) -> None:
    assert [one.name for one in portrait(snapshot, AFX).similar] == ["Friend"]
    assert [one.name for one in portrait(snapshot, FRIEND).similar] == ["AFX"]


def portrait(snapshot: Snapshot, artist_id: int) -> Portrait:
    found = read_artist(snapshot, artist_id)
    assert found is not None
    return found


def test_a_person_is_counted_once(snapshot: Snapshot) -> None:
    assert read_shelf_counts(snapshot).people == 3  # AFX alias Aphex, the drummer, and the friend


def test_a_filter_by_a_person_takes_every_name_and_lists_the_person_once(snapshot: Snapshot) -> None:
    found = [find_copies(snapshot, read_query(f"person={id}")) for id in (AFX, APHEX)]
    for one in found:
        assert [copy.release_id for copy in read_browser(snapshot).copies(one.positions)] == [3, 2, 1]
        values, _ = one.selection.values("person")
        assert [(value.label, value.copies) for value in values] == [
            ("AFX", 3),
            ("Drummer", 2),
            ("Friend", 1),
        ]
    panel = collection_panel(read_browser(snapshot).facets, read_overview(snapshot).knowledge)
    for id, one in zip((AFX, APHEX), found, strict=True):
        assert [row.key for row in panel.section(one, "person").rows] == [f"{id}", f"{DRUMMER}", f"{FRIEND}"]


def test_who_is_never_on_the_cover_counts_under_all_their_names(tmp_path: Path) -> None:
    rows = shelf(
        record(10, (FRIEND,), (AFX, "Bass")),
        record(11, (FRIEND,), (APHEX, "Bass"), (DRUMMER, "Drums")),
        names=NAMES,
        aliases={APHEX: AFX},
    )
    (question,) = (one for one in read_questions() if "never on the cover" in one.text)
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        derive(storage, rows)
        DeriveRelease().derive(storage)
        assert tuples(storage, question.sql) == [(AFX, "AFX", 2)]
