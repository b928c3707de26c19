"""A catalogue: everything that a sandbox serves, as Discogs' own documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]

API = "https://api.discogs.com"
WWW = "https://www.discogs.com"


@dataclass(frozen=True)
class Catalogue:
    """One account's collection and the part of the database that it refers to.

    Documents are in the form that an authenticated caller gets: image urls are filled. Urls name Discogs' own
    hosts (the server puts its own in their place). Mappings are by id. A lazy mapping must give equal documents
    each time, and iterating it must give ids without making documents. A missing id answers 404.
    `items` are collection items as the owner sees them, oldest first; the server counts the folders.
    """

    username: str
    user_id: int
    name: str
    currency: str
    """ISO code of the account's currency, e.g. "EUR"."""
    releases: Mapping[int, Document]
    masters: Mapping[int, Document]
    artists: Mapping[int, Document]
    labels: Mapping[int, Document]
    artist_releases: Mapping[int, Sequence[Document]]
    """By artist: the rows of that artist's discography, oldest year first. An artist that is missing answers
    404, so an artist without any has an empty list."""
    items: list[Document]
    wants: list[Document]
    folders: list[Document]
    """`id` and `name`; folder 0 ("All") is first."""
    fields: list[Document]
    value: Document
    """`minimum`, `median`, `maximum`: strings in the account's currency."""


_BASIC_CREDIT = ("name", "anv", "join", "role", "tracks", "id", "resource_url")
_BASIC_ENTITY = ("name", "catno", "entity_type", "entity_type_name", "id", "resource_url")


def basic_information(release: Document) -> Document:
    """A release's short form in collection and wantlist; without a master its id is 0 and its url null."""
    return {
        "id": release["id"],
        "master_id": release.get("master_id", 0),
        "master_url": release.get("master_url"),
        "resource_url": f"{API}/releases/{release['id']}",
        "thumb": release.get("thumb", ""),
        "cover_image": cover_image(release),
        "title": release["title"],
        "year": release.get("year", 0),
        "formats": release.get("formats", []),
        "labels": [_only(label, _BASIC_ENTITY) for label in release.get("labels", [])],
        "artists": [_only(credit, _BASIC_CREDIT) for credit in release.get("artists", [])],
        "genres": release.get("genres", []),
        "styles": release.get("styles", []),
    }


def cover_image(document: Document) -> str:
    """The url of the primary image, else of the first one; "" without images."""
    images: list[Document] = document.get("images") or []
    chosen = next(
        (image for image in images if image["type"] == "primary"), images[0] if images else {"uri": ""}
    )
    return str(chosen["uri"])


def collection_item(
    release: Document,
    *,
    instance_id: int,
    date_added: str,
    folder_id: int = 1,
    rating: int = 0,
    notes: Mapping[int, str] | None = None,
) -> Document:
    """A copy on the shelf. `notes` are values by field id; without any the key is left out."""
    item: Document = {
        "id": release["id"],
        "instance_id": instance_id,
        "date_added": date_added,
        "rating": rating,
        "basic_information": basic_information(release),
        "folder_id": folder_id,
    }
    if notes:
        item["notes"] = [{"field_id": field, "value": value} for field, value in sorted(notes.items())]
    return item


def want(username: str, release: Document, *, date_added: str, rating: int = 0, notes: str = "") -> Document:
    """A row of the wantlist; unlike a collection item's, its `notes` are one string."""
    return {
        "id": release["id"],
        "resource_url": f"{API}/users/{username}/wants/{release['id']}",
        "rating": rating,
        "date_added": date_added,
        "basic_information": basic_information(release),
        "notes": notes,
    }


def default_fields() -> list[Document]:
    """The three fields that every account begins with."""
    grades = [
        "Mint (M)",
        "Near Mint (NM or M-)",
        "Very Good Plus (VG+)",
        "Very Good (VG)",
        "Good Plus (G+)",
        "Good (G)",
        "Fair (F)",
        "Poor (P)",
    ]
    sleeve = ["Generic", "No Cover", "Not Graded", *grades]
    return [
        {
            "id": 1,
            "name": "Media Condition",
            "type": "dropdown",
            "position": 1,
            "public": False,
            "options": grades,
        },
        {
            "id": 2,
            "name": "Sleeve Condition",
            "type": "dropdown",
            "position": 2,
            "public": False,
            "options": sleeve,
        },
        {"id": 3, "name": "Notes", "type": "textarea", "position": 3, "public": False, "lines": 3},
    ]


def master_document(master_id: int, versions: Sequence[Document]) -> Document:
    """The master of some releases, the first being its main release.

    Its year is the earliest known one (0 when none is), its tracklist, artists and images the main release's.
    """
    main = versions[0]
    latest = max(versions, key=lambda release: release["id"])
    years = [release["year"] for release in versions if release.get("year")]
    prices = [release["lowest_price"] for release in versions if release.get("lowest_price") is not None]
    document: Document = {
        "id": master_id,
        "main_release": main["id"],
        "most_recent_release": latest["id"],
        "resource_url": f"{API}/masters/{master_id}",
        "uri": f"{WWW}/master/{master_id}-{slug(main)}",
        "versions_url": f"{API}/masters/{master_id}/versions",
        "main_release_url": f"{API}/releases/{main['id']}",
        "most_recent_release_url": f"{API}/releases/{latest['id']}",
        "num_for_sale": sum(release.get("num_for_sale") or 0 for release in versions),
        "lowest_price": min(prices, default=None),
        "images": main.get("images", []),
        "genres": main.get("genres", []),
        "styles": main.get("styles", []),
        "year": min(years, default=0),
        "tracklist": main.get("tracklist", []),
        "artists": main.get("artists", []),
        "title": main["title"],
        "data_quality": main.get("data_quality") or "Needs Vote",
        "videos": main.get("videos", []),
    }
    return {
        key: value
        for key, value in document.items()
        if value != [] or key in ("genres", "tracklist", "artists")
    }


