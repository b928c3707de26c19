"""A role or an instrument: who plays it here, on which records, over the years."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.documents.folding import words
from linernotes.errors import UsageError
from linernotes.insights.coverage import of_build
from linernotes.insights.ownership.near_misses import NearNames, did_you_mean
from linernotes.insights.release.line_up import CATEGORIES
from linernotes.insights.sleeve.models import RoleAnswer, RoleOnShelf
from linernotes.insights.sleeve.shelved import PersonRow, shelved
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class _Role(NamedTuple):
    role: str
    category: str
    performs: bool


def read_role(snapshot: Snapshot, name: str) -> RoleAnswer | None:
    """Read a role by its name, in any case; None for one that no credit names."""
    query = "select role, category, performs from role where lower(role) = lower($1) order by role <> $1, role limit 1"
    known = snapshot.storage.read(_Role, query, [name.strip()])
    if not known:
        return None
    return RoleAnswer(role=snapshot.cached(_read_on_shelf, known[0]), **of_build(snapshot))


def read_role_names(snapshot: Snapshot) -> frozenset[str]:
    """Every role that has a page. Discographies name others, too."""
    return frozenset(snapshot.storage.values(str, "select role from role"))


def _read_on_shelf(snapshot: Snapshot, role: _Role) -> RoleOnShelf:
    """Lay out the records with a role. Of 10,000 copies the most frequent role takes 80 ms, so it is kept."""
    query = load_sql("linernotes.insights.sleeve", "role_people")
    people = snapshot.storage.read(PersonRow, query, [role.role])
    names: dict[int, list[str | None]] = {}
    for one in people:
        for release_id in one.releases:
            names.setdefault(release_id, []).append(one.name)
    return RoleOnShelf(
        role=role.role,
        kind=CATEGORIES[role.category],
        performs=role.performs,
        shelved=shelved(snapshot, names, people),
    )


def meant_role(snapshot: Snapshot, text: str) -> RoleAnswer:
    """Read the role that is meant.

    :raises UsageError: no credit names it; it says which roles are near.
    """
    answer = read_role(snapshot, text)
    if answer is None:
        names = sorted(snapshot.cached(read_role_names))
        near = [name for _, name in NearNames((words(name), name) for name in names).find(words(text))]
        raise UsageError(f"no credit that was read names the role {text!r}{did_you_mean(near)}")
    return answer
