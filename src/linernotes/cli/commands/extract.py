"""Commands that fetch, build and show how far things are: plan, sync, build, status, pause, resume."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.terminal.output import Json, duration, put, put_json, put_table, say, size
from linernotes.cli.terminal.plan_table import put_plan
from linernotes.cli.terminal.progress_bar import ProgressBar
from linernotes.cli.terminal.published import put_published, say_note
from linernotes.cli.terminal.sync_answer import SyncAnswer
from linernotes.cli.terminal.sync_options import with_sync_options
from linernotes.discogs import Discogs, SyncSummary
from linernotes.etl.planning.plan_answer import plan_answer
from linernotes.insights.statistics.days import local_day, local_time
from linernotes.insights.status.progress import wait_text
from linernotes.insights.status.status import Status, read_status
from linernotes.insights.text.plurals import counted
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.landing import RunState


@app.command()
@with_sync_options
def plan(
    ctx: typer.Context,
    options: dict[str, object],
    json: Json = False,
) -> None:
    """Say what a sync would fetch, in requests and minutes.

    Per stage, and beside the way over a monthly dump. Makes two requests. A dump's own download and import come on
    top of its requests.

    Example: linernotes plan --discographies full
    """
    settings = settings_of(ctx, sync=options)
    plan = Discogs(settings, on_wait=lambda waiting: say(str(waiting))).plan()
    if json:
        put_json(plan_answer(plan))
        return
    month = newest_month(settings.home)
    put_plan(plan, month.name if month else None)


@app.command()
@with_sync_options
def sync(
    ctx: typer.Context,
    options: dict[str, object],
    json: Json = False,
) -> None:
    """Fetch what is missing of your collection, build and publish.

    It can be stopped at any moment and goes on where it stopped. `linernotes plan` says what it will take.

    Example: linernotes sync --no-neighbours
    """
    settings = settings_of(ctx, sync=options)
    with ProgressBar() as progress:
        summary = Discogs(settings).sync(progress.show)
    if json:
        put_json(SyncAnswer.of(summary))
    else:
        put(_summary_line(summary))
        for problem in summary.first_problems:
            say(f"  {problem.kind} {problem.id}: {problem.reason}")
    say_note(summary.published)


def _summary_line(summary: SyncSummary) -> str:
    problems = f", {counted(summary.problems, 'problem')} (table `problem`)" if summary.problems else ""
    return (
        f"{counted(summary.items, 'item')}; {counted(summary.documents, 'document')} in "
        f"{counted(summary.requests, 'request')}"
        f"{problems}; published {summary.build_id} in {duration(summary.seconds)}"
    )


@app.command()
def build(ctx: typer.Context, json: Json = False) -> None:
    """Build and publish again from what has landed.

    Makes no request.

    Example: linernotes build
    """
    with ProgressBar() as progress:
        published = Discogs(settings_of(ctx)).build(progress.show)
    if json:
        put_json(published)
        say_note(published)
    else:
        put_published(published)


@app.command()
def pause(ctx: typer.Context) -> None:
    """Let a running sync hold, wherever it was started.

    `linernotes resume` lets it go on.

    Example: linernotes pause
    """
    Discogs(settings_of(ctx)).pause()
    say("Paused: a sync makes no request until `linernotes resume`.")


@app.command()
def resume(ctx: typer.Context) -> None:
    """Let a paused sync go on.

    Example: linernotes resume
    """
    Discogs(settings_of(ctx)).resume()
    say("Resumed.")


@app.command()
def status(ctx: typer.Context, json: Json = False) -> None:
    """Show how fresh and complete the data is, and what runs.

    Also the owner of the collection, and its room on the disk.

    Example: linernotes status --json
    """
    settings = settings_of(ctx)
    status, zone = read_status(settings), settings.time_zone
    if json:
        put_json(status)
        return
    for label, text in _status_lines(status, zone):
        put(f"{label + ':':<12} {text}")
    if status.coverage:
        put()
        known = [
            (
                one.subject,
                f"{one.known:,} of {one.total:,}",
                f"{local_day(one.as_of, zone)}" if one.as_of else "",
            )
            for one in status.coverage
        ]
        put_table(("What is known", "", "As of"), known, right=(1,))
    if status.documents:
        put()
        rows = [
            (one.kind, one.source, f"{one.documents:,}", size(one.stored_bytes)) for one in status.documents
        ]
        put_table(("Document", "Source", "Number", "Stored"), rows, right=(2, 3))


def _status_lines(status: Status, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    yield "Home", f"{status.home} ({size(sum(status.disk.values()))})"
    yield "Account", status.username or "none yet. Run: linernotes auth"
    yield "Sync", _run_line(status.run, status.control, zone)
    unread = "none that can be read. Run: linernotes build"
    yield (
        "Published",
        status.build_id or (unread if status.disk["builds"] else "none yet. Run: linernotes sync"),
    )
    for trouble in status.troubles:
        yield "Trouble", trouble
    yield "Problems", f"{status.problems} (table `problem`)" if status.problems else "none"
    for part, count in status.disk.items():
        if count:
            yield f"  {part}", size(count)


def _run_line(run: RunState | None, control: str, zone: tzinfo | None) -> str:
    if run is None:
        return "never run"
    if run.status == "running":
        at = next((stage for stage in reversed(run.stages) if stage.begun), None)
        where = f", {at.name} {at.done} of {at.total}" if at else ""
        waits = f". {wait_text(run.waiting, zone)}" if run.waiting else ""
        return f"running as process {run.pid}{where}{', paused' if control == 'pause' else ''}{waits}"
    ended = run.finished_at or run.heartbeat_at
    why = f": {run.reason}" if run.reason else ""
    return (
        f"{run.status} {local_time(ended, zone):%Y-%m-%d %H:%M}, {counted(run.requests or 0, 'request')}{why}"
    )
