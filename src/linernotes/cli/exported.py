"""The command that needs neither account nor network: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.builds import say_note
from linernotes.cli.output import Json, duration, put, put_json, say
from linernotes.cli.work_progress import WorkProgress
from linernotes.discogs import Discogs, Published
from linernotes.errors import UsageError
from linernotes.etl.exported import Imported


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The CSV file that Discogs exports your collection to.")],
    json: Json = False,
) -> None:
    """Take a collection from Discogs' own CSV export.

    At Discogs, Settings, Data exports (or Collection, Export) makes the file. What it does not tell comes from
    the monthly dumps or from a sync; once a sync has listed the collection, that listing takes its place.

    Example: linernotes import collection.csv
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    discogs = Discogs(settings_of(ctx))
    imported = discogs.import_export(body, name=file.name)
    with WorkProgress() as progress:
        published = discogs.build(progress.build)
    if json:
        put_json(_as_json(imported) | {"build_id": published.build_id})
    else:
        _put(imported, published)
    say_note(published)


def _as_json(imported: Imported) -> dict[str, Any]:
    return {
        "copies": imported.copies,
        "releases": imported.releases,
        "not_read": [{"line": error.location, "reason": str(error)} for error in imported.errors],
    }


def _put(imported: Imported, published: Published) -> None:
    put(
        f"{imported.copies:,} copies of {imported.releases:,} releases; "
        f"published {published.build_id} in {duration(published.seconds)}"
    )
    for line in imported.errors[:10]:
        say(f"  not read, {line.location}: {line}")
    if len(imported.errors) > 10:
        say(f"  and {len(imported.errors) - 10:,} more (table `problem`)")
