"""Documents that a collection points to: from its items to releases, masters, artists and the people around them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linernotes.documents import (
    PSEUDO_ARTISTS,
    Artist,
    ArtistReleases,
    BasicInformation,
    CollectionItem,
    DocumentKey,
    Release,
    ReleaseOutline,
    Want,
    decode,
    outline_of,
)
from linernotes.errors import DocumentError
from linernotes.etl.csv_collection import read_export
from linernotes.etl.dumps.merge_documents import Decoded, merge_landed
from linernotes.etl.listing.listing import landed_listing
from linernotes.etl.planning.stale_documents import newest_first
from linernotes.etl.rows.dates import parse_timestamp
from linernotes.source.csv import ExportRow
from linernotes.storage.landing import Landed, Landing, Version, refusal

log = logging.getLogger(__name__)

#: A release that credits so many people, or fewer, borrows credits of another pressing.
QUIET = 3

#: Where a record without a rating stands among rated ones.
UNRATED = 3


@dataclass(frozen=True, slots=True)
class References:
    """The documents that one release names. Ids only; pseudo-artists and unlinked names are left out.

    `people` counts those credited in a role, names without an id too. It is None while only a listing is known.
    """

    master_id: int | None
    main_artists: tuple[int, ...]
    credited: frozenset[int] = frozenset()
    people: int | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether it is known to credit so few people that it borrows credits of another pressing."""
        return self.people is not None and self.people <= QUIET


