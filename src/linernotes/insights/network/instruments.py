"""What the people of the map play."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from linernotes.insights.artist.company.co_players import read_instruments
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot

#: Instruments of one person.
MOST = 2


def read_main_instruments(snapshot: Snapshot) -> Mapping[int, tuple[str, ...]]:
    """Artist -> the instruments and voices that they are credited with on most releases of the shelf, two at most.

    The most frequent comes first, ties by name. Who is credited with none is left out.
    """
    played = snapshot.cached(read_instruments)
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for (artist_id, _), roles in snapshot.cached(read_kinship).roles.items():
        counts[artist_id].update(role for role in roles if role in played)
    return {
        artist_id: tuple(sorted(found, key=lambda role: (-found[role], role))[:MOST])
        for artist_id, found in counts.items()
        if found
    }
