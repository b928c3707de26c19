"""The command for the shop: own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import published
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.errors import UsageError
from linernotes.insights.collection.copies import Copy
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.ownership.lookup_index import Want
from linernotes.insights.ownership.wording import rests, sentence, word
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.own_answer import own_answer
from linernotes.insights.world.unowned import WorldLookUp
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.catalogue.reader import CatalogueReader

#: How many records are printed.
_SHOWN = 30
#: People who are named of a record that is not on the shelf, and communities that it would connect.
_PEOPLE, _CONNECTED = 8, 3


@app.command()
def own(
    ctx: typer.Context,
    text: Annotated[
        str, typer.Argument(help="A title, artist, catalogue number, barcode, Discogs link, r123 or m123.")
    ],
    json: Json = False,
) -> None:
    """Say whether you own a record, as the page *Do I own it?* does.

    It makes no request. It says so where something is not known here. A year, a carrier, a country or a label may stand
    beside a title: "kind of blue 1959 lp".

    Example: linernotes own "Miles Davis - Kind Of Blue"
    """
    settings = settings_of(ctx)
    with ExitStack() as stack:
        snapshot = stack.enter_context(Snapshot.open(published(settings)))
        month = newest_month(settings.home)
        catalogue = stack.enter_context(CatalogueReader(month)) if month else None
        answer = look_up(snapshot, text)
        found = own_answer(snapshot, catalogue, text, answer)
    if answer is None:
        raise UsageError("there is nothing to look for: give a title, an artist, a number or a link")
    if json:
        put_json(found)
        return
    _show(answer)
    if found.world is not None:
        _show_world(found.world)


def _show_world(found: WorldLookUp) -> None:
    put()
    put(f"In all of Discogs, as of {found.month}")
    for one in found.matches:
        release = one.release
        parts = (release.formats, release.year, release.country, release.labels, f"r{release.release_id}")
        put(f"{release.artists} - {release.title}. {', '.join(str(part) for part in parts if part)}")
        if one.mine:
            names = (f"{who.name} (on {counted(who.mine, 'album')} of yours)" for who in one.mine[:_PEOPLE])
            put(f"  Of your musicians: {', '.join(names)}")
        for link in one.connects[:_CONNECTED]:
            put(f"  Would connect {link.one} and {link.other}")
        if one.first:
            put(f"  Your first record of {', '.join(who.name for who in one.first)}")


def _show(answer: Answer) -> None:
    put(" ".join(filter(None, (f"{word(answer)}.", sentence(answer), rests(answer)))))
    if answer.what and answer.meant in ("release", "master"):
        put(answer.what)
    if len(answer.suggestions) > 1 or (answer.suggestions and answer.verdict != "fits"):
        put(f"Did you mean {', or '.join(answer.suggestions)}?")
    _section("On your shelf", [_row(copy) for copy in answer.copies])
    _section("Other pressings of it on your shelf", [_row(copy) for copy in answer.others])
    _section("On your wantlist", [_want(want) for want in answer.wants])


def _section(title: str, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    put()
    put(title)
    put_table(("Artist", "Title", "Year", "Format", "Number", "Folder", "Id"), rows[:_SHOWN])
    if len(rows) > _SHOWN:
        put(f"and {len(rows) - _SHOWN:,} more")


def _row(copy: Copy) -> tuple[object, ...]:
    number = next((label.catalog_number for label in copy.labels if label.catalog_number), None)
    formats = ", ".join(copy.formats)
    return (copy.artist, copy.title, copy.year, formats, number, copy.folder, f"r{copy.release_id}")


def _want(want: Want) -> tuple[object, ...]:
    return (want.artist, want.title, want.year, None, None, None, f"r{want.release_id}")
