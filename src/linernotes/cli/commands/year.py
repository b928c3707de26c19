"""The command about a year: year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import plays, published
from linernotes.cli.terminal.output import Json, put, put_json, put_table, say
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import today
from linernotes.insights.statistics.knowledge import Knowledge, bounded, read_knowledge
from linernotes.insights.text.plurals import counted, plural
from linernotes.insights.year.models import YearAnswer
from linernotes.insights.year.read_year import played_days, read_year
from linernotes.insights.year.wording import amounts, steps_of, title_of

#: Names that are printed of each kind.
_NAMES = 3


@app.command()
def year(
    ctx: typer.Context,
    year: Annotated[
        int | None, typer.Argument(help="The year; this one if none is named.", min=1, max=9999)
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the picture to share to this file.", metavar="FILE")
    ] = None,
    json: Json = False,
) -> None:
    """Show a year in liner notes.

    Whose year it was, who was met first, the instrument, the new link on the map, the longest journey. Then what you
    played most. Records came in on Discogs' days (US Pacific), plays are on yours.

    Example: linernotes year 2025 --svg 2025.svg
    """
    settings = settings_of(ctx)
    zone = settings.time_zone
    with Snapshot.open(published(settings)) as snapshot:
        heard = played_days(((one.release_id, one.played_at) for one in plays(settings)), zone)
        answer = read_year(snapshot, heard, year or today(zone).year, today(zone))
        known = snapshot.cached(read_knowledge)
    if svg is not None:
        from linernotes.web.site.year import (
            write_year_picture,
        )  # here, for the web's libraries take long to load

        write_year_picture(answer, svg)
        say(f"The picture is in {svg}")
    if json:
        put_json(answer)
    else:
        _put(answer, known)


def _put(answer: YearAnswer, known: Knowledge) -> None:
    put(f"{title_of(answer)}: {amounts(answer)}.")
    if answer.is_empty and answer.nearest is not None:
        put(f"The nearest year with something is {answer.nearest}. Run: linernotes year {answer.nearest}")
    lines = list(_lines(answer, known))
    if lines:
        put()
        put_table(("", ""), lines)
    if answer.undated:
        put(f"{counted(answer.undated, 'copy')} {plural(answer.undated, 'has', 'have')} no date and no year.")


def _lines(answer: YearAnswer, known: Knowledge) -> list[tuple[str, str]]:
    bound = known.credits_bound

    def albums(count: int) -> str:
        return bounded(bound, counted(count, "album"))

    met = [f"{one.name} ({albums(one.albums)})" for one in answer.met[:_NAMES]]
    lines = {
        "Whose year it was": [f"{one.name} ({albums(one.albums)})" for one in answer.people[:_NAMES]],
        "First met": [*met, *([f"{answer.qty_met:,} in all"] if answer.qty_met > _NAMES else [])],
        "Instrument": [f"{one.role} ({albums(one.albums)})" for one in answer.instruments[:_NAMES]],
        "New on the map": [f"{one.name_from} + {one.name_to} ({one.title})" for one in answer.links[:1]],
        "Longest journey": [steps_of(answer)],
        "Played most": [
            f"{one.title} by {one.artist} ({counted(one.plays, 'play')})" for one in answer.played[:_NAMES]
        ],
    }
    return [(label, "; ".join(filter(None, values))) for label, values in lines.items() if any(values)]
