"""The command dump report: where the API and the dumps differ."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from linernotes.building import require_documents
from linernotes.cli.app import settings_of
from linernotes.cli.commands.dump import dump
from linernotes.cli.terminal.output import Json, put, put_json, put_table
from linernotes.etl.dumps.report import DumpReport, dump_report
from linernotes.insights.text.plurals import counted
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

#: Of a list of ids, so many are shown; `--json` has them all.
_SHOWN = 10


@dump.command("report")
def report(ctx: typer.Context, json: Json = False) -> None:
    """Say where the API and the dumps differ.

    Also which of your releases the dumps lack, and what is gone at Discogs.

    Example: linernotes dump report --json
    """
    home = settings_of(ctx).home
    require_documents(home)
    with Landing.open(home / LANDING_DB, read_only=True) as landing:
        found = dump_report(landing)
    if json:
        put_json(found)
    else:
        _put(found)


def _put(report: DumpReport) -> None:
    put(f"Dumps: {', '.join(report.dumps) or 'none has been imported'}")
    compared = ", ".join(counted(number, kind) for kind, number in report.compared.items())
    put(f"Known from the API and from a dump: {compared}")
    rows = [
        (one.kind, one.field, f"{one.documents:,}", example.id, example.place, example.api, example.dump)
        for one in report.fields
        for example in one.examples[:1]
    ]
    if rows:
        put_table(("Kind", "Field", "Differ", "Such as", "In", "API", "Dump"), rows, right=(2, 3))
    put(f"Of your releases the dumps lack {_ids(report.lacking)}")
    for kind, ids in report.gone.items():
        if ids:
            put(f"Gone at Discogs, {kind}: {_ids(ids)}")


def _ids(ids: Sequence[int]) -> str:
    shown = ", ".join(map(str, ids[:_SHOWN])) + (", ..." if len(ids) > _SHOWN else "")
    return f"{len(ids):,} ({shown})" if ids else "none"
