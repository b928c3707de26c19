"""The command about what is wanted: wantlist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import follows, published
from linernotes.cli.terminal.coverage_text import rests_on
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.errors import UsageError
from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.insights.wantlist.typed_choice import typed_choice
from linernotes.insights.wantlist.want_facets import WANT_FACETS
from linernotes.insights.wantlist.wantlist import WANT_SORTS, WantView
from linernotes.insights.wantlist.wantlist_answer import (
    WantAnswer,
    WantlistAnswer,
    WantPerson,
    read_wantlist_page,
)

#: Wants that are printed at once, and people who are named of each.
_SHOWN, _PEOPLE = 30, 3

Values = list[str]


def wants_filter(what: str) -> typer.models.OptionInfo:
    """The option of a filter of wants that takes names."""
    option: typer.models.OptionInfo = typer.Option(metavar="NAME", help=f"{what} Several: any of them.")
    return option


@app.command()
def wantlist(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="Words of title, names, labels or numbers.")] = "",
    genre: Annotated[Values | None, wants_filter("With this genre.")] = None,
    style: Annotated[Values | None, wants_filter("With this style.")] = None,
    decade: Annotated[Values | None, wants_filter("Of this decade, such as 1970.")] = None,
    format: Annotated[Values | None, wants_filter("With this word of the format, such as LP.")] = None,
    label: Annotated[Values | None, wants_filter("On this label.")] = None,
    country: Annotated[Values | None, wants_filter("From this country.")] = None,
    artist: Annotated[Values | None, wants_filter("By this artist.")] = None,
    person: Annotated[Values | None, wants_filter("With this person of the shelf.")] = None,
    left_out: Annotated[
        Values | None,
        typer.Option("--not", metavar="FILTER: NAME", help='Leave out those with it, as in "genre: Jazz".'),
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="|".join(WANT_SORTS), help="loved: most people you love first.")
    ] = "loved",
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    page: Annotated[int, typer.Option(min=1, metavar="N", help="The page to show.")] = 1,
    json: Json = False,
) -> None:
    """List what you want: the price, who of your shelf is on it, and what you own of the album.

    People you love are those you follow, and those who play on two albums that you rated 4 or more.

    Example: linernotes wantlist --genre Jazz --sort price
    """
    chosen = next((one for one in WANT_SORTS if one == sort), None)
    if chosen is None:
        raise UsageError(f"--sort is one of {', '.join(WANT_SORTS)}")
    typed = dict(
        zip(WANT_FACETS, (genre, style, decade, format, label, country, artist, person), strict=True)
    )
    asked: dict[FacetName, Values] = {name: values for name, values in typed.items() if values}
    settings = settings_of(ctx)
    with Snapshot.open(published(settings)) as snapshot:
        choice = typed_choice(snapshot, asked, left_out or ())
        view = WantView(" ".join(text.split()), choice, chosen, reverse)
        answer = read_wantlist_page(snapshot, view, follows(settings), page=page, per_page=_SHOWN).answer
    if json:
        put_json(answer)
    else:
        _show(answer)


def _show(answer: WantlistAnswer) -> None:
    if not answer.wants:
        put("Nothing is on your wantlist at Discogs, as of the last sync.")
        return
    of = f" of {answer.wants:,}" if answer.total != answer.wants else ""
    put(f"{answer.total:,}{of} {'want' if answer.wants == 1 else 'wants'}")
    if answer.read < answer.wants:
        put(
            f"The credits of {answer.read:,} are known so far; a sync reads the others after your own records."
        )
    if answer.items:
        columns = ("Artist", "Title", "Year", "From", "You own", "On your shelf, too", "Id")
        put_table(columns, [_row(one) for one in answer.items], right=(3,))
    if answer.pages > 1:
        put(f"Page {answer.page} of {answer.pages}; --page N shows another.")
    put(rests_on(answer.coverage, "items", "releases with credits", "wants", "wants with credits"))


def _row(one: WantAnswer) -> tuple[object, ...]:
    return (
        one.artist,
        one.title,
        one.original_year,
        _price(one),
        _owned(one),
        "; ".join(map(_person, one.people[:_PEOPLE])),
        f"r{one.release_id}",
    )


def _price(one: WantAnswer) -> str | None:
    """The price with its age in hours: it is not shown for longer than some."""
    if one.price is not None and one.price.is_withheld:
        return "too old to be shown"
    if one.price is None or one.price.lowest_price is None:
        return None
    hours = max(0, int((datetime.now(UTC) - one.price.as_of).total_seconds() // 3600))
    return f"{one.price.lowest_price:,.2f} {one.price.currency or ''}".strip() + f" ({hours or '<1'} h ago)"


def _owned(one: WantAnswer) -> str | None:
    if any(own.is_this for own in one.owned):
        return "it"
    return "another pressing" if one.owned else None


def _person(who: WantPerson) -> str:
    """A name, and why they are loved, or how many albums of theirs are on the shelf."""
    if who.is_followed:
        return f"{who.name} (followed)"
    if who.rated:
        named = " and ".join(album.title for album in who.rated[:2])
        more = f" and {len(who.rated) - 2:,} more" if len(who.rated) > 2 else ""
        return f"{who.name} (on {named}{more}, rated 4 or more)"
    return f"{who.name} ({counted(who.albums, 'album')})"
