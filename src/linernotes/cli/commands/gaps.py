"""The command about what is missing: gaps."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.catalogue import World, show_loved_records, show_new_records
from linernotes.cli.commands.data import follows, published
from linernotes.cli.terminal.coverage_text import rests_on
from linernotes.cli.terminal.discography_text import gap_text
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.insights.artist.discography import Entry
from linernotes.insights.gaps.gaps_answer import GapsAnswer, read_gaps_answer
from linernotes.insights.gaps.suggestions import Gap, Reason, Suggestion, Suggestions
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, bounded, read_knowledge
from linernotes.insights.text.plurals import counted, plural

#: Missing albums of an artist that are printed, and people who are named for a suggestion.
_ALBUMS, _PEOPLE = 8, 3


@app.command()
def gaps(
    ctx: typer.Context,
    world: World = False,
    new: Annotated[
        bool, typer.Option("--new", help="What is new in all of Discogs since the month before.")
    ] = False,
    json: Json = False,
) -> None:
    """List albums that you do not own in any pressing.

    What is missing of the discographies you follow, and records made by the people on those that you rate highest.
    Before you follow anybody on their page, the artists with most of your records stand in. With --world the records
    of all of Discogs on which most of your musicians perform. With --new releases that Discogs had not a month before:
    those of artists you follow, then those with most of your musicians. Both need the catalogue, and take seconds.

    Example: linernotes gaps --new
    """
    settings = settings_of(ctx)
    if new:
        show_new_records(settings, json=json)
        return
    if world:
        show_loved_records(settings, json=json)
        return
    with Snapshot.open(published(settings)) as snapshot:
        answer = read_gaps_answer(snapshot, follows(settings))
        knowledge = snapshot.cached(read_knowledge)
    if json:
        put_json(answer)
    else:
        _put_gaps(answer, knowledge)
        _put_suggestions(answer.suggestions, knowledge)
        put(rests_on(answer.coverage, "releases", "releases with credits", "discographies"))


def _put_gaps(answer: GapsAnswer, known: Knowledge) -> None:
    if not answer.gaps:
        put("No discography was read yet: they come late in a sync. Run: linernotes status")
        put()
    elif not answer.is_following:
        put("You follow nobody yet: these are the artists with most of your records.")
        put()
    for gap in answer.gaps:
        put(f"{gap.name} ({gap.artist_id}): {_basis(gap, known)}")
        for entry in gap.missing[:_ALBUMS]:
            put(f"  {_album(entry)}")
        if len(gap.missing) > _ALBUMS:
            put(f"  and {len(gap.missing) - _ALBUMS:,} more")
        put()


def _basis(gap: Gap, known: Knowledge) -> str:
    """How much of a discography is here, or why nothing can be said of it."""
    if gap.is_read:
        text = gap_text(gap)
        return bounded(known.links_bound, text) if text else "Discogs lists nothing"
    if gap.problem:
        return f"Discogs' list of their albums could not be read ({gap.problem})"
    return "Discogs' list of their albums was not read; a sync reads those of your main artists, late"


def _album(entry: Entry) -> str:
    year = f" ({entry.year})" if entry.year else ""
    return f"{entry.title}{year}{', wanted' if entry.is_wanted else ''}"


def _put_suggestions(suggested: Suggestions, known: Knowledge) -> None:
    if not suggested.records:
        put("Nothing to suggest yet: that takes credits and discographies, which a sync reads.")
        return
    albums = bounded(known.albums_bound, counted(suggested.loved, "album"))
    whose = (
        "that you gave four stars or five" if suggested.is_rated else "on your shelf; none has four stars yet"
    )
    put(f"Made by people on the {albums} {whose}:")
    rows = [(one.artists, one.title, one.year, _wanted(one), _reasons(one)) for one in suggested.records]
    put_table(("Artist", "Title", "Year", "Wanted", "Made by"), rows, right=(2,))
    if suggested.cut_short:
        verb = plural(suggested.cut_short, "was", "were")
        put(f"{counted(suggested.cut_short, 'discography', 'discographies')} {verb} read in part.")


def _wanted(one: Suggestion) -> str | None:
    return "yes" if one.is_wanted else None


def _reasons(one: Suggestion) -> str:
    return "; ".join(map(_reason, one.reasons[:_PEOPLE]))


def _reason(one: Reason) -> str:
    """Somebody with what they do on the record, and how many loved albums they are on."""
    part = f"a member of {one.group}" if one.group else ", ".join(one.roles)
    return f"{one.name} ({f'{part}; ' if part else ''}on {one.loved:,})"
