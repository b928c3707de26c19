"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import codecs
import io
import json
import select
import sys
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from linernotes.storage.duckdb.json_values import plain

#: The option of every command that reports.
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

#: For messages and progress.
messages = Console(stderr=True, highlight=False, soft_wrap=True)

#: Seconds between two plain lines about work that goes on.
PLAIN_EVERY = 15.0

_UTF_8 = "utf-8"

#: Columns that no table needs.
_WIDEST = 2**31

#: What would move the cursor, change colours or ring the bell of a terminal, of which line breaks and tabs are none.
_CONTROLS = {
    code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"
}


def print_what_can_be() -> None:
    """Print a question mark for a character that the terminal or file cannot show; read as leniently."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # It is None without a console, and something else where that stands in for one.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def harmless(text: str) -> str:
    """Text that a terminal may safely show: strangers write names and notes."""
    return text.translate(_CONTROLS)


def say(message: str) -> None:
    """One line for the user, on stderr."""
    print(harmless(message), file=sys.stderr, flush=True)


def ask(question: str) -> bool:
    """Ask the user on stderr; returns whether the answer is yes. Enter alone is no."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def put(text: str = "") -> None:
    """One line of a result, on stdout."""
    _print(harmless(text))


def _print(text: str) -> None:
    print(text, flush=True)


def reader_is_there() -> bool:
    """Whether someone still reads stdout: False once the other end of its pipe is closed.

    If stdout is no file of the system, as in a notebook, the answer is True.
    """
    if sys.platform == "win32":
        return True
    watch = select.poll()
    try:
        watch.register(sys.stdout.fileno(), 0)
    except OSError:  # io.UnsupportedOperation is one
        return True
    return not any(events & (select.POLLERR | select.POLLHUP) for _, events in watch.poll(0))


def put_json(value: object) -> None:
    """A result for programs: one JSON document. Dataclasses are written as the JSON API writes them."""
    put(_json(value, indent=2 if sys.stdout.isatty() else None))


def put_json_line(value: object) -> None:
    """A result for programs that read line by line."""
    put(_json(value))


def _json(value: object, *, indent: int | None = None) -> str:
    """JSON with its letters as they are. If stdout is not UTF-8, as JSON has to be, with escapes."""
    is_answer = is_dataclass(value) or isinstance(value, tuple)
    value = _as_answered(value) if is_answer else plain(value)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    try:
        text.encode(_UTF_8 if _is_utf_8(sys.stdout.encoding) else "ascii")
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, indent=indent)
    return text


def _as_answered(value: object) -> object:
    # Imported here: most commands print no JSON, and it takes a while.
    import msgspec

    # Not by way of bytes: the name of a file may have letters that UTF-8 cannot write.
    return plain(msgspec.to_builtins(value, str_keys=True, enc_hook=str))


def _is_utf_8(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or _UTF_8).name == _UTF_8
    except LookupError:
        return False


def put_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = ()) -> None:
    """A result for people: a table as wide as the terminal, or as its content where there is none.

    Where all `columns` are empty it has no line of headings.
    """
    numbers = set(right)
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(columns))
    for number, name in enumerate(columns):
        table.add_column(harmless(name), justify="right" if number in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else harmless(str(cell)) for cell in row))
    # What reads a pipe goes by lines: there a cell is folded only where it has line breaks of its own.
    width = None if sys.stdout.isatty() else _WIDEST
    console = Console(highlight=False, markup=False, width=width)
    with console.capture() as drawn:  # rich would end the process where a reader had enough of it
        console.print(table)
    lines = drawn.get().removesuffix("\n").split("\n")
    _print("\n".join(line.rstrip(" ") for line in lines))  # else all are as long as the longest


def duration(seconds: float) -> str:
    """Seconds as people say them: '40 s', '12 min', '3 h 20 min'."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def size(count: float) -> str:
    """Bytes as people say them."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
