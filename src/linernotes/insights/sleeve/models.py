"""Models of what stands on sleeves beside artists and titles, as pages, commands and JSON show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linernotes.insights.coverage import OfBuild

#: What has an id of its own on a sleeve, beside artists.
Kind = Literal["label", "series", "company"]


@dataclass(frozen=True, slots=True)
class SleeveRecord:
    """An owned release. `year` is its album's, else the pressing's; `remarks` are numbers, and parts of a company."""

    release_id: int
    title: str
    artist: str
    year: int | None
    is_pressing_year: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SleevePerson:
    """An identity, on so many albums. `artist_id` and `name` are its name on most of them; None: it has no page.

    Years are those of the first and last album; None where no year is known.
    """

    artist_id: int | None
    name: str
    albums: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Decade:
    """The albums of one decade, such as 1960."""

    decade: int
    albums: int


@dataclass(frozen=True, slots=True)
class Shelved:
    """The albums of the shelf on which something stands: records by year, people by albums, decades in order.

    Of `undated` albums no year is known. `not_owned` are releases that are only wanted or read for another reason.
    """

    albums: int
    records: tuple[SleeveRecord, ...]
    people: tuple[SleevePerson, ...]
    decades: tuple[Decade, ...]
    undated: int
    not_owned: int


@dataclass(frozen=True, slots=True)
class Task:
    """What a company did, such as 'Recorded At', and for how many albums."""

    name: str
    albums: int


@dataclass(frozen=True, slots=True)
class Imprint:
    """A label, a series or a company. Its people perform on its records. Only a company has tasks."""

    kind: Kind
    id: int
    name: str
    tasks: tuple[Task, ...]
    shelved: Shelved


@dataclass(frozen=True, slots=True)
class RoleOnShelf:
    """A role with its kind ('Bass', 'Production'). Its people are credited with it."""

    role: str
    kind: str
    performs: bool
    shelved: Shelved


@dataclass(frozen=True)
class RoleAnswer(OfBuild):
    """A role or an instrument: who plays it here, on which records, over the years."""

    role: RoleOnShelf


@dataclass(frozen=True)
class LabelAnswer(OfBuild):
    """A label: its records, who performs on them, its years."""

    label: Imprint


@dataclass(frozen=True)
class SeriesAnswer(OfBuild):
    """A series: its records, who performs on them, its years."""

    series: Imprint


@dataclass(frozen=True)
class CompanyAnswer(OfBuild):
    """A company or a studio: what it did, for which records, who performs on them, its years."""

    company: Imprint
