"""The frame of the command line: global options, and how errors become one line and an exit status."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from linernotes.cli.command_table import MODULES
from linernotes.cli.terminal.output import say
from linernotes.errors import ConfigError, MistakeError, UsageError
from linernotes.files import NO_ROOM
from linernotes.jobs.failures import describe
from linernotes.processes.interruption import INTERRUPTED, MESSAGE, end_at_once, may_speak
from linernotes.processes.last_resort import has_come, raise_interrupts
from linernotes.processes.log_lines import carried
from linernotes.settings import Settings, load_settings
from linernotes.storage.home.layout import read_unfinished
from linernotes.version import __version__

EPILOG = """Exit status: 0 done (problems in single documents are counted, not fatal), 1 failed, 2 wrong usage,
3 not authenticated, 4 another sync is running, 130 interrupted (Ctrl-C or SIGTERM)."""

log = logging.getLogger("linernotes")


#: What the system says of output that it does not take, with no file's name.
_NOT_WRITTEN = (*NO_ROOM, errno.EIO)


def is_not_written(error: OSError) -> bool:
    """Whether an error means that the system did not take what we print."""
    return error.errno in _NOT_WRITTEN and error.filename is None


def report_unwritten(error: OSError) -> None:
    """Report in one line that the output cannot be written."""
    _drop_output()
    say(f"Error: the output cannot be written: {error.strerror}. Make room, or write it elsewhere.")


def _drop_output() -> None:
    """Drop the output that is still to be printed: Python would complain when it flushes that at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Commands(TyperGroup):
    """All commands. An error in any of them becomes one line, without a stack trace."""

    def list_commands(self, ctx: object) -> list[str]:
        """The commands in the order of the table, whichever was loaded first."""
        return [name for name in MODULES if name in self.commands]

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                raise_interrupts()
                return self._invoke(ctx)
            finally:
                end_at_once()  # what is left is Python's own end
        except (KeyboardInterrupt, typer.Abort) as error:  # Abort: at a prompt
            end_at_once()  # again: this may have been what was interrupted
            raise interrupted() from error

    def _invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if type(error).__module__.startswith("typer"):
                raise  # wrong usage and wanted exits: typer's own affair
            if has_come():  # libraries make errors of their own of a KeyboardInterrupt
                raise KeyboardInterrupt from error
            raise typer.Exit(_report(error)) from error


def _report(error: Exception) -> int:
    """Report in one line why a command failed, and return its exit status."""
    if isinstance(error, BrokenPipeError):
        # The reader of our output has closed it.
        _drop_output()
        return 0
    if isinstance(error, OSError) and is_not_written(error):
        report_unwritten(error)
        return 1
    ours, more = describe(error), ""
    if isinstance(ours, MistakeError):  # of this process, or of a child
        log.debug("%s", ours.trace)
        more = " Run it again with -vv to see where."
    elif ours is not error:
        log.debug("what the system refused", exc_info=error)
    say(f"Error: {ours}{more}")
    return ours.exit_status


def interrupted(line: str = MESSAGE) -> typer.Exit:
    """Report in one line that a command was interrupted, unless that is done, and return the exit to raise."""
    if may_speak():
        say(line)
    return typer.Exit(INTERRUPTED)


app = typer.Typer(
    cls=Commands,
    name="linernotes",
    help="Who played on your records: your Discogs collection in a database of its own.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


class _Lines(logging.Formatter):
    """A line for each record, with what its `extra=` carries: path, status, reason, attempt."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 the name that logging calls
        more = carried(record)
        text = super().formatMessage(record)
        return f"{text} ({', '.join(f'{name} {value}' for name, value in more.items())})" if more else text


def settings_of(ctx: typer.Context, **flags: object) -> Settings:
    """The settings, with the global options and those of this command on top."""
    given: dict[str, object] = ctx.obj or {}
    settings = load_settings(**given)
    for aside in read_unfinished(settings.home):
        say(
            f"A restoration of {settings.home} was killed halfway. Restore the backup again, or go back: "
            f"linernotes backup --restore {aside}"
        )
    if not flags:
        return settings
    try:
        return load_settings(**given, **flags)
    except ConfigError as error:  # what the file and the environment say is fine: it is these flags
        raise UsageError(str(error)) from error


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"linernotes {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Where your data is kept (LINERNOTES_HOME).", metavar="DIR", show_default=False),
    ] = None,
    verbose: Annotated[
        int,
        typer.Option("--verbose", "-v", count=True, help="-v reports each problem, -vv each request."),
    ] = 0,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of every command."""
    levels = {0: logging.ERROR, 1: logging.INFO}
    logging.basicConfig(stream=sys.stderr, level=levels.get(verbose, logging.DEBUG))
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Lines("%(name)s: %(message)s"))
    ctx.obj = {"home": home}
