"""The answer about a view of the wantlist, for the page, the command and the JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.copy_answer import ReleaseAnswer
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.loved_people import LovedPerson, RatedAlbum, read_loved_people
from linernotes.insights.wantlist.wantlist import (
    FoundWants,
    Loved,
    WantView,
    find_wants,
    read_wantlist,
)
from linernotes.insights.wantlist.wants import PersonOnWant, Price, WantedRecord

WANTS_PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class WantPerson:
    """Somebody on a wanted record who is on the shelf, too: on `albums` owned ones, in whatever part.

    `roles` are those on the wanted record; `leads` if it, or a track of it, is by them. `is_loved` if they are
    followed, or play on two albums or more that are rated 4 or more: `rated` are those.
    """

    artist_id: int
    name: str
    roles: tuple[str, ...]
    leads: bool
    albums: int
    is_loved: bool
    is_followed: bool
    rated: tuple[RatedAlbum, ...]


@dataclass(frozen=True, slots=True)
class WantPrice:
    """The market as Discogs said at `as_of`. With `is_withheld` that is too long ago to be shown."""

    as_of: datetime
    is_withheld: bool
    lowest_price: Decimal | None
    currency: str | None
    for_sale: int | None


@dataclass(frozen=True, slots=True)
class OwnedPressing:
    """A pressing on the shelf of a wanted album; `is_this` if it is the very one that is wanted."""

    release_id: int
    title: str
    year: int | None
    country: str | None
    formats: tuple[str, ...]
    copies: int
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WantAnswer(ReleaseAnswer):
    """A wanted release. `rating` is the collector's own of it.

    `people` are those who are on the shelf, too, the loved ones first. `owned` are pressings of its album on the shelf.
    `is_read` if its credits are known, and not only its row of the list.
    """

    genres: tuple[str, ...]
    styles: tuple[str, ...]
    notes: str | None
    picture_url: str | None
    price: WantPrice | None
    people: tuple[WantPerson, ...]
    owned: tuple[OwnedPressing, ...]
    is_read: bool


@dataclass(frozen=True, kw_only=True)
class WantlistAnswer(OfBuild):
    """A page of a view. `query` is the view in its one spelling.

    `wants` counts the whole list, `read` those of it whose credits are known.
    """

    query: str
    total: int
    page: int
    pages: int
    wants: int
    read: int
    items: tuple[WantAnswer, ...]


@dataclass(frozen=True, slots=True)
class WantlistPage:
    """A page of a view, with what its filters are counted by."""

    answer: WantlistAnswer
    found: FoundWants


def read_wantlist_page(
    snapshot: Snapshot,
    view: WantView,
    follows: tuple[int, ...],
    *,
    page: int = 1,
    per_page: int = WANTS_PER_PAGE,
    now: datetime | None = None,
) -> WantlistPage:
    """Read a page of a view; one beyond the last is the last one. `follows` are the artists that the user follows."""
    loved = snapshot.latest(read_loved_people, follows)
    found = find_wants(snapshot, view, loved, now=now)
    every = snapshot.cached(read_wantlist).wants
    pages = max(1, -(-len(found.wants) // per_page))
    page = min(page, pages)
    shown = found.wants[(page - 1) * per_page : page * per_page]
    answer = WantlistAnswer(
        query=view.query,
        total=len(found.wants),
        page=page,
        pages=pages,
        wants=len(every),
        read=sum(want.is_read for want in every),
        items=tuple(_answer(want, loved, now) for want in shown),
        **of_build(snapshot),
    )
    return WantlistPage(answer, found)


def _answer(want: WantedRecord, loved: Loved, now: datetime | None) -> WantAnswer:
    people = sorted(_people(want, loved), key=_importance)
    return WantAnswer.about(
        want,
        genres=want.genres,
        styles=want.styles,
        notes=want.notes,
        picture_url=want.picture_url,
        price=_price(want.price, now),
        people=tuple(people),
        owned=tuple(_owned(want)),
        is_read=want.is_read,
    )


def _people(want: WantedRecord, loved: Loved) -> Iterator[WantPerson]:
    for one in want.people:
        yield _person(one, loved.get(one.identity_id))


def _person(one: PersonOnWant, loved: LovedPerson | None) -> WantPerson:
    return WantPerson(
        artist_id=one.artist_id,
        name=one.name,
        roles=one.roles,
        leads=one.leads,
        albums=one.albums,
        is_loved=loved is not None,
        is_followed=loved is not None and loved.is_followed,
        rated=loved.albums if loved is not None else (),
    )


def _importance(person: WantPerson) -> tuple[bool, int, bool, int, str, int]:
    """The loved first, by the albums that say so; then those who lead; then by albums on the shelf."""
    return (
        not person.is_loved,
        -len(person.rated),
        not person.leads,
        -person.albums,
        person.name,
        person.artist_id,
    )


def _price(price: Price | None, now: datetime | None) -> WantPrice | None:
    if price is None:
        return None
    if not is_fresh(price.as_of, now):
        return WantPrice(price.as_of, True, None, None, None)
    return WantPrice(price.as_of, False, price.lowest_price, price.currency, price.for_sale)


def _owned(want: WantedRecord) -> Iterator[OwnedPressing]:
    by_release: dict[int, list[Copy]] = {}
    for copy in want.copies:
        by_release.setdefault(copy.release_id, []).append(copy)
    for release_id, copies in by_release.items():
        first = copies[0]
        yield OwnedPressing(
            release_id=release_id,
            title=first.title,
            year=first.year,
            country=first.country,
            formats=first.formats,
            copies=len(copies),
            is_this=release_id == want.release_id,
        )
