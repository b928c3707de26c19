"""What every table should hold, worked out from the raw JSON in another way than the product does it.

Nothing of linernotes is imported here, and no algorithm is shared: roles are split by the bracket depth of each
character, durations by splitting at colons, moments by strptime. Two programs that agree on a thousand
documents are hardly wrong in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.etl.expected_texts import day, free, line, moment, money, number, roles, seconds, url, worth

Raw = dict[str, Any]
Table = list[tuple[Any, ...]]
#: (document, source, loaded_at), or (document, source, loaded_at, artist_id) for artist_releases.
Landed = tuple[Any, ...]


def expected_tables(
    documents: Mapping[str, list[Landed]], *, currency: str | None = None
) -> dict[str, Table]:
    """Rows by table, of all tables that documents alone fill.

    `documents` are by kind, as in DocumentKey: release, master, artist, artist_releases, collection, wants,
    folders, fields, value. Each comes as (document, source, loaded_at), pages of artist_releases with the
    artist's id after that. Of documents with the same id the last counts. Not in here: rows of the artists
    and masters that are known by name alone, which SQL adds, and `collection_changes`.
    """
    tables: dict[str, Table] = {}
    read = {id_of(one): one for one in documents.get("release", [])}
    listed = _listed(documents)
    for document, source, loaded_at in read.values():
        add(tables, release(document, source, loaded_at))
        add(tables, {"release_stats": [release_statistics(document, loaded_at, currency)]})
    for release_id in listed.keys() - read.keys():
        basic, loaded_at = listed[release_id]
        add(tables, basic_release(basic, loaded_at))
    for document, source, loaded_at in {id_of(one): one for one in documents.get("master", [])}.values():
        add(tables, master(document, source, loaded_at))
        add(tables, {"master_stats": [master_statistics(document, loaded_at, currency)]})
    for document, source, loaded_at in {id_of(one): one for one in documents.get("artist", [])}.values():
        add(tables, artist(document, source, loaded_at))
    tables["artist_masters"] = discographies(documents.get("artist_releases", []))
    add(tables, account(documents))
    return tables


def comparable(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    """Rows in an order of their own, lists as tuples, so that two sources can be compared as they are."""
    plain = (tuple(tuple(one) if isinstance(one, list) else one for one in row) for row in rows)
    return sorted(plain, key=repr)


def add(tables: dict[str, Table], more: dict[str, Table]) -> None:
    for table, rows in more.items():
        tables.setdefault(table, []).extend(rows)


def id_of(landed: Landed) -> int:
    return int(landed[0]["id"])


# Releases and masters


def release(document: Raw, source: str, loaded_at: datetime) -> dict[str, Table]:
    id = document["id"]
    row = (
        id,
        number(document.get("master_id")),
        line(document["title"]),
        number(document.get("year")),
        line(document.get("released")),
        line(document.get("country")),
        line(document.get("data_quality")),
        line(document.get("status")),
        free(document.get("notes")),
        line(document.get("uri")),
        url(document.get("thumb")),
        main_picture(document),
        source,
        loaded_at,
    )
    return {
        "release": [row],
        **in_common(document, "release"),
        "release_credits": [
            (id, at, no, number(one["id"]), line(one["name"]), line(one["anv"]), *role, free(one["tracks"]))
            for at, one in numbered(document, "extraartists")
            for no, role in enumerate(roles(one["role"]))
        ],
        **labels_and_formats(document),
        "release_identifiers": [
            (id, at, line(one["type"]), line(one.get("value")), line(one.get("description")))
            for at, one in numbered(document, "identifiers")
        ],
        "release_companies": entities(document, "companies"),
        "release_series": entities(document, "series"),
        "release_images": images(document),
    }


def basic_release(basic: Raw, loaded_at: datetime) -> dict[str, Table]:
    row = (
        basic["id"],
        number(basic.get("master_id")),
        line(basic["title"]),
        number(basic.get("year")),
        *[None] * 6,
        url(basic.get("thumb")),
        url(basic.get("cover_image")),
        "basic",
        loaded_at,
    )
    return {
        "release": [row],
        "release_artists": main_artists(basic),
        "release_genres": words(basic, "genres"),
        "release_styles": words(basic, "styles"),
        **labels_and_formats(basic),
    }


def release_statistics(document: Raw, loaded_at: datetime, currency: str | None) -> tuple[Any, ...]:
    community = document.get("community") or {}
    rating = community.get("rating") or {}
    return (
        document["id"],
        loaded_at,
        community.get("have"),
        community.get("want"),
        rating["average"] if rating.get("count") else None,
        rating.get("count"),
        document.get("num_for_sale"),
        money(document.get("lowest_price")),
        currency,
    )


def master(document: Raw, source: str, loaded_at: datetime) -> dict[str, Table]:
    row = (
        document["id"],
        number(document.get("main_release")),
        line(document["title"]),
        number(document.get("year")),
        line(document.get("data_quality")),
        source,
        loaded_at,
    )
    return {"master": [row], **in_common(document, "master")}


def master_statistics(document: Raw, loaded_at: datetime, currency: str | None) -> tuple[Any, ...]:
    price = money(document.get("lowest_price"))
    return (document["id"], loaded_at, None, None, document.get("num_for_sale"), price, currency)


def in_common(document: Raw, prefix: str) -> dict[str, Table]:
    id = document["id"]
    tracks: Table = []
    artists: Table = []
    _walk(document.get("tracklist") or [], None, tracks, artists)
    return {
        f"{prefix}_artists": main_artists(document),
        f"{prefix}_genres": words(document, "genres"),
        f"{prefix}_styles": words(document, "styles"),
        f"{prefix}_tracks": [(id, *row) for row in tracks],
        f"{prefix}_track_artists": [(id, *row) for row in artists],
        f"{prefix}_videos": [
            (id, at, line(one["uri"]), line(one.get("title")), number(one["duration"]))
            for at, one in numbered(document, "videos")
        ],
    }


def _walk(tracklist: list[Raw], parent: int | None, tracks: Table, artists: Table) -> None:
    for track in tracklist:
        no = len(tracks)
        position, printed = line(track["position"]), line(track["duration"])
        sub_tracks = track.get("sub_tracks") or []
        kind = track.get("type_") or (
            "index" if sub_tracks else "track" if position or printed or parent is not None else "heading"
        )
        tracks.append((no, parent, position, kind, line(track["title"]), printed, seconds(printed)))
        credits = [(one, [(None, None, None)]) for one in track.get("artists") or []]
        credits += [(one, roles(one["role"])) for one in track.get("extraartists") or []]
        for at, (one, split) in enumerate(credits):
            names = (number(one["id"]), line(one["name"]), line(one["anv"]), line(one["join"]))
            artists.extend((no, at, role_no, *names, *role) for role_no, role in enumerate(split))
        _walk(sub_tracks, no, tracks, artists)


def numbered(document: Raw, key: str) -> Iterator[tuple[int, Any]]:
    return enumerate(document.get(key) or [])


def main_artists(document: Raw) -> Table:
    return [
        (document["id"], at, number(one["id"]), line(one["name"]), line(one["anv"]), line(one["join"]))
        for at, one in numbered(document, "artists")
    ]


def words(document: Raw, key: str) -> Table:
    return [(document["id"], at, line(word)) for at, word in numbered(document, key) if line(word)]


def labels_and_formats(document: Raw) -> dict[str, Table]:
    id = document["id"]
    return {
        "release_labels": [
            (id, at, number(one["id"]), line(one["name"]), line(one["catno"]))
            for at, one in numbered(document, "labels")
        ],
        "release_formats": [
            (
                id,
                at,
                line(one["name"]),
                int(one["qty"]) if re.fullmatch("[0-9]{1,4}", one["qty"]) else None,
                line(one.get("text")),
                tuple(line(word) for word in one.get("descriptions") or []) or None,
            )
            for at, one in numbered(document, "formats")
        ],
    }


def entities(document: Raw, key: str) -> Table:
    return [
        (
            document["id"],
            at,
            number(one["id"]),
            *(line(one.get(name)) for name in ("name", "catno", "entity_type", "entity_type_name")),
        )
        for at, one in numbered(document, key)
    ]


def images(document: Raw) -> Table:
    return [
        (document["id"], at, one["type"], url(one["uri"]), url(one["uri150"]), one["width"], one["height"])
        for at, one in numbered(document, "images")
    ]


def main_picture(document: Raw) -> str | None:
    pictures = sorted(document.get("images") or [], key=lambda one: one["type"] != "primary")
    return next((one["uri"] for one in pictures if one["uri"]), None)


# Artists


def artist(document: Raw, source: str, loaded_at: datetime) -> dict[str, Table]:
    id, name = document["id"], line(document["name"])
    row = (
        id,
        None,
        name,
        re.sub(r"(?<=\S) \(\d+\)$", "", name) if name else None,
        line(document.get("realname")),
        free(document.get("profile")),
        line(document.get("data_quality")),
        None,
        None,
        main_picture(document),
        None,
        None,
        line(document.get("uri")),
        source,
        loaded_at,
    )
    people: dict[str, Table] = {}
    for key in ("aliases", "groups", "members"):
        links = [one for one in document.get(key) or [] if isinstance(one, dict) and one["id"]]
        active = [(one.get("active"),) if key != "aliases" else () for one in links]
        people[f"artist_{key}"] = [
            (id, one["id"], line(one["name"]), *is_active, url(one.get("thumbnail_url")))
            for one, is_active in zip(links, active, strict=True)
        ]
    return {
        "artist": [row],
        "artist_images": images(document),
        **people,
        "artist_name_variations": words(document, "namevariations"),
        "artist_urls": words(document, "urls"),
    }


def discographies(pages: list[Landed]) -> Table:
    """Of rows with one (artist, type, id, role) the first one counts, on whatever page it stands."""
    rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for page, _, _, artist_id in pages:
        for one in page["releases"]:
            counts = one.get("stats", {}).get("community", {})
            key = (artist_id, one["type"], one["id"], one["role"])
            row = (
                *key,
                one["id"] if one["type"] == "master" else None,
                number(one.get("main_release")),
                line(one["title"]),
                number(one.get("year")),
                line(one.get("artist")),
                line(one.get("label")),
                line(one.get("format")),
                url(one.get("thumb")),
                counts.get("in_collection"),
                counts.get("in_wantlist"),
            )
            rows.setdefault(key, row)
    return list(rows.values())


# The account


def account(documents: Mapping[str, list[Landed]]) -> dict[str, Table]:
    folders = {one["id"]: one["name"] for page, *_ in documents.get("folders", []) for one in page["folders"]}
    fields = {one["id"]: one["name"] for page, *_ in documents.get("fields", []) for one in page["fields"]}
    items = {
        one["instance_id"]: one for page, *_ in documents.get("collection", []) for one in page["releases"]
    }
    wants = {one["id"]: one for page, *_ in documents.get("wants", []) for one in page["wants"]}
    return {
        "collection_items": [_item(one, folders) for one in items.values()],
        "collection_fields": [
            (
                one["id"],
                position,
                line(one["name"]),
                one.get("type"),
                [free(option) for option in one.get("options", [])] or None,
                one.get("public"),
            )
            for page, *_ in documents.get("fields", [])
            for position, one in enumerate(sorted(page["fields"], key=lambda one: one.get("position", 0)))
        ],
        "collection_item_fields": [
            (instance_id, field_id, line(fields.get(field_id)), free(value))
            for instance_id, one in items.items()
            for field_id, value in _values(one).items()
        ],
        "wantlist_items": [
            (
                one["id"],
                number(one["basic_information"].get("master_id")),
                moment(one.get("date_added")),
                day(one.get("date_added")),
                number(one["rating"]),
                line(one["basic_information"]["title"]),
                number(one["basic_information"]["year"]),
                free(one.get("notes")),
                url(one["basic_information"]["thumb"]),
            )
            for one in wants.values()
        ],
        "collection_value": [
            _value(document, loaded_at, len(items)) for document, _, loaded_at in documents.get("value", [])
        ],
    }


def _item(one: Raw, folders: dict[int, str]) -> tuple[Any, ...]:
    basic, values = one["basic_information"], _values(one)
    return (
        one["instance_id"],
        one["id"],
        number(basic.get("master_id")),
        one.get("folder_id"),
        line(folders.get(one["folder_id"])) if one.get("folder_id") else None,
        moment(one.get("date_added")),
        day(one.get("date_added")),
        number(one["rating"]),
        line(basic["title"]),
        number(basic["year"]),
        url(basic["thumb"]),
        url(basic.get("cover_image")),
        line(values.get(1)),
        line(values.get(2)),
        free(values.get(3)),
    )


def _values(item: Raw) -> dict[int, str]:
    return {note["field_id"]: note["value"] for note in item.get("notes") or []}


def _value(document: Raw, loaded_at: datetime, items: int) -> tuple[Any, ...]:
    minimum, median, maximum = (worth(document[key]) for key in ("minimum", "median", "maximum"))
    return (loaded_at, items, minimum[0], median[0], maximum[0], minimum[1])


def _listed(documents: Mapping[str, list[Landed]]) -> dict[int, tuple[Raw, datetime]]:
    """What the lists tell of each release; the collection counts more than the wantlist, later pages more."""
    return {
        one["basic_information"]["id"]: (one["basic_information"], loaded_at)
        for kind, key in (("wants", "wants"), ("collection", "releases"))
        for page, _, loaded_at in documents.get(kind, [])
        for one in page[key]
    }
