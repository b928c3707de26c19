"""Facts into Discogs' documents: releases, masters, artists. Numbers of the community are invented."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from discogs_sandbox.api.catalogue import API, WWW, Document, display_artists, master_document, slug
from discogs_sandbox.catalogues.demo.facts import (
    Album,
    Credit,
    Entity,
    Facts,
    Format,
    Person,
    Pressing,
    Track,
    identity,
    invented,
)

PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(when: datetime) -> str:
    """A local time in Discogs' time zone, as Discogs writes it: with -07:00 in summer, -08:00 in winter."""
    return when.replace(tzinfo=PACIFIC).isoformat()


def release_document(album: Album, pressing: Pressing) -> Document:
    """A release with every key that a live one always has; master and `released` where there are some."""
    release_id = identity("release", pressing.slug)
    artists = [credit_document(artist) for artist in album.artists]
    document: Document = {
        "id": release_id,
        "status": "Accepted",
        "year": int(pressing.released[:4] or 0),
        "resource_url": f"{API}/releases/{release_id}",
        "artists": artists,
        "artists_sort": _sort_name(display_artists(artists).replace("*", "")),
        "labels": [entity_document(label) for label in pressing.labels],
        "series": [entity_document(series) for series in pressing.series],
        "companies": [entity_document(company) for company in pressing.companies],
        "formats": [_format(carrier) for carrier in pressing.formats],
        "data_quality": "Needs Vote",
        "format_quantity": sum(f.quantity for f in pressing.formats if f.name != "All Media"),
        "title": album.title,
        "country": pressing.country,
        "identifiers": [_identifier(*identifier) for identifier in pressing.identifiers],
        "videos": [],
        "genres": list(album.genres),
        "styles": list(album.styles),
        "tracklist": [_track(track) for track in pressing.tracks],
        "extraartists": [credit_document(entry) for entry in pressing.credits],
        "images": [],
        "thumb": "",
        "estimated_weight": 230 * sum(f.quantity for f in pressing.formats if f.name != "All Media"),
        "blocked_from_sale": False,
        "is_offensive": False,
        **_invented(pressing.slug),
    }
    document["uri"] = f"{WWW}/release/{release_id}-{slug(document)}"
    return {**document, **_optional(album, pressing)}


def album_master(album: Album, releases: list[Document]) -> Document:
    """The album's master; its year is the album's own, which may be before every pressing here."""
    master = master_document(identity("master", album.slug), releases)
    return {**master, "year": album.year}


def listed_album(person: Person, year: int, title: str) -> tuple[Document, Document]:
    """An album that is only in somebody's discography: its main release, which is not in the catalogue, and master.

    The master has no tracklist and no styles; what is known of it is artist, title, year and genre.
    """
    key = f"{person.name}/{title}"
    main: Document = {
        "id": identity("release", key),
        "title": title,
        "year": year,
        "artists": [credit_document(Credit(person.name))],
        "genres": [person.genre],
        **_invented(key),
    }
    return main, master_document(identity("master", key), [main])


def artist_document(person: Person, facts: Facts) -> Document:
    """A person's or group's page; who names an alias or a member is named back by them."""
    artist_id = identity("artist", person.name)
    everyone = facts.people.values()
    aliases = _aliases(person.name, facts)
    groups = [(p.name, True) for p in everyone if person.name in p.members]
    groups += [(p.name, False) for p in everyone if person.name in p.former]
    members = [(name, True) for name in person.members] + [(name, False) for name in person.former]
    document: Document = {
        "name": person.name,
        "id": artist_id,
        "resource_url": f"{API}/artists/{artist_id}",
        "uri": f"{WWW}/artist/{artist_id}-{_words(person.name)}",
        "releases_url": f"{API}/artists/{artist_id}/releases",
        "profile": person.profile,
        "data_quality": "Needs Vote",
        "realname": person.real_name,
        "urls": list(person.urls),
        "namevariations": _variations(person, facts),
        "aliases": [_related(name) for name in sorted(aliases)],
        "groups": [{**_related(name), "active": active} for name, active in groups],
        "members": [{**_related(name), "active": active} for name, active in members],
    }
    optional = ("realname", "urls", "namevariations", "aliases", "groups", "members")
    return {key: value for key, value in document.items() if value or key not in optional}


def credit_document(credit: Credit) -> Document:
    """An artist credit; a name typed as text has id 0 and no url."""
    artist_id = identity("artist", credit.name) if credit.linked else 0
    return {
        "name": credit.name,
        "anv": credit.anv,
        "join": credit.join,
        "role": credit.role,
        "tracks": credit.tracks,
        "id": artist_id,
        "resource_url": f"{API}/artists/{artist_id}" if artist_id else "",
        "thumbnail_url": "",
    }


