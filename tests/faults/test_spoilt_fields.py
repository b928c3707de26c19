"""Each field of each kind of document, spoilt in each way, through decoding and rows: rows go in, or it is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

import duckdb
import msgspec
import pytest
from tests.faults.spoilt_fields import HARMS, WHOLE, WITHIN, Spoilt, every_spoilt_field
from tests.faults.test_documents_mutated import NOW
from tests.faults.test_documents_mutated import tables as rows_by_table

from linernotes.documents import STRUCTS, CollectionPage, Document, DocumentKey, Fetched, decode
from linernotes.errors import DocumentError
from linernotes.etl.listing.listing import Listing, read_answer
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

ALL = every_spoilt_field()
#: `make test` tries each 97th: a prime, so that in time each harm meets each kind; `make soak` tries all.
STRIDE = 97
#: The trials of one kind are made by so many tests, side by side.
SHARES = {"release": 5, "master": 3, "collection": 2, "wants": 2}
#: Seconds that one document may take, on a busy machine.
SECONDS = 5.0


@pytest.fixture(scope="module")
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    """A build's tables, empty."""
    with duckdb.connect(
        config={"threads": 1}
    ) as connection:  # a few rows each: more threads wait for each other
        for table in TABLES.values():
            connection.execute(table.ddl)
        yield connection


def try_all(spoilt: Iterable[Spoilt], build: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many were read and how many refused; fails with all that did neither."""
    read = refused = 0
    wrong: list[str] = []
    for field in spoilt:
        began = monotonic()
        try:
            document = decoded(field.kind, field.body(WHOLE[field.kind]))
            go_in(rows_by_table(document), build)
        except DocumentError as error:
            refused += 1
            line = str(error)
            if not line.isprintable() or len(line) > 300 or not (error.location or "$").startswith("$"):
                wrong.append(f"{field}: {line[:400]}")
        except Exception as error:
            wrong.append(f"{field}: {type(error).__name__}: {str(error)[:300]}")
        else:
            read += 1
        if monotonic() - began > SECONDS:
            wrong.append(f"{field}: took {monotonic() - began:.1f} s")
    assert wrong == []
    return read, refused


def decoded(kind: str, body: bytes) -> Document:
    """The document, as the program reads it: of the account's own lists the rows that can be read, each once."""
    if kind not in ("collection", "wants"):
        return decode(kind, body)
    answer = read_answer(Fetched(DocumentKey(kind), body, NOW))
    if answer.page is None or (answer.errors and not answer.page.rows):
        raise answer.errors[0]
    ((_, rows),) = Listing([answer]).pages
    name = "releases" if isinstance(answer.page, CollectionPage) else "wants"
    return msgspec.structs.replace(answer.page, **{name: tuple(rows)})


def go_in(tables: Iterable[tuple[str, list[tuple[Any, ...]]]], build: duckdb.DuckDBPyConnection) -> None:
    """Into the tables that a build has, with their types and keys; and out again."""
    build.execute("begin")
    try:
        for table, rows in tables:
            if rows:
                incoming = arrow_table(TABLES[table], rows)
                build.register("incoming", incoming)
                build.execute(f"insert into {table} select * from incoming")
    finally:
        build.execute("rollback")


def test_a_part_of_all_spoilt_fields_is_read_or_refused(build: duckdb.DuckDBPyConnection) -> None:
    read, refused = try_all(ALL[::STRIDE], build)
    assert read > 30
    assert refused > 30


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "share"), [(kind, share) for kind in WHOLE for share in range(SHARES.get(kind, 1))]
)
def test_every_field_spoilt_in_every_way_is_read_or_refused(
    kind: str, share: int, build: duckdb.DuckDBPyConnection
) -> None:
    of_kind = [field for field in ALL if field.kind == kind]
    read, refused = try_all(of_kind[share :: SHARES.get(kind, 1)], build)
    assert read > 0
    assert refused > 0


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_documents_read_and_go_in(kind: str, build: duckdb.DuckDBPyConnection) -> None:
    """Without a harm nothing is refused, so that what is refused is refused for its harm."""
    go_in(rows_by_table(decoded(kind, json.dumps(WHOLE[kind]).encode())), build)


def test_the_whole_documents_have_every_field_that_is_read() -> None:
    paths = {(field.kind, tuple(step for step in field.path if isinstance(step, str))) for field in ALL}
    missing = [
        (kind, path)
        for kind, struct in STRUCTS.items()
        if kind != "pressing"  # read like a release
        for path in struct_paths(struct)
        if (kind, path) not in paths
    ]
    assert missing == []
    assert {field.harm for field in ALL} == {*HARMS, *WITHIN}


def struct_paths(struct: type[msgspec.Struct], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of the fields that a struct reads; of a track within a track, those of the first level."""
    for field in msgspec.structs.fields(struct):
        within = (*path, field.encode_name)
        if within.count("sub_tracks") > 1 or within[-2:] == ("sub_tracks", "sub_tracks"):
            continue
        yield within
        for inner in _structs(field.type):
            yield from struct_paths(inner, within)


def _structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in getattr(kind, "__args__", ()):
        yield from _structs(inner)
