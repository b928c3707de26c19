"""Documents that someone spoilt: whatever the bytes are, there is a struct or a DocumentError, and rows."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.recorded import Recorded, recorded_documents
from tests.examples import examples
from tests.samples.reader import samples

from linernotes.documents import STRUCTS, BasicInformation, CollectionItem, Document, ItemNote, decode
from linernotes.errors import DocumentError
from linernotes.etl.artists import first_of_each
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows
from linernotes.etl.rows.collection import (
    basic_release_rows,
    collection_item_rows,
    value_history,
    wantlist_rows,
)
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.release import release_rows, release_stats
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
#: What a value is replaced with: every JSON type, and the values that break parsers.
STRANGE: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), int("9" * 64), 1.5, 1987.0, 1e308, -0.0,
    float("nan"), float("inf"), "", " ", "0", "x", "\x00", "\ud800", "\udfff\ud800", "9" * 64, "1e999", "NaN",
    "\ufeff", "\u202e", [], {}, [[]], [{}], [None], {"": 1}, {"id": 1}, [1, "a", None], ["a"], "a" * 10_000,
]  # fmt: skip
NOISE = [b"\x00", b"\x07", b"\xff", b"\\ud83c", b"\\u0000", b'"', b"[", b"\xef\xbb\xbf"]
#: A copy in folder 1 with something in field 1.
ITEM = CollectionItem(
    id=1,
    instance_id=1,
    folder_id=1,
    basic_information=BasicInformation(id=1, title="x"),
    notes=(ItemNote(field_id=1, value="Mint (M)"),),
)
TOO_LONG = "9" * 5_000  # Python refuses to read so many digits as a number
SAMPLES_OF_A_KIND = 12


@pytest.fixture(scope="module", params=["samples", pytest.param("recorded", marks=pytest.mark.recorded)])
def sample(request: pytest.FixtureRequest) -> list[Recorded]:
    """Documents of every kind: ours, and a few recorded ones, long pages cut short so that mutations differ."""
    if request.param == "samples":
        return list(ours())
    of_kind: dict[str, list[Recorded]] = {}
    for one in recorded_documents(request.getfixturevalue("fixtures")):
        of_kind.setdefault(one.kind, []).append(one)
    choose = random.Random(2)
    chosen = [
        one
        for several in of_kind.values()
        for one in choose.sample(several, min(SAMPLES_OF_A_KIND, len(several)))
    ]
    return [one._replace(body=json.dumps(shortened(one.raw)).encode()) for one in chosen]


def ours() -> Iterator[Recorded]:
    """The samples that are JSON documents."""
    for one in samples():
        if one.kind in STRUCTS and one.folder != "refused" and "api" in one.content:
            yield Recorded(one.kind, one.name, one.body("api"))


def fullest(of: str, request: pytest.FixtureRequest) -> Any:
    """A release that has everything: the fullest of the recorded ones, or all of our samples in one."""
    if of == "samples":
        whole: dict[str, Any] = {}
        for one in ours():
            whole |= {key: value for key, value in one.raw.items() if value} if one.kind == "release" else {}
        return whole
    recorded = recorded_documents(request.getfixturevalue("fixtures"))
    documents = [one.raw for one in recorded if one.kind == "release"]
    return max(documents, key=lambda one: len({path[::2] for path in places(one)}))


def shortened(document: Any, items: int = 4) -> Any:
    """The document with the first items of each list."""
    if isinstance(document, list):
        return [shortened(item, items) for item in document[:items]]
    if isinstance(document, dict):
        return {key: shortened(value, items) for key, value in document.items()}
    return document


def read(kind: str, body: bytes) -> Document | None:
    """The document, after its rows were made and found to fit their tables; None if it does not read."""
    try:
        document = decode(kind, body)
    except DocumentError as error:
        shown, location = str(error), error.location or "$"
        document = None
    if document is None:
        assert shown.isprintable()
        assert location.startswith("$")
        return None
    for table, rows in tables(document):
        arrow_table(TABLES[table], rows)
        texts = [value for row in rows for value in row if isinstance(value, str)]
        assert all(text not in ("", "\x00") and "\x00" not in text for text in texts)
        "".join(texts).encode()
    return document


def tables(document: Any) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for rows in ROWS.get(type(document).__name__, lambda _: ())(document):
        yield from rows.items()


ROWS: dict[str, Callable[[Any], Any]] = {
    "Release": lambda one: [
        release_rows(one, source="api", loaded_at=NOW),
        {"release_stats": [release_stats(one, NOW, "USD")]},
    ],
    "Master": lambda one: [
        master_rows(one, source="api", loaded_at=NOW),
        {"master_stats": [master_stats(one, NOW, None)]},
    ],
    "Artist": lambda one: [artist_rows(one, source="api", loaded_at=NOW)],
    "ArtistReleases": lambda one: [
        {"artist_masters": first_of_each(artist_masters_rows(one, 1)["artist_masters"], set())}
    ],
    "CollectionPage": lambda one: [
        rows
        for item in one.releases
        for rows in (
            collection_item_rows(item, folders={1: "x"}, fields={}),
            basic_release_rows(item.id, item.basic_information, loaded_at=NOW),
        )
    ],
    "WantsPage": lambda one: [wantlist_rows(want) for want in one.wants],
    "Identity": lambda one: [{"meta": [("username", one.username), ("user_id", str(one.id))]}],
    "User": lambda one: [{"coverage": [("items", 1, one.num_collection, NOW)]}],
    "Folders": lambda one: [
        collection_item_rows(ITEM, folders={folder.id: folder.name for folder in one.folders}, fields={})
    ],
    "Fields": lambda one: [
        collection_item_rows(ITEM, folders={}, fields={field.id: field.name for field in one.fields})
    ],
    "CollectionValue": lambda one: [{"collection_value": [value_history(one, NOW, items=1)]}],
}


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document."""
    keys = (
        document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    )
    for key in keys:
        yield (*path, key)
        yield from places(document[key], (*path, key))


