"""The tables of a build, as `schema/*.sql` declares them: one DDL file per table.

A DDL file is plain SQL that runs unchanged in a DuckDB shell. Its layout documents it. Comment lines give the table's
grain, then comes `create table NAME (`. Each column has a line with its comment after `--`, which may go on in lines
of its own. `primary key (...)` and `);` end it. Anything else is refused at import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from linernotes.errors import BuildError

#: The version of the published tables; raised when a table or column changes its meaning.
SCHEMA_VERSION = "7"

#: Every table, in the order in which people should meet them.
GROUPS: dict[str, tuple[str, ...]] = {
    "collection": (
        "collection_value",
        "collection_items",
        "collection_fields",
        "collection_item_fields",
        "collection_changes",
        "wantlist_items",
    ),
    "release": (
        "release",
        "release_artists",
        "release_credits",
        "release_borrowed_credits",
        "release_labels",
        "release_formats",
        "release_genres",
        "release_styles",
        "release_tracks",
        "release_track_artists",
        "release_videos",
        "release_identifiers",
        "release_companies",
        "release_series",
        "release_images",
        "release_stats",
        "role",
    ),
    "master": (
        "master",
        "master_artists",
        "master_genres",
        "master_styles",
        "master_tracks",
        "master_track_artists",
        "master_videos",
        "master_stats",
    ),
    "artist": (
        "artist",
        "artist_images",
        "artist_aliases",
        "artist_groups",
        "artist_members",
        "artist_name_variations",
        "artist_urls",
        "artist_masters",
    ),
    "derived": (
        "artist_relations",
        "artist_release_roles",
        "release_credit_tracks",
        "release_role_evidence",
        "studio_evidence",
        "release_line_ups",
        "co_player_releases",
        "sideman_releases",
        "staff_releases",
        "artist_vertex",
        "artist_edge",
        "artist_community",
        "artist_community_members",
        "artist_similarity",
        "atlas_area",
        "atlas_part",
        "atlas_person",
        "atlas_bridge",
    ),
    "provenance": ("sync_run", "problem", "coverage", "meta"),
}

_COMMENT = r" -- .+\n"
_COLUMN = rf"    (\w+) ([a-z]+(?:\(\d+, \d+\))?(?:\[\])?), *({_COMMENT}(?: +{_COMMENT})*)"
_LAYOUT = re.compile(
    rf"((?:-- .+\n)+)create table (\w+) \(\n((?:{_COLUMN})+)    primary key \((\w+(?:, \w+)*)\)\n\);\n"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with its type as the DDL has it: `bigint`, `varchar[]`, `decimal(12, 2)`."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` names the columns of the primary key; `ddl` is the whole file as it stands."""

    name: str
    group: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    ddl: str

    def statements(self) -> list[str]:
        """The statements that create the table with its comments, in any database."""
        comments = [f"comment on table {self.name} is {_literal(self.comment)}"]
        comments += [
            f"comment on column {self.name}.{column.name} is {_literal(column.comment)}"
            for column in self.columns
        ]
        return [self.ddl.rstrip().removesuffix(";"), *comments]


def parse_ddl(ddl: str, *, group: str = "") -> Table:
    """Read one DDL file. Raises BuildError if it is not laid out as the top of this module describes."""
    layout = _LAYOUT.fullmatch(ddl)
    if layout is None:
        raise BuildError(f"not laid out as a table's DDL should be: {ddl.splitlines()[:3]}")
    header, name, body, key = layout[1], layout[2], layout[3], tuple(layout[7].split(", "))
    columns = tuple(
        Column(column, type_, _prose(comment)) for column, type_, comment in re.findall(_COLUMN, body)
    )
    if not set(key) <= {column.name for column in columns}:
        raise BuildError(f"the primary key of {name} names a column that it has not got")
    return Table(name, group, _prose(header), columns, key, ddl)


def _prose(comment: str) -> str:
    """Join the lines of a comment, without their dashes, into one paragraph."""
    return " ".join(line.strip().removeprefix("-- ") for line in comment.splitlines())


def _literal(text: str) -> str:
    """Quote text for SQL: COMMENT ON takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _load() -> dict[str, Table]:
    folder = files("linernotes.storage.duckdb") / "schema"
    tables = {}
    for group, names in GROUPS.items():
        for name in names:
            table = parse_ddl((folder / group / f"{name}.sql").read_text(encoding="utf-8"), group=group)
            if table.name != name:
                raise BuildError(f"schema/{name}.sql creates {table.name}")
            tables[name] = table
    return tables


#: Every table by name, in the order of GROUPS.
TABLES: dict[str, Table] = _load()
