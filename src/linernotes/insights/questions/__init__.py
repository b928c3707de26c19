"""Questions that are worth asking in SQL, one per file beside this one: examples for the SQL page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, and the SQL that answers it."""

    text: str
    sql: str


@cache
def read_questions() -> tuple[Question, ...]:
    """All of them, in the order of their file names. A file's first line asks, the rest of it answers."""
    named = (one for one in files(__name__).iterdir() if one.name.endswith(".sql"))
    return tuple(
        _question(one.read_text(encoding="utf-8")) for one in sorted(named, key=lambda one: one.name)
    )


def _question(text: str) -> Question:
    asked, _, sql = text.partition("\n")
    return Question(asked.removeprefix("--").strip(), sql.strip())
