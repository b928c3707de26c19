"""Every field of every kind of document, spoilt by rule: wrong, huge, negative, deep, repeated, absent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

_CREDIT = {
    "id": 1014,
    "name": "Ella (2)",
    "anv": "E.",
    "join": "&",
    "role": "Guitar [Lead], Vocals",
    "tracks": "A1 to A2",
    "resource_url": "https://api.discogs.com/artists/1014",
    "thumbnail_url": "https://i.discogs.com/x.jpeg",
}
_ENTITY = {
    "id": 70,
    "name": "Label",
    "catno": "L 1",
    "entity_type": "1",
    "entity_type_name": "Label",
    "resource_url": "https://api.discogs.com/labels/70",
}
_FORMAT = {"name": "Vinyl", "qty": "1", "text": "180 g", "descriptions": ["LP", "Album"]}
_IMAGE = {
    "type": "primary",
    "uri": "https://i.discogs.com/a.jpeg",
    "uri150": "https://i.discogs.com/b.jpeg",
    "resource_url": "https://i.discogs.com/a.jpeg",
    "width": 600,
    "height": 600,
}
_VIDEO = {"uri": "https://x/1", "title": "V", "description": "V", "duration": 180, "embed": True}
_TRACK = {
    "position": "A1",
    "type_": "track",
    "title": "Tune",
    "duration": "3:00",
    "artists": [_CREDIT],
    "extraartists": [_CREDIT],
}
_BASIC = {
    "id": 20003,
    "master_id": 30003,
    "master_url": "https://api.discogs.com/masters/30003",
    "resource_url": "https://api.discogs.com/releases/20003",
    "thumb": "https://i.discogs.com/t.jpeg",
    "cover_image": "https://i.discogs.com/c.jpeg",
    "title": "Album",
    "year": 1975,
    "artists": [_CREDIT],
    "labels": [_ENTITY],
    "formats": [_FORMAT],
    "genres": ["Jazz"],
    "styles": ["Bop"],
}
_PAGINATION = {"page": 1, "pages": 1, "per_page": 100, "items": 1, "urls": {"next": "https://x", "last": ""}}
_LINK = {"id": 1015, "name": "Band", "active": True, "thumbnail_url": "", "resource_url": "https://x"}
_COUNTS = {"in_collection": 10, "in_wantlist": 5}
_ALBUM = {
    "id": 20003,
    "title": "Album",
    "year": 1975,
    "uri": "https://www.discogs.com/release/20003",
    "resource_url": "https://api.discogs.com/releases/20003",
    "data_quality": "Correct",
    "artists": [_CREDIT],
    "genres": ["Jazz"],
    "styles": ["Bop"],
    "tracklist": [_TRACK | {"sub_tracks": [_TRACK]}],
    "videos": [_VIDEO],
    "images": [_IMAGE],
    "num_for_sale": 3,
    "lowest_price": 12.5,
}

#: One document of each kind, of our own making, with every field that Discogs sends.
#: (A `pressing` is read like a release, from dumps alone.)
WHOLE: dict[str, dict[str, Any]] = {
    "identity": {
        "id": 1,
        "username": "ella",
        "resource_url": "https://api.discogs.com/users/ella",
        "consumer_name": "linernotes",
    },
    "user": {
        "id": 1,
        "username": "ella",
        "name": "Ella",
        "curr_abbr": "EUR",
        "num_collection": 1,
        "num_wantlist": 1,
        "profile": "",
        "rank": 1.0,
        "registered": "2012-08-15T21:13:36-07:00",
        "avatar_url": "https://x",
    },
    "folders": {"folders": [{"id": 1, "name": "Uncategorized", "count": 1, "resource_url": "https://x"}]},
    "fields": {
        "fields": [
            {
                "id": 1,
                "name": "Media Condition",
                "type": "dropdown",
                "options": ["Mint (M)"],
                "position": 1,
                "public": True,
            }
        ]
    },
    "value": {"minimum": "A$1,597.46", "median": "A$2,000.00", "maximum": "A$3,000.00"},
    "collection": {
        "pagination": _PAGINATION,
        "releases": [
            {
                "id": 20003,
                "instance_id": 5,
                "folder_id": 1,
                "rating": 4,
                "date_added": "2020-02-29T23:30:00-08:00",
                "notes": [{"field_id": 1, "value": "Mint (M)"}],
                "basic_information": _BASIC,
            }
        ],
    },
    "wants": {
        "pagination": _PAGINATION,
        "wants": [
            {
                "id": 20003,
                "rating": 3,
                "notes": "A note",
                "notes_public": "x",
                "date_added": "2020-02-29T23:30:00-08:00",
                "resource_url": "https://x",
                "basic_information": _BASIC,
            }
        ],
    },
    "release": _ALBUM
    | {
        "master_id": 30003,
        "master_url": "https://api.discogs.com/masters/30003",
        "status": "Accepted",
        "country": "UK",
        "released": "1975-05-00",
        "released_formatted": "May 1975",
        "notes": "Notes [a1014]",
        "thumb": "https://i.discogs.com/t.jpeg",
        "labels": [_ENTITY],
        "series": [_ENTITY],
        "companies": [_ENTITY],
        "formats": [_FORMAT],
        "identifiers": [{"type": "Barcode", "value": "5 012345 678900", "description": "Text"}],
        "extraartists": [_CREDIT],
        "format_quantity": 1,
        "estimated_weight": 230,
        "blocked_from_sale": False,
        "date_added": "2004-04-30T08:10:05-07:00",
        "date_changed": "2024-12-03T02:50:12-07:00",
        "community": {
            "have": 252,
            "want": 42,
            "rating": {"count": 45, "average": 3.42},
            "contributors": [{"username": "x", "resource_url": "https://x"}],
            "status": "Accepted",
        },
    },
    "master": _ALBUM
    | {
        "main_release": 20003,
        "main_release_url": "https://x",
        "most_recent_release": 20003,
        "versions_url": "https://x",
    },
    "artist": {
        "id": 1014,
        "name": "Ella (2)",
        "realname": "Ella Someone",
        "profile": "Singer of [a1015].",
        "data_quality": "Correct",
        "uri": "https://www.discogs.com/artist/1014",
        "resource_url": "https://api.discogs.com/artists/1014",
        "releases_url": "https://x",
        "images": [_IMAGE],
        "urls": ["https://x"],
        "namevariations": ["E. Someone"],
        "aliases": [_LINK],
        "groups": [_LINK],
        "members": [_LINK],
    },
    "artist_releases": {
        "pagination": _PAGINATION,
        "releases": [
            {
                "id": 30003,
                "type": "master",
                "role": "Main",
                "main_release": 20003,
                "title": "Album",
                "year": 1975,
                "artist": "Ella",
                "label": "Label",
                "format": "LP",
                "thumb": "https://i.discogs.com/t.jpeg",
                "resource_url": "https://x",
                "stats": {"community": _COUNTS, "user": _COUNTS},
            }
        ],
    },
}


def _deep(opening: str, closing: str, levels: int) -> Callable[[str], str]:
    return lambda text: opening * levels + text + closing * levels


def _items(count: int) -> Callable[[str], str]:
    """A list has its entries so often, anything else becomes a list."""

    def harm(text: str) -> str:
        entries = text[1:-1] if text.startswith("[") and text != "[]" else text
        return f"[{','.join([entries] * count)}]"

    return harm


def _is(text: str) -> Callable[[str], str]:
    return lambda _: text


#: What is put in the place of a field's JSON, made from that.
HARMS: dict[str, Callable[[str], str]] = {
    "null": _is("null"),
    "true": _is("true"),
    "text": _is('"some text"'),
    "empty text": _is('""'),
    "number": _is("7"),
    "fraction": _is("1.5"),
    "list": _is("[]"),
    "list of a list": _is("[[1]]"),
    "list of null": _is("[null, null]"),
    "list of numbers": _is("[1, 2]"),
    "object": _is("{}"),
    "object of another kind": _is('{"other": {"id": 1}}'),
    "huge": _is("1" + "0" * 30),
    "beyond 64 bits": _is("18446744073709551616"),
    "beyond 32 bits": _is("2147483648"),
    "beyond all floats": _is("1e999"),
    "5000 digits": _is("9" * 5_000),
    "huge text of digits": _is('"' + "9" * 5_000 + '"'),
    "huge text": _is('"' + "x [a=" * 20_000 + '"'),
    "negative": _is("-1"),
    "negative and huge": _is("-1" + "0" * 30),
    "negative text": _is('"-1"'),
    "not a number": _is("NaN"),
    "half a character": _is('"\\ud83c \\u0000 x"'),
    "deep lists": _deep("[", "]", 300),
    "deeper lists": _deep("[", "]", 20_000),
    "deep objects": _deep('{"sub_tracks": ', "}", 300),
    "thousandfold": _items(1_000),
}
#: These need more than the field itself: it comes twice, with another value first or last, or not at all.
WITHIN = ("repeated first", "repeated last", "absent")

_HERE = "\N{OBJECT REPLACEMENT CHARACTER}here"


@dataclass(frozen=True)
class Spoilt:
    """One field of one kind of document with one harm. `path` leads to it in a document of that kind."""

    kind: str
    path: Path
    harm: str

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{self.kind}{place}-{self.harm.replace(' ', '-')}"

    def body(self, document: Any) -> bytes:
        """The document's JSON with the harm done to it; a field that it lacks is taken from our own document."""
        spoilt = copy.deepcopy(document)
        holder = _holder(spoilt, WHOLE[self.kind], self.path)
        last: Any = self.path[-1]
        text = json.dumps(holder[last])
        if self.harm == "absent":
            del holder[last]
            return json.dumps(spoilt).encode()
        holder[last] = _HERE
        key = f"{json.dumps(last)}: " if isinstance(last, str) else ""
        strange = '{"another": [7]}'
        replaced = {
            "repeated first": f"{strange}, {key}{text}",
            "repeated last": f"{text}, {key}{strange}",
        }.get(self.harm) or HARMS[self.harm](text)
        return json.dumps(spoilt).replace(json.dumps(_HERE), replaced, 1).encode()


def _holder(document: Any, whole: Any, path: Path) -> Any:
    """What holds the last step of a path in a document; what is missing on the way is taken from `whole`."""
    holder = document
    for step in path:
        holder = document
        has = step in document if isinstance(step, str) else step < len(document)
        if not has or not isinstance(document[step], type(whole[step])):
            kept = copy.deepcopy(whole[step])
            if has or isinstance(step, str):
                document[step] = kept
            else:
                document.append(kept)
        document, whole = document[step], whole[step]
    return holder


def field_paths(document: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every field, at every depth; of a list's entries those of the first."""
    steps: Any = document if isinstance(document, dict) else range(min(1, len(document)))
    for step in steps:
        yield (*path, step)
        if isinstance(document[step], dict | list):
            yield from field_paths(document[step], (*path, step))


def every_spoilt_field() -> list[Spoilt]:
    """Each field of each kind, with each harm, in a fixed order."""
    return [
        Spoilt(kind, path, harm)
        for kind, document in WHOLE.items()
        for path in field_paths(document)
        for harm in (*HARMS, *WITHIN)
    ]
