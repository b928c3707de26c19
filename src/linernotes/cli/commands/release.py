"""The command about one record: release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import published
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.errors import UsageError
from linernotes.insights.release.borrowed import Borrowed
from linernotes.insights.release.line_up import Player, Section
from linernotes.insights.release.models import Record
from linernotes.insights.release.record_answer import read_record_answer
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.insights.text.typed_reference import parse_reference


@app.command()
def release(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help="Discogs' id of the release, r123, or a link to it.")
    ],
    json: Json = False,
) -> None:
    """Show who made a record, as its page does.

    Where it credits hardly anybody, what another pressing of the album credits stands apart.

    Example: linernotes release r249504
    """
    release_id = _release_id(id)
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        answer = read_record_answer(snapshot, release_id)
    if answer is None:
        raise UsageError(f"nothing here names release {release_id}: it is not on the shelf and not wanted")
    if json:
        put_json(answer)
    else:
        _show(answer.record)


def _release_id(text: str) -> int:
    """The id that was typed.

    :raises UsageError: it is none.
    """
    reference = parse_reference(text, number="release")
    if reference is not None and reference.kind == "release":
        return reference.id
    raise UsageError(f"{text!r} is no release: give its number at Discogs, such as r249504, or a link to it")


def _show(record: Record) -> None:
    about = ", ".join(str(part) for part in (record.year, record.country) if part)
    put(f"{record.artist} - {record.title}" + (f" ({about})" if about else ""))
    put()
    if record.line_up:
        _table(record.line_up)
    else:
        put("Nobody is credited on it, as far as is known here.")
    if record.borrowed:
        _show_borrowed(record.borrowed)


def _show_borrowed(borrowed: Borrowed) -> None:
    about = ", ".join(str(part) for part in (borrowed.year, borrowed.country) if part)
    put()
    put(
        f"On another pressing, r{borrowed.release_id}"
        + (f" ({about})" if about else "")
        + f": {counted(borrowed.people, 'artist')}. "
        + ("They count as if it credited them." if borrowed.counts else "They count in nothing else.")
    )
    _table(borrowed.line_up)


def _table(sections: Iterable[Section]) -> None:
    put_table(("Kind", "Who", "As"), list(_rows(sections)))


def _rows(sections: Iterable[Section]) -> Iterator[tuple[object, ...]]:
    for section in sections:
        for number, player in enumerate(section.players):
            yield section.label if number == 0 else "", player.name, _parts(player)


def _parts(player: Player) -> str:
    return ", ".join(
        f"{part.role} ({part.tracks})" if part.tracks else part.role for part in player.parts if part.role
    )
