"""Commands about what was played: plays add, export, import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import plays, published
from linernotes.cli.terminal.output import Json, put, put_json, say
from linernotes.errors import UsageError
from linernotes.files import read_file, replace_file
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.listening.play_day import parse_day, time_of_day
from linernotes.insights.listening.plays.listenbrainz import read_listens, write_listens
from linernotes.insights.listening.plays.listens import Listen, Played, Sounding
from linernotes.insights.listening.plays.matching import Records, Unmatched, find_plays
from linernotes.insights.listening.plays.scrobbler_log import read_log, write_log
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import local_day
from linernotes.insights.text.plurals import counted, plural
from linernotes.insights.text.typed_reference import parse_reference
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore

#: The names of the formats.
LISTENBRAINZ, LOG = "listenbrainz", "scrobbler"

#: A longer file is no list of listens of one person.
_MOST_BYTES = 500_000_000

commands = typer.Typer(no_args_is_help=True, help="What you played: another date, out and in.")
app.add_typer(commands, name="plays")

Format = Annotated[str, typer.Option(help="listenbrainz (JSON) or scrobbler (.scrobbler.log).", metavar="F")]
Day = Annotated[str | None, typer.Option(metavar="DAY", help="A day of your time zone, such as 2026-05-01.")]


@dataclass(frozen=True, slots=True)
class AddedPlay:
    """A play that was logged."""

    play_id: int
    release_id: int
    played_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedPlays:
    """Plays that went out as listens. `unknown` plays are of records that are not known here, and left out."""

    path: Path
    plays: int
    listens: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ImportedPlays:
    """Plays that came in. `matched` of `listens` are of a record that is known here; they are `plays`.

    `added` plays were not in the log yet. `unread` entries of the file are no listens.
    """

    listens: int
    matched: int
    plays: int
    added: int
    unread: int
    unmatched: tuple[Unmatched, ...]


@commands.command("add")
def add(
    ctx: typer.Context,
    release: Annotated[str, typer.Argument(help="Discogs' id of the release, r123, or a link to it.")],
    on: Day = None,
    json: Json = False,
) -> None:
    """Log that you played a record, now or on another day.

    Of another day the time is not known: it counts as noon in your time zone.

    Example: linernotes plays add r249504 --on 2026-05-01
    """
    settings = settings_of(ctx)
    reference = parse_reference(release, number="release")
    if reference is None or reference.kind != "release":
        raise UsageError(f"{release!r} is no release: give its number at Discogs, such as r249504")
    at = time_of_day(parse_day(on, settings.time_zone), settings.time_zone) if on else datetime.now(UTC)
    with Snapshot.open(published(settings)) as snapshot:
        if snapshot.cached(read_collection).of_release(reference.id) is None:
            raise UsageError(f"r{reference.id} is not on the shelf: only a record that is can be played")
    with UserStore.open(settings.home / USER_DB) as user:
        play = user.listening.play(reference.id, at)
    if json:
        put_json(AddedPlay(play.play_id, play.release_id, play.played_at))
    else:
        put(f"Logged: r{reference.id} on {local_day(at, settings.time_zone)}")


@commands.command("export")
def export_plays(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write.", metavar="FILE")],
    format: Format = LISTENBRAINZ,
    since: Day = None,
    until: Day = None,
    json: Json = False,
) -> None:
    """Write your plays for other programs, as listens of their tracks.

    A track begins when those before it are over; without a duration it counts as one second. --since and --until are
    days of your time zone, both included.

    Example: linernotes plays export --format scrobbler --out .scrobbler.log
    """
    settings = settings_of(ctx)
    zone = settings.time_zone
    first = parse_day(since, zone) if since else date.min
    last = parse_day(until, zone) if until else date.max
    _check_format(format)
    chosen = [
        Played(one.release_id, one.played_at)
        for one in reversed(plays(settings))
        if first <= local_day(one.played_at, zone) <= last
    ]
    with Snapshot.open(published(settings)) as snapshot:
        sounding = Sounding(snapshot, {one.release_id for one in chosen})
        by_play = [sounding.listens(one) for one in chosen]
        text = _written(snapshot, format, [listen for listens in by_play for listen in listens])
    replace_file(out, text.encode(errors="replace"), mode=0o666)
    unknown = by_play.count([])
    answer = ExportedPlays(out, len(by_play) - unknown, sum(map(len, by_play)), unknown)
    if json:
        put_json(answer)
        return
    put(f"{counted(answer.plays, 'play')}, {counted(answer.listens, 'listen')}, in {out}")
    if unknown:
        say(f"Left out: {counted(unknown, 'play')} of records of which nothing is known here.")


def _written(snapshot: Snapshot, format: str, listens: list[Listen]) -> str:
    if format == LISTENBRAINZ:
        return write_listens(listens)
    return write_log(listens, Records(snapshot).is_clear)


@commands.command("import")
def import_plays(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="An export of ListenBrainz (JSON), or a .scrobbler.log.", metavar="FILE")
    ],
    json: Json = False,
) -> None:
    """Take over plays from a file of listens.

    A listen belongs to a record on the shelf by Discogs' id, or by artist and title. Listens of one record, one after
    the other, are one play. What is in the log already is not doubled. A log of a player without a time zone is
    taken for your clock's.

    Example: linernotes plays import .scrobbler.log
    """
    settings = settings_of(ctx)
    listens, unread = _read(file, settings.time_zone)
    with Snapshot.open(published(settings)) as snapshot:
        found = find_plays(Records(snapshot), listens)
    with UserStore.open(settings.home / USER_DB) as user:
        added = user.listening.add_plays((one.release_id, one.at) for one in found.plays)
    answer = ImportedPlays(found.listens, found.matched, len(found.plays), added, unread, found.unmatched)
    if json:
        put_json(answer)
        return
    there = answer.plays - added
    put(
        f"{counted(added, 'play')} logged from {answer.matched:,} of {counted(answer.listens, 'listen')}"
        + (f"; {there:,} {plural(there, 'was', 'were')} there already" if there else "")
    )
    for one in answer.unmatched:
        put(f"{counted(one.listens, 'listen')}: {one.reason}, such as {'; '.join(one.examples)}")
    if unread:
        put(f"{counted(unread, 'entry', 'entries')} of the file could not be read")


def _read(file: Path, zone: tzinfo | None) -> tuple[list[Listen], int]:
    """The listens of a file, by its beginning, and how much of it is none."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{file} is larger than any list of listens")
        text = read_file(file).decode(errors="replace")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    return read_log(text, zone) if text.lstrip("\ufeff").startswith("#") else read_listens(text)


def _check_format(format: str) -> None:
    if format not in (LISTENBRAINZ, LOG):
        raise UsageError(f"there is no format {format!r}: give {LISTENBRAINZ} or {LOG}")
