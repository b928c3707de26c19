"""The demo shelf, read straight from the sandbox's documents: what pages claim is computed from these, not from
the product's tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from discogs_sandbox.api.catalogue import Catalogue

Document = dict[str, Any]

PSEUDO_ARTISTS = frozenset({194, 355, 118760})


@dataclass
class Shelf:
    """One collector's records as Discogs' own documents. Each copy is an item; albums are masters, or releases
    that have none."""

    catalogue: Catalogue

    @property
    def items(self) -> list[Document]:
        """Every copy."""
        return self.catalogue.items

    @cached_property
    def release_ids(self) -> list[int]:
        """The pressings on the shelf, each once, in the order of their ids."""
        return sorted({item["id"] for item in self.items})

    @cached_property
    def releases(self) -> dict[int, Document]:
        """The document of each pressing on the shelf."""
        return {release_id: self.catalogue.releases[release_id] for release_id in self.release_ids}

    def document(self, release_id: int) -> Document:
        """The document of a pressing, owned or wanted."""
        return self.catalogue.releases[release_id]

    def album(self, release_id: int) -> tuple[str, int]:
        """Which album a pressing is of."""
        master_id = self.document(release_id).get("master_id") or 0
        return ("master", master_id) if master_id else ("release", release_id)

    @cached_property
    def albums(self) -> set[tuple[str, int]]:
        """Every album on the shelf."""
        return {self.album(release_id) for release_id in self.release_ids}

    def main_artists(self, release_id: int) -> set[int]:
        """Whose record it is; pseudo-artists are nobody."""
        return _people(self.document(release_id).get("artists", []))

    @cached_property
    def collected_artists(self) -> set[int]:
        """Every main artist on the shelf."""
        return set().union(*(self.main_artists(release_id) for release_id in self.release_ids))

    def people(self, release_id: int) -> set[int]:
        """Everybody who is credited on a pressing: main artists, credits, tracks' artists and credits."""
        release = self.document(release_id)
        found = self.main_artists(release_id) | _people(release.get("extraartists", []))
        for track in tracks(release):
            found |= _people(track.get("artists", [])) | _people(track.get("extraartists", []))
        return found

    @cached_property
    def read_artists(self) -> set[int]:
        """Whose pages a sync reads: collected artists, those next to them, and who is on three albums or more."""
        albums: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
        for release_id in self.release_ids:
            for artist_id in self.people(release_id):
                albums[artist_id].add(self.album(release_id))
        read = self.collected_artists | {id for id, on in albums.items() if len(on) >= 3}
        for artist_id in self.collected_artists:
            document = self.catalogue.artists.get(artist_id, {})
            for kind in ("aliases", "groups", "members"):
                read |= {one["id"] for one in document.get(kind, [])}
        return read & self.catalogue.artists.keys()

    def identity(self, artist_id: int) -> int:
        """The lowest id among an artist and its aliases, by either's document."""
        return self._identities.get(artist_id, artist_id)

    @cached_property
    def _identities(self) -> dict[int, int]:
        """Artist -> identity, of those that have an alias."""
        aliases = {
            (id, alias["id"])
            for id in self.read_artists
            for alias in self.catalogue.artists[id].get("aliases", [])
        }
        found = {id: id for pair in aliases for id in pair}
        for _ in aliases:  # until nothing changes: a chain is no longer than its links
            for one, other in aliases:
                found[one] = found[other] = min(found[one], found[other])
        return found

    def year(self, release_id: int) -> int | None:
        """The year of the album: its master's, else the pressing's; None where neither is known."""
        master = self.catalogue.masters.get(self.document(release_id).get("master_id") or 0)
        return (master or {}).get("year") or self.document(release_id).get("year") or None


def tracks(release: Document) -> list[Document]:
    """A tracklist with its sub-tracks, each right after its parent."""
    found: list[Document] = []
    for track in release.get("tracklist", []):
        found += [track, *track.get("sub_tracks", [])]
    return found


def _people(credits: list[Document]) -> set[int]:
    return {one["id"] for one in credits if one["id"] and one["id"] not in PSEUDO_ARTISTS}
