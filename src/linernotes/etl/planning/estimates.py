"""Requests that each stage will take: exact where landing has all that is needed, else estimated."""

from __future__ import annotations

from collections import Counter
from math import ceil

from linernotes.etl.artists import ETLArtists, ETLDiscographies
from linernotes.etl.collection import ACCOUNT_REQUESTS, ETLCollection
from linernotes.etl.crawl_frontier import read_document
from linernotes.etl.fetching import Fetching
from linernotes.etl.late_stages.api_only import STAGE as PICTURES
from linernotes.etl.late_stages.wanted import STAGE as WANTED
from linernotes.etl.progress import CATALOGUE

#: What we expect of a collection until its own documents are here. Per release: masters, main artists and sidemen
#: on three albums. Per main artist: pages of discography, neighbours and albums. The numbers come from the recorded,
#: the demo's and synthetic shelves (`python -m benchmarks estimates`). They are rather too high than too low.
MASTERS_PER_RELEASE = 0.8
ARTISTS_PER_RELEASE = 0.6
SIDEMEN_PER_RELEASE = 0.45
PAGES_PER_ARTIST = 1.5
NEIGHBOURS_PER_ARTIST = 2.0
ALBUMS_PER_ARTIST = 12.0


def estimate_stages(collection: ETLCollection, fetching: Fetching) -> None:
    """Put into the progress what each stage that has not begun will take, from what is landed so far."""
    listed, wants = _estimate_listing(fetching)
    shelf, options, progress = fetching.shelf, fetching.options, fetching.progress
    progress.skip(CATALOGUE)  # it makes no request, and begins where there is a catalogue
    artists = collection.releases.artists
    # What was added since the last listing is only a number so far; afterwards the listing knows best.
    added = 0 if progress.stages["collection"].begun else max(listed - shelf.count_items(), 0)
    unread = len(shelf.releases()) - shelf.count_read() + added
    _estimate_albums_and_artists(collection, fetching, added, exact=unread == 0)
    collected = len(shelf.collected_artists()) + round(ARTISTS_PER_RELEASE * added)
    _estimate_discographies(artists.discographies, fetching, collected)
    _estimate_album_masters(artists, fetching, collected)
    sidemen = artists.missing(fetching, shelf.credited_artists(options.credited_min))
    progress.estimate("credited", len(sidemen) + round(SIDEMEN_PER_RELEASE * unread), exact=unread == 0)
    _estimate_neighbours(artists, fetching, collected)
    _estimate_wanted(collection, fetching, wants)
    _estimate_pictures(collection, fetching)


def deferred(collection: ETLCollection, fetching: Fetching) -> dict[str, int]:
    """By stage, the requests for what dumps have given: the last stage makes them, without a dump that stage would.

    Of a discography that was never read the pages are expected, as those of others are.
    """
    requests = Counter[str]()
    for one in collection.pictures.later(fetching):
        requests[one.stage] += len(one.keys)
    discographies = collection.releases.artists.discographies
    unread = sum(key.page == 1 for key in discographies.to_read(fetching, given=True))
    more = round(unread * (pages_per_artist(discographies, fetching) - 1))
    requests["artist_masters"] += more
    return dict(requests)


def _estimate_pictures(collection: ETLCollection, fetching: Fetching) -> None:
    later = deferred(collection, fetching)
    if not any(later.values()):
        fetching.progress.skip(PICTURES)
        return
    fetching.progress.estimate(PICTURES, sum(later.values()), exact=not later["artist_masters"])


def _estimate_albums_and_artists(
    collection: ETLCollection, fetching: Fetching, added: int, *, exact: bool
) -> None:
    """Estimate both stages. Listed documents are counted; `added` copies are expected to be like others."""
    releases, masters, artists = collection.releases, collection.masters, collection.releases.artists
    shelf, progress = fetching.shelf, fetching.progress
    counted = len(releases.missing(fetching, releases.wanted(shelf)))
    progress.estimate("releases", counted + added, exact=added == 0)
    counted = len(masters.missing(fetching, masters.wanted(shelf)))
    progress.estimate("masters", counted + round(MASTERS_PER_RELEASE * added), exact=exact)
    counted = len(artists.missing(fetching, shelf.collected_artists()))
    progress.estimate("artists", counted + round(ARTISTS_PER_RELEASE * added), exact=exact)


