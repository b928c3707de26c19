"""A document of the catalogue -> its element in a dump. What only the API has (prices, have, want) is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from discogs_sandbox.api.catalogue import API, Document
from discogs_sandbox.dumps.xml import Writer


def release_element(xml: Writer, release: Document, main_releases: Mapping[int, int]) -> str:
    """`main_releases`: master id -> its main release."""
    parts = [
        _images(xml, release),
        _credits(xml, "artists", release),
        xml.leaf("title", release["title"]),
        xml.group("labels", (_label(xml, "label", one) for one in release.get("labels") or [])),
        xml.group("series", (_label(xml, "series", one) for one in release.get("series") or [])),
        _credits(xml, "extraartists", release),
        xml.group("formats", (_format(xml, one) for one in release.get("formats") or [])),
        *_genres_and_styles(xml, release),
        *(xml.optional(name, release.get(name)) for name in ("country", "released", "notes", "data_quality")),
        _master_id(xml, release, main_releases),
        xml.group("tracklist", (_track(xml, one) for one in release.get("tracklist") or [])),
        xml.group("identifiers", (_identifier(xml, one) for one in release.get("identifiers") or [])),
        _videos(xml, release),
        xml.group("companies", (_company(xml, one) for one in release.get("companies") or [])),
    ]
    status = release.get("status") if xml.is_old else None
    return xml.tag("release", {"id": release["id"], "status": status}, "".join(parts))


def master_element(xml: Writer, master: Document) -> str:
    """Without tracklist: that is its main release's."""
    parts = [
        xml.leaf("main_release", master["main_release"]),
        _images(xml, master),
        _credits(xml, "artists", master),
        *_genres_and_styles(xml, master),
        xml.optional("notes", master.get("notes")),
        xml.leaf("year", master.get("year") or 0),
        xml.leaf("title", master["title"]),
        xml.optional("data_quality", master.get("data_quality")),
        _videos(xml, master),
    ]
    return xml.tag("master", {"id": master["id"]}, "".join(parts))


def artist_element(xml: Writer, artist: Document) -> str:
    """Its id is a child, after the images; so are, in old dumps, the ids of its members."""
    parts = [
        _images(xml, artist),
        xml.leaf("id", artist["id"]),
        xml.leaf("name", artist.get("name")),
        xml.optional("realname", artist.get("realname")),
        xml.leaf("profile", artist.get("profile")),
        xml.optional("data_quality", artist.get("data_quality")),
        _urls(xml, artist),
        xml.group("namevariations", (xml.leaf("name", one) for one in artist.get("namevariations") or [])),
        xml.group("aliases", (_name(xml, one) for one in artist.get("aliases") or [])),
        xml.group("members", (_member(xml, one) for one in artist.get("members") or [])),
        xml.group("groups", (_name(xml, one) for one in artist.get("groups") or [])),
    ]
    return f"<artist>{''.join(parts)}</artist>"


def label_element(xml: Writer, label: Document) -> str:
    """A label, a series or a company."""
    parent = label.get("parent_label")
    parts = [
        _images(xml, label),
        xml.leaf("id", label["id"]),
        xml.leaf("name", label.get("name")),
        xml.optional("contactinfo", label.get("contact_info")),
        xml.leaf("profile", label.get("profile")),
        xml.optional("data_quality", label.get("data_quality")),
        xml.tag("parentLabel", {"id": parent["id"]}, xml.text(parent["name"])) if parent else "",
        _urls(xml, label) or "<urls/>",
        xml.group(
            "sublabels",
            (
                xml.tag("label", {"id": one["id"]}, xml.text(one["name"]))
                for one in label.get("sublabels") or []
            ),
        ),
    ]
    return f"<label>{''.join(parts)}</label>"


#: Those that need nothing but the document itself.
PLAIN: dict[str, Callable[[Writer, Document], str]] = {
    "masters": master_element,
    "artists": artist_element,
    "labels": label_element,
}


