"""Commands about what was played: plays add, export, import, connect, send."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import plays, published
from linernotes.cli.terminal.output import Json, put, put_json, say
from linernotes.errors import ListenBrainzError, NotAuthenticatedError, UsageError
from linernotes.files import read_file, replace_file
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.listening.play_day import parse_day, time_of_day
from linernotes.insights.listening.plays.listenbrainz import listen_json, read_listens, write_listens
from linernotes.insights.listening.plays.listens import Listen, Played, Sounding
from linernotes.insights.listening.plays.matching import Records, Unmatched, find_plays
from linernotes.insights.listening.plays.scrobbler_log import read_log, write_log
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import local_day
from linernotes.insights.text.plurals import counted, plural
from linernotes.insights.text.typed_reference import parse_reference
from linernotes.secrets import SecretsYAML
from linernotes.source.listenbrainz import ListenBrainz
from linernotes.storage.home.layout import SECRETS, USER_DB
from linernotes.storage.user.listening import Listening, Play
from linernotes.storage.user.store import UserStore

#: The names of the formats.
LISTENBRAINZ, LOG = "listenbrainz", "scrobbler"

#: A longer file is no list of listens of one person.
_MOST_BYTES = 500_000_000

commands = typer.Typer(
    no_args_is_help=True, help="What you played: on another day, out and in, to ListenBrainz."
)
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


@dataclass(frozen=True, slots=True)
class Connected:
    """The account of ListenBrainz that a saved token is of."""

    user: str
    url: str


@dataclass(frozen=True, slots=True)
class SentPlays:
    """Plays that ListenBrainz took. `arrived` had reached it before, without an answer.

    `unknown` plays are of records that are not known here: nothing can be sent of them.
    """

    sent: int
    arrived: int
    unknown: int


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
        say(f"Left out: {counted(unknown, 'play')} of records that are not known here.")


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


@commands.command("connect")
def connect(ctx: typer.Context, json: Json = False) -> None:
    """Save your token of ListenBrainz, from listenbrainz.org/settings. It is asked for, or read from a pipe.

    Nothing is sent: that takes the setting send_plays, and `linernotes plays send`.

    Example: linernotes plays connect < token
    """
    settings = settings_of(ctx)
    token = (getpass("Token of ListenBrainz: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    url = settings.listenbrainz_url
    user = asyncio.run(_user_of(url, token)) if token else None
    if user is None:
        raise UsageError("there is no token: copy it from listenbrainz.org/settings")
    SecretsYAML(settings.home / SECRETS).save_listenbrainz_token(token, url)
    if json:
        put_json(Connected(user, url))
    else:
        put(f"Connected to ListenBrainz as {user}")


async def _user_of(url: str, token: str) -> str:
    async with ListenBrainz(url, token) as listenbrainz:
        return await listenbrainz.read_user()


@commands.command("send")
def send(ctx: typer.Context, json: Json = False) -> None:
    """Send the plays that you logged here to ListenBrainz, those that it has not got yet.

    Only with the setting send_plays, which is off. What came from a file is not sent. If no answer comes, the
    next run asks whether the play arrived. So none is lost, and none is sent twice.

    Example: linernotes plays send
    """
    settings = settings_of(ctx)
    if not settings.send_plays:
        raise UsageError("sending plays is off. To send them, put send_plays = true into config.toml")
    token = SecretsYAML(settings.home / SECRETS).listenbrainz_token(settings.listenbrainz_url)
    if token is None:
        raise NotAuthenticatedError("there is no token of ListenBrainz. Run: linernotes plays connect")
    with Snapshot.open(published(settings)) as snapshot, UserStore.open(settings.home / USER_DB) as user:
        waiting = user.listening.unsent()
        sounding = Sounding(snapshot, {play.release_id for play, _ in waiting})
        answer = asyncio.run(_send(settings.listenbrainz_url, token, user.listening, waiting, sounding))
    if json:
        put_json(answer)
        return
    put(f"{counted(answer.sent, 'play')} sent, {answer.arrived:,} had arrived before")
    if answer.unknown:
        say(f"Left out: {counted(answer.unknown, 'play')} of records that are not known here.")


async def _send(
    url: str, token: str, log: Listening, waiting: list[tuple[Play, bool]], sounding: Sounding
) -> SentPlays:
    """Send one play after the other. What is not taken stays to be sent."""
    sent = arrived = unknown = 0
    async with ListenBrainz(url, token) as listenbrainz:
        name = await listenbrainz.read_user() if any(is_begun for _, is_begun in waiting) else ""
        for play, is_begun in waiting:
            listens = sounding.listens(Played(play.release_id, play.played_at))
            if not listens:
                unknown += 1
                continue
            last = listens[-1]
            if is_begun and await listenbrainz.has_listen(
                name, int(last.listened_at.timestamp()), last.track
            ):
                log.end_sending(play, is_taken=True)
                arrived += 1
                continue
            log.begin_sending(play)
            try:
                await listenbrainz.submit([listen_json(listen) for listen in listens])
            except (ListenBrainzError, NotAuthenticatedError) as error:
                if not isinstance(error, ListenBrainzError) or error.is_refused:
                    log.end_sending(play, is_taken=False)
                raise
            log.end_sending(play, is_taken=True)
            sent += 1
    return SentPlays(sent, arrived, unknown)


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
