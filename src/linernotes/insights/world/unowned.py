"""Barcodes and numbers that the shelf does not know: what they are, and who of the shelf is on the record."""

from __future__ import annotations

from dataclasses import dataclass, replace

from linernotes.documents.numbers import typed_barcode
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.years import unknown_last
from linernotes.insights.world.connections import Connection, read_connections
from linernotes.insights.world.people import WorldPerson, mine_first, read_people_on
from linernotes.insights.world.pressings import (
    WorldRelease,
    read_by_barcode,
    read_by_catalog_number,
    read_versions,
    read_world_releases,
)
from linernotes.storage.catalogue.reader import CatalogueReader

#: Releases that an answer shows.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class WorldMatch:
    """A release that is meant. `mine` are people on it who make music on the shelf, those on most albums first.

    `first` are its main artists who are on no album of the shelf: it would be their first. `connects` are communities
    of the shelf that its people belong to, and that nothing on the shelf connects.
    """

    release: WorldRelease
    mine: tuple[WorldPerson, ...]
    first: tuple[WorldPerson, ...]
    connects: tuple[Connection, ...] = ()


@dataclass(frozen=True, slots=True)
class WorldLookUp:
    """Releases of Discogs that a text means, of the month `month`: the first ten of `total`."""

    month: str
    total: int
    matches: tuple[WorldMatch, ...]


def look_up_world(
    snapshot: Snapshot,
    catalogue: CatalogueReader,
    text: str,
    *,
    release_id: int | None = None,
    master_id: int | None = None,
) -> WorldLookUp | None:
    """Releases with a barcode or a catalogue number, or those of an id; None where there are none.

    Those with people of the shelf come first.
    """
    found = _releases(snapshot, catalogue, text, release_id, master_id)
    if not found:
        return None
    people = read_people_on(snapshot, catalogue, [one.release_id for one in found[: 10 * _SHOWN]])
    matches = [_match(one, people.get(one.release_id, ())) for one in found]
    matches.sort(key=lambda one: (-len(one.mine), unknown_last(one.release.year), one.release.release_id))
    shown = (replace(one, connects=_connections(snapshot, one)) for one in matches[:_SHOWN])
    return WorldLookUp(catalogue.month.name, len(matches), tuple(shown))


def _releases(
    snapshot: Snapshot, catalogue: CatalogueReader, text: str, release_id: int | None, master_id: int | None
) -> list[WorldRelease]:
    if release_id is not None:
        return read_world_releases(snapshot, catalogue, [release_id])
    if master_id is not None:
        return read_versions(snapshot, catalogue, master_id)
    by_id: dict[int, WorldRelease] = {}
    for code in typed_barcode(text):
        by_id |= {one.release_id: one for one in read_by_barcode(snapshot, catalogue, code)}
    if not by_id:
        by_id = {one.release_id: one for one in read_by_catalog_number(snapshot, catalogue, text)}
    return list(by_id.values())


def _connections(snapshot: Snapshot, match: WorldMatch) -> tuple[Connection, ...]:
    return read_connections(snapshot, [one.artist_id for one in match.mine if one.artist_id is not None])


def _match(release: WorldRelease, people: tuple[WorldPerson, ...]) -> WorldMatch:
    first = tuple(one for one in people if one.is_main and not one.mine and one.artist_id is not None)
    return WorldMatch(release, mine_first(people), first)
