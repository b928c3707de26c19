"""What is taken out of the records of a dump, many at once: a raw table of texts for each list within them.

The only module that knows xml2arrow. It reads whole documents alone, and says nothing of what it passes over:
`usual.why_unusual` counts tags against rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import xml2arrow
import yaml

from linernotes.errors import DocumentError

#: Raw tables by name: Arrow record batches.
Raw = Mapping[str, pa.RecordBatch]

_CREDIT = ("id", "name", "anv", "join", "role", "tracks")
_ENTITY = ("@id", "@name", "@catno")
_LEVELS = ("in_track", "in_sub_track")
_TRACK = ("position", "title", "duration")


@dataclass(frozen=True, slots=True)
class RawList:
    """A list within a record. `path` leads from the record to it, with the names of the elements between.

    Each child of the list is a row: its place in each list above is a column, and `fields` are texts of it. '@id' is
    an attribute, '' the row's own text, 'name/@id' an attribute of a child that is called name. `row` is the name
    of the children; an empty `row` stands for lists of children with several names.
    """

    path: str
    row: str
    fields: tuple[str, ...]


_COMMON = {
    "artists": RawList("artists", "artist", _CREDIT),
    "genres": RawList("genres", "genre", ("",)),
    "styles": RawList("styles", "style", ("",)),
    "videos": RawList("videos", "video", ("@src", "@duration", "title")),
    "images": RawList("images", "image", ("@type", "@uri")),
}
#: By kind of record: the fields of the record itself, and its lists.
LISTS: dict[str, tuple[tuple[str, ...], dict[str, RawList]]] = {
    "release": (
        ("@id", "@status", "title", "country", "released", "notes", "master_id", "data_quality"),
        {
            **_COMMON,
            "credits": RawList("extraartists", "artist", _CREDIT),
            "labels": RawList("labels", "label", _ENTITY),
            "series": RawList("series", "series", _ENTITY),
            "companies": RawList(
                "companies", "company", ("id", "name", "catno", "entity_type", "entity_type_name")
            ),
            "formats": RawList("formats", "format", ("@name", "@qty", "@text")),
            "descriptions": RawList("formats/format/descriptions", "description", ("",)),
            "identifiers": RawList("identifiers", "identifier", ("@type", "@value", "@description")),
            "tracks": RawList("tracklist", "track", _TRACK),
            "track_artists": RawList("tracklist/track/artists", "artist", _CREDIT),
            "track_credits": RawList("tracklist/track/extraartists", "artist", _CREDIT),
            "sub_tracks": RawList("tracklist/track/sub_tracks", "track", _TRACK),
            "sub_artists": RawList("tracklist/track/sub_tracks/track/artists", "artist", _CREDIT),
            "sub_credits": RawList("tracklist/track/sub_tracks/track/extraartists", "artist", _CREDIT),
        },
    ),
    "master": (("@id", "title", "year", "main_release", "data_quality"), dict(_COMMON)),
    "artist": (
        ("id", "name", "realname", "profile", "data_quality"),
        {
            "urls": RawList("urls", "url", ("",)),
            "name_variations": RawList("namevariations", "name", ("",)),
            "aliases": RawList("aliases", "", ("name", "name/@id", "id")),
            "groups": RawList("groups", "", ("name", "name/@id", "id")),
            "members": RawList("members", "", ("name", "name/@id", "id")),
            "images": RawList("images", "image", ("@type", "@uri")),
        },
    ),
    "label": (
        ("id", "name", "contactinfo", "profile", "data_quality", "parentLabel", "parentLabel/@id"),
        {
            "urls": RawList("urls", "url", ("",)),
            "sub_labels": RawList("sublabels", "label", ("", "@id")),
        },
    ),
}


class RawParser:
    """Reads documents of one `kind` of record (release, master, artist, label). One object serves any thread."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        with tempfile.TemporaryDirectory(prefix="linernotes-") as folder:
            config = Path(folder) / "raw.yaml"
            config.write_text(yaml.safe_dump(_config(kind)), encoding="utf-8")
            self._parser = xml2arrow.XmlToArrowParser(config)
        self._root = f"{kind}s".encode()

    def parse(self, records: bytes) -> Raw:
        """The raw tables of whole records that follow each other: `record`, and one for each list.

        Columns `record` and `place` are the place of a record in `records`, and of a row in its list; `in_track` and
        `in_sub_track` that of a track that the list belongs to. All others are texts.

        :raises DocumentError: they cannot be read together; one of them is no XML, or says something twice.
        """
        document = b"<%b>%b</%b>" % (self._root, records, self._root)
        try:
            parsed = self._parser.parse(document)
        except (xml2arrow.Xml2ArrowError, TypeError, ValueError) as error:
            raise DocumentError(" ".join(str(error).split())) from None
        return {
            name: batch.rename_columns([column.strip("<>") for column in batch.schema.names])
            for name, batch in parsed.items()
        }


def _config(kind: str) -> dict[str, object]:
    own, lists = LISTS[kind]
    root, record = f"/{kind}s", f"/{kind}s/{kind}"
    tables = [_table("record", root, ["record"], record, own)]
    for name, raw in lists.items():
        levels = ["record", *_LEVELS[: raw.path.split("/").count("track")], "place"]
        if raw.path.startswith("formats/"):
            levels.insert(1, "in_format")
        path = f"{record}/{raw.path}"
        tables.append(_table(name, path, levels, f"{path}/{raw.row}" if raw.row else path, raw.fields))
    return {"parser_options": {"trim_text": False}, "tables": tables}


def _table(name: str, path: str, levels: list[str], row: str, fields: tuple[str, ...]) -> dict[str, object]:
    return {
        "name": name,
        "xml_path": path,
        "levels": levels,
        "fields": [_field(row, field) for field in fields],
    }


def _field(row: str, field: str) -> dict[str, object]:
    path = f"{row}/{field}" if field else row
    name = field.replace("@", "").replace("/", "_").lower() or "text"
    return {"name": name, "xml_path": path, "data_type": "Utf8", "nullable": True}
