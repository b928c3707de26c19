"""The command that needs neither account nor network: import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.terminal.output import Json, duration, put, put_json, say
from linernotes.cli.terminal.progress_bar import ProgressBar
from linernotes.cli.terminal.published import say_note
from linernotes.discogs import Discogs, Published
from linernotes.errors import UsageError
from linernotes.etl.csv_collection import Imported
from linernotes.insights.text.plurals import counted
from linernotes.source.csv import LARGEST_FILE
from linernotes.source.csv.export import Unread

#: Lines of each kind that a summary shows.
_SHOWN = 10


@dataclass(frozen=True)
class UnreadLine:
    """A line of an export that holds no copy, and why."""

    line: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImportAnswer:
    """The result of an import of Discogs' CSV export."""

    copies: int
    releases: int
    not_read: tuple[UnreadLine, ...]
    unread_cells: tuple[Unread, ...]
    encoding: str
    encoding_guessed: bool
    build_id: str

    @classmethod
    def of(cls, imported: Imported, published: Published) -> ImportAnswer:
        return cls(
            copies=imported.copies,
            releases=imported.releases,
            not_read=tuple(UnreadLine(error.location, str(error)) for error in imported.errors),
            unread_cells=imported.unread,
            encoding=imported.encoding,
            encoding_guessed=imported.encoding_guessed,
            build_id=published.build_id,
        )


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The CSV file that Discogs exports your collection to.")],
    encoding: Annotated[
        str | None,
        typer.Option(
            help="How its letters are written, such as utf-8, cp1252, cp1251 or mac_roman.", metavar="NAME"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Take a collection from Discogs' own CSV export.

    At Discogs, Settings, Data exports (or Collection, Export) makes the file. What it lacks comes from
    the monthly dumps or from a sync; once a sync has listed the collection, that listing replaces it.

    Example: linernotes import collection.csv
    """
    body = _read_file(file)
    discogs = Discogs(settings_of(ctx))
    imported = discogs.import_export(body, name=file.name, encoding=encoding)
    with ProgressBar() as progress:
        published = discogs.build(progress.show)
    if json:
        put_json(ImportAnswer.of(imported, published))
    else:
        _put(imported, published)
    _say_unread(imported)
    say_note(published)


def _read_file(file: Path) -> bytes:
    """The bytes of the file. It has to be a file, and no larger than any export."""
    try:
        if file.exists() and not file.is_file():
            raise UsageError(f"{file} is no file. Name the CSV file that Discogs made")
        with file.open("rb") as opened:
            body = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    if len(body) > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        raise UsageError(
            f"{file} is larger than any collection: over {limit} MB. Name the CSV file that Discogs made"
        )
    return body


def _put(imported: Imported, published: Published) -> None:
    put(
        f"{counted(imported.copies, 'copy')} of {counted(imported.releases, 'release')}; "
        f"published {published.build_id} in {duration(published.seconds)}"
    )


def _say_unread(imported: Imported) -> None:
    """Say what could not be read, and what was guessed."""
    if imported.encoding_guessed:
        say(
            f"  guessed that its encoding is {imported.encoding}. If letters are wrong, name it with --encoding"
        )
    for unread in imported.unread[:_SHOWN]:
        say(f"  {unread}")
    for error in imported.errors[:_SHOWN]:
        say(f"  not read, {error.location}: {error}")
    more = sum(max(0, len(kind) - _SHOWN) for kind in (imported.errors, imported.unread))
    if more:
        say(f"  and {more:,} more (table `problem`)")
