"""Messages between a process and its child: pickled objects, one after the other.

A child may have read what strangers wrote: its messages are read as plain values and as values of ours alone.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from typing import IO

from linernotes import errors
from linernotes.errors import LinernotesError
from linernotes.processes.progress import Progress

#: Classes of plain values beside those that pickle knows by itself.
_PLAIN = {
    *(("datetime", name) for name in ("datetime", "date", "time", "timedelta", "timezone")),
    ("decimal", "Decimal"),
    ("uuid", "UUID"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}


@dataclass(frozen=True, slots=True)
class EntryRequest:
    """What the parent asks for: the request of the entry, and the level from which on the child sends its log."""

    request: object
    log_level: int


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the child's log: its logger, level and text, and the plain values that it carries."""

    logger: str
    level: int
    text: str
    carried: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far the child is: what its entry gave to `listen`."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Answered:
    """The child is done: what its entry returned."""

    answer: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The child failed with one of our errors: the name of its class, its line, and what else it carries."""

    name: str
    text: str
    carried: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, error: LinernotesError) -> Failed:
        """The message for an error. What it carries beside plain values is left out."""
        name = next(kind.__name__ for kind in type(error).__mro__ if hasattr(errors, kind.__name__))
        plain = (str, bytes, int, float, type(None))
        return cls(name, str(error), {key: one for key, one in vars(error).items() if isinstance(one, plain)})

    def error(self) -> LinernotesError:
        """The error that the message is about."""
        kind = getattr(errors, self.name, None)
        if not (isinstance(kind, type) and issubclass(kind, LinernotesError)):
            kind = LinernotesError
        error = kind.__new__(kind, self.text)
        vars(error).update(self.carried)
        return error


def write_message(stream: IO[bytes], message: object) -> None:
    """Send one message.

    :raises OSError: the reader is gone.
    """
    pickle.dump(message, stream)  # piece by piece: the answer of a query may be large
    stream.flush()


def read_request(stream: IO[bytes]) -> EntryRequest:
    """Wait for what our parent asks for, and return it.

    :raises EOFError: the parent is gone, and no whole message is left.
    """
    asked = _load(pickle.Unpickler(stream))
    assert isinstance(asked, EntryRequest), "the parent is of this version"
    return asked


def read_message(stream: IO[bytes]) -> object:
    """Wait for the next message of a child and return it.

    :raises EOFError: the child is gone, and no whole message is left.
    :raises ValueError: it is no message of ours.
    """
    return _load(_Values(stream))


def _load(unpickler: pickle.Unpickler) -> object:
    try:
        return unpickler.load()
    except pickle.UnpicklingError as error:
        raise EOFError from error


class _Values(pickle.Unpickler):
    """Makes plain values, and ours: frozen dataclasses, tuples with names, enums. It calls no function."""

    def find_class(self, module: str, name: str) -> object:
        """The class of a value.

        :raises ValueError: it is another class, or none.
        """
        if (module, name) == ("builtins", "getattr"):
            return _member  # Python 3.11.0 to 3.11.3 name the member of an enum so
        is_ours = module.startswith("linernotes.") and "." not in name and not module.endswith("__main__")
        if not is_ours and (module, name) not in _PLAIN:
            raise ValueError(f"{module}.{name} has no place in a message")
        found = super().find_class(module, name)
        if is_ours and not (isinstance(found, type) and found.__module__ == module and _is_value(found)):
            raise ValueError(f"{module}.{name} is no value")
        return found


def _member(kind: object, name: str) -> Enum:
    """The member of an enum, and of nothing else.

    :raises ValueError: it is no enum, or has no such member.
    """
    if not (isinstance(kind, type) and issubclass(kind, Enum) and name in kind.__members__):
        raise ValueError(f"{name} has no place in a message")
    return kind.__members__[name]


def _is_value(kind: type) -> bool:
    is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return is_frozen or issubclass(kind, tuple | Enum)
