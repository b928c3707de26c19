"""The year in liner notes: one reader for page, picture, JSON and command line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from heapq import nlargest

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.coverage import of_build
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import local_day
from linernotes.insights.year.models import (
    MonthCounts,
    Played,
    YearAnswer,
    YearCounts,
    YearInstrument,
    YearPerson,
    YearRecord,
    YearsAnswer,
)
from linernotes.insights.year.shelf_by_year import (
    count_albums,
    read_instruments,
    read_longest_journey,
    read_met,
    read_new_links,
    read_shelf_by_year,
)
from linernotes.insights.year.wording import in_words

#: People, instruments and records that are listed, of each.
LISTED = 5


def played_days(plays: Iterable[tuple[int, datetime]], zone: tzinfo | None) -> tuple[Played, ...]:
    """Plays as (release, moment), by the days of a zone; None is the zone of this machine."""
    return tuple(Played(release, local_day(moment, zone)) for release, moment in plays)


def read_years(snapshot: Snapshot, played: Sequence[Played]) -> YearsAnswer:
    """List all years with something in them, the latest first."""
    shelf = snapshot.cached(read_shelf_by_year)
    plays = Counter(one.day.year for one in played)
    years = sorted(shelf.copies.keys() | plays.keys(), reverse=True)
    lines = tuple(YearCounts(year, len(shelf.copies.get(year, ())), plays[year]) for year in years)
    return YearsAnswer(years=lines, undated=shelf.undated, **of_build(snapshot))


def read_year(snapshot: Snapshot, played: Sequence[Played], year: int, today: date) -> YearAnswer:
    """Read a year. `played` are all plays; they and `today` are days of the collector's zone."""
    shelf = snapshot.cached(read_shelf_by_year)
    copies = shelf.copies.get(year, ())
    of_year = [one for one in played if one.day.year == year]
    plays = Counter(one.release_id for one in of_year)
    releases = {copy.release_id for copy in copies} | (plays.keys() & shelf.first_years.keys())
    met = snapshot.cached(read_met, year)
    answer = YearAnswer(
        year=year,
        is_so_far=year == today.year,
        came_in=len(copies),
        albums=len({copy.album for copy in copies}),
        plays=len(of_year),
        undated=shelf.undated,
        months=_months(copies, of_year),
        people=_people(snapshot, plays, releases),
        qty_met=len(met),
        met=met[:LISTED],
        instruments=_instruments(snapshot, releases),
        links=snapshot.cached(read_new_links, year),
        journey=snapshot.cached(read_longest_journey, year),
        played=_records(snapshot, plays),
        nearest=None if copies or of_year else _nearest(read_years(snapshot, played), year),
        **of_build(snapshot),
    )
    return replace(answer, sentence=in_words(answer))


def _months(copies: Sequence[Copy], played: Sequence[Played]) -> tuple[MonthCounts, ...]:
    came = Counter(copy.added_on.month for copy in copies if copy.added_on)
    heard = Counter(one.day.month for one in played)
    return tuple(MonthCounts(month, came[month], heard[month]) for month in range(1, 13))


def _people(snapshot: Snapshot, plays: Counter[int], releases: set[int]) -> tuple[YearPerson, ...]:
    kinship = snapshot.cached(read_kinship)
    albums = count_albums(snapshot, releases)
    least = nlargest(LISTED, albums.values())[-1:]
    found = {
        person: (count, sum(plays[release] for release in kinship.releases[person]))
        for person, count in albums.items()
        if [count] >= least
    }
    best = sorted(found, key=lambda person: (-found[person][0], -found[person][1], person))[:LISTED]
    people = []
    for person in best:
        here = min(release for release in kinship.releases[person] if release in releases)
        artist_id = kinship.names_on(person, here)[0]
        people.append(YearPerson(artist_id, kinship.names[artist_id], *found[person]))
    return tuple(people)


def _instruments(snapshot: Snapshot, releases: set[int]) -> tuple[YearInstrument, ...]:
    kinship, credited = snapshot.cached(read_kinship), snapshot.cached(read_instruments)
    albums: defaultdict[str, set[int]] = defaultdict(set)
    for release in releases:
        album = kinship.album[release]
        for role in credited.get(release, ()):
            albums[role].add(album)
    best = sorted(albums, key=lambda role: (-len(albums[role]), role))[:LISTED]
    return tuple(YearInstrument(role, len(albums[role])) for role in best)


def _records(snapshot: Snapshot, plays: Mapping[int, int]) -> tuple[YearRecord, ...]:
    """The records of the shelf that were played most."""
    of_release = snapshot.cached(read_collection).of_release
    best = sorted(plays, key=lambda release: (-plays[release], release))
    shown = [(copy, plays[release]) for release in best if (copy := of_release(release))]
    return tuple(YearRecord(one.release_id, one.title, one.artist, count) for one, count in shown[:LISTED])


def _nearest(years: YearsAnswer, year: int) -> int | None:
    """The nearest year with something in it; of two the later one."""
    return min((one.year for one in years.years), key=lambda one: (abs(one - year), -one), default=None)
