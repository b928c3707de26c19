"""Read the data files strictly: an unknown key, a repeated one or a line out of shape is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from discogs_sandbox.catalogues.demo import lines
from discogs_sandbox.catalogues.demo.facts import (
    Album,
    CatalogueError,
    Copy,
    Facts,
    Person,
    Pressing,
    Shelf,
)

_ALBUM = {
    "title",
    "artist",
    "year",
    "master",
    "genre",
    "style",
    "tracks",
    "credits",
    "companies",
    "pressings",
}
_PRESSING = {"is", "series", "identifiers", "notes", "tracks", "credits", "companies"}
_PERSON = {"real", "profile", "variations", "aliases", "members", "former", "urls", "genre", "works"}

T = TypeVar("T")
#: A part of a file, whose shape is found out by reading it.
_Entry = Mapping[str, Any]

# The base loader gives every scalar as text: no `No` that turns into False, no 12:34 into 754.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Refuses a key that is given twice, where YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [key.value for key, _ in node.value]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise ValueError(f"{', '.join(sorted(repeated))}: given twice")
        return dict(super().construct_mapping(node, deep))


def read_facts(folder: Path) -> Facts:
    """Everything in a catalogue's folder; scenes in the order of their names. Raises CatalogueError."""
    albums = [album for path in sorted((folder / "scenes").glob("*.yaml")) for album in _scene(path)]
    return Facts(tuple(albums), _people(folder / "people.yaml"), _shelf(folder / "shelf.yaml"))


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as stream:
            loaded = yaml.load(stream, Loader=_Loader)  # noqa: S506 - the base loader makes only text
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    if not isinstance(loaded, dict):
        raise CatalogueError(f"{path.name}: expected a mapping")
    return loaded


def _scene(path: Path) -> Iterable[Album]:
    for slug, entry in _load(path).items():
        yield _named(path, slug, partial(_album, slug, path.name, entry))


def _named(path: Path, slug: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except (ValueError, KeyError, AttributeError) as error:
        reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else error
        raise CatalogueError(f"{path.name}: {slug}: {reason}") from error


def _album(slug: str, file: str, entry: _Entry) -> Album:
    _known(entry, _ALBUM)
    return Album(
        slug=slug,
        file=file,
        title=entry["title"],
        artists=lines.artists(entry["artist"]),
        year=int(entry["year"]),
        has_master=_yes(entry.get("master", "yes")),
        genres=tuple(lines.items(entry["genre"])),
        styles=tuple(lines.items(entry.get("style", ""))),
        pressings=tuple(_pressing(slug, key, entry, own) for key, own in entry["pressings"].items()),
    )


def _pressing(album: str, key: str, shared: _Entry, own: str | _Entry) -> Pressing:
    own = {"is": own} if isinstance(own, str) else own
    _known(own, _PRESSING)
    parts = [part.strip() for part in own["is"].split("|")]
    if len(parts) != 4:
        raise ValueError(f"{own['is']!r}: expected country | released | labels | formats")
    country, released, labels, formats = parts
    if not re.fullmatch(r"\?|\d{4}(-\d\d-\d\d)?", released):
        raise ValueError(f"{released!r}: not a release date (YYYY, YYYY-MM-DD with 00 for unknown, or ?)")

    def block(name: str) -> str:
        return str(own.get(name, shared.get(name, "")))

    return Pressing(
        slug=f"{album}/{key}",
        country=country,
        released="" if released == "?" else released,
        labels=tuple(lines.entity(label, "Label") for label in lines.items(labels)),
        formats=tuple(lines.carrier(text) for text in lines.items(formats)),
        series=tuple(lines.entity(text, "Series") for text in lines.items(own.get("series", ""))),
        companies=tuple(lines.company(line) for line in lines.rows(block("companies"))),
        identifiers=tuple(lines.identifier(line) for line in lines.rows(own.get("identifiers", ""))),
        notes=own.get("notes", "").strip(),
        tracks=lines.tracks(block("tracks")),
        credits=tuple(lines.credit(line) for line in lines.rows(block("credits"))),
    )


def _people(path: Path) -> dict[str, Person]:
    content = _load(path)
    found = {
        name: _named(path, name, partial(_person, name, entry)) for name, entry in content["people"].items()
    }
    for name in lines.rows(content["names"]):
        if name in found:
            raise CatalogueError(f"{path.name}: {name}: given twice")
        found[name] = Person(name)
    return found


def _person(name: str, entry: _Entry) -> Person:
    _known(entry, _PERSON)
    works = [line.partition(" ") for line in lines.rows(entry.get("works", ""))]
    return Person(
        name=name,
        real_name=entry.get("real", ""),
        profile=entry.get("profile", "").strip(),
        variations=tuple(lines.items(entry.get("variations", ""))),
        aliases=tuple(lines.items(entry.get("aliases", ""))),
        members=tuple(lines.items(entry.get("members", ""))),
        former=tuple(lines.items(entry.get("former", ""))),
        urls=tuple(lines.items(entry.get("urls", ""))),
        genre=entry.get("genre", ""),
        works=tuple((int(year), title) for year, _, title in works),
    )


def _shelf(path: Path) -> Shelf:
    content = _load(path)
    return Shelf(
        username=content["username"],
        name=content["name"],
        currency=content["currency"],
        symbol=content["symbol"],
        folders=tuple(lines.rows(content["folders"])),
        custom_field=content["custom_field"],
        options=tuple(lines.rows(content["options"])),
        copies=tuple(_named(path, row, partial(_copy, row)) for row in lines.rows(content["copies"])),
        wants=tuple(_named(path, row, partial(_want, row)) for row in lines.rows(content["wants"])),
    )


def _copy(row: str) -> Copy:
    parts = [part.strip() for part in row.split("|")]
    added, pressing, folder, condition, rating, *rest = parts
    media, _, sleeve = condition.partition("/")
    notes, custom = (*rest, "", "")[:2]
    return Copy(pressing, _time(added), folder, media, sleeve, int(rating or 0), notes, custom)


def _want(row: str) -> Copy:
    added, pressing, rating, notes = (part.strip() for part in row.split("|"))
    return Copy(pressing, _time(added), rating=int(rating or 0), notes=notes)


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{text!r}: expected yes or no")
    return text == "yes"


def _known(entry: _Entry, keys: set[str]) -> None:
    unknown = set(entry) - keys
    if unknown:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
