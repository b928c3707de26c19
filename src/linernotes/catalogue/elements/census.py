"""Names of elements and attributes that nobody has seen before in dumps. Pure."""

from __future__ import annotations

import re

_TAG = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

_CREDIT = "id name anv join role tracks"
#: Every name that was seen, by kind of record; attributes begin with '@'. What we make no rows of is among them.
_SEEN: dict[str, frozenset[str]] = {
    "release": frozenset(
        f"""release {_CREDIT} title artists artist extraartists labels label formats format descriptions description genres
        genre styles style country released notes data_quality master_id tracklist track position duration sub_tracks
        identifiers identifier videos video companies company catno entity_type entity_type_name resource_url series
        images image @id @status @name @catno @qty @text @type @value @description @src @duration @embed @height @width
        @uri @uri150 @is_main_release""".split()
    ),
    "master": frozenset(
        f"""master {_CREDIT} main_release title artists artist genres genre styles style year notes data_quality videos
        video description images image @id @src @duration @embed @height @width @type @uri @uri150""".split()
    ),
    "artist": frozenset(
        """artist id name realname profile data_quality urls url namevariations aliases groups members images image @id
        @height @width @type @uri @uri150""".split()
    ),
    "label": frozenset(
        """label id name contactinfo profile data_quality parentLabel urls url sublabels images image @id @height @width
        @type @uri @uri150""".split()
    ),
}


def unknown_names(kind: str, records: bytes) -> set[str]:
    """The names in some records of a kind that nobody has seen before; attributes begin with '@'."""
    found = _TAG.findall(records)
    names = {name.decode("utf-8", "replace") for name in {name for name, _ in found}}
    for attributes in {attributes for _, attributes in found if attributes}:
        names.update("@" + name.decode("utf-8", "replace") for name in _ATTRIBUTE.findall(attributes))
    return names - _SEEN[kind]