def entity_document(entity: Entity) -> Document:
    """A label, series or company as releases name it; the three share one id space."""
    label_id = identity("label", entity.name)
    return {
        "name": entity.name,
        "catno": entity.catno,
        "entity_type": entity.entity_type,
        "entity_type_name": entity.entity_type_name,
        "id": label_id,
        "resource_url": f"{API}/labels/{label_id}",
        "thumbnail_url": "",
    }


def _invented(key: str) -> Document:
    """What the community and the marketplace say: made up, but the same each time. One in eight is not on sale."""
    have, want = invented(key, "have", 900, 24_000), invented(key, "want", 200, 9_000)
    for_sale = 0 if invented(key, "sale", 1, 8) == 1 else invented(key, "for sale", 2, 160)
    added = datetime(2002, 1, 1, 8) + timedelta(minutes=invented(key, "added", 0, 4_000_000))
    changed = datetime(2019, 1, 1, 8) + timedelta(minutes=invented(key, "changed", 0, 3_000_000))
    submitter = {"username": "demo", "resource_url": f"{API}/users/demo"}
    count = invented(key, "ratings", 40, 2_500)
    return {
        "community": {
            "have": have,
            "want": want,
            "rating": {"count": count, "average": invented(key, "average", 385, 485) / 100},
            "submitter": submitter,
            "contributors": [submitter],
            "data_quality": "Needs Vote",
            "status": "Accepted",
        },
        "date_added": pacific(added),
        "date_changed": pacific(changed),
        "num_for_sale": for_sale,
        "lowest_price": invented(key, "price", 399, 5_999) / 100 if for_sale else None,
    }


def _optional(album: Album, pressing: Pressing) -> Document:
    found: Document = {}
    if album.has_master:
        master_id = identity("master", album.slug)
        found |= {"master_id": master_id, "master_url": f"{API}/masters/{master_id}"}
    if pressing.released:
        found |= {"released": pressing.released, "released_formatted": _date(pressing.released)}
    if pressing.notes:
        found["notes"] = pressing.notes
    return found


def _date(released: str) -> str:
    """As Discogs prints it: "1977", "Jul 1987", "13 Jul 1999"."""
    year, _, rest = released.partition("-")
    month, _, day = rest.partition("-")
    parts = [str(int(day or 0) or ""), month_abbr[int(month or 0)], year]
    return " ".join(part for part in parts if part)


def _format(carrier: Format) -> Document:
    found: Document = {"name": carrier.name, "qty": str(carrier.quantity)}
    if carrier.text:
        found["text"] = carrier.text
    if carrier.descriptions:
        found["descriptions"] = list(carrier.descriptions)
    return found


def _identifier(kind: str, value: str, description: str) -> Document:
    about = {"description": description} if description else {}
    return {"type": kind, "value": value, **about}


def _track(track: Track) -> Document:
    found: Document = {
        "position": track.position,
        "type_": track.type_,
        "title": track.title,
        "duration": track.duration,
    }
    if track.artists:
        found["artists"] = [credit_document(artist) for artist in track.artists]
    if track.credits:
        found["extraartists"] = [credit_document(entry) for entry in track.credits]
    if track.sub_tracks:
        found["sub_tracks"] = [_track(part) for part in track.sub_tracks]
    return found


def _aliases(name: str, facts: Facts) -> set[str]:
    """All other names of the same person: at Discogs every alias lists all the others."""
    found, waiting = {name}, [name]
    while waiting:
        current = waiting.pop()
        near = {p.name for p in facts.people.values() if current in p.aliases}
        for other in (near | set(facts.people[current].aliases)) - found:
            found.add(other)
            waiting.append(other)
    return found - {name}


def _variations(person: Person, facts: Facts) -> list[str]:
    printed = {entry.anv for entry in _credits_of(person.name, facts) if entry.anv}
    return [*person.variations, *sorted(printed - {*person.variations, person.name})]


def _credits_of(name: str, facts: Facts) -> Iterable[Credit]:
    for album, pressing in facts.pressings():
        yield from (entry for entry in (*album.artists, *pressing.credits) if entry.name == name)


def _related(name: str) -> Document:
    artist_id = identity("artist", name)
    return {
        "id": artist_id,
        "name": name,
        "resource_url": f"{API}/artists/{artist_id}",
        "thumbnail_url": "",
    }


def _words(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name).split())


def _sort_name(name: str) -> str:
    return f"{name[4:]}, The" if name.startswith("The ") else name
