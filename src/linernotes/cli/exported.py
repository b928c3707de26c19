"""The command that needs neither account nor network: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.output import Json, duration, put, put_json, say
from linernotes.discogs import Discogs
from linernotes.errors import UsageError


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The CSV file that Discogs exports your collection to.")],
    json: Json = False,
) -> None:
    """Take a collection from Discogs' own CSV export, without an account and without a request.

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
    published = discogs.build()
    if json:
        put_json(
            {
                "copies": imported.copies,
                "releases": imported.releases,
                "not_read": [{"line": error.location, "reason": str(error)} for error in imported.errors],
                "build_id": published.build_id,
            }
        )
        return
    put(
        f"{imported.copies:,} copies of {imported.releases:,} releases; "
        f"published {published.build_id} in {duration(published.seconds)}"
    )
    for line in imported.errors[:10]:
        say(f"  not read, {line.location}: {line}")
    if len(imported.errors) > 10:
        say(f"  and {len(imported.errors) - 10:,} more (table `problem`)")
