"""Small random shelves for hypothesis: rows of the source tables as they could come from any documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from tests.rows import put, tuples

from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES

Rows = dict[str, list[tuple[Any, ...]]]

#: Few artists, so that they meet; two pseudo-artists among them, and names without an id.
ARTISTS = (1, 2, 3, 4, 5, 194, 355)
RELEASES = (10, 11, 12, 13)
MASTERS = (10,)  # few, so that pressings share one; and an id that is a release's, too
#: Two that make music, of which one performs, two that write, one of neither kind, and one that nobody knows.
ROLES = (
    *("Guitar", "Guitar", "Guitar", "Producer", "Written-By", "Composed By", "Photography By"),
    *("Nobody Knows", None),  # None is a credit without a role
)
#: The lines of a track list: type, and whether it is a sub-track of the last line that is none.
LINES = (*[("track", False)] * 4, *[("track", True)] * 2, ("index", False), ("heading", False))
JOINS = (None, ",", "&", "/", "/")
GENRES = ("Jazz", "Rock", "Dub", "Classical", "Classical")
POSITIONS = ("A1", "A2", "B1", "B2", None)
TRACKS = (None, None, "A1", "A2, B1", "A1 to B1", "B1 to B2, A1", "A1 & B2", "B2 to A1", "Z9", "A1, Z9")
SOURCE_TABLES = (
    *(
        "collection_items",
        "wantlist_items",
        "release",
        "release_artists",
        "release_credits",
        "release_borrowed_credits",
        "release_tracks",
    ),
    *(
        "release_track_artists",
        "artist",
        "artist_images",
        "artist_aliases",
        "artist_groups",
        "artist_members",
    ),
    *("release_genres", "release_styles"),
)
_NAME = {artist: f"Artist {artist}" for artist in ARTISTS} | {None: "Nobody"}
_artist = st.sampled_from((1, 1, 1, 2, 2, 2, *ARTISTS, None))  # pairs meet again
_picture = st.sampled_from((None, "a.jpg", "b.jpg"))
_pair = st.tuples(st.sampled_from(ARTISTS), st.sampled_from(ARTISTS))


@st.composite
def shelves(draw: st.DrawFn, *, max_releases: int = len(RELEASES)) -> Rows:
    """A shelf of up to `max_releases` releases, some owned, some twice, some only wanted."""
    rows: Rows = {table: [] for table in SOURCE_TABLES}
    for release in RELEASES[:max_releases]:
        _add_release(draw, rows, release)
    linked = st.lists(_pair, unique=True, max_size=5)
    rows["artist_aliases"] = [(*pair, _NAME[pair[1]], draw(_picture)) for pair in draw(linked)]
    rows["artist_groups"] = [(*pair, _NAME[pair[1]], None, draw(_picture)) for pair in draw(linked)]
    rows["artist_members"] = [(*pair, _NAME[pair[1]], True, draw(_picture)) for pair in draw(linked)]
    for artist in ARTISTS:
        source = draw(st.sampled_from(("api", "basic")))
        rows["artist"].append((artist, None, _NAME[artist], _NAME[artist], *[None] * 9, source, None))
        for position, kind in enumerate(
            draw(st.lists(st.sampled_from(("primary", "secondary")), max_size=2))
        ):
            rows["artist_images"].append((artist, position, kind, None, draw(_picture), None, None))
    return rows


def _add_release(draw: st.DrawFn, rows: Rows, release: int) -> None:
    master = draw(st.sampled_from((*MASTERS, None)))
    source = draw(st.sampled_from(("api", "api", "api", "basic")))
    rows["release"].append((release, master, "Title", *[None] * 9, source, None))
    for copy in range(draw(st.integers(0, 2))):
        rows["collection_items"].append((release * 10 + copy, release, master, *[None] * 12))
    if draw(st.booleans()):  # an owned release, too, may be on the wantlist
        rows["wantlist_items"].append((release, master, *[None] * 7))
    for position, artist in enumerate(draw(st.lists(_artist, min_size=1, max_size=3))):
        join = draw(st.sampled_from(JOINS))
        rows["release_artists"].append((release, position, artist, _NAME[artist], None, join))
    genres = draw(st.lists(st.sampled_from(GENRES), max_size=2, unique=True))
    rows["release_genres"] += [(release, position, genre) for position, genre in enumerate(genres)]
    styles = draw(st.lists(st.sampled_from(("Jazz", "Rock", "Dub")), max_size=2, unique=True))
    rows["release_styles"] += [(release, position, style) for position, style in enumerate(styles)]
    if source != "basic":
        _add_credits(draw, rows, release)
        _add_borrowed(draw, rows, release)
        _add_tracks(draw, rows, release)


def _add_credits(draw: st.DrawFn, rows: Rows, release: int) -> None:
    for position, artist in enumerate(draw(st.lists(_artist, max_size=3))):
        tracks = draw(st.sampled_from(TRACKS))
        for role_no, role in enumerate(draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2))):
            rows["release_credits"].append(
                (release, position, role_no, artist, _NAME[artist], None, role, None, role, tracks)
            )


def _add_borrowed(draw: st.DrawFn, rows: Rows, release: int) -> None:
    for position, artist in enumerate(draw(st.lists(_artist, max_size=2))):
        role = draw(st.sampled_from(ROLES))
        rows["release_borrowed_credits"].append(
            (
                release,
                99,
                position,
                0,
                artist,
                _NAME[artist],
                None,
                role,
                None,
                role,
                "dump:20261101",
                1970,
                "UK",
            )
        )


def _add_tracks(draw: st.DrawFn, rows: Rows, release: int) -> None:
    last = None  # the line whose sub-tracks may follow
    for track_no, position in enumerate(draw(st.lists(st.sampled_from(POSITIONS), max_size=4, unique=True))):
        kind, is_below = draw(st.sampled_from(LINES))
        parent = last if is_below else None
        if not is_below:
            last = None if kind == "heading" else track_no
        rows["release_tracks"].append((release, track_no, parent, position, kind, None, None, None))
        for place, artist in enumerate(draw(st.lists(_artist, max_size=2))):
            role = draw(st.sampled_from(ROLES))
            rows["release_track_artists"].append(
                (release, track_no, place, 0, artist, _NAME[artist], None, None, role, None, role)
            )


def insert(storage: DBStorage, rows: Rows) -> None:
    """Load a shelf into a build in which another one may have been."""
    clear(storage)
    for table, many in rows.items():
        put(storage, table, many)


def clear(storage: DBStorage) -> None:
    """Empty every table."""
    storage.execute(";\n".join(f"delete from {table}" for table in TABLES))


def source_tables(
    storage: DBStorage, names: Iterable[str] = SOURCE_TABLES
) -> dict[str, list[dict[str, Any]]]:
    """The source tables of a build, as `brute_force` takes them."""
    found = {}
    for name in names:
        columns = [column.name for column in TABLES[name].columns if column.type != "timestamptz"]
        rows = tuples(storage, f"select {', '.join(columns)} from {name}")
        found[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found
