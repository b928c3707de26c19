"""Commands about Discogs' monthly dumps: dump import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Annotated, Any, Self

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from linernotes.building import build
from linernotes.cli.app import app, settings_of
from linernotes.cli.output import Json, duration, messages, put, put_json, say, size
from linernotes.cli.progress import PLAIN_EVERY
from linernotes.etl.dump_import import DumpImport, DumpProgress, PassSummary
from linernotes.storage.home import LANDING_DB
from linernotes.storage.landing import Landing
from linernotes.storage.lock import SyncLock

dump = typer.Typer(no_args_is_help=True, help="Take from Discogs' monthly dumps what your collection needs.")
app.add_typer(dump, name="dump")


@dump.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="discogs_YYYYMMDD_releases.xml.gz and so on.")],
    again: Annotated[
        bool, typer.Option("--again", help="Look again for what was looked for in these files before.")
    ] = False,
    without_build: Annotated[
        bool, typer.Option("--no-build", help="Only land it; `linernotes build` publishes it.")
    ] = False,
    json: Json = False,
) -> None:
    """Land what the collection needs of dumps that lie on your disk, then build and publish.

    Each file is read once, or again where what came to light needs more of it. Nothing is unpacked on the disk.

    Example: linernotes dump import discogs_20261101_releases.xml.gz discogs_20261101_masters.xml.gz
    """
    settings, began = settings_of(ctx), monotonic()
    with (
        SyncLock(settings.home),
        Landing.open(settings.home / LANDING_DB) as landing,
        ImportProgress() as progress,
    ):
        importing = DumpImport(landing, files, options=settings.sync, listen=progress.listen, again=again)
        for file in importing.unused:
            say(f"{file.path}: nothing is needed of {file.kind}s")
        passes = importing.run()
    published = None if without_build or not passes else build(settings)
    if json:
        put_json(_as_json(passes, monotonic() - began, published.build_id if published else None))
        return
    for one in passes:
        put(_line(one))
    if not passes:
        put("All that is needed of these files was taken before.")
    if published:
        put(f"Published {published.build_id} ({size(published.bytes)}) in {duration(published.seconds)}")


def _as_json(passes: Sequence[PassSummary], seconds: float, build_id: str | None) -> dict[str, Any]:
    return {
        "status": "done",
        "files": [one.as_json() for one in passes],
        "landed": sum(one.landed for one in passes),
        "problems": sum(one.problems for one in passes),
        "seconds": round(seconds, 3),
        "build_id": build_id,
    }


def _line(one: PassSummary) -> str:
    told = [f"{one.landed:,} {one.kind}s of {one.records:,} in {duration(one.seconds)}"]
    if one.missing:
        ids = ", ".join(map(str, one.missing[:5]))
        told.append(
            f"{len(one.missing):,} asked for are not in it ({ids}{', ...' if len(one.missing) > 5 else ''})"
        )
    if one.problems:
        told.append(f"{one.problems:,} cannot be read (table `problem`)")
    if one.repeated:
        told.append(f"{one.repeated:,} stand in it twice: the last was taken")
    if one.without_id:
        told.append(f"{one.without_id:,} records have no id")
    return f"{Path(one.file).name}: {'; '.join(told)}"


class ImportProgress:
    """A bar per pass on a terminal, now and then a line elsewhere; by bytes of the file, with what is left."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<34}"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=messages,
        )
        self._tasks: dict[tuple[Path, int], TaskID] = {}
        self._said: dict[tuple[Path, int], float] = {}

    def __enter__(self) -> Self:
        if messages.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if messages.is_terminal:
            self._bars.stop()

    def listen(self, progress: DumpProgress) -> None:
        """Show how far a pass is."""
        key = (progress.file.path, progress.pass_no)
        name = progress.file.path.name + (f" (pass {progress.pass_no})" if progress.pass_no > 1 else "")
        if messages.is_terminal:
            if key not in self._tasks:
                self._tasks[key] = self._bars.add_task(name, total=progress.total)
            self._bars.update(self._tasks[key], completed=progress.done)
            return
        is_due = monotonic() - self._said.setdefault(key, monotonic()) >= PLAIN_EVERY
        if is_due and progress.done < progress.total:
            self._said[key] = monotonic()
            left = progress.seconds * (progress.total - progress.done) / max(progress.done, 1)
            say(f"{name}: {size(progress.done)} of {size(progress.total)}, about {duration(left)} left")
