"""The command that lists what to look for in a shop: shopping."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import follows, published
from linernotes.cli.commands.wantlist import Values, wants_filter
from linernotes.cli.terminal.coverage_text import rests_on
from linernotes.cli.terminal.output import Json, put, put_json
from linernotes.errors import UsageError
from linernotes.insights.gaps.shopping_list import (
    MISSING,
    MOST_MISSING,
    WHAT,
    ShoppingItem,
    ShoppingList,
    read_shopping_list,
)
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import plural
from linernotes.insights.wantlist.typed_choice import typed_choice
from linernotes.insights.wantlist.wantlist import WantView


@app.command()
def shopping(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="Words of title, names, labels or numbers.")] = "",
    what: Annotated[str, typer.Option(metavar="|".join(WHAT), help="What is on the list.")] = "both",
    missing: Annotated[
        int, typer.Option(min=0, max=MOST_MISSING, metavar="N", help="Missing albums of an artist at most.")
    ] = MISSING,
    genre: Annotated[Values | None, wants_filter("Wants of this genre.")] = None,
    style: Annotated[Values | None, wants_filter("Wants of this style.")] = None,
    decade: Annotated[Values | None, wants_filter("Of this decade, such as 1970.")] = None,
    format: Annotated[Values | None, wants_filter("Wants with this word of the format, such as LP.")] = None,
    label: Annotated[Values | None, wants_filter("Wants on this label.")] = None,
    artist: Annotated[Values | None, wants_filter("By this artist of the wantlist.")] = None,
    json: Json = False,
) -> None:
    """List what to look for in a shop, by artist: what you want, and albums that discographies miss.

    Missing albums are those of the artists you follow, as `linernotes gaps` has them. The web app prints it.

    Example: linernotes shopping --genre Jazz
    """
    chosen = next((one for one in WHAT if one == what), None)
    if chosen is None:
        raise UsageError(f"--what is one of {', '.join(WHAT)}")
    settings = settings_of(ctx)
    with Snapshot.open(published(settings)) as snapshot:
        choice = typed_choice(
            snapshot,
            {
                "genre": genre or [],
                "style": style or [],
                "decade": decade or [],
                "format": format or [],
                "label": label or [],
                "artist": artist or [],
            },
        )
        view = WantView(" ".join(text.split()), choice)
        answer = read_shopping_list(snapshot, view, follows(settings), what=chosen, missing=missing)
    if json:
        put_json(answer)
    else:
        _show(answer)


def _show(answer: ShoppingList) -> None:
    if not answer.artists:
        put("Nothing is on the list.")
    for one in answer.artists:
        put(one.name)
        for item in one.items:
            put(f"  [ ] {_line(item)}")
        if one.more:
            put(f"  and {one.more:,} more")
    if answer.possible:
        what = plural(answer.possible, "it is an album or a single", "they are albums or singles")
        put(f"Of {answer.possible:,} of them nothing says whether {what}.")
    if answer.unanswered:
        put(f"No missing album is on it: discographies do not say {' or '.join(answer.unanswered)}.")
    put(rests_on(answer.coverage, "items", "wants", "discographies"))


def _line(item: ShoppingItem) -> str:
    parts = [
        f"{item.title} ({item.year})" if item.year else item.title,
        item.artist,
        "; ".join(f"{one.name or ''} {one.catalog_number or ''}".strip() for one in item.labels[:2]),
        "wanted" if item.is_wanted else None,
        f"you own {item.owned}" if item.owned else None,
        item.notes,
    ]
    return ", ".join(part for part in parts if part)
