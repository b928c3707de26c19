"""Commands about the data: sql, export, backup, reset."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, interrupted, settings_of
from linernotes.cli.terminal.data_answers import BackupAnswer, ResetAnswer, RestoreAnswer
from linernotes.cli.terminal.output import Json, ask, put, put_json, put_table, reader_is_there, say, size
from linernotes.cli.terminal.progress_bar import Counting, ProgressBar
from linernotes.errors import QueryError, StoreError, UsageError
from linernotes.insights.text.plurals import counted
from linernotes.settings import Settings
from linernotes.storage.backup.backup import backup as make_backup
from linernotes.storage.backup.config_text import ADDRESSES
from linernotes.storage.backup.kept_backups import KeptBackup, keep_backups
from linernotes.storage.backup.restore import read_addresses, restore
from linernotes.storage.builds.publish import Build
from linernotes.storage.builds.readable_builds import readable_build
from linernotes.storage.duckdb.user_query import run_query
from linernotes.storage.export.network import export_network
from linernotes.storage.export.tables import export_tables
from linernotes.storage.home.layout import BACKUPS, DATA, PARTS, disk_use, read_links
from linernotes.storage.home.layout import reset as reset_home
from linernotes.storage.user.listening import Play
from linernotes.storage.user.store import read_user

export = typer.Typer(no_args_is_help=True, help="Write your collection to files for other programs.")
app.add_typer(export, name="export")


def published(settings: Settings) -> Build:
    """The current build, or the one before it if that cannot be read; a line says so.

    :raises StoreError: there is none yet, or none that can be read, with the way out.
    """
    build, trouble = readable_build(settings.home)
    if build is None:
        raise StoreError(f"nothing is published in {settings.home} yet. Run: linernotes sync")
    if trouble is not None:
        say(f"{trouble}. Until then this is what the build before it says: {build.build_id}")
    return build


def follows(settings: Settings) -> tuple[int, ...]:
    """The artists that the user follows. Nothing is made in a home by looking.

    :raises StoreError: user.db is damaged.
    """
    return read_user(settings.home, lambda user: tuple(user.listening.follows()), ())


def last_played(settings: Settings) -> dict[int, datetime]:
    """When each release was played last; likewise.

    :raises StoreError: user.db is damaged.
    """
    return read_user(settings.home, lambda user: user.listening.last_played(), {})


def plays(settings: Settings) -> list[Play]:
    """All plays, the latest first; likewise.

    :raises StoreError: user.db is damaged.
    """
    return read_user(settings.home, lambda user: user.listening.plays(limit=-1), [])


@app.command()
def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="One SELECT, in DuckDB's SQL.", metavar='"SELECT ..."')],
    seconds: Annotated[float, typer.Option(help="Stop the query after this long.", min=0.1)] = 30.0,
    json: Json = False,
) -> None:
    """Ask the published database, read-only.

    Example: linernotes sql "select title, year from release order by year limit 5"
    """
    build = published(settings_of(ctx))
    try:
        result = run_query(build.path, query, seconds=seconds, is_wanted=reader_is_there)
    except QueryError as error:
        if reader_is_there():
            raise
        raise BrokenPipeError from error
    if json:
        names = _distinct_names(result.columns)
        put_json([dict(zip(names, row, strict=True)) for row in result.rows])
    else:
        put_table(result.columns, result.rows)
    if result.truncated:
        say(f"Only the first {counted(len(result.rows), 'row is', 'rows are')} shown.")


def _distinct_names(columns: Sequence[str]) -> list[str]:
    """The names of the columns. A repeated name gets a number: 'a', 'a_2'."""
    names: list[str] = []
    for column in columns:
        number, name = 1, column
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


@export.command("tables")
def tables(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder to write to; made if absent.", metavar="DIR")],
    format: Annotated[str, typer.Option(help="parquet, csv or jsonl.", metavar="F")] = "parquet",
    json: Json = False,
) -> None:
    """Write every table of the published database to a file of its own.

    Example: linernotes export tables --format csv --out shelf
    """
    build = published(settings_of(ctx))
    with ProgressBar() as progress:
        counting = Counting(progress, "tables")
        written = export_tables(build.path, out, format, on_rows=counting.count)
    if json:
        put_json(tuple(written))
    else:
        put(f"{counted(len(written), 'table')}, {counted(sum(one.rows for one in written), 'row')}, in {out}")


@export.command("network")
def network(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder to write to; made if absent.", metavar="DIR")],
    format: Annotated[str, typer.Option(help="graphml, csv or parquet.", metavar="F")] = "graphml",
    without_me: Annotated[bool, typer.Option("--without-me", help="Leave yourself out.")] = False,
    json: Json = False,
) -> None:
    """Write the network of artists for Gephi and other programs.

    Example: linernotes export network --format graphml --out shelf
    """
    written = export_network(published(settings_of(ctx)).path, out, format, me=not without_me)
    if json:
        put_json(written)
    else:
        files = ", ".join(path.name for path in written.paths)
        put(
            f"{counted(written.vertices, 'vertex', 'vertices')} and {counted(written.edges, 'edge')} "
            f"in {out}: {files}"
        )


@app.command()
def backup(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Option(help="The file to write, or a folder.", metavar="FILE")] = None,
    keep: Annotated[
        int | None,
        typer.Option(help="Keep so many backups in the folder, and delete older ones.", min=1, metavar="N"),
    ] = None,
    from_file: Annotated[
        Path | None,
        typer.Option("--restore", help="Put this backup in the place of what is here.", metavar="FILE"),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            help="With --restore: take over this setting of an address (api_url, dump_url, ...) unasked.",
            metavar="SETTING",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Copy what cannot be made again into one file, or restore one.

    That is landing.db, user.db and config.toml. Secrets are left out: connect again with `linernotes auth`. What a
    restore replaces is moved aside for 30 days; --restore takes that folder too. Settings that say where data goes to
    are taken over only if you say so.

    With --keep the folder is `backups` in your data folder, unless --out names another. Copy them to another disk.

    Example: linernotes backup --out ~/linernotes-backup
    """
    home = settings_of(ctx).home
    if from_file is not None:
        if keep is not None:
            raise UsageError("--keep is for making backups, not for --restore")
        _restore(from_file, home, set(accept or ()), json)
        return
    try:
        if keep is None:
            made = KeptBackup(make_backup(home, out or Path()), ())
        else:
            made = keep_backups(home, out or home / BACKUPS, keep)
    except KeyboardInterrupt:
        raise interrupted("Interrupted. No backup was made.") from None
    taken = made.path.stat().st_size
    if json:
        put_json(BackupAnswer(path=made.path, bytes=taken, deleted=made.deleted))
        return
    put(f"{made.path} ({size(taken)})")
    if made.deleted:
        say(f"Deleted {counted(len(made.deleted), 'older backup')}.")


