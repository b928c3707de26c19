#!/usr/bin/env python3
"""Measures on recorded dumps how often a credit that is borrowed contradicts the release's own credits.

    .venv/bin/python tools/borrowed_credits.py [--fixtures FOLDER]

How many releases that credit three people at most could borrow is counted first. Then the credits of each release that
credits more are hidden. It borrows as a build would, and what it borrows is compared with what was hidden. A credit is
compared where the release itself credits somebody in a role of that category. It agrees where the release credits
this person in a role of the category. A category is borrowed where 95 of 100 agree, and 100 or more were compared.
The last column has the precision without the rule that the release must have the track of a credit.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from linernotes.derive.credits.borrowing import BORROWED_CATEGORIES, Borrowing
from linernotes.derive.credits.roles import CATEGORIES, Taxonomy, load_taxonomy
from linernotes.documents import PSEUDO_ARTISTS, Release, decode_element, people_credited
from linernotes.errors import DocumentError
from linernotes.etl.crawl_frontier import QUIET
from linernotes.etl.dumps.borrowing import lent_rows, years_apart
from linernotes.storage.duckdb.lending import Lender
from linernotes.storage.duckdb.rows import ReleaseBorrowedCreditsRow

ROOT = Path(__file__).resolve().parents[1]
#: What a category must reach to be borrowed.
LEAST_PRECISION, LEAST_COMPARED = 0.95, 100
_RELEASE = re.compile(rb"<release [^>]*>.*?</release>", re.DOTALL)
#: Of the files of one source this one has the later state.
_LATER = "testupdate"

Person = int | str


@dataclass(slots=True)
class Pool:
    """All releases of the dumps, and what each credits."""

    releases: Mapping[int, Release]
    people: dict[int, int] = field(init=False)
    pressings: defaultdict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.people = {id: len(people_credited(one)) for id, one in self.releases.items()}
        self.pressings = defaultdict(list)
        for id, one in self.releases.items():
            if one.master_id:
                self.pressings[one.master_id].append(id)

    def lender(self, release_id: int) -> Release | None:
        """The other pressing with most people credited; of several the one of the nearest year, of the lowest id."""
        own = self.releases[release_id]
        others = (id for id in self.pressings.get(own.master_id or 0, ()) if id != release_id)
        ranked = [
            (-self.people[id], years_apart(own, self.releases[id]), id) for id in others if self.people[id]
        ]
        return self.releases[min(ranked)[2]] if ranked else None


@dataclass(slots=True)
class Agreement:
    """Borrowed credits of one category: all of them, those that could be compared, those that agree."""

    borrowed: int = 0
    compared: int = 0
    agreeing: int = 0

    @property
    def precision(self) -> float:
        """The part of the compared ones that agrees; 0 where there is none."""
        return self.agreeing / self.compared if self.compared else 0.0

    @property
    def is_borrowed(self) -> bool:
        """Whether the category is good enough."""
        return self.compared >= LEAST_COMPARED and self.precision >= LEAST_PRECISION


def main() -> int:
    """Print the tables; 1 where they say other categories than the program has."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fixtures", type=Path, default=ROOT.parent / "shared" / "fixtures", metavar="FOLDER"
    )
    folder = parser.parse_args().fixtures / "dump_releases"
    if not folder.is_dir():
        print(
            f"borrowed_credits: no recorded dumps in {folder}; --fixtures names their folder", file=sys.stderr
        )
        return 2
    taxonomy = load_taxonomy()
    pool = Pool(dict(read_releases(folder)))
    found = compare(pool, taxonomy)
    chosen = frozenset(category for category, one in found.items() if one.is_borrowed)
    print_gains(pool, taxonomy, chosen)
    print_table(found, compare(pool, taxonomy, of_any_track=True))
    if chosen != BORROWED_CATEGORIES:
        print(f"borrowed_credits: the program borrows {sorted(BORROWED_CATEGORIES)}", file=sys.stderr)
    return int(chosen != BORROWED_CATEGORIES)


def read_releases(folder: Path) -> Iterator[tuple[int, Release]]:
    """Every release of every file; where one stands in several, the last one counts."""
    for path in sorted(folder.iterdir(), key=lambda one: (_LATER in one.name, one.name)):
        content = path.read_bytes()
        for xml in _RELEASE.findall(gzip.decompress(content) if path.suffix == ".gz" else content):
            try:
                release = decode_element("release", xml)
            except DocumentError:
                continue
            yield release.id, release