def parent(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        document = document[key]
    return document


slow = settings(
    deadline=None, max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@slow
@given(data=st.data())
def test_values_replaced_and_keys_dropped(sample: list[Recorded], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(sample))
    document = copy.deepcopy(one.raw)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(document)) or [()]))
        if not path:
            break
        place = parent(document, path)
        if data.draw(st.booleans()):
            place[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(STRANGE)))
        else:
            del place[path[-1]]
    read(one.kind, json.dumps(document).encode())


@slow
@given(data=st.data())
def test_bytes_cut_inserted_and_overwritten(sample: list[Recorded], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(sample))
    body = bytearray(one.body)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body)))
        noise = data.draw(st.binary(max_size=4) | st.sampled_from(NOISE))
        end = at + data.draw(st.sampled_from([0, 0, 1, 5, len(body)]))
        body[at:end] = noise
    read(one.kind, bytes(body))


@slow
@given(
    kind=st.sampled_from(["release", "artist", "collection", "wants", "value"]), body=st.binary(max_size=60)
)
def test_any_bytes(kind: str, body: bytes) -> None:
    read(kind, body)


json_values = st.recursive(
    st.sampled_from(STRANGE),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "title", "name"]), inner)
    ),
    max_leaves=8,
)


@slow
@given(
    kind=st.sampled_from(["release", "master", "artist", "artist_releases", "collection"]), value=json_values
)
def test_any_json(kind: str, value: Any) -> None:
    read(kind, json.dumps(value).encode())


@pytest.mark.parametrize(
    ("of", "each"),
    [
        pytest.param("samples", 4, id="some"),
        pytest.param("samples", 1, id="all", marks=pytest.mark.soak),
        pytest.param("recorded", 1, id="recorded", marks=pytest.mark.recorded),
    ],
)
def test_every_value_of_a_release_replaced_by_every_strange_one(
    of: str, each: int, request: pytest.FixtureRequest
) -> None:
    """Not at random: one document that has everything, every place (or one of so many), every value."""
    whole = shortened(fullest(of, request), items=2)
    kept = refused = 0
    for path in list(places(whole))[::each]:
        if "contributors" in path:
            continue
        place = parent(whole, path)
        before = place[path[-1]]
        for value in STRANGE:
            place[path[-1]] = value
            if read("release", json.dumps(whole).encode()) is None:
                refused += 1
            else:
                kept += 1
        place[path[-1]] = before
    assert kept > 1_000 / each
    assert refused > 1_000 / each
    assert read("release", json.dumps(whole).encode()) is not None


@pytest.mark.parametrize("key", ["id", "year", "lowest_price", "num_for_sale", "master_id"])
def test_a_number_of_5000_digits(key: str) -> None:
    """Python itself refuses to read it."""
    body = f'{{"id": 1, "title": "x", "{key}": {TOO_LONG}}}'.encode()
    with pytest.raises(DocumentError) as caught:
        decode("release", body)
    assert caught.value.location == f"$.{key}"
    assert len(str(caught.value)) < 200
    assert decode("release", f'{{"id": 1, "title": {TOO_LONG}}}'.encode()).title == TOO_LONG
    assert decode("release", f'{{"id": 1, "title": "x", "unread": {TOO_LONG}}}'.encode()).id == 1


@pytest.mark.parametrize("missing", ["id", "title"])
def test_a_release_without_what_identifies_it_is_refused_with_its_place(missing: str) -> None:
    whole = {"id": 1, "title": "x"}
    del whole[missing]
    with pytest.raises(DocumentError) as caught:
        decode("release", json.dumps(whole).encode())
    assert caught.value.location == f"$.{missing}"
