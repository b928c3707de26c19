"""Small shelves made up by hypothesis: as plain values, and the same as a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from tests.rows import put

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES

GENRES = ("Jazz", "Rock", "Électronique", "none of these")
STYLES = ("Modal", "Fusion", "Dub")
FORMATS = ("Vinyl", "CD")
WORDS = ("LP", "Album", "Reissue")
COUNTRIES = ("UK", "US", "Germany")
CONDITIONS = ("Mint (M)", "Very Good Plus (VG+)", "Good (G)")
ROLES = {"Drums": "percussion", "Congas": "percussion", "Bass": "bass", "Hovering": "unknown"}
PEOPLE = {1: "Ann", 2: "Bob", 3: "Cecil"}
#: They are on records of `bands` alone; the last one is everybody and nobody.
OTHERS = {4: "Dora", 5: "The Trio", 194: "Various"}
IS_GROUP = {1: False, 2: False, 3: None, 4: None, 5: True, 194: None}
LABELS = {7: "Blue Note", 8: "ECM"}
FOLDERS = {1: "Uncategorized", 2: "Jazz"}
SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pressing:
    release_id: int
    title: str
    album_year: int | None
    year: int | None
    country: str | None
    genres: list[str]
    styles: list[str]
    formats: list[tuple[str, list[str]]]
    labels: list[tuple[int, str | None]]
    artists: list[int]
    credits: list[tuple[int, str]]
    #: Who has a track of their own, and which album it is a pressing of: its own, if 0.
    track_artists: list[int] = field(default_factory=list)
    album: int = 0

    @property
    def master_id(self) -> int:
        return 100 + (self.album or self.release_id)


@dataclass(frozen=True)
class Item:
    pressing: Pressing
    folder: int | None
    rating: int | None
    media: str | None
    sleeve: str | None
    days: int | None
    instance_id: int = field(compare=False, default=0)


def _some(values: Any, most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(values)), max_size=most, unique=True)


def _maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(list(values))


_YEARS = st.none() | st.integers(1948, 1991)
_NUMBERS = st.none() | st.sampled_from(["CL 9", "CL 1355", "none", "A-1"])


@st.composite
def shelves(draw: st.DrawFn) -> list[Item]:
    """Up to eight copies of up to five pressings, the one added last first."""
    pressings = [
        Pressing(
            number,
            draw(st.sampled_from(["Blue", "The Blue", "Älter", "zero"])),
            draw(_YEARS),
            draw(_YEARS),
            draw(_maybe(COUNTRIES)),
            draw(_some(GENRES)),
            draw(_some(STYLES)),
            draw(st.lists(st.tuples(st.sampled_from(FORMATS), _some(WORDS)), max_size=2)),
            draw(st.lists(st.tuples(st.sampled_from(list(LABELS)), _NUMBERS), max_size=2)),
            draw(_some(PEOPLE)),
            draw(
                st.lists(st.tuples(st.sampled_from(list(PEOPLE)), st.sampled_from(list(ROLES))), max_size=3)
            ),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    owned = draw(st.lists(st.sampled_from(pressings), max_size=8))
    items = [
        Item(
            pressing,
            draw(_maybe(FOLDERS)),
            draw(st.none() | st.integers(1, 5)),
            draw(_maybe(CONDITIONS)),
            draw(_maybe(CONDITIONS)),
            draw(st.none() | st.integers(0, 20)),
            instance_id,
        )
        for instance_id, pressing in enumerate(owned, 1)
    ]
    return sorted(items, key=lambda one: (one.days is None, -(one.days or 0), -one.instance_id))


@st.composite
def bands(draw: st.DrawFn) -> list[Item]:
    """Such a shelf on which the same people meet again, as main artists here and as sidemen there."""
    items = draw(shelves())
    numbers = sorted({one.pressing.release_id for one in items})
    found = {one.pressing.release_id: _played(draw, one.pressing, numbers) for one in items}
    return [replace(one, pressing=found[one.pressing.release_id]) for one in items]


def _played(draw: st.DrawFn, one: Pressing, numbers: list[int]) -> Pressing:
    everybody = [*PEOPLE, 4]
    parts: dict[str, list[int]] = {"main": draw(st.sampled_from([[], [], [5], [194]])), "track": []}
    credits = draw(_some([(artist, "Hovering") for artist in everybody], 1))
    for artist in draw(st.sampled_from([everybody, everybody[:3], everybody[1:], everybody[:2], []])):
        for part in draw(st.sampled_from([["main"], ["track"], ["Drums"], ["Bass"], ["main", "Congas"]])):
            if part in parts:
                parts[part] = [*parts[part], artist]
            else:
                credits = [*credits, (artist, part)]
    album = draw(st.sampled_from([0, 0, *numbers[:1]]))
    return replace(one, artists=parts["main"], track_artists=parts["track"], credits=credits, album=album)


def row(table: str, **values: Any) -> tuple[Any, ...]:
    """A row in the order of the table's columns; what is not given is NULL."""
    names = [column.name for column in TABLES[table].columns]
    assert set(values) <= set(names), set(values) - set(names)
    return tuple(values.get(name) for name in names)


