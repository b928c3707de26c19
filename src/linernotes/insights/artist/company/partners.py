"""People with roles on records, put together: who works with an artist, as what, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from linernotes.insights.artist.company.grouping import Company, Row, by_identity, foremost, most_used
from linernotes.insights.artist.company.models import Partner, Partners, Worked
from linernotes.insights.collection.copies import Collection
from linernotes.insights.release.similar_releases import Kinship
from linernotes.insights.text.years import unknown_last


class WorkRow(Row, Protocol):
    """A row about somebody on an owned release, with their roles there."""

    @property
    def roles(self) -> list[str]: ...


def partners_of(collection: Collection, kinship: Kinship, rows: Iterable[WorkRow]) -> Partners:
    """Those with most albums, each with the roles and the records. Pure."""
    companies = by_identity(collection, kinship, rows)
    best = foremost(companies, kinship.names, {})
    return Partners(len(companies), tuple(_partner(collection, kinship, one) for one in best))


def _partner(collection: Collection, kinship: Kinship, company: Company[WorkRow]) -> Partner:
    (id, name), *others = company.names(kinship.names)
    evidence = []
    for rows in company.albums.values():
        first = min(row.release_id for row in rows)
        copy = collection.of_release(first)
        if copy is not None:
            roles = tuple(sorted({role for row in rows for role in row.roles}))
            evidence.append(Worked(first, copy.title, copy.original_year, roles))
    return Partner(
        artist_id=id,
        name=name,
        other_names=tuple(other for _, other in others),
        albums=len(company.albums),
        roles=most_used(
            (role, album) for album, rows in company.albums.items() for row in rows for role in row.roles
        ),
        evidence=tuple(sorted(evidence, key=lambda one: (unknown_last(one.year), one.release_id))),
    )
