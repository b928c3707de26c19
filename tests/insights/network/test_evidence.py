"""Why two artists are neighbours: what each does there, on which tracks, and nothing beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.derive import brute_force
from tests.derive.shelves import ARTISTS, Rows, insert, shelves, source_tables
from tests.examples import DEAR, examples
from tests.insights.random_shelves import row
from tests.rows import tuples

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.network.evidence import Evidence, read_evidence
from linernotes.insights.network.evidence_text import evidence_text
from linernotes.insights.network.paths import find_path
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
    return read_evidence(Snapshot(storage), {(one, other)}, NAMES).get((one, other), ())


def words(one: Evidence) -> str:
    return "".join(piece.text for piece in evidence_text(one))


def said(storage: DBStorage, one: int, other: int) -> list[str]:
    """The sentences of the evidence."""
    names = {"Artist 1": "Band", "Artist 2": "Ann", "Artist 3": "Bob", "Artist 4": "Sam"}
    found = [words(line) for line in evidence(storage, one, other)]
    for artist, name in names.items():
        found = [sentence.replace(artist, name) for sentence in found]
    return found


def test_what_is_done_on_the_tracks_of_others_is_no_evidence(storage: DBStorage) -> None:
    """Drums for Ann and bass for Bob do not make bass for Ann."""
    derive(storage, record(on_tracks=((0, "Drums"), (2, "Bass"))))
    assert said(storage, SAM, ANN) == ["together on One, on Various Moods: Sam (Drums), Ann (track artist)"]
    assert said(storage, SAM, BOB) == ["together on Three, on Various Moods: Sam (Bass), Bob (track artist)"]
    assert said(storage, SAM, BAND) == []


def test_the_sentence_begins_with_who_is_asked_for_first(storage: DBStorage) -> None:
    derive(storage, record(on_tracks=((0, "Drums"),)))
    assert said(storage, ANN, SAM) == ["together on One, on Various Moods: Ann (track artist), Sam (Drums)"]


def test_a_credit_of_the_release_that_names_tracks_is_for_the_artists_of_these(storage: DBStorage) -> None:
    derive(storage, record(("Drums", "A2 to A4"), ("Bass", "A4")))
    assert said(storage, SAM, ANN) == ["together on Two, on Various Moods: Sam (Drums), Ann (track artist)"]
    assert said(storage, SAM, BOB) == ["together on Three, on Various Moods: Sam (Drums), Bob (track artist)"]
    assert said(storage, SAM, BAND) == [
        "together on Four, on Various Moods: Sam (Bass, Drums), Band (main artist)"
    ]


def test_what_makes_no_music_is_no_evidence(storage: DBStorage) -> None:
    derive(storage, record(("Written-By", None), ("Drums", "A4"), on_tracks=((0, "Written-By"), (1, "Bass"))))
    assert said(storage, SAM, BAND) == ["together on Four, on Various Moods: Sam (Drums), Band (main artist)"]
    assert said(storage, SAM, ANN) == ["together on Two, on Various Moods: Sam (Bass), Ann (track artist)"]


def test_a_credit_of_the_whole_release_names_no_tracks(storage: DBStorage) -> None:
    """Nobody knows on which of the band's tracks Sam drums: the line names the record."""
    derive(storage, record(("Drums", None)))
    assert said(storage, SAM, BAND) == ["on Various Moods: Sam (Drums), Band (main artist)"]
    assert said(storage, SAM, ANN) == []


def test_what_is_said_of_the_whole_record_is_kept_apart_from_what_is_said_of_a_track(
    storage: DBStorage,
) -> None:
    derive(storage, record(("Drums", None), ("Bass", "A4"), ("Producer", "A1")))
    assert said(storage, SAM, BAND) == [
        "together on Four, on Various Moods: Sam (Bass; on the whole record Drums), Band (main artist)"
    ]


def test_who_produces_does_not_play(storage: DBStorage) -> None:
    derive(storage, record(("Producer", "A1, A4")))
    assert said(storage, SAM, ANN) == ["Sam: Producer on Ann’s Various Moods, on One"]
    assert said(storage, SAM, BAND) == ["Sam: Producer on Band’s Various Moods, on Four"]


def test_tracks_that_cannot_be_resolved_are_not_the_whole_release(storage: DBStorage) -> None:
    """A credit for such tracks performs on none of those that are known."""
    derive(storage, record(("Drums", "Z9")))
    assert said(storage, SAM, BAND) == ["Sam: Drums on Band’s Various Moods, on some tracks"]


