"""Messages of a child: values come through, and nothing in them is called."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from linernotes.building import Published
from linernotes.errors import LinernotesError
from linernotes.files import replace_file
from linernotes.processes.messages import Answered, Failed, read_message, write_message
from linernotes.settings import load_settings
from linernotes.web.security.connections import Phase

VALUES = (
    None,
    [1, 2.5, "text", b"bytes", True, {"a": (1, {2})}],
    datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    date(2024, 1, 2),
    time(3, 4),
    timedelta(seconds=1),
    Decimal("1.25"),
    UUID(int=7),
    Path("/somewhere"),
    Published("20240101", 1.5, 10),
    frozenset({1}),
)


class Calling:
    """Unpickled, it calls a function."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = function, arguments

    def __reduce__(self) -> object:
        return self.call


def sent(message: object) -> io.BytesIO:
    stream = io.BytesIO()
    write_message(stream, message)
    stream.seek(0)
    return stream


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_through(value: object) -> None:
    assert read_message(sent(Answered(value))) == Answered(value)


@pytest.mark.parametrize(
    "call",
    [
        (os.system, "false"),
        (eval, "1"),
        (getattr, "text", "upper"),
        (subprocess.Popen, ["false"]),
        (replace_file, Path("/nowhere"), b""),
        (load_settings,),
        (pickle.loads, b""),
    ],
    ids=lambda call: call[0].__name__,
)
def test_a_function_is_never_called(call: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"no place in a message|is no value"):
        read_message(sent(Answered(Calling(*call))))


def test_a_member_of_an_enum_comes_by_its_name() -> None:
    """Python 3.11.2 of Debian sends it so."""
    assert read_message(sent(Answered(Calling(getattr, Phase, "READER")))) == Answered(Phase.READER)


def test_half_a_message_is_an_end() -> None:
    with pytest.raises(EOFError):
        read_message(io.BytesIO(sent(Answered("x" * 100)).getvalue()[:-20]))


def test_an_error_of_another_name_is_one_of_ours() -> None:
    assert type(Failed("os", "text").error()) is LinernotesError
