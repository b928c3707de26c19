"""Records out of the catalogue: elements as a dump holds them, made of the rows of the month in use.

Rows are read for some hundred ids at a time, in the order of the ids: so each part of a file is read about once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

from linernotes.documents import DUMP, PSEUDO_ARTISTS
from linernotes.documents.xml_writing import write_element
from linernotes.errors import CatalogueError
from linernotes.etl.dumps.records import Needed, OnProgress
from linernotes.etl.rows.documents_of_rows import DOCUMENT_OF_ROWS
from linernotes.etl.rows.model import Rows
from linernotes.source.dumps import Element
from linernotes.source.dumps.tags import Tags
from linernotes.storage.catalogue.manifest import CATALOGUE
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.tables import TABLES_OF, UNREADABLE
from linernotes.storage.duckdb.rows import ROWS

#: Records whose rows are in memory at a time.
BATCH = 500


class CatalogueRecords:
    """The records of one kind (release, master, artist) of a month that a reader has open. Progress counts records."""

    def __init__(self, reader: CatalogueReader, kind: str) -> None:
        month = reader.month
        self.path = month.folder / kind
        self.name = f"{CATALOGUE} {month.name}, {kind}s"
        self.kind = kind
        self.date = datetime.strptime(month.name, "%Y%m%d").replace(tzinfo=UTC)
        self.source = f"{DUMP}{month.name}"
        self._reader = reader

    def find(self, needed: Needed, on_progress: OnProgress) -> CatalogueElements:
        """Look for what is needed.

        :raises CatalogueError: (while iterating) a file of the month is missing or damaged.
        """
        return CatalogueElements(self._reader, self.kind, needed, on_progress)


class CatalogueElements:
    """See `Elements`. Of other pressings those alone come that no other pressing of their master is better than."""

    def __init__(self, reader: CatalogueReader, kind: str, needed: Needed, on_progress: OnProgress) -> None:
        dump = reader.month.manifest.dumps.get(kind)
        self.records = dump.records if dump else 0
        self.without_id = 0  # a record without an id is no row of the catalogue
        self._reader, self._kind, self._needed = reader, kind, needed
        self._on_progress = on_progress

    def __iter__(self) -> Iterator[Element]:
        ids = sorted(self._ids())
        done = 0
        self._on_progress(done, len(ids))
        for batch in _batches(ids):
            yield from self._made(batch)
            done += len(batch)
            self._on_progress(done, len(ids))
        yield from self._unreadable()

    def _ids(self) -> set[int]:
        """The ids of all that is needed; some of them may not be there."""
        needed, kind = self._needed, self._kind
        ids = set(needed.ids)
        if needed.by_artists and kind == "master":
            sql = _MASTERS_BY.format(master_artists=self._reader.table_of("master_artists"))
            ids.update(one.id for one in self._reader.read(_Id, sql, [sorted(needed.by_artists)]))
        if needed.by_artists and kind == "release":
            for artists in _batches(sorted(needed.by_artists)):
                alone = self._reader.look_up(_ById, "artist_releases", artists, where=_ALONE)
                ids.update(one.release_id for one in alone)
        if needed.of_masters:
            ids |= self._best_pressings()
        return ids

    def _best_pressings(self) -> set[int]:
        """The pressings with most people credited of each master, of several one for each year: one SELECT for all."""
        tables = ("master_versions", "release", "release_credits", "release_track_artists")
        sql = _BEST_PRESSINGS.format(**{name: self._reader.table_of(name) for name in tables})
        values = [sorted(self._needed.of_masters), sorted(self._needed.ids), sorted(PSEUDO_ARTISTS)]
        return {one.id for one in self._reader.read(_Id, sql, values)}

    def _made(self, ids: Sequence[int]) -> Iterator[Element]:
        """The elements of those of these ids that are there, in the order of the ids."""
        rows: defaultdict[int, _RowsOf] = defaultdict(lambda: defaultdict(list))
        for table in TABLES_OF[self._kind]:
            for row in self._reader.look_up(ROWS[table], table, ids):
                rows[cast(int, row[0])][table].append(row)
        for id in ids:
            if self._kind in rows[id]:
                yield Element(id, self._element(id, {**rows[id]}))

    def _element(self, id: int, rows: Rows) -> bytes:
        try:
            return write_element(DOCUMENT_OF_ROWS[self._kind](rows))
        except (ValueError, TypeError, RecursionError) as error:
            folder = self._reader.month.folder
            raise CatalogueError(
                f"{folder}: {self._kind} {id} cannot be read ({error}). Run: linernotes catalogue build"
            ) from error

    def _unreadable(self) -> Iterator[Element]:
        """Records that nothing could be read of, as they stood in the dump."""
        tags, table = Tags(self._kind), self._reader.table_of(UNREADABLE)
        for one in self._reader.read(_Xml, _UNREADABLE.format(unreadable=table), [self._kind]):
            xml = one.xml.encode()
            if (id := tags.id_of(xml, 0, len(xml))) in self._needed.ids:
                yield Element(id, xml)


#: The rows of one record by table, as they come.
_RowsOf = dict[str, list[tuple[object, ...]]]


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH))


class _Id(NamedTuple):
    id: int


class _ById(NamedTuple):
    release_id: int


class _Xml(NamedTuple):
    xml: str


#: Of `artist_releases`: those that an artist is a main artist of, and that have no master.
_ALONE = "is_main and album_id < 0"
_UNREADABLE = "select xml from {unreadable} where kind = ?"
_MASTERS_BY = "select distinct master_id as id from {master_artists} where artist_id in (select unnest(?))"
# The people of a track are those from its first role on: who stands before performs it, without a role.
_BEST_PRESSINGS = """
with
    versions as (
        select master_id, release_id
        from {master_versions}
        where
            master_id in (select unnest($1::bigint[]))
            and release_id not in (select unnest($2::bigint[]))
    ),
    on_tracks as (
        select
            release_id,
            artist_id,
            name,
            position >= min(position) filter (where role_text is not null) over (
                partition by release_id, track_no
            ) as is_credit
        from {release_track_artists}
        where release_id in (select release_id from versions)
    ),
    credited as (
        select release_id, artist_id, name
        from {release_credits}
        where release_id in (select release_id from versions)
        union all
        select release_id, artist_id, name from on_tracks where is_credit
    ),
    counted as (
        select
            release_id,
            count(distinct coalesce(cast(artist_id as varchar), '/' || name)) as people
        from credited
        where artist_id is null or artist_id not in (select unnest($3::bigint[]))
        group by release_id
    ),
    dated as (
        select v.master_id, c.people, v.release_id, coalesce(r.year, 0) as year
        from versions as v
        inner join counted as c on c.release_id = v.release_id
        inner join {release} as r on r.release_id = v.release_id
        where c.people > 0
    ),
    best as (select master_id, max(people) as people from dated group by master_id)
select min(d.release_id) as id
from dated as d
inner join best as b on b.master_id = d.master_id and b.people = d.people
group by d.master_id, d.year
"""
