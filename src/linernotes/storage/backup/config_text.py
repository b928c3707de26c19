"""The text of a `config.toml`, edited as text. A setting that is left out leaves a comment; the rest stays."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator

from linernotes.settings import MOST_DOTS

#: What no copy of the settings holds.
SECRET = ("token", "password", "consumer_key", "consumer_secret")

#: Addresses that data goes to and comes from. Someone who changes them gets what is sent there.
ADDRESSES = ("home", "api_url", "www_url", "dump_url", "image_hosts", "public_url", "listenbrainz_url")

#: A text that takes more work than so many characters read is no settings of anybody's.
_MOST_WORK = 10_000_000


def parse_config(text: str) -> dict[str, object] | None:
    """The settings in a text; None if it is not TOML, or too odd to be written by hand."""
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None


def leave_out(text: str, names: Collection[str]) -> str | None:
    """The text without these settings; None if they cannot be cut out, or if it is not TOML. Pure.

    What is returned was read again: none of them is in it, however it was written.
    """
    kept: list[str] = []
    for statement, keys in _statements(text):
        hidden = sorted(keys & set(names))
        kept.append("".join(f"# {name} was left out\n" for name in hidden) if hidden else statement)
    remaining = parse_config("".join(kept))
    return None if remaining is None or remaining.keys() & set(names) else "".join(kept)


def _statements(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each statement before the first table, with the keys that it sets; all the rest in one piece, with none."""
    lines, work, statement = text.splitlines(keepends=True), 0, ""
    for number, line in enumerate(lines):
        if not statement and line.lstrip().startswith("["):
            yield "".join(lines[number:]), set()
            return
        statement += line
        work += len(statement)
        if work > _MOST_WORK:
            break
        if (settings := parse_config(statement)) is not None:
            yield statement, set(settings)
            statement = ""
    yield statement, set()  # not TOML: the caller finds that out
