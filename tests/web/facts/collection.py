"""What the collection's page claims: how many records a view has, and how they are distributed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tests.web.facts.shelf import PSEUDO_ARTISTS, Document, Shelf, tracks
from tests.web.facts.wantlist import wants_holding

import linernotes

ROLES = Path(linernotes.__file__).parent / "derive" / "credits" / "roles.toml"
PAGE = 120
#: The custom fields of a copy that are its conditions, and the collector's own dropdown.
MEDIA, SLEEVE, OWN = 1, 2, 4


def paths(shelf: Shelf) -> Iterator[str]:
    ron = next(id for id, artist in shelf.catalogue.artists.items() if artist["name"] == "Ron Carter")
    yield "/collection"
    yield "/collection?view=table&genre=Jazz&genre=Rock&not-style=Modal"
    yield "/collection?decade=1970&folder=none"
    yield "/collection?decade=1970&rating=none&condition=" + quote("Very Good Plus (VG+)")
    yield f"/collection?person={ron}&not-format=CD&country=none&country=US"
    yield "/collection?role=any:percussion&not-label=none&sleeve=none"
    yield f"/collection?not-person={ron}&role=Drums"
    yield f"/collection?credit={ron}&credit=:any:keyboards&genre=Jazz"
    yield f"/collection?any-credit={ron}&any-credit=:Flute&not-credit=:Congas"
    yield f"/collection/facet/role?credit={ron}"
    yield "/collection/credit?name=davis&role=Trumpet"
    yield "/collection?q=ron+carter"
    yield "/collection/facet/person?genre=Jazz"
    yield "/collection/facet/role"
    yield f"/collection?field={OWN}:Flea%20market&field={OWN}:Auction&sort=field-{OWN}"
    yield f"/collection?not-field={OWN}:none&view=table"
    yield f"/collection/facet/field-{OWN}?genre=Rock"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    asked = parse_qs(urlsplit(path).query)
    facets = {name: read(shelf) for name, read in FACETS.items()}
    text = asked.pop("q", [""])[0]
    for which in ("", "not-"):  # `field=4:Auction` asks for Auction in the facet field-4
        for value in asked.pop(f"{which}field", []):
            asked.setdefault(f"{which}field-{OWN}", []).append(value.partition(":")[2])
    base = [item for item in _searched(shelf, text) if _has_credits(shelf, item, asked)]
    shown = [item for item in base if _fits(item, facets, asked)]
    facts: dict[str, Any] = {
        "records": len(shelf.items),
        "found": len(shown),
        "page": 1,
        "pages": max(1, -(-len(shown) // PAGE)),
        "wants-found": len(wants_holding(shelf, text)) if text else 0,
        "by-pressing": sum(_is_by_pressing(shelf, item) for item in shown),
    }
    for name, of in facets.items():
        among = [item for item in base if _fits(item, facets, asked, but=name)]
        counts = Counter(key for item in among for key in of(item))
        counts.update(
            dict.fromkeys(set(asked.get(name, [])) - {"none"}, 0)
        )  # what is chosen is shown at any rate
        facts |= {f"copies:{name}:{key}": count for key, count in counts.items()}
        facts |= {f"copies:{name}:none": sum(not of(item) for item in among)}
        facts |= {f"values:{name}": sum(map(bool, counts.values()))}
    for person in {key for mode in ("credit", "any-credit") for key in asked.get(mode, []) if ":" not in key}:
        counts = Counter(
            role for item in shown for who, role in _credits(shelf.releases[item["id"]]) if str(who) == person
        )
        facts |= {f"credited:{person}:{role}": count for role, count in counts.items()}
    everywhere = Counter(person for item in shelf.items for person in facets["person"](item))
    return facts | {f"person:{person}": count for person, count in everywhere.items()}


Of = Callable[[Document], set[str]]


def _fits(item: Document, facets: dict[str, Of], asked: dict[str, list[str]], *, but: str = "") -> bool:
    for name, of in facets.items():
        has = of(item)
        if name in asked and name != but and not _any(has, asked[name]):
            return False
        if f"not-{name}" in asked and _any(has, asked[f"not-{name}"]):
            return False
    return True


def _has_credits(shelf: Shelf, item: Document, asked: dict[str, list[str]]) -> bool:
    """Whether a copy has the credits that are asked for here: of people who go by one name."""
    release = shelf.releases[item["id"]]
    held = {f"{who}:{role}" for who, role in _credits(release)} | set(map(str, _people(shelf, release)))
    held |= {f":{role}" for role in _roles(shelf, release)}
    return (
        all(key in held for key in asked.get("credit", []))
        and ("any-credit" not in asked or any(key in held for key in asked["any-credit"]))
        and not any(key in held for key in asked.get("not-credit", []))
    )


def _credits(release: Document) -> set[tuple[int, str]]:
    """Who has which role on a record, its tracks included."""
    credits = list(release.get("extraartists", []))
    for track in tracks(release):
        credits += track.get("extraartists", [])
    return {(one["id"], role) for one in credits for role in _split(one["role"])}


def _any(has: set[str], keys: list[str]) -> bool:
    return bool(has & set(keys)) or ("none" in keys and not has)


def _searched(shelf: Shelf, text: str) -> list[Document]:
    """The copies with somebody on them whose name has all words: what the demo is searched for here."""
    names = text.split()
    return [
        item for item in shelf.items if all(word in _printed(shelf.releases[item["id"]]) for word in names)
    ]


def _printed(release: Document) -> str:
    people = [*release.get("artists", []), *release.get("extraartists", [])]
    for track in tracks(release):
        people += [*track.get("artists", []), *track.get("extraartists", [])]
    return " ".join(f"{one['name']} {one.get('anv', '')}" for one in people).lower()


def _is_by_pressing(shelf: Shelf, item: Document) -> bool:
    """A release without a master is the album itself."""
    release = shelf.releases[item["id"]]
    master = shelf.catalogue.masters.get(release.get("master_id") or 0)
    return bool(release.get("master_id") and release.get("year") and not (master or {}).get("year"))


def _of_release(read: Callable[[Shelf, Document], set[Any]]) -> Callable[[Shelf], Of]:
    def of_shelf(shelf: Shelf) -> Of:
        known = cache(lambda id: {str(value) for value in read(shelf, shelf.releases[id]) if value})
        return lambda item: known(item["id"])

    return of_shelf


def _of_item(read: Callable[[Document], Any]) -> Callable[[Shelf], Of]:
    return lambda shelf: lambda item: {str(value) for value in [read(item)] if value}


def _people(shelf: Shelf, release: Document) -> set[int]:
    """Everybody on a record, in whatever part. Pseudo-artists (Various) are nobody."""
    found = [*release.get("artists", []), *release.get("extraartists", [])]
    for track in tracks(release):
        found += [*track.get("artists", []), *track.get("extraartists", [])]
    return {one["id"] for one in found} - PSEUDO_ARTISTS


def _roles(_: Shelf, release: Document) -> set[str]:
    credits = list(release.get("extraartists", []))
    for track in tracks(release):
        credits += track.get("extraartists", [])
    names = {role for one in credits for role in _split(one["role"])}
    return names | {f"any:{_categories()[name]}" for name in names}


@cache
def _categories() -> dict[str, str]:
    """Role -> category, for the roles that are spelt as in the taxonomy: the demo has no others."""
    found = {}
    for category, parts in tomllib.loads(ROLES.read_text(encoding="utf-8")).items():
        if isinstance(parts, dict):
            found |= {role: category for part in parts.values() for role in part["roles"]}
    return found


def _split(text: str) -> Iterator[str]:
    """The roles of a credit: parted at commas outside brackets, without what is in the brackets."""
    depth, name = 0, ""
    for character in text + ",":
        depth += {"[": 1, "]": -1}.get(character, 0)
        if character == "," and depth <= 0:
            if name.strip():
                yield name.strip()
            name = ""
        elif depth <= 0 and character != "]":
            name += character


def _decade(shelf: Shelf, release: Document) -> set[int]:
    year = shelf.year(release["id"])
    return {year // 10 * 10} if year else set()


def _formats(_: Shelf, release: Document) -> set[str]:
    return {
        word for one in release.get("formats", []) for word in (one["name"], *one.get("descriptions", []))
    }


def _field(number: int) -> Callable[[Document], str | None]:
    return lambda item: next(
        (one["value"] for one in item.get("notes", []) if one["field_id"] == number and one["value"]), None
    )


FACETS: dict[str, Callable[[Shelf], Of]] = {
    "artist": _of_release(lambda _, release: {one["id"] for one in release.get("artists", [])}),
    "person": _of_release(lambda shelf, release: set(map(shelf.identity, _people(shelf, release)))),
    "role": _of_release(_roles),
    "genre": _of_release(lambda _, release: set(release.get("genres", []))),
    "style": _of_release(lambda _, release: set(release.get("styles", []))),
    "decade": _of_release(_decade),
    "format": _of_release(_formats),
    "label": _of_release(lambda _, release: {one["id"] for one in release.get("labels", [])}),
    "country": _of_release(lambda _, release: {release.get("country")}),
    "folder": _of_item(lambda item: item["folder_id"]),
    "rating": _of_item(lambda item: item["rating"]),
    "condition": _of_item(_field(MEDIA)),
    "sleeve": _of_item(_field(SLEEVE)),
    f"field-{OWN}": _of_item(_field(OWN)),
}
