"""An invented world of the size of Discogs, or a share of it: its tables as Parquet, drawn by hashes of ids.

At scale 1 it has 19.5 million releases, 9.9 million artists and some 200 million appearances. Each value is a hash of
the one number that names its row: hashes of several numbers combined turned out to depend on each other. Artists are
drawn by a power law, in no groups of friends, so that the graph is as dense as so many appearances can make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from linernotes.storage.catalogue.manifest import TableEntry
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, DERIVED

RELEASES, ARTISTS, MASTERS = 19_500_000, 9_900_000, 2_300_000
#: Rows of the lookups, at any scale.
BARCODES, VERSIONS, NAMES = 8_000_000, 11_000_000, 10_000_000
#: Ids of drawn artists are above those of any shelf.
FIRST_ARTIST = 1_000_000
#: Ranks from which the artists of a shelf have theirs: the most frequent but for the very first.
FIRST_KNOWN_RANK = 300
#: The pseudo-artist of compilations.
_VARIOUS = 194
#: Releases that are drawn at a time.
_PIECE = 250_000
#: The power law: the number of appearances falls with rank to the power of -0.85, and the first 40 are about alike.
_POWER, _FLAT = 0.15, 40
_PERFORMING = (
    *("Vocals", "Guitar", "Bass", "Drums", "Keyboards", "Piano", "Synthesizer", "Tenor Saxophone", "Trumpet"),
    *("Violin", "Cello", "Flute", "Percussion", "Organ", "Backing Vocals"),
)
_OTHERS = (
    *("Written-By", "Producer", "Engineer", "Mixed By", "Mastered By", "Artwork", "Photography By", "Design"),
    *("Lacquer Cut By", "Liner Notes", "Executive-Producer", "Recorded By", "Remix", "A&R", "Composed By"),
)
_COUNTRIES = ("US", "UK", "Germany", "France", "Japan", "Italy", "Netherlands", "Brazil", "Jamaica", "Europe")


@dataclass(frozen=True, slots=True)
class World:
    """How large it is. `known` are ids of artists of a shelf, who are among the most frequent."""

    scale: float
    known: tuple[int, ...] = ()

    @property
    def releases(self) -> int:
        """Releases, with the ids from 1."""
        return round(RELEASES * self.scale)

    @property
    def artists(self) -> int:
        """Artists, by rank."""
        return round(ARTISTS * self.scale)

    @property
    def masters(self) -> int:
        """Albums, with the ids from 1."""
        return round(MASTERS * self.scale)


def write_world(folder: Path, world: World, names: Sequence[str] | None = None) -> dict[str, TableEntry]:
    """Write the tables of releases and artists below a folder, or those of them with these names."""
    with MonthDatabase(folder, {}, scratch=folder / "scratch") as database:
        written: dict[str, TableEntry] = {}
        for name, drawn in _drawn(world).items():
            if names is not None and name not in names:
                continue
            count = world.artists if name.startswith("artist") else world.releases
            with TableWriter(folder, name) as writer:
                for first, last in _pieces(count):
                    values = {"first": first, "last": last, "known": list(world.known)}
                    database.write(writer, _select(name, *drawn), values)
                written[name] = writer.finish()
        return written


def write_lookups(folder: Path, world: World) -> dict[str, TableEntry]:
    """Write the tables of barcodes, of pressings and of names, of as many rows as the real ones have."""
    spread = f"1 + cast({_hash('n', 41)} % {world.releases} as bigint)"
    selects = {
        "barcodes": f"select lpad(cast({_hash('n', 40)} % 10000000000000 as varchar), 13, '0') as barcode, "
        f"{spread} as release_id from range({BARCODES}) as t(n)",
        "master_versions": f"select 1 + n // 5 as master_id, {spread} as release_id from range({VERSIONS}) as t(n)",
        "artist_names": f"select 'artist ' || n as name_key, {_artist('n', world, known=False)} as artist_id "
        f"from range(1, {NAMES} + 1) as t(n)",
    }
    with MonthDatabase(folder, {}, scratch=folder / "scratch") as database:
        written: dict[str, TableEntry] = {}
        for name, select in selects.items():
            order = ", ".join(DERIVED[name])
            with TableWriter(folder, name) as writer:
                database.write(writer, f"select distinct * from ({select}) order by {order}")
                written[name] = writer.finish(DERIVED[name])
        return written


def _pieces(count: int) -> Iterator[tuple[int, int]]:
    """First and last number of each piece of 1 to `count`."""
    for first in range(1, count + 1, _PIECE):
        yield first, min(first + _PIECE - 1, count)


def _select(name: str, columns: dict[str, str], source: str) -> str:
    """The SELECT of every column of a table."""
    listed = ", ".join(
        f"{columns.get(one.name, 'null')} as {one.name}" for one in CATALOGUE_TABLES[name].columns
    )
    return f"select {listed} from {source}"  # noqa: S608 names of ours


def _hash(key: str, salt: int) -> str:
    """SQL of a number of 64 bits for a number below 10^15."""
    return f"hash(cast({key} as bigint) + {salt} * cast(1000000000000000 as bigint))"


def _chance(key: str, salt: int) -> str:
    """SQL of a number from 0 to 1."""
    return f"({_hash(key, salt)} / 1.8446744073709552e19)"


def _pick(key: str, salt: int, words: Sequence[str]) -> str:
    """SQL of one of some words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"([{listed}])[1 + cast({_hash(key, salt)} % {len(words)} as bigint)]"