def slug(release: Document) -> str:
    """The readable end of a release's or master's web address."""
    words = f"{release.get('artists_sort') or display_artists(release['artists'])} {release['title']}"
    return "-".join("".join(c if c.isalnum() else " " for c in words).split())


def display_artists(credits: Sequence[Document]) -> str:
    """Main artists as Discogs prints them in lists: "Name*" where a variation was used, then the join."""
    text = ""
    for position, credit in enumerate(credits):
        text += f"{credit['anv']}*" if credit.get("anv") else credit["name"]
        join = credit.get("join", "")
        if position < len(credits) - 1:
            text += ", " if join in ("", ",") else f" {join} "
    return text


def artist_release_rows(
    releases: Iterable[Document], masters: Mapping[int, Document]
) -> dict[int, list[Document]]:
    """Derive every artist's discography, by artist id; rows by year (unknown first), type and id.

    A main artist has one row per master, or per release without a master. An artist of single tracks has a
    TrackAppearance. Each other credit is a row with the credit's first role. Id 0 is no artist and has no rows.
    """
    rows: dict[int, dict[tuple[str, int, str], Document]] = {}
    for release in releases:
        master = masters.get(release.get("master_id", 0))
        for artist_id, role, trackinfo in _appearances(release):
            row = discography_row(release, master, role, trackinfo)
            known = rows.setdefault(artist_id, {})
            known.setdefault((row["type"], row["id"], role), row)
    return {artist_id: sorted(known.values(), key=_by_year) for artist_id, known in rows.items()}


def discography_row(release: Document, master: Document | None, role: str, trackinfo: str = "") -> Document:
    """One row of an artist's discography: the master where there is one, else the release itself."""
    community = release.get("community", {})
    stats = {"in_wantlist": community.get("want", 0), "in_collection": community.get("have", 0)}
    shared = {
        "artist": display_artists(release["artists"]),
        "role": role,
        "thumb": release.get("thumb", ""),
        "stats": {"community": stats, "user": {"in_wantlist": 0, "in_collection": 0}},
    }
    if master is not None:
        return {
            "id": master["id"],
            "title": master["title"],
            "type": "master",
            "main_release": master["main_release"],
            "resource_url": f"{API}/masters/{master['id']}",
            **({"trackinfo": trackinfo} if trackinfo else {}),
            "year": master["year"],
            **shared,
        }
    return {
        "id": release["id"],
        "status": release.get("status", "Accepted"),
        "type": "release",
        "format": format_text(release),
        "label": ", ".join(dict.fromkeys(label["name"] for label in release.get("labels", []))),
        "title": release["title"],
        "resource_url": f"{API}/releases/{release['id']}",
        **({"trackinfo": trackinfo} if trackinfo else {}),
        "year": release.get("year", 0),
        **shared,
    }


def format_text(release: Document) -> str:
    """Formats on one line, as in "2xLP, Album, Reissue": what artist and label releases call `format`."""
    words: list[str] = []
    for entry in release.get("formats", []):
        count = entry.get("qty", "1")
        descriptions = list(entry.get("descriptions", [])) or [entry["name"]]
        words += [
            f"{count}x{descriptions[0]}" if count not in ("", "0", "1") else descriptions[0],
            *descriptions[1:],
        ]
    return ", ".join(words)


def label_documents(releases: Iterable[Document]) -> dict[int, Document]:
    """A minimal document for every label, series and company that the releases name, by id."""
    found: dict[int, Document] = {}
    for release in releases:
        for key in ("labels", "series", "companies"):
            for entity in release.get(key, []):
                if entity["id"] and entity["id"] not in found:
                    found[entity["id"]] = label_document(entity["id"], entity["name"])
    return found


def label_document(label_id: int, name: str) -> Document:
    """A label about which only the name is known."""
    words = "-".join("".join(c if c.isalnum() else " " for c in name).split())
    return {
        "id": label_id,
        "name": name,
        "resource_url": f"{API}/labels/{label_id}",
        "uri": f"{WWW}/label/{label_id}-{words}",
        "releases_url": f"{API}/labels/{label_id}/releases",
        "data_quality": "Needs Vote",
    }


def _appearances(release: Document) -> Iterable[tuple[int, str, str]]:
    """(artist id, role, track titles) for everybody on a release, main artists first; id 0 left out."""
    main = {credit["id"] for credit in release["artists"]}
    for artist_id in main - {0}:
        yield artist_id, "Main", ""
    for track in _tracks(release):
        for credit in track.get("artists", []):
            if credit["id"] and credit["id"] not in main:
                yield credit["id"], "TrackAppearance", track["title"]
    credits = [*release.get("extraartists", [])]
    for track in _tracks(release):
        credits += track.get("extraartists", [])
    for credit in credits:
        if credit["id"]:
            yield credit["id"], credit["role"].split("[")[0].split(",")[0].strip(), ""


def _tracks(release: Document) -> Iterable[Document]:
    for track in release.get("tracklist", []):
        yield track
        yield from track.get("sub_tracks", [])


def _by_year(row: Document) -> tuple[int, str, int]:
    return row.get("year") or 0, row["type"], row["id"]


def _only(document: Document, keys: Sequence[str]) -> Document:
    return {key: document[key] for key in keys if key in document}