class Shelf:
    """The releases of a collection, newest added first, and what they lead to.

    It takes documents as they land (or are read from landing), in any order. The listing's row of a release
    counts until the release's own document is here. It opens no file and makes no request.
    """

    def __init__(self) -> None:
        self._items = 0
        self._order: list[int] = []
        self._ratings: dict[int, int] = {}
        self._listed: dict[int, References] = {}
        self._wants: dict[int, References] = {}
        self._read: dict[int, References] = {}
        self._around: dict[int, tuple[int, ...]] = {}
        self._albums: dict[int, tuple[int, ...]] = {}

    def put_items(self, items: Iterable[CollectionItem]) -> None:
        """Replace the collection by this listing."""
        kept = list(items)
        self._items = len(kept)
        self._order = newest_first((parse_timestamp(item.date_added), item.id) for item in kept)
        self._ratings = _best_ratings((item.id, item.rating) for item in kept)
        self._listed = {item.id: basic_references(item.basic_information) for item in kept}

    def put_export(self, rows: Iterable[ExportRow]) -> None:
        """Replace the collection by that of a CSV export, which names no ids but those of the releases."""
        kept = list(rows)
        self._items = len(kept)
        self._order = newest_first((row.added_at, row.release_id) for row in kept)
        self._ratings = _best_ratings((row.release_id, row.rating) for row in kept)
        self._listed = {row.release_id: References(None, ()) for row in kept}

    def put_wants(self, wants: Iterable[Want]) -> None:
        """Replace the wantlist by this listing. What is owned, too, is owned."""
        kept = {want.id: want for want in wants}
        order = newest_first((parse_timestamp(want.date_added), want.id) for want in kept.values())
        self._wants = {id: basic_references(kept[id].basic_information) for id in order}

    def put_release(self, release: Release) -> None:
        """Take in the document of one release, owned or not."""
        self.put_references(release.id, release_references(release))

    def put_references(self, release_id: int, references: References) -> None:
        """Put a release on the shelf by its references, where its document is not at hand any more."""
        self._read[release_id] = references

    def put_artist(self, artist: Artist) -> None:
        """Take in one artist's aliases, groups and members."""
        around = (*artist.aliases, *artist.groups, *artist.members)
        self._around[artist.id] = tuple(_people(one.id for one in around))

    def put_discography(self, artist_id: int, releases: ArtistReleases) -> None:
        """Take in the albums (masters in which the artist has the role Main) of one page of a discography."""
        albums = [row.id for row in releases.releases if row.type == "master" and row.role == "Main"]
        self._albums[artist_id] = (*self._albums.get(artist_id, ()), *albums)

    def releases(self) -> list[int]:
        """Owned releases, newest added first."""
        return list(self._order)

    def releases_by_rating(self) -> list[int]:
        """Owned releases, the user's favourites first and within a rating as they were added; unrated is 3 of 5."""
        return sorted(self._order, key=lambda id: -self._ratings.get(id, UNRATED))

    def references(self) -> Iterator[References]:
        """The references of each owned release, newest added first."""
        return (self._read.get(id) or self._listed[id] for id in self._order)

    def masters(self) -> list[int]:
        """Masters of owned releases, in the order of the releases."""
        return list(dict.fromkeys(ref.master_id for ref in self.references() if ref.master_id))

    def wanted_releases(self) -> list[int]:
        """Releases of the wantlist that are not owned, newest added first."""
        return [id for id in self._wants if id not in self._listed]

    def wanted_masters(self) -> list[int]:
        """Masters of wanted releases, beyond those of owned ones, in the order of the releases."""
        owned = set(self.masters())
        named = (self._read.get(id) or self._wants[id] for id in self.wanted_releases())
        masters = dict.fromkeys(ref.master_id for ref in named if ref.master_id)
        return [id for id in masters if id not in owned]

    def collected_artists(self) -> list[int]:
        """Main artists of owned releases, in the order of the releases."""
        return list(dict.fromkeys(id for ref in self.references() for id in ref.main_artists))

    def quiet_releases(self) -> dict[int, int]:
        """Owned and wanted releases that credit few people: release_id -> master_id. Those without a master borrow
        from none.
        """
        listed = ((id, self._read.get(id)) for id in (*self._order, *self.wanted_releases()))
        return {id: ref.master_id for id, ref in listed if ref and ref.is_quiet and ref.master_id}

    def borrowing_masters(self) -> set[int]:
        """Masters of owned releases that credit few people, or are not read yet."""
        return {
            ref.master_id
            for ref in self.references()
            if ref.master_id and (ref.is_quiet or ref.people is None)
        }

    def read_releases(self) -> Iterator[tuple[int, References]]:
        """Every release with its own document here, owned or not: its id and its references."""
        yield from self._read.items()

    def album_masters(self) -> list[int]:
        """Masters of all albums in the collected artists' discographies, beyond those of owned releases."""
        owned = set(self.masters())
        listed = (id for artist in self.collected_artists() for id in self._albums.get(artist, ()))
        return [id for id in dict.fromkeys(listed) if id not in owned]

    def credited_artists(self, at_least: int) -> list[int]:
        """Sidemen: credited on `at_least` albums or more, main artist of none. Most albums first, ties by id.

        An album is a master, or a release that has none.
        """
        albums: dict[tuple[str, int], set[int]] = {}
        for id, ref in zip(self._order, self.references(), strict=True):
            album = ("master", ref.master_id) if ref.master_id else ("release", id)
            albums.setdefault(album, set()).update(ref.credited)
        counts = Counter(id for credited in albums.values() for id in credited)
        collected = set(self.collected_artists())
        sidemen = [id for id, albums in counts.items() if albums >= at_least and id not in collected]
        return sorted(sidemen, key=lambda id: (-counts[id], id))

    def neighbours(self) -> list[int]:
        """Aliases, groups and members of the collected artists, who are not collected themselves."""
        collected = self.collected_artists()
        around = dict.fromkeys(id for artist in collected for id in self._around.get(artist, ()))
        known = set(collected)
        return [id for id in around if id not in known]

    def count_items(self) -> int:
        """Copies on the shelf."""
        return self._items

    def count_wants(self) -> int:
        """Releases on the wantlist, owned ones included."""
        return len(self._wants)

    def count_read(self) -> int:
        """Number of owned releases with their own document here."""
        return sum(id in self._read for id in self._order)

    def count_artists(self) -> int:
        """Number of collected artists with their document here."""
        return sum(id in self._around for id in self.collected_artists())

    def count_discographies(self) -> int:
        """Number of collected artists with the first page of their discography here."""
        return sum(id in self._albums for id in self.collected_artists())

    def has_read(self, release_id: int) -> bool:
        """Whether the release's own document is here."""
        return release_id in self._read


