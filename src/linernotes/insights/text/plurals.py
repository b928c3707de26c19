"""Nouns that agree with their numbers: the only place that knows how English counts."""

from __future__ import annotations

_IRREGULAR = {"person": "people", "was": "were", "is": "are", "has": "have"}


def plural(count: int | float | None, noun: str, many: str | None = None) -> str:
    """The noun that goes with a count: "record" for 1, "records" for any other number and for an unknown one.

    `many` is the plural where it does not follow the rules ("album is", "albums are"). A noun of several words is
    inflected at its end.
    """
    return noun if count == 1 else many or _plural_of(noun)


def counted(count: int, noun: str, many: str | None = None) -> str:
    """A count with its noun: "1 record", "1,234 records"."""
    return f"{count:,} {plural(count, noun, many)}"


def singular(noun: str) -> str:
    """The other way round, for the regular nouns that tables and subjects are named after: "releases" is "release"."""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _plural_of(noun: str) -> str:
    *before, last = noun.split(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = f"{last[:-1]}ies"
    else:
        last = f"{last}es" if last.endswith(("s", "x", "ch", "sh")) else f"{last}s"
    return " ".join([*before, last])
