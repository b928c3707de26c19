"""Paths: how two artists, or two records, are connected through the shelf, and what each step rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.evidence import Evidence, read_evidence
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names

#: More steps than that say nothing any more; the search ends there.
MOST_STEPS = 12

# One row per artist who makes music on a release: main and track artists, and credits in music-making roles.
_MAKERS = """
select distinct arr.artist_id
from artist_release_roles as arr
left join role as r on array_contains(arr.roles, r.role) and r.as_edge
where arr.release_id = ?
    and arr.artist_id not in (194, 355, 118760)
    and (arr.relation in ('main', 'track') or r.role is not null)
"""

__all__ = ["Evidence", "Path", "PathStep", "find_path", "read_makers"]

#: music: they made music on one record. member: one is a member of the other. alias: two names of one person or group.
StepKind = Literal["music", "member", "alias"]


@dataclass(frozen=True, slots=True)
class PathStep:
    """From one artist of a path to the next. What is no music is a step of its own kind: it proves no playing."""

    from_id: int
    from_name: str
    to_id: int
    to_name: str
    evidence: tuple[Evidence, ...]
    kind: StepKind


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest path; no steps if it begins where it ends. `ids` are the artists, `names` what they are called."""

    names: tuple[str, ...]
    steps: tuple[PathStep, ...]
    ids: tuple[int, ...]


def read_makers(snapshot: Snapshot, release_id: int) -> set[int]:
    """Everybody who makes music on a release."""
    return set(snapshot.storage.values(int, _MAKERS, [release_id]))


def find_path(snapshot: Snapshot, starts: Collection[int], ends: Collection[int]) -> Path | None:
    """The shortest path from any of some artists to any of others, with its evidence. None: no way.

    Of several it is one with the fewest steps that are no music; of these the one with the heavier edges.
    """
    if not starts or not ends:
        return None
    both = set(starts) & set(ends)
    network = snapshot.cached(read_adjacency)
    ids = [min(both)] if both else network.shortest(starts, ends, most_steps=MOST_STEPS)
    if ids is None:
        return None
    names = snapshot.cached(read_vertices).names_of(ids) or read_names(snapshot, ids)
    evidence = read_evidence(snapshot, set(pairwise(ids)), names)
    steps = [_step(pair, names, evidence.get(pair, ())) for pair in pairwise(ids)]
    return Path(tuple(names[id] for id in ids), tuple(steps), tuple(ids))


def _step(pair: tuple[int, int], names: Mapping[int, str], evidence: tuple[Evidence, ...]) -> PathStep:
    one, other = pair
    kind: StepKind = "music"
    if evidence and all(line.is_family for line in evidence):
        kind = "alias" if any(line.relation == "artist_alias" for line in evidence) else "member"
    return PathStep(one, names[one], other, names[other], evidence, kind)