def _rank(key: str, salt: int, world: World) -> str:
    """SQL of the rank of an artist, from 1: drawn by the power law."""
    low, high = _FLAT**_POWER, (world.artists + _FLAT) ** _POWER
    drawn = f"pow({_chance(key, salt)} * {high - low!r} + {low!r}, {1 / _POWER!r})"
    return f"least(1 + cast({drawn} - {_FLAT} as bigint), {world.artists})"


def _artist(rank: str, world: World, *, known: bool = True) -> str:
    """SQL of the id of the artist of a rank."""
    drawn = f"{FIRST_ARTIST} + {rank}"
    if not (known and world.known):
        return drawn
    place = f"{rank} - {FIRST_KNOWN_RANK}"
    return f"case when {place} between 1 and {len(world.known)} then list_extract($known, {place}) else {drawn} end"


def _drawn(world: World) -> dict[str, tuple[dict[str, str], str]]:
    """How each table is drawn: SQL of the columns that are not NULL, and what they are selected from.

    The rows are those of the releases or artists from $first to $last.
    """
    each = "range($first, $last + 1) as t(r)"
    compilation = f"{_chance('r', 1)} < 0.08"
    tracks = f"range(1, 2 + cast({_hash('r', 2)} % 16 as bigint))"
    credits = (
        f"case when {_chance('r', 3)} < 0.25 then 0 "
        f"else least(cast(-11 * ln(1 - {_chance('r', 4)}) as bigint), 63) end"
    )
    return {
        "release": (
            {
                "release_id": "r",
                "master_id": f"case when {_chance('r', 5)} < 0.58 "
                f"then 1 + cast({_hash('r', 6)} % {world.masters} as bigint) end",
                "title": f"'Title of ' || cast({_hash('r', 7)} % 100000000000 as varchar)",
                "year": f"cast(1950 + {_hash('r', 8)} % 76 as integer)",
                "country": _pick("r", 9, _COUNTRIES),
            },
            each,
        ),
        "release_artists": (
            {
                "release_id": "r",
                "position": "cast(p as integer)",
                "artist_id": f"case when {compilation} then {_VARIOUS} "
                f"else {_artist(_rank('r * 64 + p', 10, world), world)} end",
                "name": "'Artist'",
            },
            f"{each}, range(0, 3) as u(p) "
            f"where p = 0 or (not ({compilation}) and p < {_chance('r', 11)} * 2.1 - 0.8)",
        ),
        "release_credits": (
            {
                "release_id": "r",
                "position": "cast(p as integer)",
                "role_no": "0",
                "artist_id": _artist(_rank("r * 64 + p", 15, world), world),
                "name": "'Artist'",
                "role": _pick("r * 64 + p", 12, (*_PERFORMING, *_OTHERS)),
                "tracks": f"case when {_chance('r', 13)} < 0.3 and {_chance('r * 64 + p', 14)} < 0.3 "
                "then '1, 3 to 5' end",
            },
            f"(select r, unnest(range({credits})) as p from {each})",
        ),
        "release_tracks": (
            {
                "release_id": "r",
                "track_no": "cast(n as integer)",
                "position": "cast(n as varchar)",
                "type": "'track'",
                "title": f"'Track ' || cast({_hash('r * 64 + n', 16)} % 1000000000 as varchar)",
            },
            f"(select r, unnest({tracks}) as n from {each})",
        ),
        "release_track_artists": (
            {
                "release_id": "r",
                "track_no": "cast(n as integer)",
                "position": "0",
                "role_no": "0",
                "artist_id": _artist(_rank("r * 64 + n", 17, world), world),
                "name": "'Artist'",
            },
            f"(select r, unnest({tracks}) as n from {each} where {compilation})",
        ),
        "release_labels": (
            {
                "release_id": "r",
                "position": "0",
                "label_id": f"1 + cast({_hash('r', 18)} % 2000000 as bigint)",
                "name": "'Label'",
                "catalog_number": f"'CAT ' || cast({_hash('r', 19)} % 100000000 as varchar)",
            },
            each,
        ),
        "release_formats": (
            {"release_id": "r", "position": "0", "name": "'Vinyl'", "quantity": "1"},
            each,
        ),
        "artist": (
            {
                "artist_id": f"case when r = 0 then {_VARIOUS} else {_artist('r', world)} end",
                "name": "'Artist ' || r",
            },
            "(select unnest(range($first, $last + 1)) as r union all select 0 where $first = 1)",
        ),
        "artist_aliases": (
            {"artist_id": _artist("r", world), "alias_id": _artist("r + 1", world)},
            f"{each} where r % 50 = 0 and r < {world.artists}",
        ),
    }
