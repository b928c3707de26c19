"""Why two artists are neighbours: what the one does for the other, on which tracks, and nothing beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.derive import brute_force
from tests.derive.shelves import ARTISTS, Rows, insert, shelves, source_tables
from tests.examples import examples
from tests.insights.random_shelves import row

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.insights.network.evidence import Evidence, read_evidence
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

NAMES = {artist: f"Artist {artist}" for artist in ARTISTS}
MAKES_MUSIC = {"Guitar", "Producer"}
#: The main artist of the record below, two who have a track of their own on it, and who plays for whom.
BAND, ANN, BOB, SAM = 1, 2, 3, 4


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path_factory.mktemp("evidence") / "build.duckdb") as storage:
        yield storage


def derive(storage: DBStorage, rows: Rows) -> None:
    insert(storage, rows)
    prepare_credits(storage, load_taxonomy())
    DeriveArtist().derive(storage)


def record(*credits: tuple[str, str | None], on_tracks: tuple[tuple[int, str], ...] = ()) -> Rows:
    """A record of four tracks: two are Ann's, the third is Bob's, the fourth the band's.

    What Sam does there: `credits` of the release, each with the tracks that it names, and roles that stand on tracks.
    """
    performers = [(0, ANN), (1, ANN), (2, BOB)]
    of_track = [(no, 0, artist, None) for no, artist in performers]
    of_track += [(no, 1 + place, SAM, role) for place, (no, role) in enumerate(on_tracks)]
    return {
        "collection_items": [row("collection_items", instance_id=1, release_id=10)],
        "release": [row("release", release_id=10, title="Various Moods", year=1970)],
        "release_artists": [row("release_artists", release_id=10, position=0, artist_id=BAND)],
        "release_tracks": [
            row(
                "release_tracks", release_id=10, track_no=no, position=f"A{no + 1}", type="track", title=title
            )
            for no, title in enumerate(("One", "Two", "Three", "Four"))
        ],
        "release_credits": [
            row("release_credits", release_id=10, position=i, role_no=0, artist_id=SAM, role=role, tracks=on)
            for i, (role, on) in enumerate(credits)
        ],
        "release_track_artists": [
            row(
                "release_track_artists",
                **{"release_id": 10, "track_no": no, "position": position, "role_no": 0},
                artist_id=artist,
                role=role,
            )
            for no, position, artist, role in of_track
        ],
        "artist": [row("artist", artist_id=id, name=name) for id, name in NAMES.items()],
    }


def evidence(storage: DBStorage, one: int, other: int) -> tuple[Evidence, ...]:
    pair = frozenset((one, other))
    return read_evidence(Snapshot(storage), {pair}, NAMES).get(pair, ())


def shown(storage: DBStorage, whose: int) -> list[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    return [(one.roles, one.tracks, one.is_whole) for one in evidence(storage, SAM, whose)]


def test_what_is_done_on_the_tracks_of_others_is_no_evidence(storage: DBStorage) -> None:
    """Drums for Ann and bass for Bob do not make bass for Ann."""
    derive(storage, record(on_tracks=((0, "Drums"), (2, "Bass"))))
    assert shown(storage, ANN) == [(("Drums",), ("One",), False)]
    assert shown(storage, BOB) == [(("Bass",), ("Three",), False)]
    assert shown(storage, BAND) == []


def test_a_credit_of_the_release_that_names_tracks_is_for_the_artists_of_these(storage: DBStorage) -> None:
    derive(storage, record(("Drums", "A2 to A4"), ("Bass", "A4")))
    assert shown(storage, ANN) == [(("Drums",), ("Two",), False)]
    assert shown(storage, BOB) == [(("Drums",), ("Three",), False)]
    assert shown(storage, BAND) == [(("Bass", "Drums"), ("Four",), False)]


def test_what_makes_no_music_is_no_evidence(storage: DBStorage) -> None:
    derive(storage, record(("Written-By", None), ("Drums", "A4"), on_tracks=((0, "Written-By"), (1, "Bass"))))
    assert shown(storage, BAND) == [(("Drums",), ("Four",), False)]
    assert shown(storage, ANN) == [(("Bass",), ("Two",), False)]


def test_a_credit_of_the_whole_release_names_no_tracks(storage: DBStorage) -> None:
    derive(storage, record(("Drums", None), ("Bass", "A4")))
    assert shown(storage, BAND) == [(("Bass", "Drums"), (), True)]


def test_tracks_that_cannot_be_resolved_are_not_the_whole_release(storage: DBStorage) -> None:
    derive(storage, record(("Drums", "Z9")))
    assert shown(storage, BAND) == [(("Drums",), (), False)]


@settings(
    max_examples=examples(60),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=shelves())
def test_evidence_of_any_shelf_is_what_the_long_way_comes_to(storage: DBStorage, rows: Rows) -> None:
    lines = [
        (release, no, parent, position, type, f"{release}-{no}", *more)
        for release, no, parent, position, type, _, *more in rows["release_tracks"]
    ]
    derive(storage, rows | {"release_tracks": lines})
    shelf = brute_force.Shelf(source_tables(storage))
    pairs = {frozenset(pair) for pair in combinations(ARTISTS, 2)}
    found = {
        (one.release_id, one.who_id, one.whose_id): (set(one.roles), set(one.tracks), one.is_whole)
        for many in read_evidence(Snapshot(storage), pairs, NAMES).values()
        for one in many
        if one.relation == "release_role"
    }
    assert found == computed(shelf)


def computed(shelf: brute_force.Shelf) -> dict[tuple[int, int, int], tuple[set[str], set[str], bool]]:
    """(release, who, whose) -> roles, titles of tracks, whether it is the whole release: with plain loops."""
    deeds: dict[tuple[int, int, int], list[tuple[str, int | None, bool]]] = defaultdict(list)
    for release, who, role, tracks in shelf.credits():
        for track in shelf.under(release, tracks) if tracks else {None}:
            for whose in shelf.leaders(release, track):
                if (
                    role in MAKES_MUSIC
                    and who
                    and whose
                    and shelf.person(who) != shelf.person(whose)
                    and not {who, whose} & brute_force.PSEUDO
                ):
                    deeds[release, who, whose].append((role, track, tracks is None))
    return {
        key: (
            {role for role, *_ in did},
            set()
            if any(whole for *_, whole in did)
            else {f"{key[0]}-{track}" for _, track, _ in did if track is not None},
            any(whole for *_, whole in did),
        )
        for key, did in deeds.items()
    }
