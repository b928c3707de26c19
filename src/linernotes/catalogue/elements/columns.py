"""Which column of the catalogue's tables comes of which raw texts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from linernotes.catalogue.elements.links import link_columns
from linernotes.catalogue.elements.raw_tables import Raw
from linernotes.catalogue.elements.texts import Exploded, as_sent, meant, numbers, trimmed
from linernotes.catalogue.elements.track_lines import TrackLines
from linernotes.documents import year_of
from linernotes.etl.rows.names import display_name
from linernotes.etl.rows.release import quantity
from linernotes.etl.rows.roles import split_roles

#: Columns by name. One that is not there is NULL.
Columns = dict[str, pa.Array]
Make = Callable[[Raw, pa.Array], Columns]
_Column = tuple[Callable[[pa.Array], pa.Array], str]


def _text(field: str) -> _Column:
    return trimmed, field


def _sent(field: str) -> _Column:
    return as_sent, field


def _id(field: str) -> _Column:
    return (lambda texts: numbers(texts, pa.int64())), field


def _number(field: str) -> _Column:
    return (lambda texts: numbers(texts, pa.int32())), field


def _rows_of(
    list_name: str, owner: str, columns: Mapping[str, _Column], *, but_for: Sequence[str] = ()
) -> Make:
    """A table with a row for each row of a raw table. A row whose columns `but_for` are all NULL is left out."""

    def make(raw: Raw, ids: pa.Array) -> Columns:
        table = raw[list_name]
        made = {name: shape(table.column(field)) for name, (shape, field) in columns.items()}
        made[owner] = ids.take(table.column("record"))
        made["position"] = table.column("place")
        if but_for and all(made[name].null_count for name in but_for):
            kept = reduce(pc.or_, (made[name].is_valid() for name in but_for))
            return {name: column.filter(kept) for name, column in made.items()}
        return made

    return make


def _record(kind: str, columns: Mapping[str, _Column], more: Callable[[Raw], Columns] | None = None) -> Make:
    """The table of the records themselves."""

    def make(raw: Raw, ids: pa.Array) -> Columns:
        table = raw["record"]
        made = {name: shape(table.column(field)) for name, (shape, field) in columns.items()}
        return made | {f"{kind}_id": ids} | (more(raw) if more else {})

    return make


def _main_pictures(raw: Raw) -> pa.Array:
    """Of each record the address of the primary picture, else of the first that has one; NULL if none has."""
    images = raw["images"]
    urls = trimmed(images.column("uri"))
    found: list[str | None] = [None] * raw["record"].num_rows
    if urls.null_count < len(urls):
        is_primary = pc.equal(images.column("type"), "primary").to_pylist()
        rows = sorted(
            (row for row, url in enumerate(urls.to_pylist()) if url and not url.endswith("/spacer.gif")),
            key=lambda row: not is_primary[row],
        )
        records = images.column("record").to_pylist()
        for row in reversed(rows):
            found[records[row]] = urls[row].as_py()
    return pa.array(found, pa.string())


def _release_more(raw: Raw) -> Columns:
    released = raw["record"].column("released")
    years = meant(released, lambda text: year_of(text) or None, pa.int32())
    return {"year": years, "cover_url": _main_pictures(raw)}


def _artist_more(raw: Raw) -> Columns:
    names = trimmed(raw["record"].column("name"))
    shown = names
    numbered = pc.fill_null(pc.ends_with(names, ")"), False)
    if pc.any(numbered).as_py():
        new = pa.array([display_name(name) for name in names.filter(numbered).to_pylist()], pa.string())
        shown = pc.replace_with_mask(names, numbered, new)
    return {"display_name": shown, "image_url": _main_pictures(raw)}


def _credits(raw: Raw, ids: pa.Array) -> Columns:
    credits = raw["credits"]
    roles = Exploded(credits.column("role"), split_roles, 3)
    each = credits.take(pa.array(roles.rows))
    return {
        "release_id": ids.take(each.column("record")),
        "position": each.column("place"),
        "role_no": pa.array(roles.number),
        "artist_id": numbers(each.column("id"), pa.int64()),
        "name": trimmed(each.column("name")),
        "name_variation": trimmed(each.column("anv")),
        "role": roles.columns[0],
        "role_detail": roles.columns[1],
        "role_text": roles.columns[2],
        "tracks": as_sent(each.column("tracks")),
    }


def _formats(raw: Raw, ids: pa.Array) -> Columns:
    formats, words = raw["formats"], raw["descriptions"]
    texts = trimmed(words.column("text"))
    kept = texts.is_valid()
    of_format = _keys(words.column("record"), words.column("in_format"))[kept.to_numpy(zero_copy_only=False)]
    keys = _keys(formats.column("record"), formats.column("place"))
    begins = np.searchsorted(of_format, np.append(keys, np.iinfo(np.int64).max)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(begins), texts.filter(kept))
    is_empty = pa.array(np.diff(begins) == 0)
    return {
        "release_id": ids.take(formats.column("record")),
        "position": formats.column("place"),
        "name": trimmed(formats.column("name")),
        "quantity": meant(formats.column("qty"), quantity, pa.int32()),
        "text": trimmed(formats.column("text")),
        "descriptions": pc.if_else(is_empty, None, lists),
    }


def _keys(record: pa.Array, place: pa.Array) -> pa.Array:
    """A number for each row of a list, in the order of records and places."""
    return record.to_numpy().astype(np.int64) * (1 << 32) + place.to_numpy()


_ARTISTS = {
    "artist_id": _id("id"),
    "name": _text("name"),
    "name_variation": _text("anv"),
    "join_phrase": _text("join"),
}
_VIDEOS = {"url": _text("src"), "title": _text("title"), "duration_seconds": _number("duration")}
_ENTITY = {"name": _text("name"), "catalog_number": _text("catno")}


def _constant(text: str) -> _Column:
    return (lambda texts: pa.array([text] * len(texts))), "place"


def _common(kind: str) -> dict[str, Make]:
    owner = f"{kind}_id"
    return {
        f"{kind}_artists": _rows_of("artists", owner, _ARTISTS),
        f"{kind}_genres": _rows_of("genres", owner, {"genre": _text("text")}, but_for=("genre",)),
        f"{kind}_styles": _rows_of("styles", owner, {"style": _text("text")}, but_for=("style",)),
        f"{kind}_videos": _rows_of("videos", owner, _VIDEOS),
    }


#: Table -> what makes its columns of the raw tables and the ids of the records. Others have no rows in dumps.
COLUMNS: dict[str, Make] = {
    **_common("release"),
    **_common("master"),
    "release": _record(
        "release",
        {
            "master_id": _id("master_id"),
            "title": _text("title"),
            "released": _text("released"),
            "country": _text("country"),
            "data_quality": _text("data_quality"),
            "status": _text("status"),
            "notes": _sent("notes"),
        },
        _release_more,
    ),
    "release_credits": _credits,
    "release_labels": _rows_of("labels", "release_id", {"label_id": _id("id"), **_ENTITY}),
    "release_series": _rows_of(
        "series",
        "release_id",
        {
            "series_id": _id("id"),
            **_ENTITY,
            "entity_type": _constant("2"),  # the API says so of each series
            "entity_type_name": _constant("Series"),
        },
    ),
    "release_companies": _rows_of(
        "companies",
        "release_id",
        {
            "company_id": _id("id"),
            **_ENTITY,
            "entity_type": _text("entity_type"),
            "entity_type_name": _text("entity_type_name"),
        },
    ),
    "release_formats": _formats,
    "release_identifiers": _rows_of(
        "identifiers",
        "release_id",
        {"type": _text("type"), "value": _text("value"), "description": _text("description")},
    ),
    "release_tracks": lambda raw, ids: TrackLines(raw).rows(ids),
    "release_track_artists": lambda raw, ids: TrackLines(raw).artist_rows(ids),
    "master": _record(
        "master",
        {
            "main_release_id": _id("main_release"),
            "title": _text("title"),
            "year": _number("year"),
            "data_quality": _text("data_quality"),
        },
    ),
    "artist": _record(
        "artist",
        {
            "name": _text("name"),
            "real_name": _text("realname"),
            "profile": _sent("profile"),
            "data_quality": _text("data_quality"),
        },
        _artist_more,
    ),
    "artist_aliases": lambda raw, ids: link_columns(raw["aliases"], ids, "alias_id"),
    "artist_groups": lambda raw, ids: link_columns(raw["groups"], ids, "group_id"),
    "artist_members": lambda raw, ids: link_columns(raw["members"], ids, "member_id"),
    "artist_name_variations": _rows_of(
        "name_variations", "artist_id", {"name": _text("text")}, but_for=("name",)
    ),
    "artist_urls": _rows_of("urls", "artist_id", {"url": _text("text")}, but_for=("url",)),
    "label": _record(
        "label",
        {
            "name": _text("name"),
            "profile": _sent("profile"),
            "contact": _sent("contactinfo"),
            "parent_label_id": _id("parentlabel_id"),
            "parent_name": _text("parentlabel"),
            "data_quality": _text("data_quality"),
        },
    ),
    "label_urls": _rows_of("urls", "label_id", {"url": _text("text")}, but_for=("url",)),
    "label_sublabels": _rows_of(
        "sub_labels",
        "label_id",
        {"sublabel_id": _id("id"), "name": _text("text")},
        but_for=("sublabel_id", "name"),
    ),
}
