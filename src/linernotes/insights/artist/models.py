"""An artist in words: who they are, the family as a tree, their records here, their company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from heapq import merge

from linernotes.insights.artist.company.models import CoPlayers, Partners
from linernotes.insights.collection.copies import sort_key
from linernotes.insights.text.years import unknown_last


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the family with those who are next to them: a member with other groups, a group with other members.

    `items`: copies on the shelf as main artist; `credits`: copies that credit them anywhere. `is_active` is None where
    Discogs does not say, and for aliases.
    """

    artist_id: int
    name: str
    is_active: bool | None
    items: int
    credits: int
    others: tuple[Kin, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The family tree, one level beyond the nearest."""

    members: tuple[Kin, ...]
    groups: tuple[Kin, ...]
    aliases: tuple[Kin, ...]

    def __bool__(self) -> bool:
        return bool(self.members or self.groups or self.aliases)


@dataclass(frozen=True, slots=True)
class Appearance:
    """An owned release with what an artist does on it: the roles, and the tracks (titles).

    `tracks` are empty if it is the whole release (`is_whole`), or if it is not known which tracks.
    `artists` are those on its cover. `year` is the album's; a release without a master is the album itself.
    `is_pressing_year` says that only the pressing's year is known. `copies` counts how often it is owned.
    """

    release_id: int
    title: str
    artists: str
    copies: int
    master_id: int | None
    year: int | None
    is_pressing_year: bool
    is_main: bool
    roles: tuple[str, ...]
    tracks: tuple[str, ...]
    is_whole: bool

    @property
    def album(self) -> tuple[str, int]:
        """Which album it is a pressing of."""
        return ("release", self.release_id) if self.master_id is None else ("master", self.master_id)


@dataclass(frozen=True, slots=True)
class Similar:
    """Somebody whose records are of the same styles and genres. `similarity` is between 0 and 1."""

    artist_id: int
    name: str
    similarity: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommunityOf:
    """The community of the network that an artist belongs to."""

    community_id: int
    label: str
    artists: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """An artist as this shelf and Discogs know them. `urls` begin with http or https.

    `as_main` and `as_guest` begin with the oldest album. `members_here` and `guests` perform on the records of a group
    whose members are known; there are none of anybody else. `made_by` produce, engineer, arrange or remix what the
    artist leads; for `made_for` the artist does so.
    """

    artist_id: int
    name: str
    real_name: str | None
    profile: str | None
    is_group: bool | None
    items: int
    credits: int
    picture_url: str | None
    source: str
    loaded_at: datetime | None
    is_collected: bool
    community: CommunityOf | None
    spellings: tuple[str, ...]
    urls: tuple[str, ...]
    family: Family
    as_main: tuple[Appearance, ...]
    as_guest: tuple[Appearance, ...]
    played_with: CoPlayers
    members_here: Partners
    guests: Partners
    made_by: Partners
    made_for: Partners
    similar: tuple[Similar, ...]

    @property
    def appearances(self) -> tuple[Appearance, ...]:
        """Every owned release that they are on, the oldest album first."""
        return tuple(merge(self.as_main, self.as_guest, key=by_age))

    @property
    def albums(self) -> int:
        """How many albums on the shelf they had a part in."""
        return len({one.album for one in (*self.as_main, *self.as_guest)})

    @property
    def copies(self) -> int:
        """How many copies on the shelf name them."""
        return sum(one.copies for one in (*self.as_main, *self.as_guest))


def by_age(one: Appearance) -> tuple[int, str, int]:
    """What appearances are sorted by: the oldest album first, of one year by title."""
    return unknown_last(one.year), sort_key(one.title), one.release_id


def known_kind(is_group: bool | None) -> str | None:
    """What is known of what an artist is: "group", "known by name only", or None where nothing can be said.

    FALSE in `artist.is_group` means only that Discogs lists no members. That holds for people, and for orchestras and
    bands of which nobody has entered the members.
    """
    return {True: "group", False: None, None: "known by name only"}[is_group]
