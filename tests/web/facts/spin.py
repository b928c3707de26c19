"""What is claimed of tonight's record: every record of the shelf, some drawn for another one, some with a wish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.web.facts import counts
from tests.web.facts.shelf import PSEUDO_ARTISTS, Document, Shelf, tracks

from linernotes.derive.credits.roles import load_taxonomy

WISHES = (
    {"genre": "Jazz"},
    {"decade": 1970, "minutes": 40},
    {"format": "CD", "minutes": 60},
    {"style": "Dub"},
)


def paths(shelf: Shelf) -> Iterator[str]:
    for release_id in shelf.release_ids:
        yield f"/spin?release={release_id}"
    for wish in WISHES:
        yield f"/spin?{urlencode({'release': shelf.release_ids[0]} | wish)}"
    for origin in shelf.release_ids[:20]:
        others = [id for id in shelf.release_ids if shelf.album(id) != shelf.album(origin)]
        release_id = max(others, key=lambda id: len(makers(shelf, id) & makers(shelf, origin)))
        yield f"/spin?release={release_id}&way=like&origin={origin}"


def expected(shelf: Shelf, path: str) -> counts.Facts:
    """Name -> value of every number on the page."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    release_id = int(asked.pop("release"))
    release = shelf.releases[release_id]
    on_cover = set(map(shelf.identity, shelf.main_artists(release_id)))
    people = {id for id in makers(shelf, release_id) if shelf.identity(id) not in on_cover}
    facts: counts.Facts = {
        "fitting": sum(fits(shelf, id, asked) for id in shelf.release_ids),
        "seconds": sum(time or 0 for time in counts.times(release)),
        "more-people": len(set(map(shelf.identity, people))) - 8,
    }
    facts |= {f"other-albums:{id}": len(albums(shelf, id) - {shelf.album(release_id)}) for id in people}
    for name, copies in counts.parts(shelf).items():
        if name.startswith(("copies:style=", "copies:country=")):
            facts[name.replace("copies", "rare", 1)] = copies
    if "origin" in asked:
        album = shelf.album(release_id)
        pressings = [id for id in shelf.release_ids if shelf.album(id) == album]
        on_album = set().union(*(makers(shelf, id) for id in pressings))
        facts["more-shared"] = len(makers(shelf, int(asked["origin"])) & on_album) - 3
    return facts | counts.owned_years(shelf)


def fits(shelf: Shelf, release_id: int, asked: dict[str, str]) -> bool:
    """Whether a record is as wished."""
    release = shelf.releases[release_id]
    times = counts.times(release)
    year = shelf.year(release_id)
    is_short = (
        bool(times)
        and None not in times
        and sum(time or 0 for time in times) <= 60 * int(asked.get("minutes", 0))
    )
    return all(
        (
            asked.get("genre") in (None, *release["genres"]),
            asked.get("style") in (None, *release["styles"]),
            asked.get("format") in (None, *(one["name"] for one in release["formats"])),
            asked.get("decade") in (None, str(year // 10 * 10) if year else None),
            "minutes" not in asked or is_short,
        )
    )


def makers(shelf: Shelf, release_id: int) -> set[int]:
    """Who makes music on a record: main artists, tracks' artists, and who is credited with a role that does."""
    release = shelf.releases[release_id]
    credited = [*release.get("extraartists", [])]
    found = {*shelf.main_artists(release_id)}
    for track in tracks(release):
        credited += track.get("extraartists", [])
        found |= {one["id"] for one in track.get("artists", [])}
    found |= {one["id"] for one in credited if _makes_music(one)}
    return found - PSEUDO_ARTISTS - {0}


def _makes_music(credit: Document) -> bool:
    roles = re.sub(r"\[[^\]]*\]", "", credit["role"]).split(",")
    return any(_taxonomy().classify(role.strip()).as_edge for role in roles if role.strip())


@lru_cache
def _taxonomy():
    return load_taxonomy()


def albums(shelf: Shelf, artist_id: int) -> set[tuple[str, int]]:
    """The albums that somebody is on, under any name."""
    person = shelf.identity(artist_id)
    return {shelf.album(id) for id in shelf.release_ids if person in map(shelf.identity, shelf.people(id))}
