"""The command that lists records: collection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import last_played, published
from linernotes.cli.terminal.output import Json, put, put_json, put_table, say
from linernotes.errors import UsageError
from linernotes.insights.artist.typed_credit import MeantCredit, parse_credit
from linernotes.insights.collection.collection_answer import CollectionAnswer, read_collection_answer
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.copy_answer import CopyMatch
from linernotes.insights.collection.credits.conditions import Mode
from linernotes.insights.collection.sorting import SORTS
from linernotes.insights.collection.typed_field import typed_fields, typed_sort
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View
from linernotes.insights.ownership.look_up import suggestions
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.insights.wantlist.wantlist import count_wants

#: Records that are printed, unless more are asked for.
_SHOWN = 120

#: Orders by what pages show; they have "match" where a text is searched for.
_SORTS = tuple(one for one in SORTS if one != "match")

_MODES: dict[Mode, str] = {"all": "with all of", "any": "with any of", "none": "with none of"}


Credits = Annotated[
    list[str] | None,
    typer.Option(
        help='A credit: "Name: Role", "Name" (any part, leading too) or ": Role" (anyone). May be repeated.',
        metavar="CREDIT",
    ),
]
AllOf = Annotated[bool, typer.Option("--all", help="Records that have all of the credits (the default).")]
AnyOf = Annotated[bool, typer.Option("--any", help="Records that have any of the credits.")]
NoneOf = Annotated[bool, typer.Option("--none", help="Records that have none of the credits.")]
FieldValues = Annotated[
    list[str] | None,
    typer.Option(
        help='A value of a field of your own: "Field: value", or "Field: none". May be repeated.',
        metavar="VALUE",
    ),
]
NotValues = Annotated[
    list[str] | None, typer.Option(help="A value of a field to leave out.", metavar="VALUE")
]
Order = Annotated[
    str | None, typer.Option(help=f"The order: {', '.join(_SORTS)}, or a field of your own.", metavar="ORDER")
]


@app.command()
def collection(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="Words that must occur somewhere on the record.")] = "",
    credit: Credits = None,
    all_: AllOf = False,
    any_: AnyOf = False,
    none: NoneOf = False,
    field: FieldValues = None,
    not_field: NotValues = None,
    sort: Order = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Records that are printed; --json has all.")] = _SHOWN,
    json: Json = False,
) -> None:
    """List your records: those that a search finds, that somebody plays on, or that have a value of your own fields.

    A credit is somebody under any of their names, in a role: its exact name, or "any" and a category ("any keyboards").

    Example: linernotes collection --credit "Herbie Hancock: Piano" --credit "Ron Carter" --all
    """
    mode = _mode(is_all=all_, is_any=any_, is_none=none)
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        meant = [parse_credit(snapshot, one) for one in credit or ()]
        view = View(
            " ".join(text.split()),
            typed_fields(snapshot, field or (), not_field or ()),
            None if sort is None else typed_sort(snapshot, sort),
            reverse,
        )
        for one in meant:
            view = view.crediting(mode, one.condition)
        answer = _read_answer(snapshot, view, last_played(settings_of(ctx)) if sort == "played" else None)
        everything = len(snapshot.cached(read_collection).copies)
    if json:
        put_json(answer)
        return
    _show(answer, everything, limit)
    for one in meant:
        _say_others(one)


def _read_answer(snapshot: Snapshot, view: View, played: Mapping[int, datetime] | None) -> CollectionAnswer:
    """All copies of a view on one page, with what else the words may have meant."""
    found = find_copies(snapshot, view, played=played)
    return read_collection_answer(
        snapshot,
        found,
        per_page=max(1, found.total),
        suggestions=suggestions(snapshot, found),
        wants=count_wants(snapshot, view.text),
    )


def _mode(*, is_all: bool, is_any: bool, is_none: bool) -> Mode:
    if is_all + is_any + is_none > 1:
        raise UsageError("--all, --any and --none exclude each other: give one of them")
    return "any" if is_any else "none" if is_none else "all"


def _show(answer: CollectionAnswer, everything: int, limit: int) -> None:
    by_mode = [
        f"{words} {'; '.join(labels)}"
        for mode, words in _MODES.items()
        if (labels := [one.label for one in answer.credits if one.mode == mode])
    ]
    put(f"{answer.total:,} of {counted(everything, 'record')}{''.join(f', {words}' for words in by_mode)}")
    if answer.items:
        put()
        put_table(("Artist", "Title", "Year", "Format", "Id"), [_row(one) for one in answer.items[:limit]])
    if answer.total > limit:
        put(f"and {answer.total - limit:,} more")
    if answer.wants:
        put(f"On your wantlist: {counted(answer.wants, 'record')}. To see them run: linernotes wantlist")
    if answer.suggestions:
        put(f"Did you mean {', or '.join(answer.suggestions)}?")


def _row(copy: CopyMatch) -> tuple[object, ...]:
    return (copy.artist, copy.title, copy.original_year, ", ".join(copy.formats), f"r{copy.release_id}")


def _say_others(meant: MeantCredit) -> None:
    if meant.artist is not None and meant.others:
        others = ", ".join(f"{one.name} ({one.artist_id})" for one in meant.others[:3])
        say(f"{meant.artist.name} is {meant.artist.artist_id}. Also found: {others}")
