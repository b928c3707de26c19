"""What is counted on the demo shelf, from Discogs' own documents: shared by the pages that tell it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.web.facts.shelf import Document, Shelf

Facts = dict[str, Any]


def today() -> date:
    return datetime.now(ZoneInfo("America/Los_Angeles")).date()


def added_on(item: Document) -> date:
    """The day that Discogs writes: its times carry the offset of its own clock."""
    return date.fromisoformat(item["date_added"][:10])


def years(earlier: date, later: date) -> int:
    """Whole years between two days."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def seconds(duration: str) -> int | None:
    parts = duration.split(":")
    if not all(part.isdigit() for part in parts):
        return None
    return sum(int(part) * 60**power for power, part in enumerate(reversed(parts)))


def times(release: Document) -> list[int | None]:
    """How long each thing on a record plays: a work as a whole where that is told, else its parts."""
    found: list[int | None] = []
    for track in release["tracklist"]:
        whole = seconds(track["duration"])
        if track["type_"] == "heading":
            continue
        if whole is None and track.get("sub_tracks"):
            found += [seconds(part["duration"]) for part in track["sub_tracks"]]
        else:
            found.append(whole)
    return found


def playing_time(shelf: Shelf, items: Iterable[Document]) -> dict[str, int]:
    lists = [times(shelf.releases[item["id"]]) for item in items]
    shown = [[time for time in each if time is not None] for each in lists]
    full = sum(bool(each) and len(each) == len(all) for each, all in zip(shown, lists, strict=True))
    return {
        "seconds": sum(map(sum, shown)),
        "timed": full,
        "partly-timed": sum(map(bool, shown)) - full,
        "untimed": sum(not each for each in shown),
    }


def counts(shelf: Shelf) -> Facts:
    """How much there is."""
    return {
        "records": len(shelf.items),
        "pressings": len(shelf.release_ids),
        "albums": len(shelf.albums),
        "artists": len(shelf.collected_artists),
        "people": len({shelf.identity(one) for id in shelf.release_ids for one in shelf.people(id)}),
        "hours": playing_time(shelf, shelf.items)["seconds"] // 3600,
    }


def value(shelf: Shelf) -> Facts:
    """What Discogs says of the value, now and as the only entry of its history."""
    shown = {
        f"value-{kind}": float(re.sub(r"[^\d.]", "", text)) for kind, text in shelf.catalogue.value.items()
    }
    history = {f"{name}:1": amount for name, amount in shown.items()}
    return shown | history | {"valued-records:1": len(shelf.items)}


