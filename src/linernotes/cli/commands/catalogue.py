"""Commands about the catalogue, all of Discogs beside the shelf: catalogue fetch, build, status, sql, derive, drop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from linernotes.catalogue.build import Built
from linernotes.catalogue.engines.derivations import DERIVATIONS, derive_tables
from linernotes.catalogue.engines.open_engine import EngineName, open_engine
from linernotes.catalogue.take_catalogue import build_catalogue, drop_catalogue, fetch_catalogue
from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import follows, published
from linernotes.cli.terminal.output import (
    Json,
    ask,
    duration,
    put,
    put_json,
    put_table,
    reader_is_there,
    say,
    size,
)
from linernotes.cli.terminal.progress_bar import ProgressBar
from linernotes.cli.terminal.world_text import (
    put_everywhere,
    put_loved_records,
    put_new_records,
    put_world_path,
)
from linernotes.errors import CatalogueError, UsageError
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.status.catalogue import CatalogueStatus, read_catalogue_status
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.appearances import read_everywhere
from linernotes.insights.world.artists import find_world_artists
from linernotes.insights.world.loved_records import read_loved_records
from linernotes.insights.world.new_records import read_new_records
from linernotes.insights.world.path import read_world_path
from linernotes.settings import Settings
from linernotes.storage.catalogue.manifest import Month, sound_month
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.verifying import verify_catalogue
from linernotes.storage.duckdb.user_query import run_query

catalogue = typer.Typer(
    no_args_is_help=True, help="Keep all of Discogs beside the shelf, from its monthly dumps."
)
app.add_typer(catalogue, name="catalogue")

#: Megabytes that a query over all of Discogs may take.
_QUERY_MB = 2_048

#: For the commands about artists.
World = Annotated[
    bool, typer.Option("--world", help="All of Discogs, not the shelf alone: see `linernotes catalogue`.")
]
KeepMonths = Annotated[bool, typer.Option("--keep-months", help="Leave older months of the catalogue.")]


@dataclass(frozen=True, kw_only=True)
class BuiltAnswer:
    """The result of building the catalogue: the month in use now, YYYYMMDD, and the older ones that it replaced."""

    month: str
    seconds: float
    bytes: int
    records: int
    unreadable: int
    removed: tuple[str, ...]


@catalogue.command()
def fetch(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Option(help="The dumps of this month, not the newest.", metavar="YYYY-MM")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the dumps in the home's folder `dumps`.")
    ] = False,
    keep_months: KeepMonths = False,
    json: Json = False,
) -> None:
    """Download all four monthly dumps, verified by their checksums, and build the catalogue of them.

    It takes about 12 GB to download and 20 GB of room while it is built, of which 12 stay. Stopped, it goes on
    where it was.

    Example: linernotes catalogue fetch --month 2026-10
    """
    with ProgressBar() as progress:
        built = fetch_catalogue(
            settings_of(ctx), month=month, keep_files=keep, keep_months=keep_months, listen=progress.show
        )
    _report(built, json=json)


@catalogue.command()
def build(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="discogs_YYYYMMDD_releases.xml.gz and the other three; none: those in `dumps`."),
    ] = None,
    keep_months: KeepMonths = False,
    json: Json = False,
) -> None:
    """Build the catalogue of dumps that lie on your disk.

    Stopped, it goes on after the last table that is whole. The month in use stays in use until the new one is.

    Example: linernotes catalogue build discogs_20261101_*.xml.gz
    """
    with ProgressBar() as progress:
        built = build_catalogue(settings_of(ctx), files or [], keep_months=keep_months, listen=progress.show)
    _report(built, json=json)


@catalogue.command()
def status(
    ctx: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file, and compare its digest with the manifest's.")
    ] = False,
    json: Json = False,
) -> None:
    """Show which months there are, what is in them and the room that they take.

    With `--verify` every file is read: some 12 GB a month. A byte that has changed since the build is an error that
    names the file.

    Example: linernotes catalogue status --verify
    """
    home = settings_of(ctx).home
    found = read_catalogue_status(home)
    if verify:
        with ProgressBar() as progress:
            found = replace(found, verified=verify_catalogue(home, progress.show))
    if json:
        put_json(found)
    else:
        _show_status(found)


@catalogue.command()
def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="One SELECT, in DuckDB's SQL.", metavar='"SELECT ..."')],
    seconds: Annotated[float, typer.Option(help="Stop the query after this long.", min=0.1)] = 120.0,
    json: Json = False,
) -> None:
    """Ask the catalogue, read-only. Its tables are in docs/catalogue.md.

    Example: linernotes catalogue sql "select country, count(*) from release group by country order by 2 desc limit 5"
    """
    month = month_in_use(settings_of(ctx))
    result = run_query(month.folder, query, seconds=seconds, is_wanted=reader_is_there, memory_mb=_QUERY_MB)
    if json:
        put_json([dict(zip(result.columns, row, strict=False)) for row in result.rows])
    else:
        put_table(result.columns, result.rows)
    if result.truncated:
        say(f"Only the first {counted(len(result.rows), 'row is', 'rows are')} shown.")


@catalogue.command()
def derive(
    ctx: typer.Context,
    out: Annotated[
        str, typer.Option("--out", metavar="URI", help="A folder for a folder of Parquet a table.")
    ],
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE]...", help=f"Of {', '.join(DERIVATIONS)}; all that it can, without one."
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--in", metavar="URI", help="Tables as Parquet; the month in use, without it.", show_default=False
        ),
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="What runs the SELECTs.")] = EngineName.DUCKDB,
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark's master, such as local[2].", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Derive tables over Parquet files, with the SELECTs of builds and of the catalogue.

    For many months or many collections: Apache Spark runs them on a cluster. One month needs no cluster, and
    `catalogue build` derives it. docs/spark.md says more.

    Example: linernotes catalogue derive world_edges --engine spark --master "local[2]" --out derived
    """
    if unknown := next((one for one in tables or () if one not in DERIVATIONS), None):
        raise UsageError(f"{unknown} is no table that can be derived: choose of {', '.join(DERIVATIONS)}")
    read = source or str(month_in_use(settings_of(ctx)).folder)
    with open_engine(engine, read, out, master=master) as opened:
        found = derive_tables(opened, tables or (), lambda table: say(f"Deriving {table}"))
    if json:
        put_json(found)
    else:
        put_table(
            ("Table", "Rows", "Seconds"), [(one.table, one.rows, one.seconds) for one in found], right=(1, 2)
        )


