"""Who produces, engineers, arranges or remixes for an artist, and for which artists they do so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linernotes.insights.artist.company.grouping import Company, by_identity, foremost, most_used
from linernotes.insights.artist.company.models import StudioPartner, StudioPartners, Worked
from linernotes.insights.collection.copies import Collection, read_collection
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class _Row(NamedTuple):
    is_for: bool
    artist_id: int
    identity_id: int
    release_id: int
    roles: list[str]


def read_studio_partners(snapshot: Snapshot, artist_id: int) -> tuple[StudioPartners, StudioPartners]:
    """Read, with one query, who works on the records of an artist; and on whose records the artist works."""
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    rows = snapshot.storage.read(
        _Row, load_sql("linernotes.insights.artist.company", "studio_work"), [artist_id]
    )
    made_by = [row for row in rows if not row.is_for]
    made_for = [row for row in rows if row.is_for]
    return _partners(collection, kinship, made_by), _partners(collection, kinship, made_for)


def _partners(collection: Collection, kinship: Kinship, rows: Iterable[_Row]) -> StudioPartners:
    companies = by_identity(collection, rows)
    best = foremost(companies, kinship.names, {})
    return StudioPartners(len(companies), tuple(_partner(collection, kinship, one) for one in best))


def _partner(collection: Collection, kinship: Kinship, company: Company[_Row]) -> StudioPartner:
    (id, name), *others = company.names(kinship.names)
    evidence = []
    for rows in company.albums.values():
        first = min(row.release_id for row in rows)
        copy = collection.of_release(first)
        if copy is not None:
            roles = tuple(sorted({role for row in rows for role in row.roles}))
            evidence.append(Worked(first, copy.title, copy.original_year, roles))
    return StudioPartner(
        artist_id=id,
        name=name,
        other_names=tuple(other for _, other in others),
        albums=len(company.albums),
        roles=most_used(
            (role, album) for album, rows in company.albums.items() for row in rows for role in row.roles
        ),
        evidence=tuple(sorted(evidence, key=lambda one: (one.year or 9999, one.release_id))),
    )