_WORDS: dict[str, Callable[[Shelf, Document], Iterable[Any]]] = {
    "decade": lambda shelf, release: [(shelf.year(release["id"]) or 0) // 10 * 10 or None],
    "genre": lambda _, release: release["genres"],
    "style": lambda _, release: release.get("styles", []),
    "format": lambda _, release: [one["name"] for one in release["formats"] if one["name"] != "All Media"],
    "country": lambda _, release: [release.get("country") or None],
    "label": lambda _, release: [one["id"] for one in release["labels"]],
}


def parts(shelf: Shelf) -> Facts:
    """`copies:genre=Jazz` and so on, and how many values there are of each kind."""
    facts: Facts = {}
    for part, words in _WORDS.items():
        found: Counter[str] = Counter()
        for item in shelf.items:
            values = {str(word) for word in words(shelf, shelf.releases[item["id"]]) if word is not None}
            found.update(values or {"none"})
        facts |= {f"copies:{part}={key}": copies for key, copies in found.items()}
        facts[f"values:{part}"] = len(found.keys() - {"none"})
    return facts


def dated(shelf: Shelf) -> Facts:
    """What the years rest on."""
    kinds: Counter[str] = Counter()
    for item in shelf.items:
        release = shelf.releases[item["id"]]
        master = shelf.catalogue.masters.get(release.get("master_id") or 0)
        if not shelf.year(item["id"]):
            kinds["undated"] += 1
        elif master is not None and not master["year"]:
            kinds["dated-by-pressing"] += 1
        else:
            kinds["dated-by-album"] += 1
    return {kind: kinds[kind] for kind in ("undated", "dated-by-pressing", "dated-by-album")}


def duplicates(shelf: Shelf) -> Facts:
    """Albums that are there more than once."""
    copies: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for item in shelf.items:
        copies[shelf.album(item["id"])][item["id"]] += 1
    several = {album: held for album, held in copies.items() if held.total() > 1}
    facts: Facts = {
        "duplicates": len(several),
        "duplicates-other": sum(len(held) > 1 for held in several.values()),
        "duplicates-same": sum(max(held.values()) > 1 for held in several.values()),
        "duplicates-spare": sum(held.total() - 1 for held in several.values()),
    }
    for (kind, id), held in several.items():
        facts[f"album-copies:{kind}-{id}"] = held.total()
        facts |= {f"pressing-copies:{release_id}": count for release_id, count in held.items()}
    return facts


def growth(shelf: Shelf) -> Facts:
    """`added:2019`, `added:2019-03`, and how many there were at the end of each year."""
    days = [added_on(item) for item in shelf.items]
    found: Counter[str] = Counter()
    for day in days:
        found.update([f"added:{day.year}", f"added:{day:%Y-%m}"])
    for year in range(min(days).year, max(days).year + 1):
        found[f"total:{year}"] = sum(day.year <= year for day in days)
        found[f"added:{year}"] += 0
    return dict(found)


def genres_over_time(shelf: Shelf) -> Facts:
    """`genre-total:2019-12=Jazz`: copies at the end of a month. One of two genres counts half in each."""
    facts: Facts = {}
    shares = [
        (f"{added_on(item):%Y-%m}", genre, 1 / len(genres))
        for item in shelf.items
        for genres in [shelf.releases[item["id"]]["genres"] or ["No genre"]]
        for genre in genres
    ]
    ranked = Counter[str]()
    for _, genre, share in shares:
        ranked[genre] += share
    most = [
        genre for genre, _ in sorted(ranked.items(), key=lambda one: (-one[1], one[0])) if genre != "No genre"
    ]
    for month in {month for month, *_ in shares} | {f"{year}-12" for year in range(1990, 2030)}:
        for genre in most:
            name = genre if genre in most[:6] or len(most) == 7 else "Other genres"
            until = sum(share for on, kept, share in shares if on <= month and kept == genre)
            facts[f"genre-total:{month}={name}"] = facts.get(f"genre-total:{month}={name}", 0) + until
    return {name: round(total, 2) for name, total in facts.items()}


def crossed(shelf: Shelf) -> Facts:
    """`cell:genre=Jazz,1960` and `came:style=Modal,2019`: copies by decade, and by the year of addition."""
    found: Counter[str] = Counter()
    first = min(added_on(item).year for item in shelf.items)
    last = max(added_on(item).year for item in shelf.items)
    span = 1 if last - first < 12 else 2
    for item in shelf.items:
        decade = (shelf.year(item["id"]) or 0) // 10 * 10
        added = max(added_on(item).year // span * span, first)
        release = shelf.releases[item["id"]]
        found.update(f"cell:genre={genre},{decade}" for genre in release["genres"])
        found.update(f"came:style={style},{added}" for style in release.get("styles", []))
    styles = {style for item in shelf.items for style in shelf.releases[item["id"]].get("styles", [])}
    return dict(found) | {"more-rows:came=style": len(styles) - 12}


def days(shelf: Shelf) -> Facts:
    """`came-in:2019-03-04`: copies that were added on a day. Nothing was played on the demo shelf."""
    return dict(Counter(f"came-in:{added_on(item)}" for item in shelf.items))


def folders(shelf: Shelf) -> Facts:
    """Each folder by itself."""
    facts: Facts = {}
    for folder in {item["folder_id"] for item in shelf.items}:
        items = [item for item in shelf.items if item["folder_id"] == folder]
        time = playing_time(shelf, items)
        prices = [shelf.releases[item["id"]].get("lowest_price") for item in items]
        facts |= {
            f"folder-records:{folder}": len(items),
            f"folder-albums:{folder}": len({shelf.album(item["id"]) for item in items}),
            f"folder-seconds:{folder}": time["seconds"],
            f"folder-timed:{folder}": time["timed"] + time["partly-timed"],
            f"folder-asking:{folder}": sum(price for price in prices if price is not None),
            f"folder-priced:{folder}": sum(price is not None for price in prices),
        }
    return facts


def owned_years(shelf: Shelf) -> Facts:
    """For how many years each record has been owned: since the first of its copies came."""
    since: dict[int, date] = {}
    for item in shelf.items:
        since[item["id"]] = min(added_on(item), since.get(item["id"], date.max))
    return {f"owned-years:{release_id}": years(day, today()) for release_id, day in since.items()}