def _images(xml: Writer, document: Document) -> str:
    """Until 2024 there were images without addresses, then none."""
    if not xml.is_old:
        return ""
    return xml.group(
        "images",
        (
            xml.tag(
                "image",
                {
                    "type": image["type"],
                    "uri": "",
                    "uri150": "",
                    "width": image["width"],
                    "height": image["height"],
                },
            )
            for image in document.get("images") or []
        ),
    )


def _credits(xml: Writer, name: str, document: Document) -> str:
    return xml.group(name, (_credit(xml, one) for one in document.get(name) or []))


def _credit(xml: Writer, credit: Document) -> str:
    rest = (xml.leaf(name, credit.get(name)) for name in ("name", "anv", "join", "role", "tracks"))
    return f"<artist>{_id(xml, credit)}{''.join(rest)}</artist>"


def _id(xml: Writer, credit: Document) -> str:
    """Old dumps write 0 for a name without an artist, new ones nothing."""
    return f"<id>{credit['id'] or 0}</id>" if credit.get("id") or xml.is_old else ""


def _label(xml: Writer, tag: str, label: Document) -> str:
    return xml.tag(tag, {"name": label["name"], "catno": label.get("catno", ""), "id": label["id"]})


def _format(xml: Writer, format: Document) -> str:
    attributes: dict[str, object] = {
        "name": format["name"],
        "qty": format["qty"],
        "text": format.get("text") or "",
    }
    words = (xml.leaf("description", word) for word in format.get("descriptions") or [])
    return xml.tag("format", attributes, xml.group("descriptions", words))


def _genres_and_styles(xml: Writer, document: Document) -> tuple[str, str]:
    genres, styles = document.get("genres") or [], document.get("styles") or []
    return (
        xml.group("genres", (xml.leaf("genre", one) for one in genres)),
        xml.group("styles", (xml.leaf("style", one) for one in styles)),
    )


def _master_id(xml: Writer, release: Document, main_releases: Mapping[int, int]) -> str:
    """Old dumps leave it out where there is no master, new ones say 0."""
    master_id = release.get("master_id") or 0
    if not master_id and xml.is_old:
        return ""
    is_main = main_releases.get(master_id) == release["id"]
    return xml.tag("master_id", {"is_main_release": str(is_main).lower()}, str(master_id))


def _track(xml: Writer, track: Document) -> str:
    parts = [
        *(xml.leaf(name, track.get(name)) for name in ("position", "title", "duration")),
        _credits(xml, "artists", track),
        _credits(xml, "extraartists", track),
        xml.group("sub_tracks", (_track(xml, one) for one in track.get("sub_tracks") or [])),
    ]
    return f"<track>{''.join(parts)}</track>"


def _identifier(xml: Writer, identifier: Document) -> str:
    return xml.tag(
        "identifier",
        {
            "type": identifier["type"],
            "description": identifier.get("description") or None,
            "value": identifier.get("value"),
        },
    )


def _videos(xml: Writer, document: Document) -> str:
    return xml.group("videos", (_video(xml, one) for one in document.get("videos") or []))


def _video(xml: Writer, video: Document) -> str:
    attributes = {
        "src": video["uri"],
        "duration": video.get("duration"),
        "embed": str(bool(video.get("embed"))).lower(),
    }
    inner = xml.leaf("title", video.get("title")) + xml.leaf("description", video.get("description"))
    return xml.tag("video", attributes, inner)


def _company(xml: Writer, company: Document) -> str:
    names = ("name", "catno", "entity_type", "entity_type_name")
    rest = "".join(xml.leaf(name, company.get(name)) for name in names)
    url = xml.leaf("resource_url", f"{API}/labels/{company['id']}") if company.get("id") else ""
    return f"<company>{_id(xml, company)}{rest}{url}</company>"


def _urls(xml: Writer, document: Document) -> str:
    return xml.group("urls", (xml.leaf("url", one) for one in document.get("urls") or []))


def _name(xml: Writer, artist: Document) -> str:
    return xml.tag("name", {"id": artist["id"]}, xml.text(artist["name"]))


def _member(xml: Writer, artist: Document) -> str:
    return f"<id>{artist['id']}</id>{_name(xml, artist)}" if xml.is_old else _name(xml, artist)
