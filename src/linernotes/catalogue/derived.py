"""What is derived from all records of a month, in the order of its questions: each a unit that can be repeated.

Large ones are made in pieces by ranges of release ids, then put in order in parts by artist: in one piece they
would take more memory than a laptop has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from linernotes.catalogue.credit_tracks import credit_tracks
from linernotes.derive.credits.roles import load_taxonomy, select_roles
from linernotes.derive.identities import identities
from linernotes.errors import CatalogueError
from linernotes.etl.dumps.discographies import listing_of_rows
from linernotes.insights.world.artists import name_key
from linernotes.storage.catalogue.digests import FileDigest, digest_file
from linernotes.storage.catalogue.manifest import TableEntry
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, CREDIT_TRACKS, DERIVED, arrow_schema
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.duckdb.rows import ReleaseFormatsRow
from linernotes.storage.home.durable import file_errors

#: Releases of one piece, and credits of one part. A piece fits the processor's caches: edges of a tenth of Discogs took
#: 14.0 CPU seconds in one piece and 4 parts, 12.4 so. More than 100 parts would be too many open files.
PIECE, PART = 500_000, 2_000_000
#: Rows that say where a table is cut: of 16 million rows all took 1.2 CPU seconds.
_SAMPLE = 1_000_000
#: One row per role of a credit; dumps have no other tables of credits.
ROLES = select_roles(("release_credits", "release_track_artists"))

#: The columns of `release_formats` that the text of a carrier depends on.
_CARRIER = ("name", "quantity", "descriptions")
_CARRIERS = f"select distinct {', '.join(_CARRIER)} from release_formats"  # noqa: S608 names of ours
_MAIN_ARTISTS = """
select {kind}_id as id, position, artist_id, name, name_variation, join_phrase from {kind}_artists where true
"""

Step = Callable[[MonthDatabase, Path], TableEntry]


class Range(NamedTuple):
    """Release ids, both ends included."""

    first: int
    last: int


def sql(name: str) -> str:
    """The text of a SELECT of `catalogue/sql`."""
    return load_sql("linernotes.catalogue", name)


def release_ranges(database: MonthDatabase, piece: int | None = None) -> list[Range]:
    """Ranges of release ids with some `piece` releases each (PIECE without one), which together have all."""
    ((count, least, greatest),) = database.rows(
        "select count(*), min(release_id), max(release_id) from release"
    )
    if not count:
        return []
    cuts = _quantiles(database, "release_id", "release", -(-count // (piece or PIECE)))
    begins = sorted({least, *cuts})
    return [
        Range(begin, (begins[place + 1] - 1) if place + 1 < len(begins) else greatest)
        for place, begin in enumerate(begins)
    ]


def derive_credit_tracks(database: MonthDatabase, folder: Path) -> TableEntry:
    """The tracks that credits of releases name."""
    with TableWriter(folder, CREDIT_TRACKS) as writer:
        for each in release_ranges(database, 250_000):
            for rows in credit_tracks(database, each.first, each.last):
                writer.add(rows)
        return writer.finish()


def derive_sorted(table: str) -> Step:
    """A step that writes a table whose SELECT has the order of the table."""

    def step(database: MonthDatabase, folder: Path) -> TableEntry:
        with TableWriter(folder, table) as writer:
            database.write(writer, sql(table))
            return writer.finish(DERIVED[table])

    return step


def derive_appearances(database: MonthDatabase, folder: Path) -> TableEntry:
    """artist_releases: every appearance."""
    part = _part(database, "artist_id")
    for each in release_ranges(database):
        database.spread("appearances", sql("artist_releases"), part, each._asdict())
    return _put_in_order(database, folder, "artist_releases", "appearances")


def derive_discographies(database: MonthDatabase, folder: Path) -> TableEntry:
    """artist_masters: the masters of each main artist, and the releases that have none."""
    database.stage_rows("listed_carriers", carrier_rows(database.rows(_CARRIERS)))
    part = _part(database, "artist_id")

    def spread(listed: str, main_artists: str, values: dict[str, int]) -> None:
        database.stage("listed", sql(listed), values)
        database.stage("main_artists", main_artists, values)
        database.spread("discographies", sql("artist_masters"), part)

    spread("listed_masters", _MAIN_ARTISTS.format(kind="master"), {})
    for each in release_ranges(database):
        of = f"{_MAIN_ARTISTS.format(kind='release')} and release_id between $first and $last"
        spread("listed_releases", of, each._asdict())
    return _put_in_order(database, folder, "artist_masters", "discographies")


def carrier_rows(carriers: Iterable[tuple[str | None, int | None, list[str] | None]]) -> pa.Table:
    """What is written of each carrier: name, quantity and descriptions of `release_formats`, and the text.

    Asked of the function that writes it for a build.
    """
    schema = arrow_schema(CATALOGUE_TABLES["release_formats"])
    given = list(carriers)
    columns = list(zip(*given, strict=True)) or [(), (), ()]
    texts = [listing_of_rows([ReleaseFormatsRow(0, 0, one[0], one[1], None, one[2])]) or "" for one in given]
    return pa.table(
        {
            **{
                name: pa.array(column, schema.field(name).type)
                for name, column in zip(_CARRIER, columns, strict=True)
            },
            "text": pa.array(texts, pa.string()),
        }
    )


def derive_edges(database: MonthDatabase, folder: Path) -> TableEntry:
    """world_edges: artists who made an album together."""
    aliases = database.rows("select artist_id, alias_id from artist_aliases")
    database.stage_rows("identities", identity_rows(aliases))
    database.stage_rows("performing_roles", performing_rows(role for (role,) in database.rows(ROLES)))
    part = _part(database, "artist_id_from")
    for each in release_ranges(database):
        for name in ("track_leaders", "playing_tracks"):
            database.stage(name, sql(name), each._asdict())
        database.spread("edge_albums", sql("edge_albums"), part, each._asdict())
    return _put_in_order(database, folder, "world_edges", "edge_albums", sql("world_edges"))


def identity_rows(aliases: Iterable[tuple[int, int]]) -> pa.Table:
    """One row per artist with another name: artist_id, identity_id. `aliases` are pairs of artists."""
    found = identities(aliases)
    return pa.table(
        {
            "artist_id": pa.array(list(found), pa.int64()),
            "identity_id": pa.array(list(found.values()), pa.int64()),
        }
    )


def performing_rows(roles: Iterable[str]) -> pa.Table:
    """One row per role that performs, of some roles."""
    performing = [row.role for row in load_taxonomy().rows(list(roles)) if row.performs]
    return pa.table({"role": pa.array(performing, pa.string())})


def derive_names(database: MonthDatabase, folder: Path) -> TableEntry:
    """artist_names: what artists are found by.

    Keys are made in Python: `fold` is the one reader of names, and SQL has no such function.
    """
    database.stage(
        "found_by", "select cast('' as varchar) as name_key, cast(0 as bigint) as artist_id limit 0"
    )
    pieces = []
    for rows in database.batches(sql("listed_names")):
        keys = [name_key(name) for name in rows.column("name").to_pylist()]
        pieces.append(
            pa.table({"name_key": pa.array(keys, pa.string()), "artist_id": rows.column("artist_id")})
        )
    if pieces:
        database.stage_rows("found_by", pa.concat_tables(pieces))
    with TableWriter(folder, "artist_names") as writer:
        database.write(
            writer, "select distinct * from found_by where name_key <> '' order by name_key, artist_id"
        )
        return writer.finish(DERIVED["artist_names"])


def _put_in_order(
    database: MonthDatabase, folder: Path, table: str, spread: str, select: str | None = None
) -> TableEntry:
    """Write a table of what was spread, part by part: its rows, or those of a SELECT in the order of the table."""
    ordered = select or f"select * from {spread} order by {', '.join(DERIVED[table])}"  # noqa: S608 names of ours
    with TableWriter(folder, table) as writer:
        for part in range(_parts(database)):
            if database.read_part(spread, part):
                database.write(writer, ordered)
        database.forget(spread)
        return writer.finish(DERIVED[table])


def _parts(database: MonthDatabase) -> int:
    ((credits,),) = database.rows("select count(*) from release_credits")
    return max(1, int(credits) // PART)


def _part(database: MonthDatabase, column: str) -> str:
    """SQL of the part of an artist: parts ascend with ids, and have about as many credits each."""
    return _part_among(
        column, sorted({*_quantiles(database, "artist_id", "release_credits", _parts(database))}), 0
    )


def _part_among(column: str, cuts: Sequence[int], first: int) -> str:
    """SQL of how many of some cuts a value has reached, and `first` more. It halves them: a month has 80."""
    if not cuts:
        return str(first)
    half = len(cuts) // 2
    below, above = cuts[:half], cuts[half + 1 :]
    return (
        f"case when {column} < {cuts[half]} then {_part_among(column, below, first)} "
        f"else {_part_among(column, above, first + half + 1)} end"
    )


def _quantiles(database: MonthDatabase, column: str, table: str, parts: int) -> list[int]:
    """Values that cut a column into parts with about as many rows each. Of a large table a sample says so."""
    if parts == 1:
        return []
    ((rows,),) = database.rows(f"select count(*) from {table}")  # noqa: S608 names of ours
    each = max(1, rows // _SAMPLE)
    select = (
        f"select approx_quantile({column}, cast(? as float[])) from {table} where release_id % {each} = 0"  # noqa: S608
    )
    ((cuts,),) = database.rows(select, [[number / parts for number in range(1, parts)]])
    return [int(cut) for cut in cuts or ()]


def write_graph(database: MonthDatabase, folder: Path) -> tuple[dict[str, int], tuple[FileDigest, ...]]:
    """Write the edges as arrays of numpy, for searches of paths; returns the length of each, and the files' digests.

    `ids` are artists with edges, ascending; `others[begins[i]:begins[i + 1]]` are the places of the neighbours of
    `ids[i]`, those with most albums together first, ties by id; `albums` goes with `others`, and counts to 65,535.

    :raises CatalogueError: a file cannot be written. :raises DiskFullError: there is no room.
    """
    edges = [
        (rows.column(0).to_numpy(), rows.column(1).to_numpy(), rows.column(2).to_numpy())
        for rows in database.batches("select artist_id_from, artist_id_to, albums from world_edges")
    ]
    low, high, albums = (
        np.concatenate([np.empty(0, np.int64), *(edge[place] for edge in edges)]) for place in range(3)
    )
    ids = np.unique(np.concatenate([low, high]))
    near = np.searchsorted(ids, np.concatenate([low, high])).astype(np.int32)
    far = np.searchsorted(ids, np.concatenate([high, low])).astype(np.int32)
    both = np.minimum(np.concatenate([albums, albums]), np.iinfo(np.uint16).max).astype(np.uint16)
    order = np.lexsort([far, -both.astype(np.int32), near])
    arrays = {
        "ids": ids.astype(np.int64),
        "begins": np.searchsorted(near[order], np.arange(len(ids) + 1)).astype(np.int64),
        "others": far[order],
        "albums": both[order],
    }
    with file_errors(f"{folder / 'graph'} cannot be written", CatalogueError):
        (folder / "graph").mkdir(exist_ok=True)
        for name, array in arrays.items():
            np.save(folder / "graph" / f"{name}.npy", array)
        files = tuple(digest_file(folder, f"graph/{name}.npy") for name in arrays)
    return {name: len(array) for name, array in arrays.items()}, files
