"""The roles that are instruments or voices, with their families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from linernotes.insights.artist.company.co_players import read_instruments
from linernotes.insights.release.instrument_families import InstrumentFamily, family_of
from linernotes.insights.snapshot import Snapshot

PlayedRoles = Mapping[str, InstrumentFamily]


class _Role(NamedTuple):
    role: str
    category: str


def read_played_roles(snapshot: Snapshot) -> PlayedRoles:
    """Read the family of each role of this build that is an instrument or a voice."""
    instruments = snapshot.cached(read_instruments)
    rows = snapshot.storage.read(_Role, "select role, category from role where performs")
    return {row.role: family_of(row.category) for row in rows if row.role in instruments}


def main_family(roles: Iterable[str], played: PlayedRoles) -> InstrumentFamily:
    """The family of most of some roles; of as many that which comes first; OTHER if none of them is an instrument."""
    counts = Counter(played[role] for role in roles if role in played)
    return counts.most_common(1)[0][0] if counts else InstrumentFamily.OTHER
