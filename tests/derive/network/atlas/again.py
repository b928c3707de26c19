"""Builds derived once more from the source tables of a home's build, without some of its copies."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.rows import tuples

from linernotes.derive.derive import DiscogsDerive
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import GROUPS, TABLES

#: What no derivation makes; `role` is prepared anew.
SOURCES = [
    name for group, names in GROUPS.items() if group not in ("derived", "provenance") for name in names
]


@dataclass(frozen=True)
class Map:
    """Where people stand, who is named by a label or a title, and the share of links between areas that touch."""

    at: dict[int, tuple[float, float]]
    named: frozenset[int]
    touching: float


def derive_again(
    home: Path, folder: Path, *, without: float = 0.0, seed: int = 0, before: Path | None = None
) -> Path:
    """A build of the home's own sources, without a share of its releases; `before` is the build before it."""
    build = current_build(home)
    assert build is not None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "build.duckdb"
    with DBStorage.create(path) as storage:
        with storage.beside(build.path, "source"):
            releases = sorted(storage.values(int, "select distinct release_id from source.collection_items"))
            gone = random.Random(seed).sample(
                releases, max(1, round(len(releases) * without)) if without else 0
            )
            for name in (*SOURCES, "sync_run"):
                if name != "role":
                    columns = ", ".join(column.name for column in TABLES[name].columns)
                    storage.execute(f"insert into {name} ({columns}) select {columns} from source.{name}")
        storage.execute(
            "insert into sync_run select -1, now(), now(), 'done', 0, 0 "
            "where not exists (select * from sync_run where status = 'done')"
        )
        storage.execute(
            "delete from collection_items where release_id in (select unnest(cast(? as bigint[])))", [gone]
        )
        storage.execute(
            "delete from collection_item_fields where instance_id not in (select instance_id from collection_items)"
        )
        DiscogsDerive().derive(storage, before=before)
    return path


def read_map(path: Path) -> Map:
    """What a build's map shows."""
    with DBStorage.open(path) as storage:
        at = {
            id: (x, y)
            for id, x, y in tuples(storage, "select artist_id, x, y from artist_vertex where artist_id > 0")
        }
        named = frozenset(
            storage.values(
                int,
                "select artist_id from atlas_person where label_zoom = 1 and area_id is not null "
                "union select artist_id from atlas_area where title is not null and artist_id is not null",
            )
        )
        outlines = {
            id: np.array(outline).reshape(-1, 2)
            for id, outline in tuples(
                storage, "select area_id, outline from atlas_area where region_id is null"
            )
        }
        links = tuples(
            storage,
            "select least(a.area, b.area), greatest(a.area, b.area), sum(e.weight) from artist_edge as e "
            "join (select p.artist_id, coalesce(r.region_id, p.area_id) as area from atlas_person as p "
            "join atlas_area as r on r.area_id = p.area_id) as a on a.artist_id = e.artist_id_from "
            "join (select p.artist_id, coalesce(r.region_id, p.area_id) as area from atlas_person as p "
            "join atlas_area as r on r.area_id = p.area_id) as b on b.artist_id = e.artist_id_to "
            "where a.area <> b.area group by 1, 2 order by 1, 2",
        )
    near = sum(weight for one, other, weight in links if _touch(outlines[one], outlines[other]))
    return Map(at, named, near / (sum(weight for *_, weight in links) or 1.0))


def read_tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows that make up a build's map."""
    with DBStorage.open(path) as storage:
        found = {
            name: list(tuples(storage, f"select * from {name} order by all"))
            for name in ("atlas_area", "atlas_part", "atlas_person", "atlas_bridge")
        }
        found["artist_vertex"] = list(
            tuples(storage, "select artist_id, x, y from artist_vertex order by artist_id")
        )
    return found


def _touch(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.hypot(*(one[:, None] - other[None]).T).min() < 9)
