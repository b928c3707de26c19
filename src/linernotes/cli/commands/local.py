"""Commands that need no account: sandbox and demo."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.faults import DumpFaults
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.dumps.xml import writer
from discogs_sandbox.faults import Faults
from discogs_sandbox.server import Sandbox, run
from linernotes.cli.app import app
from linernotes.cli.commands.web import free_port, run_app
from linernotes.cli.terminal.output import Json, put, put_json, put_json_line, put_table, say
from linernotes.cli.terminal.progress_bar import ProgressBar
from linernotes.cli.terminal.published import say_note
from linernotes.cli.terminal.sync_answer import SyncAnswer
from linernotes.discogs import Discogs, SyncSummary
from linernotes.errors import ConfigError, UsageError
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.highlights import Findings, read_findings
from linernotes.insights.text.plurals import counted
from linernotes.settings import Settings, default_home, load_settings
from linernotes.storage.builds.publish import current_build

#: What the demo's sandbox permits; Discogs permits 60.
DEMO_LIMIT = 6000

#: A port that is taken, or not for everybody.
_NO_PORT = (errno.EADDRINUSE, errno.EACCES)

#: The demo's own home, beside the user's.
DEMO_HOME = "linernotes-demo"


@dataclass(frozen=True, kw_only=True)
class DemoAnswer(SyncAnswer):
    """The result of the demo's sync, its home, and what was found on its shelf."""

    home: str
    findings: Findings


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = 0,
    catalogue: Annotated[str, typer.Option(help="demo, synthetic or recorded.", metavar="NAME")] = "demo",
    items: Annotated[int, typer.Option(help="synthetic: how many copies.", min=0)] = 1000,
    seed: Annotated[int, typer.Option(help="synthetic: which of all possible shelves.")] = 1,
    directory: Annotated[
        Path | None, typer.Option("--dir", help="recorded: the folder of recordings.", metavar="DIR")
    ] = None,
    limit: Annotated[int, typer.Option(help="Requests in a minute.", min=1)] = 60,
    latency: Annotated[float, typer.Option(help="Seconds that each answer takes.", min=0)] = 0.0,
    faults: Annotated[
        str, typer.Option(help="What goes wrong, such as 429:0.05,500:0.02,404:/releases/1.", metavar="SPEC")
    ] = "",
    dump_format: Annotated[
        str, typer.Option(help="How its monthly dumps are written: 2024-12 or 2020.", metavar="FORMAT")
    ] = "2024-12",
    dump_faults: Annotated[
        str, typer.Option(help="What goes wrong with dumps, such as reset:*releases*#1.", metavar="SPEC")
    ] = "",
) -> None:
    """Serve a local Discogs, to try things and for tests.

    It prints one line of JSON. Set LINERNOTES_API_URL, LINERNOTES_WWW_URL, LINERNOTES_DUMP_URL and LINERNOTES_TOKEN to
    that line's url, www_url, dump_url and token: then linernotes talks to it. Name a --home of its own for that.

    Example: linernotes sandbox --catalogue synthetic --items 500
    """
    _check_faults(faults, dump_format, dump_faults)
    served = _catalogue(catalogue, items=items, seed=seed, directory=directory)
    try:
        run(
            served,
            on_ready=put_json_line,
            port=port,
            limit=limit,
            latency=latency,
            faults=faults,
            dumps=DumpOptions(format=dump_format, faults=dump_faults),
        )
    except OSError as error:
        if error.errno not in _NO_PORT:
            raise
        raise ConfigError(
            f"cannot listen on port {port}: {error.strerror}. Another --port may be free"
        ) from error


def _catalogue(name: str, *, items: int, seed: int, directory: Path | None) -> Catalogue:
    try:
        return load_catalogue(name, items=items, seed=seed, dir=directory)
    except (ValueError, FileNotFoundError) as error:
        raise UsageError(str(error)) from error


def _check_faults(faults: str, dump_format: str, dump_faults: str) -> None:
    try:
        Faults.parse(faults)
        writer(dump_format)
        DumpFaults(dump_faults)
    except ValueError as error:
        raise UsageError(str(error)) from error


@app.command()
def demo(ctx: typer.Context, json: Json = False) -> None:
    """Sync a demo shelf from a sandbox, and show what was found.

    91 records, first as text, then in a browser. Needs no account and no network. Its home is a folder of its own,
    beside yours, unless you name one. Where it is not run from a terminal, or with --json, it ends when it has printed.

    Example: linernotes demo
    """
    home = (
        (ctx.obj or {}).get("home")
        or os.environ.get("LINERNOTES_HOME")
        or default_home().with_name(DEMO_HOME)
    )
    with Sandbox(load_catalogue("demo"), limit=DEMO_LIMIT) as discogs:
        settings = load_settings(home=home, api_url=discogs.url, www_url=discogs.www_url, token=discogs.token)
        say(f"Syncing the demo shelf from {discogs.url} into {settings.home}")
        with ProgressBar() as progress:
            summary = Discogs(settings).sync(progress.show)
        _put_summary(settings, summary, json)
        say_note(summary.published)
        if sys.stdin.isatty() and sys.stdout.isatty() and not json:
            run_app(settings, port=free_port())


def _put_summary(settings: Settings, summary: SyncSummary, json: bool) -> None:
    build = current_build(settings.home)
    assert build is not None, "a sync that went through has published"
    with Snapshot.open(build) as snapshot:
        found = read_findings(snapshot)
    if json:
        put_json(DemoAnswer.of(summary, home=str(settings.home), findings=found))
        return
    put(
        f"{counted(summary.documents, 'document')} in {counted(summary.requests, 'request')}, {summary.seconds:.1f} s"
    )
    _show(found)
    put()
    put("The same for your own records: linernotes auth, then linernotes sync; or linernotes serve.")
    put(f'Ask the demo more: linernotes --home "{settings.home}" sql "from collection_items limit 5"')


def _show(findings: Findings) -> None:
    put(
        f"{counted(findings.items, 'record')}: {counted(findings.albums, 'album')} in "
        f"{counted(findings.releases, 'pressing')}, made by "
        f"{counted(findings.people, 'person or group', 'people and groups')}."
    )
    put(
        "Albums by the decade they first came out: "
        + ", ".join(f"{d}s {n}" for d, n in findings.decades.items())
    )
    put()
    put("On most records of others here, as far as the credits say:")
    rows = [(one.name, counted(one.albums, "album"), ", ".join(one.leaders)) for one in findings.sidemen]
    put_table(("", "", "with"), rows)
