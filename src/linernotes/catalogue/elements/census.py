"""Names of elements and attributes that no one has seen before in dumps. Pure."""

from __future__ import annotations

import re

_TAG = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

_CREDIT = "id name anv join role tracks title artists artist data_quality"
_IMAGE = "images image @type @uri @uri150 @height @width"
_VIDEO = "videos video description @src @duration @embed"
_WORDS = "genres genre styles style"
#: Every name that was seen, by kind of record; attributes begin with '@'. What we make no rows of is among them.
_SEEN: dict[str, frozenset[str]] = {
    kind: frozenset(" ".join(names).split())
    for kind, names in {
        "release": (
            *("release @id @status", _CREDIT, _IMAGE, _VIDEO, _WORDS),
            "extraartists labels label series @name @catno formats format descriptions @qty @text country released",
            "notes master_id @is_main_release tracklist track position duration sub_tracks identifiers identifier",
            "@value @description companies company catno entity_type entity_type_name resource_url",
        ),
        "master": ("master @id main_release year notes", _CREDIT, _IMAGE, _VIDEO, _WORDS),
        "artist": (
            *("artist id name realname profile data_quality @id", _IMAGE),
            "urls url namevariations aliases groups members",
        ),
        "label": (
            *("label id name contactinfo profile data_quality @id", _IMAGE),
            "parentLabel urls url sublabels",
        ),
    }.items()
}


def unknown_names(kind: str, records: bytes) -> set[str]:
    """The names in some records of a kind that no one has seen before; attributes begin with '@'."""
    found = _TAG.findall(records)
    names = {name.decode("utf-8", "replace") for name in {name for name, _ in found}}
    for attributes in {attributes for _, attributes in found if attributes}:
        names.update("@" + name.decode("utf-8", "replace") for name in _ATTRIBUTE.findall(attributes))
    return names - _SEEN[kind]
