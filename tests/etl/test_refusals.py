"""One odd document never stops a build: it goes on as if that document had never come, and notes the problem."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.faults.landings import Documents, documents_of, land
from tests.faults.test_documents_mutated import STRANGE, parent, places, shortened
from tests.rows import put

from discogs_sandbox.catalogues import load_catalogue
from linernotes.discogs import Discogs
from linernotes.documents import DocumentKey
from linernotes.errors import BrokenPromiseError, BuildError, DiskFullError, RefusedError
from linernotes.etl.problems.refusals import build_without_refused
from linernotes.settings import load_settings
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing, Version

Table = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """A shelf of four records, its long lists cut short so that a harm hits something different."""
    catalogue = load_catalogue("synthetic", items=4, seed=3)
    whole = documents_of(catalogue, tmp_path_factory.mktemp("catalogue"))
    return {key: shortened(body) for key, body in whole.items()}


def tables(home: Path) -> dict[str, Table]:
    """Every table of the published build, but for what tells of the build itself."""
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: sorted(connection.execute(f"select * from {name}").fetchall(), key=repr)
            for name in names
            if name not in ("meta", "problem")
        }


def problems(home: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:
        return connection.execute("select kind, id, reason from problem order by all").fetchall()


def built(home: Path, documents: Documents) -> Path:
    land(home, documents)
    Discogs(load_settings(home=home)).build()
    return home


def first(documents: Documents, kind: str) -> DocumentKey:
    return min(key for key in documents if key.kind == kind)


# The rows of any document go in


def duplicate_everything(documents: Documents) -> None:
    """Each entry of each list stands twice; a listing's as well."""
    for body in documents.values():
        for path in reversed(list(places(body))):  # from the inside out
            entry = parent(body, path)
            if isinstance(entry[path[-1]], list):
                entry[path[-1]] = [copy.deepcopy(one) for one in entry[path[-1]] for _ in range(2)]


def empty_every_list(documents: Documents) -> None:
    for key, body in documents.items():
        for path in list(places(body)):
            if (
                key.kind in ("release", "master", "artist")
                and len(path) == 1
                and isinstance(body[path[0]], list)
            ):
                body[path[0]] = []


def drop_what_may_be_absent(documents: Documents) -> None:
    for key, body in documents.items():
        if key.kind in ("release", "master", "artist"):
            for name in set(body) - {"id", "title", "name"}:
                del body[name]


def let_everything_be_itself(documents: Documents) -> None:
    """An artist is its own alias, group and member; a master its own main release."""
    for key, body in documents.items():
        if key.kind == "artist":
            link = {"id": body["id"], "name": body["name"], "active": True}
            body |= {"aliases": [link], "groups": [link], "members": [link]}
        if key.kind == "master":
            body["main_release"] = body["id"]


def name_other_ids_than_in_the_listing(documents: Documents) -> None:
    """What Discogs does when two releases were merged: an item's id is one, its short form's another."""
    for item in documents[DocumentKey("collection")]["releases"]:
        item["basic_information"]["id"] = 999
    for key in [key for key in documents if key.kind == "release"]:
        del documents[key]


def name_the_largest_ids(documents: Documents) -> None:
    for body in documents.values():
        for path in list(places(body)):
            if path[-1] == "id" and len(path) > 2 and "basic_information" not in path[-2:]:
                parent(body, path)[path[-1]] = 10**12 - 1


@pytest.mark.parametrize(
    "harm",
    [
        duplicate_everything,
        empty_every_list,
        pytest.param(drop_what_may_be_absent, marks=pytest.mark.soak),
        pytest.param(let_everything_be_itself, marks=pytest.mark.soak),
        pytest.param(name_other_ids_than_in_the_listing, marks=pytest.mark.soak),
        pytest.param(name_the_largest_ids, marks=pytest.mark.soak),
    ],
)
def test_rows_of_documents_that_repeat_lack_and_contradict_go_in(
    tmp_path: Path, documents: Documents, harm: Callable[[Documents], None]
) -> None:
    spoilt = copy.deepcopy(documents)
    harm(spoilt)
    home = built(tmp_path, spoilt)
    assert problems(home) == []
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:
        (items,) = connection.execute("select count(*) from collection_items").fetchone() or (0,)
    assert items == 4


def test_two_equal_rows_of_a_discography_are_one(tmp_path: Path, documents: Documents) -> None:
    spoilt = copy.deepcopy(documents)
    page = spoilt[first(spoilt, "artist_releases")]
    page["releases"].insert(1, copy.deepcopy(page["releases"][0]))
    assert tables(built(tmp_path / "twice", spoilt)) == tables(built(tmp_path / "once", documents))


def spoilt_at_random(documents: Documents, dice: random.Random) -> Documents:
    """Some values replaced, dropped, repeated, or taken from elsewhere."""
    spoilt = copy.deepcopy(documents)
    for _ in range(dice.choice((1, 3, 10))):
        body = spoilt[dice.choice(list(spoilt))]
        path = dice.choice(list(places(body)) or [()])
        if not path:
            continue
        holder, elsewhere = parent(body, path), spoilt[dice.choice(list(spoilt))]
        match dice.randrange(4):
            case 0:
                holder[path[-1]] = copy.deepcopy(dice.choice(STRANGE))
            case 1:
                del holder[path[-1]]
            case 2 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case _:
                other = dice.choice(list(places(elsewhere)))
                holder[path[-1]] = copy.deepcopy(parent(elsewhere, other)[other[-1]])
    return spoilt


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3))])
def test_documents_spoilt_at_random_are_built(tmp_path: Path, documents: Documents, seed: int) -> None:
    built(tmp_path, spoilt_at_random(documents, random.Random(seed)))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_a_hundred_documents_spoilt_at_random_are_built(
    tmp_path: Path, documents: Documents, seed: int
) -> None:
    built(tmp_path, spoilt_at_random(documents, random.Random(seed)))


