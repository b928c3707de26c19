"""Reads the facets of a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from linernotes.documents.folding import unnumbered
from linernotes.insights.collection.copies import Collection, read_collection, sort_key
from linernotes.insights.collection.facets.facets import (
    AnyFacet,
    Facet,
    FacetName,
    Facets,
    Numbers,
    conditions,
    facet_of,
)
from linernotes.insights.collection.facets.own_facets import facet_of_field
from linernotes.insights.collection.own_fields import own_facet
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_other_names
from linernotes.insights.text.plurals import counted
from linernotes.storage.duckdb.database import load_sql

#: Facets of releases, each by a SELECT of its own: rows of release_id, value and label.
_OF_RELEASES: tuple[FacetName, ...] = ("artist", "person", "role", "genre", "style", "format", "label")
_BATCH = 100_000


def read_facets(snapshot: Snapshot) -> Facets:
    """All facets of a build's collection."""
    collection = snapshot.cached(read_collection)
    releases = np.array([copy.release_id for copy in collection.copies], dtype=np.int64)
    names = {str(id): str(person) for id, person in snapshot.cached(read_other_names).items()}
    facets: dict[AnyFacet, Facet] = {
        name: _of_releases(snapshot, name, releases, names if name == "person" else {})
        for name in _OF_RELEASES
    }
    facets |= {own_facet(one.field_id): facet_of_field(one, collection.copies) for one in collection.fields}
    offered = [own_facet(one.field_id) for one in collection.fields if one.is_choice]
    return Facets(len(releases), facets | _of_copies(collection), offered)


def _of_releases(snapshot: Snapshot, name: FacetName, releases: Numbers, others: Mapping[str, str]) -> Facet:
    sql = load_sql("linernotes.insights.collection.facets", f"facet_{name}")
    batches = list(snapshot.storage.record_batches(sql, batch_rows=_BATCH))
    if not batches:
        return Facet(len(releases), (), (), _none(), _none())
    table = pa.Table.from_batches(batches).combine_chunks()
    table = table.filter(table["value"].is_valid())
    coded = table["value"].combine_chunks().dictionary_encode()
    codes = coded.indices.to_numpy().astype(np.int64)
    _, first = np.unique(codes, return_index=True)
    labels = table["label"].take(pa.array(first)).to_pylist()
    keys = coded.dictionary.to_pylist()
    names = [unnumbered(label or key) for label, key in zip(labels, keys, strict=True)]
    order = sorted(range(len(keys)), key=lambda number: (sort_key(names[number]), keys[number]))
    place = np.empty(len(keys), dtype=np.int64)
    place[order] = np.arange(len(keys))
    rows, values = spread(table["release_id"].to_numpy(), place[codes], releases)
    shown = [keys[n] for n in order], [names[n] for n in order]
    return Facet(len(releases), *shown, rows, values, others=others)


def spread(valued: Numbers, values: Numbers, releases: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of a copy's position and a value. Release `valued[i]` has `values[i]`; `releases` has one for each copy."""
    by_release = np.argsort(releases, kind="stable")
    ordered = releases[by_release]
    begin = np.searchsorted(ordered, valued, side="left")
    copies = np.searchsorted(ordered, valued, side="right") - begin
    which = np.repeat(np.arange(len(valued)), copies)
    within = np.arange(len(which)) - np.repeat(np.cumsum(copies) - copies, copies)
    return by_release[begin[which] + within], values[which]


def _of_copies(collection: Collection) -> dict[AnyFacet, Facet]:
    copies = collection.copies
    years = [copy.original_year for copy in copies]
    decades = [None if year is None else str(year // 10 * 10) for year in years]
    ratings = [None if copy.rating is None else str(copy.rating) for copy in copies]
    folders = [None if copy.folder_id is None else str(copy.folder_id) for copy in copies]
    named = {str(folder.folder_id): folder.name for folder in collection.folders}
    return {
        "decade": _ordered(decades, {decade: f"{decade}s" for decade in decades if decade}),
        "rating": _ordered(ratings, _STARS, down=True),
        "folder": facet_of(folders, named),
        "country": facet_of([copy.country for copy in copies]),
        "condition": conditions([copy.media_condition for copy in copies]),
        "sleeve": conditions([copy.sleeve_condition for copy in copies]),
    }


def _ordered(by_copy: Sequence[str | None], labels: Mapping[str, str], *, down: bool = False) -> Facet:
    order = sorted({value for value in by_copy if value is not None}, key=int, reverse=down)
    return facet_of(by_copy, labels, order)


def _none() -> Numbers:
    return np.empty(0, dtype=np.int64)


_STARS = {str(stars): counted(stars, "star") for stars in range(1, 6)}
