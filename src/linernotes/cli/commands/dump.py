"""Commands about Discogs' monthly dumps: dump import, dump fetch."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.terminal.dump_answer import DumpAnswer
from linernotes.cli.terminal.output import Json, duration, put, put_json
from linernotes.cli.terminal.progress_bar import ProgressBar
from linernotes.cli.terminal.published import put_published, say_note
from linernotes.discogs import Discogs, Published
from linernotes.etl.dumps.import_elements import PassSummary
from linernotes.etl.dumps.take_dumps import Taken
from linernotes.insights.text.plurals import counted, plural

dump = typer.Typer(no_args_is_help=True, help="Take from Discogs' monthly dumps what your collection needs.")
app.add_typer(dump, name="dump")

WithoutBuild = Annotated[
    bool, typer.Option("--no-build", help="Only land it; `linernotes build` publishes it.")
]


@dump.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="discogs_YYYYMMDD_releases.xml.gz and so on; none: the catalogue.", metavar="[FILES]..."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Look again for what was looked for there before.")
    ] = False,
    without_build: WithoutBuild = False,
    json: Json = False,
) -> None:
    """Land what the collection needs of dumps that lie on your disk, then build and publish.

    Each file is read once, or again if new documents need more of it. Nothing is unpacked on the disk.

    Without files it is taken from the catalogue (`linernotes catalogue`), which has all of a month.

    Example: linernotes dump import discogs_20261101_releases.xml.gz discogs_20261101_masters.xml.gz
    """
    discogs, began = Discogs(settings_of(ctx)), monotonic()
    with ProgressBar() as progress:
        taken = discogs.import_dumps(files or (), again=again, listen=progress.show)
    _report(discogs, taken, began, build_after=not without_build, json=json)


@dump.command()
def fetch(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Option(help="The dump of this month, not the newest.", metavar="YYYY-MM")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the files in the home's folder `dumps` afterwards.")
    ] = False,
    without_build: WithoutBuild = False,
    json: Json = False,
) -> None:
    """Download the newest monthly dump, verified by its checksums, and import it.

    It is about 11.6 GB. Stopped, it goes on where it was, as far as the server lets it.

    Example: linernotes dump fetch --month 2026-10
    """
    discogs, began = Discogs(settings_of(ctx)), monotonic()
    with ProgressBar() as progress:
        taken = discogs.fetch_dump(month, keep=keep, listen=progress.show)
    _report(discogs, taken, began, build_after=not without_build, json=json)


def _build(discogs: Discogs) -> Published:
    with ProgressBar() as progress:
        return discogs.build(progress.show)


def _report(discogs: Discogs, taken: Taken, began: float, *, build_after: bool, json: bool) -> None:
    """Build, if that is wanted, and report the passes.

    It builds even if no pass was made: an earlier import may have been stopped before its build.
    """
    published, passes = _build(discogs) if build_after else None, taken.passes
    if json:
        put_json(DumpAnswer.of(passes, monotonic() - began, published, taken.date))
        if published:
            say_note(published)
        return
    for one in passes:
        put(_line(one))
    if not passes:
        put("All that is needed was taken before.")
    if published:
        put_published(published)


def _line(summary: PassSummary) -> str:
    parts = [f"{counted(summary.landed, summary.kind)} of {summary.records:,} in {duration(summary.seconds)}"]
    if summary.missing:
        ids = ", ".join(map(str, summary.missing_ids[:5])) + (", ..." if summary.missing > 5 else "")
        parts.append(f"{summary.missing:,} asked for {plural(summary.missing, 'is')} not in it ({ids})")
    if summary.problems:
        parts.append(f"{summary.problems:,} cannot be read (table `problem`)")
    if summary.repeated:
        parts.append(
            f"{summary.repeated:,} {plural(summary.repeated, 'stands', 'stand')} in it twice: the last was taken"
        )
    if summary.without_id:
        parts.append(f"{counted(summary.without_id, 'record has', 'records have')} no id")
    return f"{summary.name}: {'; '.join(parts)}"
