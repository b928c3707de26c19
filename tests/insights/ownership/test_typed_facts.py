"""Years, carriers and the like beside a title: what is owned is found, and nothing else is called owned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insights.ownership.typed_facts import (
    BARE,
    NOT_OWNED,
    PRESSINGS,
    SAID,
    SEARCHED,
    SENTENCES,
    Pressing,
)
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.insights.collection.typed_search import find_copies, without_facts
from linernotes.insights.collection.views import Browser, View, read_browser
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.network.path_endpoints import Ends
from linernotes.insights.ownership.ownership import Owning
from linernotes.insights.ownership.wording import sentence
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_facts import readings
from linernotes.storage.builds.search import build_search
from linernotes.storage.duckdb.database import DBStorage


@dataclass
class Shelf:
    snapshot: Snapshot
    browser: Browser
    owning: Owning

    def says(self, text: str) -> tuple[str, set[int], set[int]]:
        """The verdict, the releases that fit, and those shown beside them."""
        answer = self.owning.answer(text)
        assert answer is not None
        return answer.verdict, {c.release_id for c in answer.copies}, {c.release_id for c in answer.others}

    def sentence(self, text: str) -> str:
        answer = self.owning.answer(text)
        assert answer is not None
        return sentence(answer)

    def searched(self, text: str) -> set[int]:
        """What the collection's search finds."""
        found = find_copies(self.snapshot, View(text))
        return {copy.release_id for copy in self.browser.copies(found.positions)}


def insert(storage: DBStorage, one: Pressing, artist_id: int) -> None:
    id, album = one.release_id, one.master_id
    rows = {
        "release": [{"title": one.title, "year": one.year, "country": one.country, "master_id": album}],
        "release_artists": [{"position": 0, "artist_id": artist_id, "name": one.artist}],
        "release_labels": [{"position": 0, "label_id": id, "name": one.label, "catalog_number": one.number}],
        "collection_items": [{"instance_id": id, "title": one.title, "year": one.year, "master_id": album}],
        "release_formats": [
            {"position": at, "name": name, "quantity": quantity, "descriptions": list(words), "text": text}
            for at, (name, quantity, words, text) in enumerate(one.formats)
        ],
    }
    for table, values in rows.items():
        put(storage, table, [row(table, release_id=id, **value) for value in values])
    if album is not None and one.album_year is not None and id != 2:  # a second pressing of album 10
        put(storage, "master", [row("master", master_id=album, title=one.title, year=one.album_year)])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    path: Path = tmp_path_factory.mktemp("facts") / "build.duckdb"
    artists = {name: 1000 + number for number, name in enumerate(sorted({one.artist for one in PRESSINGS}))}
    with DBStorage.create(path) as storage:
        for name, id in artists.items():
            put(storage, "artist", [row("artist", artist_id=id, name=name, display_name=name)])
        for one in PRESSINGS:
            insert(storage, one, artists[one.artist])
        build_search(storage, path.with_suffix(".search.db"))
    with DBStorage.open(path) as storage:
        snapshot = Snapshot(storage)
        browser = snapshot.cached(read_browser)
        yield Shelf(snapshot, browser, Owning(snapshot))


def test_the_tables_are_as_long_as_they_say() -> None:
    assert sum(verdict in ("owned", "several") for verdict, *_ in SAID.values()) >= 60
    assert len(set(NOT_OWNED)) >= 40


def test_what_is_typed_beside_a_title_narrows_the_answer(shelf: Shelf) -> None:
    said = {text: shelf.says(text) for text in SAID}
    assert {text: found for text, found in said.items() if found != SAID[text]} == {}


def test_nothing_is_called_owned_for_a_year_or_a_carrier(shelf: Shelf) -> None:
    said = {text: shelf.says(text)[0] for text in NOT_OWNED}
    assert {text: verdict for text, verdict in said.items() if verdict in ("owned", "several", "other")} == {}


def test_what_holds_and_what_does_not_is_said(shelf: Shelf) -> None:
    assert {text: shelf.sentence(text) for text in SENTENCES} == SENTENCES


def test_the_collections_search_reads_a_text_so_too(shelf: Shelf) -> None:
    assert {text: shelf.searched(text) for text in SEARCHED} == SEARCHED


def test_a_search_that_finds_nothing_offers_the_title_alone(shelf: Shelf) -> None:
    assert {text: without_facts(shelf.snapshot, text) for text in BARE} == BARE


def test_the_end_of_a_path_is_read_so_too(shelf: Shelf) -> None:
    ends = Ends(read_vertices(shelf.snapshot), shelf.browser.collection)
    typed = {
        "Kind of Blue 1959": "Kind Of Blue",
        "blue train lp": "Blue Train",
        "1999": "1999",
        "blue train 1999": None,
    }
    found = {text: end.name if (end := ends.meant(shelf.snapshot, text).end) else None for text in typed}
    assert found == typed


@pytest.mark.parametrize("one", PRESSINGS, ids=lambda one: f"{one.artist}-{one.title}")
def test_every_record_is_found_by_its_own_year_carrier_and_label(shelf: Shelf, one: Pressing) -> None:
    """By rule, for each: none of these is a No, and the record is among what is shown."""
    carrier = one.formats[0][0] if one.formats else ""
    beside = [str(one.year or ""), carrier, one.country or "", one.label, f"{one.year or ''} {carrier}"]
    texts = [f"{one.artist} - {one.title} {fact}" for fact in beside if fact.strip()]
    said = {text: shelf.says(text) for text in [*texts, f"{one.title} by {one.artist}"]}
    assert {
        text: found
        for text, found in said.items()
        if found[0] not in ("owned", "fits") or one.release_id not in found[1]
    } == {}


@given(st.lists(st.sampled_from(
    ["1959", "lp", "CD", "12\"", "on", "the", "album", "Blue", "Note", "by", "-", "Japan", "2xLP", "(", "180", "Miles"]
), max_size=30))  # fmt: skip
def test_a_reading_leaves_words_out_and_adds_none(chunks: list[str]) -> None:
    text = " ".join(chunks)
    for reading in readings(text, {"bluenote": "Blue Note"}):
        left = reading.text.split()
        assert 0 < len(left) < len(chunks)
        at = iter(chunks)
        assert all(any(chunk == one for one in at) for chunk in left), "in the order in which they were typed"


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    readings(text, {})
