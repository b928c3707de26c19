"""Sidemen, producers and engineers with the evidence: on which albums, and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.contributors.contributors import Contributor, Work, read_contributors
from linernotes.insights.release.sleeve_text import sleeve_artists
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Contribution:
    """An album of the shelf, by the oldest pressing that credits somebody, and what they do on it."""

    release_id: int
    title: str
    artists: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkContributor(Contributor):
    """A contributor with the albums that they work on, in the order in which these came out."""

    on: tuple[Contribution, ...]


class _Row(NamedTuple):
    identity_id: int
    release_id: int
    title: str | None
    roles: list[str]


def read_network_contributors(snapshot: Snapshot, work: Work, most: int) -> tuple[NetworkContributor, ...]:
    """Those who do this work on most albums, most albums first, each with these albums."""
    found = read_contributors(snapshot, work, most)
    on = _read_contributions(snapshot, work, [one.identity_id for one in found])
    return tuple(
        NetworkContributor(
            one.name, one.albums, one.leaders, one.artist_id, one.identity_id, on[one.identity_id]
        )
        for one in found
    )


def _read_contributions(
    snapshot: Snapshot, work: Work, identities: Collection[int]
) -> dict[int, tuple[Contribution, ...]]:
    query = load_sql("linernotes.insights.contributors", "contributed_albums")
    rows = snapshot.storage.read(_Row, query, [sorted(identities), work])
    artists = sleeve_artists(snapshot, {row.release_id for row in rows})
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in rows:
        found[row.identity_id].append(
            Contribution(
                row.release_id, row.title or "Untitled", artists.get(row.release_id, ""), tuple(row.roles)
            )
        )
    return {identity: tuple(albums) for identity, albums in found.items()}