@catalogue.command()
def drop(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Option(help="Only this month, not everything.", metavar="YYYYMMDD")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Delete the catalogue. Your collection, and what you made here, stay.

    Example: linernotes catalogue drop --yes
    """
    home = settings_of(ctx).home
    what = f"the month {month} of the catalogue" if month else "the whole catalogue"
    if not yes and not ask(f"Delete {what} in {home}?"):
        raise UsageError("nothing was deleted. With --yes it is not asked")
    dropped = drop_catalogue(home, month)
    if json:
        put_json({"dropped": dropped})
    else:
        put(f"Deleted: {', '.join(dropped)}." if dropped else "There is no catalogue.")


def month_in_use(settings: Settings) -> Month:
    """The newest month of the catalogue.

    :raises CatalogueError: there is none, or the manifest of a newer one is damaged.
    """
    month = sound_month(settings.home)
    if month is None:
        raise CatalogueError(
            "there is no catalogue yet: it is all of Discogs, some 12 GB. Run: linernotes catalogue fetch"
        )
    return month


def show_everywhere(settings: Settings, name: str, *, json: bool) -> None:
    """Print all albums of Discogs that name an artist.

    :raises CatalogueError: there is no catalogue. :raises UsageError: no artist of Discogs has that name.
    """
    with Snapshot.open(published(settings)) as snapshot, CatalogueReader(month_in_use(settings)) as catalogue:
        matches = find_world_artists(catalogue, name)
        if not matches:
            raise UsageError(f"no artist of Discogs is called {name!r}, as of {catalogue.month.name}")
        found = read_everywhere(snapshot, catalogue, matches[0].artist_id)
    if json:
        put_json(found)
        return
    put_everywhere(matches[0], found)
    if others := [f"{one.name} ({one.artist_id})" for one in matches[1:4]]:
        say(f"Also found: {', '.join(others)}")


def show_world_path(settings: Settings, one: str, other: str, *, json: bool) -> None:
    """Print the way between two artists through all of Discogs.

    :raises CatalogueError: there is no catalogue. :raises UsageError: no artist of Discogs has that name.
    """
    with CatalogueReader(month_in_use(settings)) as catalogue:
        found = read_world_path(catalogue, one, other)
    if json:
        put_json(found)
        return
    for text, meant in ((one, found.start), (other, found.end)):
        if not meant:
            raise UsageError(f"no artist of Discogs is called {text!r}, as of {found.month}")
    put_world_path(found)


def show_loved_records(settings: Settings, *, json: bool) -> None:
    """Print the records of all of Discogs with most of the collector's musicians that are not owned.

    :raises CatalogueError: there is no catalogue.
    """
    with Snapshot.open(published(settings)) as snapshot, CatalogueReader(month_in_use(settings)) as catalogue:
        found = read_loved_records(snapshot, catalogue)
    if json:
        put_json(found)
    else:
        put_loved_records(found)


def show_new_records(settings: Settings, *, json: bool) -> None:
    """Print the releases that the month before had not, of artists that are followed and with most musicians.

    :raises CatalogueError: there is no catalogue.
    """
    with Snapshot.open(published(settings)) as snapshot, CatalogueReader(month_in_use(settings)) as catalogue:
        found = read_new_records(snapshot, catalogue, follows(settings))
    if json:
        put_json(found)
    else:
        put_new_records(found)


def _report(built: Built, *, json: bool) -> None:
    manifest = built.month.manifest
    answer = BuiltAnswer(
        month=built.month.name,
        seconds=built.seconds,
        bytes=built.month.bytes(),
        records=sum(one.records for one in manifest.dumps.values()),
        unreadable=sum(one.unreadable for one in manifest.dumps.values()),
        removed=built.removed,
    )
    if json:
        put_json(answer)
        return
    put(
        f"Catalogue of {answer.month}: {counted(answer.records, 'record')}, {size(answer.bytes)}, "
        f"built in {duration(answer.seconds)}."
    )
    for kind, one in manifest.dumps.items():
        if one.unreadable:
            put(f"{counted(one.unreadable, kind)} of {one.name} cannot be read (table `unreadable`).")
        if one.unknown:
            put(f"{one.name} has elements that no one has seen before: {', '.join(one.unknown)}.")
    if built.removed:
        put(f"Replaced: {', '.join(built.removed)}.")


def _show_status(found: CatalogueStatus) -> None:
    if found.building:
        put(f"A build goes on: {found.building}, {found.share or 0.0:.0%}.")
    for reason in found.damaged:
        put(reason)
    if not found.months:
        put("There is no catalogue yet: it is all of Discogs, some 12 GB. Run: linernotes catalogue fetch")
        return
    for one in found.months:
        use = ", in use" if one is found.months[-1] else ""
        put(f"{one.month}{use}: {size(one.bytes)}, built in {duration(one.seconds)}.")
        if not one.can_be_verified:
            put("It was built before files had digests, and cannot be verified.")
        put_table(
            ("Dump", "Records", "Unreadable"),
            [(dump.name, dump.records, dump.unreadable) for dump in one.dumps],
        )
    for month in found.verified:
        put(
            f"{month.month}: {counted(month.files, 'file has', 'files have')} the bytes that were written, "
            f"{size(month.bytes)} read in {duration(month.seconds)}."
        )
    put()
    put_table(("Table", "Rows"), list(found.months[-1].tables.items()))
