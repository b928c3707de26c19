"""What may be derived over Parquet files, and how: the same SELECTs as in a build and in the catalogue, in their order.

Nothing here knows which engine runs them. They are written in DuckDB's SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

import pyarrow as pa

from linernotes.catalogue.derived import ROLES, identity_rows, performing_rows
from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.tables import DERIVED
from linernotes.storage.duckdb.database import load_sql

_NETWORK, _PERFORMERS = "linernotes.derive.network", "linernotes.derive.performers"
_DERIVE, _CREDITS, _CATALOGUE = "linernotes.derive", "linernotes.derive.credits", "linernotes.catalogue"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a table is derived: the tables that must be there, and SELECTs that are kept before, by name and package.

    `order` names the columns that its rows ascend by, where its SELECT does not say so. `reads_people` says that its
    SELECTs read identities and the roles that perform, which no table has.
    """

    table: str
    package: str
    inputs: tuple[str, ...]
    steps: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()
    reads_people: bool = False


_OF_RELEASES = ("release", "release_artists", "release_credits", "release_track_artists")
_TRACKS = ("release_tracks", "release_credit_tracks")
_OWNED = ("owned_albums", _DERIVE)

#: Every derivation by the name of its table.
DERIVATIONS: dict[str, Derivation] = {
    one.table: one
    for one in (
        Derivation(
            "artist_release_roles",
            _DERIVE,
            (*_OF_RELEASES, "release_credit_tracks", "collection_items", "wantlist_items"),
            (("counted_credits", _CREDITS),),
        ),
        Derivation(
            "artist_relations",
            _DERIVE,
            (
                *(
                    "release",
                    "release_artists",
                    "collection_items",
                    "artist",
                    "artist_aliases",
                    "artist_groups",
                ),
                *("artist_members", "release_role_evidence", "co_player_releases"),
            ),
            (_OWNED,),
        ),
        Derivation(
            "artist_edge",
            _NETWORK,
            (
                *("release", "release_artists", "collection_items", "artist", "role", "artist_relations"),
                *("artist_release_roles", "co_player_releases", "release_line_ups", "artist_vertex"),
            ),
            (_OWNED, ("artists_apart", _PERFORMERS), ("related_artists", _NETWORK)),
        ),
        Derivation("artist_releases", _CATALOGUE, _OF_RELEASES, order=DERIVED["artist_releases"]),
        Derivation(
            "world_edges",
            _CATALOGUE,
            (*_OF_RELEASES, *_TRACKS, "artist_aliases"),
            (("track_leaders", _CATALOGUE), ("playing_tracks", _CATALOGUE), ("edge_albums", _CATALOGUE)),
            reads_people=True,
        ),
    )
}
#: SELECTs whose file has another name than what they are kept as.
_FILES = {"counted_credits": "own_credits"}


class Engine(Protocol):
    """Runs SELECTs of DuckDB's SQL over tables. `values` are whole numbers for a SELECT's `$name`s."""

    def show(self, table: str) -> bool:
        """Let SELECTs read a table of the input under its name; False where it is not there."""

    def stage(self, name: str, select: str, values: dict[str, int]) -> None:
        """Let later SELECTs read the rows of one under a name."""

    def stage_rows(self, name: str, rows: pa.Table) -> None:
        """Let SELECTs read the rows of an Arrow table under a name."""

    def read(self, select: str) -> pa.Table:
        """All rows of a small SELECT, as an Arrow table."""

    def write(self, table: str, select: str, values: dict[str, int]) -> int:
        """Write the rows of a SELECT as Parquet below the output, in its order; how many they are."""


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A table that was derived, with its rows and the seconds that it took."""

    table: str
    rows: int
    seconds: float


def derive_tables(
    engine: Engine, tables: Sequence[str] = (), on_table: Callable[[str], None] = lambda table: None
) -> tuple[DerivedTable, ...]:
    """Derive these tables, or all those that the input is whole for. `on_table` gets each before it begins.

    :raises CatalogueError: a table cannot be derived, or none of the input is whole.
    """
    missing = {name: _missing(engine, DERIVATIONS[name]) for name in tables or DERIVATIONS}
    if tables:
        if lacking := next((name for name in tables if missing[name]), None):
            raise CatalogueError(f"{lacking} needs tables that are not there: {', '.join(missing[lacking])}")
    elif all(missing.values()):
        raise CatalogueError(
            "none of the tables is whole that derivations need: name a month of the catalogue, or what "
            "`linernotes export tables --format parquet` wrote"
        )
    return tuple(_derive(engine, [name for name, lacks in missing.items() if not lacks], on_table))


def _missing(engine: Engine, derivation: Derivation) -> list[str]:
    return [table for table in derivation.inputs if not engine.show(table)]


def _derive(engine: Engine, names: Sequence[str], on_table: Callable[[str], None]) -> Iterator[DerivedTable]:
    bounds = _bounds(engine)
    for name in names:
        on_table(name)
        began = monotonic()
        derivation = DERIVATIONS[name]
        if derivation.reads_people:
            _stage_people(engine)
        for step, package in derivation.steps:
            engine.stage(step, load_sql(package, _FILES.get(step, step)), bounds)
        select = load_sql(derivation.package, name)
        if derivation.order:
            select = f"select * from ({select}) as rows order by {', '.join(derivation.order)}"  # noqa: S608 names of ours
        rows = engine.write(name, select, bounds)
        yield DerivedTable(name, rows, round(monotonic() - began, 3))


def _stage_people(engine: Engine) -> None:
    """Stage identities, and the roles that perform."""
    aliases = engine.read("select artist_id, alias_id from artist_aliases")
    pairs = zip(aliases.column(0).to_pylist(), aliases.column(1).to_pylist(), strict=True)
    engine.stage_rows("identities", identity_rows(pairs))
    roles = engine.read(ROLES)
    engine.stage_rows("performing_roles", performing_rows(roles.column(0).to_pylist()))


def _bounds(engine: Engine) -> dict[str, int]:
    """The first and last id of a release: the SELECTs of the catalogue are asked for a range of them."""
    found = engine.read("select min(release_id) as first_id, max(release_id) as last_id from release")
    first, last = (column.to_pylist()[0] for column in found.columns)
    return {"first": first or 0, "last": last or 0}