@contextmanager
def built(items: list[Item]) -> Iterator[Snapshot]:
    """A build of such a shelf, open for reading."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "build.duckdb"
        with DBStorage.create(path) as storage:
            _fill(storage, items)
        with DBStorage.open(path) as storage:
            yield Snapshot(storage)


def _fill(storage: DBStorage, items: list[Item]) -> None:
    for one in items:
        put(storage, "collection_items", [_item(one)])
    pressings = {one.pressing.release_id: one.pressing for one in items}.values()
    for pressing in pressings:
        for table, rows in _pressing(pressing).items():
            put(storage, table, rows)
    albums = {one.master_id: one for one in pressings}
    put(
        storage,
        "master",
        [row("master", master_id=id, title=one.title, year=one.album_year) for id, one in albums.items()],
    )
    put(
        storage,
        "artist",
        [
            row("artist", artist_id=id, name=f"{name} (2)", display_name=name, is_group=IS_GROUP[id])
            for id, name in (PEOPLE | OTHERS).items()
        ],
    )
    put(
        storage,
        "role",
        [row("role", role=role, category=of, as_edge=of != "unknown") for role, of in ROLES.items()],
    )


def _item(one: Item) -> tuple[Any, ...]:
    return row(
        "collection_items",
        instance_id=one.instance_id,
        release_id=one.pressing.release_id,
        title=one.pressing.title,
        year=one.pressing.year,
        folder_id=one.folder,
        folder=FOLDERS.get(one.folder or 0),
        added_at=None if one.days is None else SOME_DAY + timedelta(days=one.days),
        added_on=None if one.days is None else (SOME_DAY + timedelta(days=one.days)).date(),
        rating=one.rating,
        media_condition=one.media,
        sleeve_condition=one.sleeve,
    )


def _pressing(one: Pressing) -> dict[str, list[tuple[Any, ...]]]:
    id = one.release_id
    each = enumerate
    names = PEOPLE | OTHERS
    return {
        "release": [
            row("release", release_id=id, master_id=one.master_id, title=one.title, year=one.year, country=one.country)
        ],
        "release_genres": [row("release_genres", release_id=id, position=i, genre=g) for i, g in each(one.genres)],
        "release_styles": [row("release_styles", release_id=id, position=i, style=s) for i, s in each(one.styles)],
        "release_formats": [
            row("release_formats", release_id=id, position=i, name=name, descriptions=words)
            for i, (name, words) in each(one.formats)
        ],
        "release_labels": [
            row("release_labels", release_id=id, position=i, label_id=label, name=LABELS[label], catalog_number=n)
            for i, (label, n) in each(one.labels)
        ],
        "release_artists": [
            row("release_artists", release_id=id, position=i, artist_id=a, name=names[a])
            for i, a in each(one.artists)
        ],
        "release_credits": [
            row("release_credits", release_id=id, position=i, role_no=0, artist_id=a, name=names[a], role=role)
            for i, (a, role) in each(one.credits)
        ],
        "release_track_artists": [
            row("release_track_artists", release_id=id, track_no=i, position=0, role_no=0, artist_id=a, name=names[a])
            for i, a in each(one.track_artists)
        ],
        "artist_release_roles": [
            *(row("artist_release_roles", artist_id=a, release_id=id, relation="main", roles=[]) for a in one.artists),
            *(
                row("artist_release_roles", artist_id=a, release_id=id, relation="track", roles=[], tracks=[i])
                for i, a in each(one.track_artists)
            ),
            *(
                row(
                    "artist_release_roles", artist_id=a, release_id=id, relation="credit",
                    roles=sorted({role for artist, role in one.credits if artist == a}),
                )
                for a in sorted({artist for artist, _ in one.credits})
            ),
        ],
    }  # fmt: skip