def _restore(from_file: Path, home: Path, accept: set[str], json: bool) -> None:
    if strange := accept - set(ADDRESSES):
        raise UsageError(
            f"there is no setting of an address {min(strange)}: choose among {', '.join(ADDRESSES)}"
        )
    try:
        restored = restore(from_file, home, _accepted(from_file, home, accept))
    except KeyboardInterrupt:
        raise interrupted(f"Interrupted. Nothing in {home} was changed.") from None
    aside = restored.moved_aside
    if json:
        put_json(
            RestoreAnswer(
                restored=from_file,
                home=home,
                moved_aside=aside,
                left_out=restored.left_out,
                strange=restored.strange,
            )
        )
    else:
        put(f"Restored {from_file} into {home}. Run: linernotes build")
    if restored.left_out:
        say(f"Left out of the settings: {', '.join(restored.left_out)}. Set them yourself if you want them.")
    for name, what in restored.strange.items():
        say(f"Left out of {name}, for linernotes has no such thing: {', '.join(what[:5])}.")
    if aside is not None:
        say(
            f"What was there before is in {aside} for 30 days. The way back: linernotes backup --restore {aside}"
        )


def _accepted(from_file: Path, home: Path, accept: set[str]) -> dict[str, object]:
    """The settings of addresses that the user takes over, with their values: named by option, or asked for."""
    accepted = {}
    for name, value in read_addresses(from_file, home).items():
        if name in accept:
            accepted[name] = value
        elif sys.stdin.isatty():
            say(f"The backup sets {name} to {value}. Data goes there and comes from there.")
            if ask("Take it over?"):
                accepted[name] = value
    return accepted


@app.command()
def reset(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--everything", help="Settings, secrets and what you made here, too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Delete what was fetched and built. Settings, secrets and what you made here stay.

    Example: linernotes reset
    """
    home = settings_of(ctx).home
    what = set(PARTS) if everything else set(DATA)
    use = {part: count for part, count in disk_use(home).items() if part in what and count}
    if use and not yes:
        _confirm(home, use)
    left = read_links(home, what)
    removed = reset_home(home, what)
    if json:
        put_json(ResetAnswer(home=home, deleted=removed, left=left))
    elif removed:
        put(f"Deleted {counted(len(removed), 'file or folder', 'files and folders')} from {home}.")
    else:
        say(f"There is nothing to delete in {home}.")
    if left:
        paths = ", ".join(map(str, left))
        say(f"Links were deleted, and not what they lead to. Delete it yourself if you mean it: {paths}")


def _confirm(home: Path, use: Mapping[str, int]) -> None:
    """Go on only if the user says yes. `use` is bytes by part of the home."""
    listed = ", ".join(f"{part} ({size(count)})" for part, count in use.items())
    say(f"This deletes from {home}: {listed}. `linernotes backup` keeps a copy.")
    if not sys.stdin.isatty():
        raise UsageError("there is nobody to ask: nothing was deleted. Say --yes if you mean it")
    if not ask("Delete it?"):
        say("Nothing was deleted.")
        raise typer.Exit(1)
