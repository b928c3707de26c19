"""Fills the tables of the map of the shelf: its areas, its people and its bridges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from linernotes.derive.network.atlas.bridges import Bridge, Meeting
from linernotes.derive.network.atlas.geometry import area, swayed
from linernotes.derive.network.atlas.labels import Label, Wish
from linernotes.derive.network.atlas.map_before import AtlasBefore
from linernotes.derive.network.atlas.naming import dot_radii, name_people, name_strip
from linernotes.derive.network.atlas.parts import Part, parts_of
from linernotes.derive.network.atlas.survey import Atlas, MappedArtists, Territory, draw_up
from linernotes.derive.network.graph import Floats, Ints, Network
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.duckdb.rows import AtlasAreaRow, AtlasBridgeRow, AtlasPartRow, AtlasPersonRow

#: Who is never named.
NOT_NAMED: tuple[None, None, None] = (None, None, None)
_PACKAGE = "linernotes.derive.network.atlas"


class _Person(NamedTuple):
    artist_id: int
    copies: int
    albums: int


class _Style(NamedTuple):
    artist_id: int
    style: str
    albums: int


def derive_atlas(
    storage: DBStorage,
    whole: Network,
    communities: Sequence[tuple[int, Ints]],
    names: Mapping[int, str],
    before: AtlasBefore,
) -> Floats:
    """Draw the map and insert its rows. Returns where each artist of the network stands, (n, 2).

    `communities` are those in which people live: id and members (places in the network).
    """
    shelf = _shelf(storage, whole, names)
    atlas = draw_up(whole, communities, shelf, before)
    labels = name_people(whole.ids, atlas, shelf, before.labels)
    regional = len(atlas.territories) < len(atlas.places)
    land = sum(area(one.cell.outline) for one in atlas.territories)
    areas = [_area(one, atlas, whole, land, regional) for one in atlas.territories]
    areas += [_area(one, atlas, whole, land, False) for one in atlas.places] if regional else []
    storage.insert("atlas_area", sorted(areas))
    storage.insert("atlas_part", sorted(_part(one) for one in atlas.parts))
    storage.insert("atlas_person", _people(whole, atlas, shelf, labels))
    home = atlas.home_territories()
    ties: list[Bridge | Meeting] = [*atlas.bridges, *atlas.meetings]
    storage.insert(
        "atlas_bridge",
        sorted(
            AtlasBridgeRow(
                artist_id=int(whole.ids[one.near]),
                partner_id=int(whole.ids[one.far]),
                area_id=_area_id(atlas.territories[home[one.near]], regional),
                partner_area_id=_area_id(atlas.territories[home[one.far]], regional),
                weight=one.weight,
                has_line=isinstance(one, Bridge),
            )
            for one in ties
        ),
    )
    return atlas.at


def _shelf(storage: DBStorage, whole: Network, names: Mapping[int, str]) -> MappedArtists:
    place = {id: at for at, id in enumerate(whole.ids.tolist())}
    copies, albums = np.zeros(whole.size, dtype=np.int64), np.zeros(whole.size, dtype=np.int64)
    for person in storage.read(_Person, load_sql(_PACKAGE, "atlas_people")):
        if (at := place.get(person.artist_id)) is not None:
            copies[at], albums[at] = person.copies, person.albums
    rows = [row for row in storage.read(_Style, load_sql(_PACKAGE, "atlas_styles")) if row.artist_id in place]
    styles = sorted({row.style for row in rows})
    number = {style: at for at, style in enumerate(styles)}
    counts = np.zeros((whole.size, len(styles)))
    for row in rows:
        counts[place[row.artist_id], number[row.style]] = row.albums
    return MappedArtists([names[id] for id in whole.ids.tolist()], copies, albums, counts, styles)


def _area(drawn: Territory, atlas: Atlas, whole: Network, land: float, regional: bool) -> AtlasAreaRow:
    title = drawn.title
    return AtlasAreaRow(
        area_id=_area_id(drawn, regional),
        region_id=None if drawn.parent < 0 else -atlas.territories[drawn.parent].id,
        artist_id=None if drawn.titled < 0 else int(whole.ids[drawn.titled]),
        name=drawn.name,
        styles=drawn.styles,
        hue=drawn.hue,
        qty_people=len(drawn.members),
        qty_places=drawn.qty_places,
        site_x=float(drawn.site[0]),
        site_y=float(drawn.site[1]),
        power=drawn.power,
        title=None if title is None else list(title.lines),
        subtitle=title.styles or None if title is not None else None,
        title_size=None if title is None else title.size,
        title_box=None if title is None else np.round(title.drawn_box(), 1).tolist(),
        outline=np.round(drawn.outline, 1).ravel().tolist(),
        share=area(drawn.cell.outline) / land,
    )


def _part(part: Part) -> AtlasPartRow:
    """Its lines sway like all that is drawn."""
    return AtlasPartRow(
        area_id=part.place,
        part_no=part.number,
        qty_people=len(part.members),
        site_x=float(part.site[0]),
        site_y=float(part.site[1]),
        power=part.power,
        lines=np.round(swayed(part.lines.reshape(-1, 2)), 1).ravel().tolist(),
    )


def _area_id(area: Territory, regional: bool) -> int:
    return -area.id if regional else area.id


def _people(
    whole: Network, atlas: Atlas, shelf: MappedArtists, labels: Mapping[int, Sequence[tuple[Label, Wish]]]
) -> list[AtlasPersonRow]:
    radii = dot_radii(shelf)
    named = {label.artist: (zoom, label, wish) for zoom, found in labels.items() for label, wish in found}
    named |= {label.artist: (1, label, wish) for label, wish in name_strip(atlas, shelf)}
    piece = np.full(whole.size, -1, dtype=np.int64)
    for number, members in enumerate(atlas.apart):
        piece[members] = number
    part = parts_of(atlas.parts, whole.size)
    rows = []
    for at, id in enumerate(whole.ids.tolist()):
        zoom, label, wish = named.get(at) or NOT_NAMED
        home = int(atlas.home[at])
        rows.append(
            AtlasPersonRow(
                artist_id=id,
                area_id=None if home < 0 else atlas.places[home].id,
                part_no=int(part[at]) if part[at] >= 0 else None,
                piece_no=int(piece[at]) if home < 0 else None,
                radius=round(float(radii[at]), 1),
                copies=int(shelf.copies[at]),
                albums=int(shelf.albums[at]),
                label=None if wish is None else wish.name,
                label_zoom=zoom,
                label_side=None if label is None else label.side,
                label_x=None if label is None else round(float(label.offset[0]), 1),
                label_y=None if label is None else round(float(label.offset[1]), 1),
                label_size=None if wish is None else wish.size,
                label_width=None if label is None else round(label.width, 1),
            )
        )
    return rows