def compare(pool: Pool, taxonomy: Taxonomy, *, of_any_track: bool = False) -> dict[str, Agreement]:
    """Hide the credits of each release that credits many, borrow, compare: category -> what came out.

    `of_any_track`: borrow credits of tracks that the release does not have, too.
    """
    borrow = Borrowing(taxonomy, frozenset(CATEGORIES))
    found = {category: Agreement() for category in CATEGORIES}
    for id, release in pool.releases.items():
        lender = pool.lender(id) if pool.people[id] > QUIET else None
        if lender is None:
            continue
        own = by_category(taxonomy, credited(_sheet(release)))
        like = lender if of_any_track else release
        lent = ((one.artist_id or one.name or "", one.role or "") for one in _borrowed(borrow, like, lender))
        for category, people in by_category(taxonomy, lent).items():
            agreement = found[category]
            agreement.borrowed += len(people)
            if category in own:
                agreement.compared += len(people)
                agreement.agreeing += len(people & own[category])
    return found


def by_category(taxonomy: Taxonomy, credits: Iterable[tuple[Person, str]]) -> dict[str, set[Person]]:
    """The people of each category of roles."""
    found: defaultdict[str, set[Person]] = defaultdict(set)
    for person, role in credits:
        found[taxonomy.classify(role).category].add(person)
    return dict(found)


def credited(sheet: Lender) -> Iterator[tuple[Person, str]]:
    """Who is credited in what role, by the release and its tracks."""
    for one in (*sheet.credits, *sheet.track_artists):
        if one.role is not None and one.artist_id not in PSEUDO_ARTISTS:
            yield one.artist_id or one.name or "", one.role


def print_gains(pool: Pool, taxonomy: Taxonomy, chosen: frozenset[str]) -> None:
    """Print how many releases of few credits gain people, of all categories and of those that are borrowed."""
    quiet = [id for id, people in pool.people.items() if people <= QUIET]
    lenders = {id: lender for id in quiet if (lender := pool.lender(id))}
    print("| releases | number |\n|---|---|")
    print(f"| in the recorded dumps | {len(pool.releases):,} |")
    print(f"| that credit nobody | {sum(not pool.people[id] for id in quiet):,} |")
    print(f"| that credit one to {QUIET} people | {sum(pool.people[id] > 0 for id in quiet):,} |")
    print(f"| of these two, with another pressing that has credits | {len(lenders):,} |")
    for what, categories in (("of any role", frozenset(CATEGORIES)), ("of the borrowed roles", chosen)):
        borrow = Borrowing(taxonomy, categories)
        gains = Counter(len(_new_people(borrow, pool.releases[id], lender)) for id, lender in lenders.items())
        gaining = sum(many for people, many in gains.items() if people)
        people = sum(people * many for people, many in gains.items())
        print(f"| of these, that gain people {what} | {gaining:,} ({people:,} people) |")
    print()


def _new_people(borrow: Borrowing, release: Release, lender: Release) -> set[Person]:
    lent = {one.artist_id or one.name or "" for one in _borrowed(borrow, release, lender)}
    return lent - people_credited(release)


def print_table(found: Mapping[str, Agreement], of_any_track: Mapping[str, Agreement]) -> None:
    """Print what came out of each category, most compared first."""
    print("| category | borrowed | compared | agree | precision | is borrowed | of any track |")
    print("|---|---|---|---|---|---|---|")
    for category, one in sorted(found.items(), key=lambda pair: (-pair[1].compared, pair[0])):
        if one.borrowed:
            verdict = "**yes**" if one.is_borrowed else "no"
            cells = [category, f"{one.borrowed:,}", f"{one.compared:,}", f"{one.agreeing:,}"]
            cells += [_printed(one), verdict, _printed(of_any_track[category])]
            print(f"| {' | '.join(cells)} |")


def _printed(one: Agreement) -> str:
    return f"{one.precision:.3f}" if one.compared else ""


def _borrowed(borrow: Borrowing, release: Release, lender: Release) -> list[ReleaseBorrowedCreditsRow]:
    return borrow(release.id, _sheet(release).tracks, _sheet(lender))


def _sheet(release: Release) -> Lender:
    return lent_rows(release, "dump", datetime.now(UTC))


if __name__ == "__main__":
    raise SystemExit(main())
