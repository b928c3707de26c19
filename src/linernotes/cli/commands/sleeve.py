"""Commands about the rest of the sleeve: role, label."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.data import published
from linernotes.cli.terminal.coverage_text import rests_on
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.insights.coverage import OfBuild
from linernotes.insights.sleeve.imprint import meant_label
from linernotes.insights.sleeve.models import Shelved, SleevePerson
from linernotes.insights.sleeve.role import meant_role
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted

#: People and records that are printed.
_SHOWN = 20


@app.command()
def role(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The role or instrument as credits name it, in any case.")],
    json: Json = False,
) -> None:
    """Show who plays an instrument, or has another credit, on this shelf.

    People with most albums first, albums by decade, and the records. Somebody with several names counts once.

    Example: linernotes role "Tenor Saxophone"
    """
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        answer = meant_role(snapshot, name)
    if json:
        put_json(answer)
    else:
        put(f"{answer.role.role} ({answer.role.kind}): {_albums(answer.role.shelved)}")
        _show(answer.role.shelved)
        _put_basis(answer, "releases with credits", "albums with their original year")


@app.command()
def label(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name, its beginning, or Discogs' id of the label.")],
    json: Json = False,
) -> None:
    """Show what this shelf has of a label.

    Who performs on its records, albums by decade, and the records with their numbers.

    Example: linernotes label "Blue Note"
    """
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        answer = meant_label(snapshot, name)
    if json:
        put_json(answer)
    else:
        put(f"{answer.label.name} ({answer.label.id}): {_albums(answer.label.shelved)}")
        _show(answer.label.shelved)
        _put_basis(answer, "releases", "releases with credits", "albums with their original year")


def _albums(found: Shelved) -> str:
    decades = ", ".join(f"{one.decade}s {one.albums:,}" for one in found.decades)
    undated = [f"without a year {found.undated:,}"] if found.undated else []
    years = ", ".join(filter(None, [decades, *undated]))
    return counted(found.albums, "album") + (f" ({years})" if years else "")


def _show(found: Shelved) -> None:
    if found.people:
        put()
        put_table(("Who", "Albums", "Years"), [_row(one) for one in found.people[:_SHOWN]])
        _and_more(len(found.people))
    if found.records:
        put()
        rows = [(one.year, one.title, one.artist, ", ".join(one.remarks)) for one in found.records[:_SHOWN]]
        put_table(("Year", "Record", "By", "On the sleeve"), rows)
        _and_more(len(found.records))


def _put_basis(answer: OfBuild, *subjects: str) -> None:
    if basis := rests_on(answer.coverage, *subjects):
        put()
        put(basis)


def _row(one: SleevePerson) -> tuple[object, ...]:
    years = (one.first_year, one.last_year)
    return (one.name, one.albums, "–".join(str(year) for year in dict.fromkeys(years) if year is not None))


def _and_more(count: int) -> None:
    if count > _SHOWN:
        put(f"and {count - _SHOWN:,} more")