def _estimate_listing(fetching: Fetching) -> tuple[int, int]:
    """Requests for account and listings; returns how many copies and wants the account says it has."""
    read = read_document(fetching.landing, "user")
    user = read[1] if read else None
    items, wants = (user.num_collection or 0, user.num_wantlist or 0) if user else (0, 0)
    pages = max(ceil(items / 100), 1) + max(ceil(wants / 100), 1)
    fetching.progress.estimate("collection", ACCOUNT_REQUESTS + pages, exact=user is not None)
    return items, wants


def _estimate_discographies(discographies: ETLDiscographies, fetching: Fetching, collected: int) -> None:
    """Estimate the pages: first pages are counted; an unread one has as many pages as the average of those read."""
    to_read = discographies.to_read(fetching)
    not_listed = collected - len(fetching.shelf.collected_artists())
    unread = sum(key.page == 1 for key in to_read) + not_listed
    further = sum(key.page > 1 for key in to_read)
    pages = round(unread * pages_per_artist(discographies, fetching))
    fetching.progress.estimate("artist_masters", further + pages, exact=unread == 0)


def pages_per_artist(discographies: ETLDiscographies, fetching: Fetching) -> float:
    """The average of the discographies that are read, up to the most pages that we read of one."""
    most = fetching.options.max_artist_pages
    counts = [min(pages, most) for pages in fetching.landing.page_counts(discographies.kind).values()]
    return sum(counts) / len(counts) if counts else PAGES_PER_ARTIST


def _estimate_album_masters(artists: ETLArtists, fetching: Fetching, collected: int) -> None:
    """Estimate the albums: the missing ones of discographies that are read. The others are expected to list as many."""
    if fetching.options.discographies != "full":
        fetching.progress.skip("album_masters")
        return
    listed, seen = artists.albums.wanted(fetching.shelf), fetching.shelf.count_discographies()
    # Where a dump has given an artist's albums, their masters are here, listed or not.
    collected -= sum(key.page == 1 for key in artists.discographies.to_read(fetching, given=True))
    missing = len(artists.albums.missing(fetching, listed))
    unlisted = max(scaled(len(listed), seen, collected, default=ALBUMS_PER_ARTIST) - len(listed), 0)
    exact = seen >= collected and not artists.discographies.to_read(fetching)
    fetching.progress.estimate("album_masters", missing + unlisted, exact=exact)


def _estimate_neighbours(artists: ETLArtists, fetching: Fetching, collected: int) -> None:
    shelf, progress = fetching.shelf, fetching.progress
    if not fetching.options.neighbours:
        progress.skip("neighbours")
        return
    unread = collected - shelf.count_artists()
    missing = len(artists.missing(fetching, shelf.neighbours()))
    expected = missing if unread <= 0 else missing + round(unread * NEIGHBOURS_PER_ARTIST)
    progress.estimate("neighbours", expected, exact=unread <= 0)


def _estimate_wanted(collection: ETLCollection, fetching: Fetching, listed: int) -> None:
    """Estimate wanted releases and their masters: those listed are counted, `listed` beyond them are expected."""
    shelf, progress = fetching.shelf, fetching.progress
    added = 0 if progress.stages["collection"].begun else max(listed - shelf.count_wants(), 0)
    wanted = shelf.wanted_releases()
    if not (fetching.options.wants and (wanted or added)):
        progress.skip(WANTED)
        return
    expected = len(collection.wanted.missing(fetching)) + round((1 + MASTERS_PER_RELEASE) * added)
    progress.estimate(WANTED, expected, exact=not added and all(map(shelf.has_read, wanted)))


def scaled(known: int, seen: int, all: int, *, default: float) -> int:
    """Extrapolate a count that was `known` after `seen` of `all`; with nothing seen, `default` for each.

    Two of ten artists with five albums between them make an expectation of 25 for all ten.
    """
    return round(known * all / seen) if seen else round(default * all)