def _best_ratings(rated: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """The best rating of a release's copies, by release; releases without a rating are left out."""
    best: dict[int, int] = {}
    for id, rating in rated:
        if rating:
            best[id] = max(rating, best.get(id, 0))
    return best


def basic_references(basic: BasicInformation) -> References:
    """The references of a row of the listing: the master and the main artists."""
    return References(basic.master_id or None, tuple(_people(one.id for one in basic.artists)))


def release_references(release: Release) -> References:
    """The references of a release's own document: its master, its main artists and all others it credits."""
    return outline_references(outline_of(release))


def outline_references(release: ReleaseOutline) -> References:
    """The references of a release's outline."""
    main = tuple(_people(release.main_artists))
    credited = frozenset(_people(release.credited))
    return References(release.master_id or None, main, credited, release.people)


def _people(ids: Iterable[int | None]) -> Iterator[int]:
    """Each id once, in order, without unlinked names and pseudo-artists."""
    return (id for id in dict.fromkeys(ids) if id and id not in PSEUDO_ARTISTS)


def read_shelf(landing: Landing, *, discographies: bool = True) -> Shelf:
    """The shelf, from all documents in landing. Unreadable documents are left out: they are problems already.

    Without `discographies` it does not know them: a build asks for none of them, and they are long.
    """
    shelf = Shelf()
    listed = landed_listing(landing, "collection").rows.values()
    shelf.put_items(row for row in listed if isinstance(row, CollectionItem))
    shelf.put_wants(landed_wants(landing))
    export = read_export(landing)
    if export is not None:
        shelf.put_export(export[1].rows)
    for _, release in read_documents(landing, "release"):
        shelf.put_release(release)
    for _, artist in read_documents(landing, "artist"):
        shelf.put_artist(artist)
    for landed, discography in read_documents(landing, "artist_releases") if discographies else ():
        shelf.put_discography(landed.key.id, discography)
    return shelf


def landed_wants(landing: Landing) -> list[Want]:
    """The rows of the wantlist that landed last."""
    return [row for row in landed_listing(landing, "wants").rows.values() if isinstance(row, Want)]


def read_documents(
    landing: Landing, kind: str, ids: Iterable[int] | None = None
) -> Iterator[tuple[Landed, Decoded]]:
    """Landed documents of a kind (of some ids), decoded, by id and page. What cannot be read is left out.

    Of several sources the newest counts; what only the API knows is added to it. The Landed is that of the newest.
    """
    for landed, document, error in merge_landed(landing.documents(kind, ids=ids, newest=False)):
        if document is not None:
            yield landed, document
        else:
            _leave_out(landing, landed, error)


def read_document(landing: Landing, kind: str) -> tuple[Landed, Decoded] | None:
    """A document of the account itself, decoded; None if it is not here, or cannot be read."""
    landed = landing.document(DocumentKey(kind))
    if landed is None:
        return None
    try:
        return landed, decode(kind, landed.body)
    except DocumentError as error:
        _leave_out(landing, landed, error)
        return None


def _leave_out(landing: Landing, landed: Landed, error: DocumentError | None) -> None:
    """Note a document that cannot be read."""
    reason = str(error)
    log.warning(
        "document not readable", extra={"kind": landed.key.kind, "id": landed.key.id, "reason": reason}
    )
    landing.left_out.refused.setdefault(Version(landed.key, landed.source), refusal(reason))
