"""Conditions on credits: who, in which role; and whether all, any or none of several are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, get_args

from linernotes.errors import UsageError

Mode = Literal["all", "any", "none"]
MODES: tuple[Mode, ...] = get_args(Mode)

#: What a category of roles begins with, as a value of the facet of roles does: `any:percussion`.
ANY = "any:"

#: What `CreditCondition.key` looks like: an id, a colon and a role, or both of them.
KEY = r"^([0-9]{1,18}(:.{1,180})?|:.{1,180})$"


@dataclass(frozen=True, slots=True)
class CreditCondition:
    """One credit that a record has: of an artist under any of their names, in a role, or both.

    `role` is the exact name of a role, or `any:` and a category. Without a role leading counts, too: as main artist of
    the record, or as artist of a track. Without an artist it is the role of anyone.
    """

    artist_id: int | None = None
    role: str | None = None

    @property
    def key(self) -> str:
        """The condition in an address: `3865`, `3865:Piano`, `3865:any:keyboards`, `:Piano`."""
        artist = "" if self.artist_id is None else str(self.artist_id)
        return artist if self.role is None else f"{artist}:{self.role}"

    @classmethod
    def parse(cls, key: str) -> Self:
        """Read the `key` of a condition.

        :raises UsageError: it is none.
        """
        if not re.match(KEY, key):
            raise UsageError(f"{key!r} is no credit: give an artist's id, a colon and a role, or one of both")
        artist, _, role = key.partition(":")
        return cls(int(artist) if artist else None, role or None)


#: The conditions by how they count: a record has all of these, any of those, none of the others.
Credits = Mapping[Mode, tuple[CreditCondition, ...]]


def with_credit(credits: Credits, mode: Mode, condition: CreditCondition) -> Credits:
    """Add a condition in a mode; it leaves the other modes."""
    left = without_credit(credits, condition)
    return _kept({**left, mode: (*left.get(mode, ()), condition)})


def without_credit(credits: Credits, condition: CreditCondition) -> Credits:
    """Take a condition away, whatever its mode."""
    return _kept(
        {mode: tuple(one for one in several if one != condition) for mode, several in credits.items()}
    )


def moved_credits(credits: Credits, old: Mode, new: Mode) -> Credits:
    """Move all conditions of one mode to another."""
    moved = dict.fromkeys((*credits.get(new, ()), *credits.get(old, ())))
    return _kept({**credits, old: (), new: tuple(moved)})


def _kept(credits: Credits) -> Credits:
    return {mode: credits[mode] for mode in MODES if credits.get(mode)}