def test_two_who_share_every_track_share_the_record(storage: DBStorage) -> None:
    """Their roles on the whole record hold on each of its tracks."""
    rows = record(("Drums", "A1 to A4"), ("Producer", None))
    derive(storage, rows | {"release_track_artists": []})
    assert said(storage, SAM, BAND) == [
        "together on every track of Various Moods: Sam (Drums, Producer), Band (main artist)"
    ]


def test_a_track_without_a_title_is_some_track(storage: DBStorage) -> None:
    rows = record(on_tracks=((0, "Drums"),))
    untitled = [row("release_tracks", release_id=10, track_no=no, type="track") for no in range(4)]
    derive(storage, rows | {"release_tracks": untitled})
    assert said(storage, SAM, ANN) == [
        "together on some tracks, on Various Moods: Sam (Drums), Ann (track artist)"
    ]


def test_what_stands_on_a_track_with_parts_holds_for_the_parts(storage: DBStorage) -> None:
    rows = record(on_tracks=((0, "Drums"),))
    part = row(
        "release_tracks", release_id=10, track_no=4, parent_track_no=0, type="track", title="One, part 1"
    )
    derive(storage, rows | {"release_tracks": [*rows["release_tracks"], part]})
    assert said(storage, SAM, ANN) == [
        "together on One, part 1, on Various Moods: Sam (Drums), Ann (track artist)"
    ]


def test_of_many_tracks_and_roles_the_line_names_some_and_counts_the_others() -> None:
    tracks, roles = tuple(f"Track {no}" for no in range(9)), tuple(f"Role {no}" for no in range(9))
    line = Evidence("co_player", "Sam", "Ann", 1, "Moods", roles, tracks, False, 1, 2)
    assert words(line) == (
        "together on Track 0, Track 1, Track 2 and 6 other tracks, on Moods: "
        "Sam (Role 0, Role 1, Role 2, Role 3, Role 4, Role 5 and 3 other roles), Ann"
    )


def test_an_alias_and_a_membership_are_called_so_and_are_no_playing(storage: DBStorage) -> None:
    rows = record()
    rows["artist_aliases"] = [row("artist_aliases", artist_id=SAM, alias_id=ANN, name="Artist 2")]
    rows["artist_groups"] = [
        row("artist_groups", artist_id=BOB, group_id=BAND, name="Artist 1", is_active=True)
    ]
    derive(storage, rows)
    assert said(storage, ANN, SAM) == ["Ann is the same person as Sam"]
    assert said(storage, SAM, ANN) == ["Sam is the same person as Ann"]
    assert said(storage, BAND, BOB) == ["Bob is a member of Band"]
    assert all(one.is_family for one in evidence(storage, BAND, BOB))


def test_a_former_member_was_one(storage: DBStorage) -> None:
    """The group's document says so; the member's says nothing."""
    rows = record()
    rows["artist_groups"] = [row("artist_groups", artist_id=BOB, group_id=BAND, name="Artist 1")]
    rows["artist_members"] = [
        row("artist_members", artist_id=BAND, member_id=BOB, name="Artist 3", is_active=False)
    ]
    derive(storage, rows)
    assert said(storage, BOB, BAND) == ["Bob was a member of Band"]


def test_two_names_of_a_group_are_the_same_group(storage: DBStorage) -> None:
    rows = record()
    rows["artist_aliases"] = [row("artist_aliases", artist_id=BAND, alias_id=ANN, name="Artist 2")]
    rows["artist_groups"] = [row("artist_groups", artist_id=BOB, group_id=BAND, name="Artist 1")]
    derive(storage, rows)
    assert said(storage, BAND, ANN) == ["Band is the same group as Ann"]


def of_the_demo(demo: Snapshot, one: str, other: str) -> list[str]:
    path = find_path(demo, {one_artist(demo, one).artist_id}, {one_artist(demo, other).artist_id})
    assert path is not None
    (step,) = path.steps
    return [words(line) for line in step.evidence]


def test_two_sidemen_of_one_record_are_on_it_together(demo) -> None:
    """The sleeve of Maiden Voyage credits both for the whole record: it names no track."""
    assert of_the_demo(demo, "Ron Carter", "Tony Williams") == [
        "on Maiden Voyage: Ron Carter (Bass), Tony Williams (Drums)"
    ]


def test_two_guests_who_are_named_on_a_track_are_together_on_that_track(demo) -> None:
    assert of_the_demo(demo, "Robert Fripp", "Phil Collins") == [
        "together on No Self Control, on Peter Gabriel: Robert Fripp (Guitar), Phil Collins (Drums)"
    ]


def test_one_record_is_one_line(demo) -> None:
    """Brian Eno is credited on Bowie's record and plays on it with him; that is one line and not two."""
    lines = of_the_demo(demo, "David Byrne", "Brian Eno")
    assert [line.split(":")[0] for line in lines] == [
        "on Remain In Light",
        "together on every track of My Life In The Bush Of Ghosts",
    ]


