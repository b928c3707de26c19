"""Requests that each stage will take: exact where landing has all that is needed, else estimated."""

from __future__ import annotations

from math import ceil

from linernotes.etl.api_only import STAGE as PICTURES
from linernotes.etl.artists import ETLArtists, ETLDiscographies
from linernotes.etl.collection import ACCOUNT_REQUESTS, ETLCollection
from linernotes.etl.crawl_frontier import read_document
from linernotes.etl.progress import SyncWork

#: What we expect of a collection until its own documents are here. Per release: masters, main artists and sidemen
#: on three albums. Per main artist: pages of discography, neighbours and albums. The numbers come from the recorded,
#: the demo's and synthetic shelves (`python -m benchmarks estimates`). They are rather too high than too low.
MASTERS_PER_RELEASE = 0.8
ARTISTS_PER_RELEASE = 0.6
SIDEMEN_PER_RELEASE = 0.45
PAGES_PER_ARTIST = 1.5
NEIGHBOURS_PER_ARTIST = 2.0
ALBUMS_PER_ARTIST = 12.0


def estimate_stages(collection: ETLCollection, progress: SyncWork) -> None:
    """Tell `progress` what each stage that has not begun will take, from what is landed so far."""
    said = _estimate_listing(collection, progress)
    shelf, options = collection.shelf, collection.fetching.options
    artists = collection.releases.artists
    # What was added since the last listing is only a number so far; afterwards the listing knows best.
    added = 0 if progress.stages["collection"].begun else max(said - shelf.count_items(), 0)
    unread = len(shelf.releases()) - shelf.count_read() + added
    _estimate_albums_and_artists(collection, progress, added, exact=unread == 0)
    collected = len(shelf.collected_artists()) + round(ARTISTS_PER_RELEASE * added)
    _estimate_discographies(artists.discographies, progress, collected)
    _estimate_album_masters(artists, progress, collected)
    sidemen = artists.missing(shelf.credited_artists(options.credited_min))
    progress.estimate("credited", len(sidemen) + round(SIDEMEN_PER_RELEASE * unread), exact=unread == 0)
    _estimate_neighbours(collection, progress, collected)
    _estimate_pictures(collection, progress)


def deferred(collection: ETLCollection) -> dict[str, int]:
    """By stage, the requests for what dumps have given: the last stage makes them, without a dump that stage would.

    Of a discography that was never read the pages are expected, as those of others are.
    """
    found = {one.stage: len(one.keys) for one in collection.pictures.later()}
    artists = collection.releases.artists
    unread = sum(key.page == 1 for key in artists.discographies.to_read(given=True))
    more = round(unread * (pages_per_artist(artists.discographies) - 1))
    return found | {"artist_masters": found["artist_masters"] + more}


def _estimate_pictures(collection: ETLCollection, progress: SyncWork) -> None:
    later = deferred(collection)
    if not any(later.values()):
        progress.skip(PICTURES)
        return
    progress.estimate(PICTURES, sum(later.values()), exact=not later["artist_masters"])


def _estimate_albums_and_artists(
    collection: ETLCollection, progress: SyncWork, added: int, *, exact: bool
) -> None:
    """Estimate both stages. Listed documents are counted; `added` copies are expected to be like others."""
    releases, masters, artists = collection.releases, collection.masters, collection.releases.artists
    counted = len(releases.missing(releases.wanted()))
    progress.estimate("releases", counted + added, exact=added == 0)
    counted = len(masters.missing(masters.wanted()))
    progress.estimate("masters", counted + round(MASTERS_PER_RELEASE * added), exact=exact)
    counted = len(artists.missing(collection.shelf.collected_artists()))
    progress.estimate("artists", counted + round(ARTISTS_PER_RELEASE * added), exact=exact)


def _estimate_listing(collection: ETLCollection, progress: SyncWork) -> int:
    """Requests for account and listings; returns how many copies the account says it has."""
    found = read_document(collection.landing, "user")
    user = found[1] if found else None
    items, wants = (user.num_collection or 0, user.num_wantlist or 0) if user else (0, 0)
    pages = max(ceil(items / 100), 1) + max(ceil(wants / 100), 1)
    progress.estimate("collection", ACCOUNT_REQUESTS + pages, exact=user is not None)
    return items


def _estimate_discographies(discographies: ETLDiscographies, progress: SyncWork, collected: int) -> None:
    """Estimate the pages: first pages are counted; an unread one has as many pages as the average of those read."""
    to_read = discographies.to_read()
    not_listed = collected - len(discographies.shelf.collected_artists())
    unread = sum(key.page == 1 for key in to_read) + not_listed
    further = sum(key.page > 1 for key in to_read)
    pages = round(unread * pages_per_artist(discographies))
    progress.estimate("artist_masters", further + pages, exact=unread == 0)


def pages_per_artist(discographies: ETLDiscographies) -> float:
    """The average of the discographies that are read, up to the most pages that we read of one."""
    most = discographies.fetching.options.max_artist_pages
    counts = [min(pages, most) for pages in discographies.landing.page_counts(discographies.kind).values()]
    return sum(counts) / len(counts) if counts else PAGES_PER_ARTIST


def _estimate_album_masters(artists: ETLArtists, progress: SyncWork, collected: int) -> None:
    """Estimate the albums: the missing ones of discographies that are read. The others are expected to list as many."""
    if artists.fetching.options.discographies != "full":
        progress.skip("album_masters")
        return
    listed, seen = artists.albums.wanted(), artists.shelf.count_discographies()
    # Where a dump has given an artist's albums, their masters are here, listed or not.
    collected -= sum(key.page == 1 for key in artists.discographies.to_read(given=True))
    missing = len(artists.albums.missing(listed))
    unlisted = max(scaled(len(listed), seen, collected, default=ALBUMS_PER_ARTIST) - len(listed), 0)
    exact = seen >= collected and not artists.discographies.to_read()
    progress.estimate("album_masters", missing + unlisted, exact=exact)


def _estimate_neighbours(collection: ETLCollection, progress: SyncWork, collected: int) -> None:
    if not collection.fetching.options.neighbours:
        progress.skip("neighbours")
        return
    shelf, artists = collection.shelf, collection.releases.artists
    known = shelf.neighbours()
    unread = collected - shelf.count_artists()
    missing = len(artists.missing(known))
    expected = missing if unread <= 0 else missing + round(unread * NEIGHBOURS_PER_ARTIST)
    progress.estimate("neighbours", expected, exact=unread <= 0)


def scaled(known: int, seen: int, all: int, *, default: float) -> int:
    """Extrapolate a count that was `known` after `seen` of `all`; with nothing seen, `default` for each.

    Two of ten artists with five albums between them make an expectation of 25 for all ten.
    """
    return round(known * all / seen) if seen else round(default * all)
