"""An element of a dump -> the JSON that the API would send of it, after the API's documentation alone.

Written for the tests, with the standard library's parser, and sharing nothing with the product: where both agree
on every recorded element, neither of two readers has misread it in the same way.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

Json = dict[str, Any]


def to_api(kind: str, xml: bytes) -> Json:
    """The API's document of a release, a master or an artist."""
    return {"release": release, "master": master, "artist": artist}[kind](ElementTree.fromstring(xml))


def text(node: ElementTree.Element, path: str) -> str:
    return node.findtext(path) or ""


def shown(document: Json) -> Json:
    """The API leaves out what it does not know."""
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def credited(node: ElementTree.Element, path: str) -> list[Json]:
    return [
        {key: text(one, key) for key in ("name", "anv", "join", "role", "tracks")}
        | {"id": int(text(one, "id") or 0)}
        for one in node.iterfind(f"{path}/artist")
    ]


def lines(node: ElementTree.Element, path: str, inner: bool) -> list[Json]:
    rows = []
    for one in node.iterfind(f"{path}/track"):
        row: Json = {key: text(one, key) for key in ("position", "title", "duration")}
        row["artists"], row["extraartists"] = credited(one, "artists"), credited(one, "extraartists")
        if one.find("sub_tracks/track") is not None:
            row["type_"], row["sub_tracks"] = "index", lines(one, "sub_tracks", True)
        elif inner or row["position"].strip() or row["duration"].strip():
            row["type_"] = "track"
        else:
            row["type_"] = "heading"
        rows.append(row)
    return rows


def pictures(node: ElementTree.Element) -> list[Json]:
    return [
        {"type": one.get("type"), "uri": one.get("uri"), "uri150": one.get("uri150")}
        | {side: int(one.attrib[side]) for side in ("width", "height")}
        for one in node.iterfind("images/image")
    ]


def common(node: ElementTree.Element) -> Json:
    return {
        "id": int(node.attrib["id"]),
        "title": text(node, "title"),
        "data_quality": text(node, "data_quality") or None,
        "artists": credited(node, "artists"),
        "genres": [one.text or "" for one in node.iterfind("genres/genre")],
        "styles": [one.text or "" for one in node.iterfind("styles/style")],
        "videos": [
            shown({"uri": one.get("src"), "title": text(one, "title")})
            | {"duration": int(one.attrib["duration"])}
            for one in node.iterfind("videos/video")
        ],
        "images": pictures(node),
    }


def master(node: ElementTree.Element) -> Json:
    numbers = {key: int(text(node, key)) for key in ("year", "main_release") if text(node, key)}
    return common(node) | numbers


def release(node: ElementTree.Element) -> Json:
    document = common(node)
    for key in ("country", "released", "notes"):
        document[key] = text(node, key) or None
    document["status"] = node.get("status")
    years = re.findall(r"^\d{4}(?!\d)", text(node, "released"))
    document["year"] = int(years[0]) if years else 0
    if text(node, "master_id"):
        document["master_id"] = int(text(node, "master_id"))
    document["tracklist"] = lines(node, "tracklist", False)
    document["extraartists"] = credited(node, "extraartists")
    for path, number, name in (("labels/label", "1", "Label"), ("series/series", "2", "Series")):
        document[path.partition("/")[0]] = [
            {"name": one.get("name", ""), "catno": one.get("catno", ""), "id": int(one.get("id") or 0)}
            | {"entity_type": number, "entity_type_name": name}
            for one in node.iterfind(path)
        ]
    document["companies"] = [
        {key: text(one, key) for key in ("name", "catno", "entity_type", "entity_type_name")}
        | {"id": int(text(one, "id") or 0)}
        for one in node.iterfind("companies/company")
    ]
    document["formats"] = [
        shown({"text": one.get("text")})
        | {"name": one.get("name"), "qty": one.get("qty")}
        | {"descriptions": [inner.text or "" for inner in one.iterfind("descriptions/description")]}
        for one in node.iterfind("formats/format")
    ]
    document["identifiers"] = [
        {"type": one.get("type"), "value": one.get("value"), "description": one.get("description") or None}
        for one in node.iterfind("identifiers/identifier")
    ]
    return document


def artist(node: ElementTree.Element) -> Json:
    document: Json = {"id": int(text(node, "id")), "name": text(node, "name"), "images": pictures(node)}
    for key in ("realname", "profile", "data_quality"):
        document[key] = text(node, key) or None
    document["urls"] = [one.text or "" for one in node.iterfind("urls/url")]
    document["namevariations"] = [one.text or "" for one in node.iterfind("namevariations/name")]
    for key in ("aliases", "groups", "members"):
        names = node.findall(f"{key}/name")
        ids = [one.text for one in node.iterfind(f"{key}/id")]
        assert not ids or len(ids) == len(names)
        document[key] = [
            {"name": one.text or "", "id": int(one.get("id") or (ids[number] if ids else None) or 0)}
            for number, one in enumerate(names)
        ]
    return document
