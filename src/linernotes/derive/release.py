"""What follows for releases: the taxonomy of roles, the tracks that credits name, and who stands how to a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.storage.duckdb.database import DBStorage, load_sql

#: So many tracks may all credits of a release name together.
_MOST_TRACKS = 100_000

_ROLES = """
select role from release_credits where role is not null
union
select role from release_track_artists where role is not null
union
select role from master_track_artists where role is not null
order by role
"""


class DeriveRelease:
    """Derives what is about releases. `roles` are the user's own rules, from `[roles]` of config.toml."""

    def __init__(self, storage: DBStorage, *, roles: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._storage = storage
        self._taxonomy = load_taxonomy(roles)
        #: (release_id, reason) of what was too much to be derived in full.
        self.cuts: list[tuple[int, str]] = []

    def read_credits(self) -> None:
        """Say what credits mean, which everything else rests on: fill `role` and `release_credit_tracks`."""
        named = [role for (role,) in self._storage.rows(_ROLES)]
        self._storage.insert("role", self._taxonomy.rows(named))
        self._storage.insert("release_credit_tracks", list(self._credit_tracks()))

    def derive(self) -> None:
        """Fill `artist_release_roles`, and say what was cut."""
        for release_id, what, most, listed in self._storage.rows(load_sql("linernotes.derive", "cuts")):
            reason = f"it names {listed:,} {what}; relations are made of the first {most:,}"
            self.cuts.append((release_id, reason))
        self._storage.fill("artist_release_roles", load_sql("linernotes.derive", "artist_release_roles"))

    def _credit_tracks(self) -> Iterator[tuple[int, int, int]]:
        lines = self._storage.rows(load_sql("linernotes.derive", "tracklists"))
        tracklists = {
            release_id: TrackList(Line(*line) for _, *line in group)
            for release_id, group in groupby(lines, key=itemgetter(0))
        }
        named = self._storage.rows(load_sql("linernotes.derive", "named_tracks"))
        for release_id, credits in groupby(named, key=itemgetter(0)):
            if tracklist := tracklists.get(release_id):
                yield from self._of_release(release_id, credits, tracklist)

    def _of_release(
        self, release_id: int, credits: Iterable[tuple[Any, ...]], tracklist: TrackList
    ) -> Iterator[tuple[int, int, int]]:
        """The tracks of each credit, until there are too many: thousands of credits may name thousands of tracks."""
        left = _MOST_TRACKS
        for _, position, tracks in credits:
            resolved = tracklist.resolve(tracks)
            left -= len(resolved)
            if left < 0:
                reason = f"its credits name more than {_MOST_TRACKS:,} tracks; the rest of them counts for no track"
                self.cuts.append((release_id, reason))
                return
            yield from ((release_id, position, track_no) for track_no in resolved)
