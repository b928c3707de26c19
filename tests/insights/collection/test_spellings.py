"""300 ways to type what is owned, all of them found; and 100 things that are not owned, none of them called owned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.insights.collection.spellings import NOT_OWNED, OWNED, SLIPPED, TYPED
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.insights.artist.find_artist import find_artists
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import Browser, View, read_browser
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.network.path_endpoints import Ends
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.ownership import Owning
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.search import build_search
from linernotes.storage.duckdb.database import DBStorage

FOUND = ("owned", "fits", "several", "other")


@dataclass
class Shelf:
    snapshot: Snapshot
    browser: Browser
    owning: Owning

    def answer(self, text: str) -> Answer:
        answer = self.owning.answer(text)
        assert answer is not None
        return answer

    def says(self, text: str) -> tuple[str, set[int]]:
        """The verdict, and the releases that are shown with it."""
        answer = self.answer(text)
        return answer.verdict, {copy.release_id for copy in (*answer.copies, *answer.others)}

    def searched(self, text: str) -> set[int]:
        """What the collection's search finds."""
        found = find_copies(self.snapshot, View(text))
        return {copy.release_id for copy in self.browser.copies(found.positions)}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    path: Path = tmp_path_factory.mktemp("spellings") / "build.duckdb"
    artists = {name: 1000 + number for number, name in enumerate(sorted({name for _, name, *_ in OWNED}))}
    with DBStorage.create(path) as storage:
        for name, id in artists.items():
            shown = name.removesuffix(" (2)")
            who = {"artist_id": id, "identity_id": id}
            put(storage, "artist", [row("artist", name=name, display_name=shown, **who)])
            at = {"component_id": 1, "community_id": 1, "degree": 1, "pagerank": 0.1, "x": 0.0, "y": 0.0}
            vertex = row("artist_vertex", name=shown, in_collection=True, **who, **at)
            put(storage, "artist_vertex", [vertex])
        for id, artist, title, label, number, code in OWNED:
            for table, values in {
                "release": {"title": title},
                "release_artists": {"position": 0, "artist_id": artists[artist], "name": artist},
                "release_labels": {"position": 0, "label_id": id, "name": label, "catalog_number": number},
                "collection_items": {"instance_id": id, "title": title},
            }.items():
                put(storage, table, [row(table, release_id=id, **values)])
            if code:
                barcode = row("release_identifiers", release_id=id, position=0, type="Barcode", value=code)
                put(storage, "release_identifiers", [barcode])
        build_search(storage, path.with_suffix(".search.db"))
    with DBStorage.open(path) as storage:
        snapshot = Snapshot(storage)
        browser = snapshot.cached(read_browser)
        yield Shelf(snapshot, browser, Owning(snapshot))


def plain_spellings() -> dict[str, int]:
    """By rule: artist and title in capitals, in small letters, and the other way round."""
    made: dict[str, int] = {}
    for id, artist, title, *_ in OWNED:
        made |= {f"{artist} - {title}".upper(): id, f"{artist} {title}".lower(): id, f"{title} {artist}": id}
    return made


def test_the_tables_are_as_long_as_they_say() -> None:
    assert len(TYPED) >= 200
    assert len(TYPED | plain_spellings()) >= 300
    assert len(set(NOT_OWNED)) >= 100


def test_what_is_owned_is_found_however_it_is_typed(shelf: Shelf) -> None:
    said = {text: (id, *shelf.says(text)) for text, id in (TYPED | plain_spellings()).items()}
    assert {t: s for t, s in said.items() if s[1] not in FOUND or s[0] not in s[2]} == {}


def test_what_is_owned_is_found_by_the_collections_search(shelf: Shelf) -> None:
    found = {text: (id, shelf.searched(text)) for text, id in (TYPED | plain_spellings()).items()}
    assert {t: f for t, f in found.items() if f[0] not in f[1]} == {}


def test_nothing_is_called_owned_that_is_not(shelf: Shelf) -> None:
    said = {text: shelf.says(text) for text in NOT_OWNED}
    assert {t: s for t, s in said.items() if s[0] in ("owned", "several", "other")} == {}


def test_a_carrier_or_a_year_beside_it_changes_neither(shelf: Shelf) -> None:
    """Nothing is known of years and carriers here: the answer may be open, never a No."""
    spelled = {f"{text} lp": id for text, id in TYPED.items()} | {f"1975 {t}": id for t, id in TYPED.items()}
    owned = {text: (id, *shelf.says(text)) for text, id in spelled.items()}
    assert {t: s for t, s in owned.items() if s[1] not in FOUND or s[0] not in s[2]} == {}
    others = {text: shelf.says(text) for one in NOT_OWNED for text in (f"{one} lp", f"{one} (1975)")}
    assert {t: s for t, s in others.items() if s[0] in ("owned", "several", "other")} == {}


def test_one_wrong_letter_is_no_no(shelf: Shelf) -> None:
    said = {text: (id, shelf.answer(text)) for text, id in SLIPPED.items()}
    wrong = {
        text: (answer.verdict, answer.suggestions)
        for text, (id, answer) in said.items()
        if answer.verdict not in FOUND or id not in {copy.release_id for copy in answer.copies}
    }
    assert wrong == {}


NAMED = {
    "REM": "R.E.M.", "r e m": "R.E.M.", "ACDC": "AC/DC", "kd lang": "k.d. lang", "Run DMC": "Run-D.M.C.",
    "beatles": "The Beatles", "Beatles, The": "The Beatles", "Guns N' Roses": "Guns N’ Roses", "Arzte": "Die Ärzte",
    "Florence & the Machine": "Florence And The Machine", "Simon and Garfunkel": "Simon & Garfunkel", "weiss": "Weiß",
    "Royksopp": "Røyksopp", "Kino": "Кино", "!!!": "!!!", "nirvana": "Nirvana", "Nirvana (2)": "Nirvana",
    "ABBA": "ΑΒΒΑ", "Booker T and the MGs": "Booker T. & The M.G.'s", "sinead oconnor": "Sinéad O’Connor",
}  # fmt: skip


def test_an_artist_is_found_by_the_same_spellings(shelf: Shelf) -> None:
    found = {text: [match.name for match in find_artists(shelf.snapshot, text)][:1] for text in NAMED}
    assert found == {text: [name] for text, name in NAMED.items()}


def test_the_end_of_a_path_is_found_by_the_same_spellings(shelf: Shelf) -> None:
    ends = Ends(read_vertices(shelf.snapshot), shelf.browser.collection)
    found = {text: end.name if (end := ends.meant(shelf.snapshot, text).end) else None for text in NAMED}
    assert found == NAMED


def test_a_value_of_a_filter_is_found_by_the_same_spellings(shelf: Shelf) -> None:
    facet = shelf.browser.facets["artist"]
    everything = facet.having(facet.keys)
    found = {text: {value.label for value in facet.values(everything, find=text)[0]} for text in NAMED}
    assert {text: labels for text, labels in found.items() if NAMED[text] not in labels} == {}