# What a build cannot take in


def unreadable_in_landing(documents: Documents) -> Iterator[tuple[DocumentKey, Any]]:
    """A document of each kind that cannot be what its key says."""
    for kind, body in {
        "release": b"{]",
        "artist": b'{"id": 5, "name": "Somebody else"}',
        "artist_releases": b'{"releases": 7}',
        "master": b"\x28\xb5\x2f\xfd",
        "folders": b"[]",
        "fields": b'{"fields": "none"}',
        "user": b"null",
        "value": b"7",
    }.items():
        yield first(documents, kind), body


def test_what_cannot_be_read_is_left_out_and_noted(tmp_path: Path, documents: Documents) -> None:
    """The build equals one for which those documents never came."""
    spoilt, without = copy.deepcopy(documents), copy.deepcopy(documents)
    for key, body in unreadable_in_landing(documents):
        spoilt[key] = body
        del without[key]
    home = built(tmp_path / "spoilt", spoilt)
    assert tables(home) == tables(built(tmp_path / "without", without))
    noted = {(kind, id) for kind, id, _ in problems(home)}
    assert noted == {(key.kind, key.id) for key, _ in unreadable_in_landing(documents)} - {("value", 0)}
    with Landing.open(home / LANDING_DB) as landing:
        assert {(one.kind, one.id) for one in landing.problems()} == noted


def test_a_row_that_its_table_refuses_sets_its_document_aside(tmp_path: Path, documents: Documents) -> None:
    """A second page of a release cannot come from Discogs; both would be the release."""
    key = first(documents, "release")
    home = built(tmp_path / "odd", documents | {DocumentKey("release", key.id, 2): documents[key]})
    assert tables(home) == tables(built(tmp_path / "even", documents))
    ((kind, id, reason),) = problems(home)
    assert (kind, id) == ("release", key.id)
    assert "the build goes without it" in reason
    again = Discogs(load_settings(home=home)).build()
    assert again.build_id
    assert len(problems(home)) == 1


# Finding the culprit


@pytest.fixture
def landing(tmp_path: Path, documents: Documents) -> Iterator[Landing]:
    land(tmp_path, documents)
    with Landing.open(tmp_path / LANDING_DB) as landing:
        yield landing


def test_the_document_is_named_that_brought_the_row(tmp_path: Path) -> None:
    """In a batch of thousands, and whatever came before and after."""
    with DBStorage.create(tmp_path / "x.duckdb") as storage:
        for number in range(3_000):
            put(storage, "meta", [(f"a{number}", "1"), (f"b{number}", "2")], origin=number)
        put(storage, "meta", [("c", "1"), ("a7", "again")], origin="the culprit")
        put(storage, "meta", [("d", "1")], origin="another")
        with pytest.raises(RefusedError, match="meta") as caught:
            storage.flush()
        assert caught.value.origin == "the culprit"
        put(storage, "sync_run", [("not a number", *[None] * 5)], origin="wrong")
        with pytest.raises(RefusedError) as caught:
            storage.flush()
        assert caught.value.origin == "wrong"


@pytest.mark.parametrize("failure", [BuildError, BrokenPromiseError, ValueError, RecursionError])
def test_a_document_that_nothing_names_is_found_by_trying(landing: Landing, failure: type[Exception]) -> None:
    """Whatever it breaks in derivation or in what we promise; in so many attempts as there are halvings."""
    culprit = landing.versions()[-3]
    attempts = 0

    def attempt() -> None:
        nonlocal attempts
        attempts += 1
        if culprit.key in {one.key for one in landing.documents(culprit.key.kind)}:
            raise failure("out of something")

    build_without_refused(attempt, landing)
    assert set(landing.left_out.refused) == {culprit}
    assert "out of something" in landing.left_out.refused[culprit]
    assert attempts <= 3 + len(landing.versions()).bit_length()


def test_a_row_of_the_shelf_is_set_aside_and_not_its_page(landing: Landing) -> None:
    rows = json.loads(landing.document(DocumentKey("collection")).body)["releases"]  # type: ignore[union-attr]
    culprit = Version(DocumentKey("collection", rows[2]["instance_id"]), "api")

    def attempt() -> None:
        if not landing.left_out.passes_over(culprit):
            raise BuildError("odd")

    build_without_refused(attempt, landing)
    assert set(landing.left_out.refused) == {culprit}


def test_what_no_document_causes_is_raised(landing: Landing) -> None:
    for failure in (DiskFullError("no room"), BuildError("always"), ValueError("a mistake of ours")):

        def attempt(failure: Exception = failure) -> None:
            raise failure

        with pytest.raises(type(failure), match=str(failure)):
            build_without_refused(attempt, landing)
    assert landing.left_out.refused == {}


@pytest.mark.parametrize("failure", [BrokenPipeError(32, "Broken pipe"), MemoryError()])
def test_no_document_is_blamed_for_what_the_machine_did(landing: Landing, failure: Exception) -> None:
    """A build whose parent was killed has nobody to report to: that is raised, and once."""
    tried = []

    def attempt() -> None:
        tried.append(1)
        raise failure

    with pytest.raises(type(failure)):
        build_without_refused(attempt, landing)
    assert tried == [1]
    assert landing.left_out.refused == {}
