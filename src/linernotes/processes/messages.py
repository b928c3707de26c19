"""Messages between a process and its child: pickled objects, one after the other."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import IO

from linernotes import errors
from linernotes.errors import LinernotesError
from linernotes.processes.progress import Progress


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
        kind: type[LinernotesError] = getattr(errors, self.name)
        error = kind.__new__(kind, self.text)
        vars(error).update(self.carried)
        return error


def write_message(stream: IO[bytes], message: object) -> None:
    """Send one message.

    :raises OSError: the reader is gone.
    """
    pickle.dump(message, stream)  # piece by piece: the answer of a query may be large
    stream.flush()


def read_message(stream: IO[bytes]) -> object:
    """Wait for the next message and return it.

    :raises EOFError: the writer is gone, and no whole message is left.
    """
    try:
        return pickle.load(stream)
    except pickle.UnpicklingError as error:
        raise EOFError from error
