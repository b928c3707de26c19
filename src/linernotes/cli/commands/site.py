"""The command that makes a copy of the collection to share: export site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import settings_of
from linernotes.cli.commands.data import export, published
from linernotes.cli.terminal.output import Json, put, put_json, size
from linernotes.cli.terminal.progress_bar import Counting, ProgressBar
from linernotes.insights.text.plurals import counted


@export.command("site")
def site(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder to write to; made if absent.", metavar="DIR")],
    title: Annotated[str, typer.Option(help="What the site is called.")] = "A record collection",
    json: Json = False,
) -> None:
    """Write a site to share: records, artists and communities as pages that need no server.

    It has generated sleeves, and neither prices, notes, conditions, ratings and folders nor pictures of Discogs.
    A folder that holds other files and no earlier export is refused.

    Example: linernotes export site --out shelf --title "Ella's records"
    """
    from linernotes.web.site import export_site  # here, for the web's libraries take long to load

    settings = settings_of(ctx)
    build = published(settings)
    with ProgressBar() as progress:
        counting = {what: Counting(progress, what) for what in ("records", "artists")}
        report = export_site(
            settings, build, out, title=title, on_page=lambda what, *done: counting[what].count(*done)
        )
    if json:
        put_json(report)
    else:
        put(
            f"{counted(report.records, 'record')}, {counted(report.artists, 'artist')} and "
            f"{counted(report.communities, 'community')} in {out} "
            f"({counted(report.files, 'file')}, {size(report.bytes)}). Open {out / 'index.html'}"
        )