@settings(
    max_examples=examples(60, DEAR),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=shelves())
def test_evidence_of_any_shelf_is_what_the_tables_of_evidence_and_the_long_way_say(
    storage: DBStorage, rows: Rows
) -> None:
    lines = [
        (release, no, parent, position, type, f"{release}-{no}", *more)
        for release, no, parent, position, type, _, *more in rows["release_tracks"]
    ]
    derive(storage, rows | {"release_tracks": lines})
    pairs = set(combinations(ARTISTS, 2))
    found = {
        (one.relation, one.release_id, one.who_id, one.whose_id): facts(one)
        for many in read_evidence(Snapshot(storage), pairs, NAMES).values()
        for one in many
        if one.relation in ("co_player", "release_role")
    }
    assert found == computed(storage)
    both = {(release, *pair) for relation, release, *pair in found if relation == "co_player"}
    assert {key[1:]: value for key, value in found.items() if key[0] == "release_role"} == {
        (release, who, whose): value
        for (release, who, whose), value in computed_roles(brute_force.Shelf(source_tables(storage))).items()
        if (release, min(who, whose), max(who, whose)) not in both
    }


Facts = tuple[Any, ...]


def facts(one: Evidence) -> Facts:
    tracks = set(one.tracks), one.is_whole
    if one.relation == "release_role":
        return set(one.roles), *tracks
    return set(one.roles), set(one.whose_roles), set(one.record_roles), set(one.whose_record_roles), *tracks


def computed(storage: DBStorage) -> dict[tuple[str, int, int, int], Facts]:
    """(relation, release, who, whose) -> roles, tracks, whether it is the whole release: with plain loops."""
    together = tuples(
        storage, "select artist_id_from, artist_id_to, release_id, tracks from co_player_releases"
    )
    named = tuples(
        storage, "select artist_id_from, artist_id_to, release_id, roles, tracks from release_role_evidence"
    )
    found: dict[tuple[str, int, int, int], Facts] = {}
    for one, other, release, tracks in together:
        parts = [did(storage, release, id, tracks) for id in (one, other)]
        roles, of_record = zip(*parts, strict=True)
        found["co_player", release, one, other] = *roles, *of_record, titles(release, tracks), tracks is None
    both = {(*pair, release) for *pair, release, _ in together}
    for who, whose, release, roles, tracks in named:
        if (min(who, whose), max(who, whose), release) not in both:
            found["release_role", release, who, whose] = set(roles), titles(release, tracks), tracks is None
    return found


def titles(release: int, tracks: list[int] | None) -> set[str]:
    return {f"{release}-{track}" for track in tracks or ()}


def did(storage: DBStorage, release: int, artist: int, tracks: list[int] | None) -> tuple[set[str], set[str]]:
    """What somebody does on these tracks, and on the whole record; on all tracks, or on none that is named: both."""
    lines = tuples(
        storage, "select track_no, parent_track_no, type from release_tracks where release_id = ?", [release]
    )
    above = {track: parent for track, parent, _ in lines if parent is not None}
    all_tracks = {track for track, _, type in lines if type == "track"} - set(above.values())
    credits = tuples(
        storage,
        "select c.role, c.tracks is null, t.track_no from release_credits as c "
        "left join release_credit_tracks as t using (release_id, position) where release_id = ? and artist_id = ?",
        [release, artist],
    )
    of_tracks = tuples(
        storage,
        "select role, track_no from release_track_artists where release_id = ? and artist_id = ?",
        [release, artist],
    )
    is_main = tuples(
        storage,
        "select 1 from release_artists where release_id = ? and artist_id = ?",
        [release, artist],
    )
    music: defaultdict[int | None | str, set[str]] = defaultdict(set)
    for role, is_whole, track in credits:
        if role in MAKES_MUSIC:
            music[None if is_whole else "nowhere" if track is None else track].add(role)
    for role, track in of_tracks:
        if role in MAKES_MUSIC:
            music[track].add(role)
    every = tracks is None or (len(all_tracks) > 1 and set(tracks) == all_tracks)
    # What stands on a track with parts holds for the parts.
    named = {line for track in tracks or () for line in (track, above.get(track, track))}
    leads = any(role is None and (every or track in named) for role, track in of_tracks)
    word = {"main artist"} if is_main else {"track artist"} if leads else set()
    here = set(music) if every else named
    return word | {role for track in here for role in music[track]}, set() if every else music[None]


def computed_roles(shelf: brute_force.Shelf) -> dict[tuple[int, int, int], tuple[set[str], set[str], bool]]:
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
