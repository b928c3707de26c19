"""The tables: what other programs rely on, and the layout of their DDL."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import pytest
from tests.rows import tuples

from linernotes.errors import BuildError
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.empty_file import EmptyFiles
from linernotes.storage.duckdb.tables import GROUPS, TABLES, parse_ddl
from linernotes.storage.export.data_dictionary import data_dictionary, write_data_dictionary

DOCS = Path(__file__).resolve().parents[3] / "docs"

#: Every table with its columns, the primary key starred. Columns may be added at the end; none is renamed.
CONTRACT = """
collection_value: *loaded_at items minimum median maximum currency
collection_items: *instance_id release_id master_id folder_id folder added_at added_on rating title year
    thumb_url cover_url media_condition sleeve_condition notes
collection_fields: *field_id position name type options is_public
collection_item_fields: *instance_id *field_id field value
collection_changes: *instance_id *seen_at *change before after
wantlist_items: *release_id master_id added_at added_on rating title year notes thumb_url
release: *release_id master_id title year released country data_quality status notes uri thumb_url
    cover_url source loaded_at
release_artists: *release_id *position artist_id name name_variation join_phrase
release_credits: *release_id *position *role_no artist_id name name_variation role role_detail role_text
    tracks
release_borrowed_credits: *release_id *from_release_id *position *role_no artist_id name name_variation role role_detail
    role_text source from_year from_country
release_labels: *release_id *position label_id name catalog_number
release_formats: *release_id *position name quantity text descriptions
release_genres: *release_id *position genre
release_styles: *release_id *position style
release_tracks: *release_id *track_no parent_track_no position type title duration duration_seconds
release_track_artists: *release_id *track_no *position *role_no artist_id name name_variation
    join_phrase role role_detail role_text
release_videos: *release_id *position url title duration_seconds
release_identifiers: *release_id *position type value description
release_companies: *release_id *position company_id name catalog_number entity_type entity_type_name
release_series: *release_id *position series_id name catalog_number entity_type entity_type_name
release_images: *release_id *position type url url_150 width height
release_stats: *release_id *loaded_at have want rating_average rating_count for_sale lowest_price
    currency
role: *role category subcategory as_edge performs
master: *master_id main_release_id title year data_quality source loaded_at
master_artists: *master_id *position artist_id name name_variation join_phrase
master_genres: *master_id *position genre
master_styles: *master_id *position style
master_tracks: *master_id *track_no parent_track_no position type title duration duration_seconds
master_track_artists: *master_id *track_no *position *role_no artist_id name name_variation join_phrase
    role role_detail role_text
master_videos: *master_id *position url title duration_seconds
master_stats: *master_id *loaded_at have want for_sale lowest_price currency
artist: *artist_id identity_id name display_name real_name profile data_quality is_group thumb_url image_url
    qty_collection_items qty_collection_credits uri source loaded_at
artist_images: *artist_id *position type url url_150 width height
artist_aliases: *artist_id *alias_id name thumb_url
artist_groups: *artist_id *group_id name is_active thumb_url
artist_members: *artist_id *member_id name is_active thumb_url
artist_name_variations: *artist_id *position name
artist_urls: *artist_id *position url
artist_masters: *artist_id *type *id *role master_id main_release_id title year artist_text label format
    thumb_url have want
artist_relations: *artist_id_from *artist_id_to *relation_type weight releases roles
artist_release_roles: *artist_id *release_id *relation roles tracks
release_credit_tracks: *release_id *position *track_no
release_role_evidence: *artist_id_from *artist_id_to *release_id roles tracks
studio_evidence: *artist_id_from *artist_id_to *release_id roles
release_line_ups: *release_id *line_up_no tracks performers leaders credited named qty_performers
co_player_releases: *artist_id_from *artist_id_to *release_id tracks performers
sideman_releases: *identity_id *release_id artists roles
staff_releases: *identity_id *work *release_id artists roles
artist_vertex: *artist_id identity_id name in_collection component_id community_id degree weighted_degree pagerank
    betweenness hops_from_me x y
artist_edge: *artist_id_from *artist_id_to albums weight relation_types
artist_community: *community_id parent_id level label qty_artists qty_collected qty_items
artist_community_members: *community_id *artist_id centrality
artist_similarity: *artist_id *similar_id similarity shared
atlas_area: *area_id region_id artist_id name styles hue qty_people qty_places site_x site_y power
    title subtitle title_size title_box outline share
atlas_part: *area_id *part_no qty_people site_x site_y power lines
atlas_person: *artist_id area_id part_no piece_no radius copies albums label
    label_zoom label_side label_x label_y label_size label_width
atlas_bridge: *artist_id *partner_id area_id partner_area_id weight has_line
sync_run: *run_id started_at finished_at status requests documents
problem: *problem_no kind id seen_at reason location
coverage: *subject known total as_of
meta: *key value
"""


def contract() -> dict[str, list[str]]:
    text = CONTRACT.strip().replace("\n    ", " ")
    return {name: columns.split() for name, _, columns in (line.partition(": ") for line in text.split("\n"))}


@pytest.mark.parametrize("name", contract())
def test_a_table_has_the_columns_and_the_key_that_other_programs_rely_on(name: str) -> None:
    expected = contract()[name]
    table = TABLES[name]
    columns = [f"*{column.name}" if column.name in table.key else column.name for column in table.columns]
    assert columns[: len(expected)] == expected
    assert [column for column in columns if column.startswith("*")] == [f"*{key}" for key in table.key]


def test_no_table_is_without_a_contract() -> None:
    assert list(TABLES) == list(contract())


def test_every_ddl_file_is_a_table() -> None:
    folder = Path(__file__).resolve().parents[3] / "src/linernotes/storage/duckdb/schema"
    assert {path.stem for path in folder.rglob("*.sql")} == {
        name for group in GROUPS.values() for name in group
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_ddl_file_runs_unchanged_in_a_duckdb_shell(table) -> None:
    with duckdb.connect() as connection:
        connection.execute(table.ddl)
        columns = connection.execute(
            "select column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
    types = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}
    assert [(name, types.get(type_, type_.lower())) for name, type_ in columns] == [
        (column.name, column.type.replace(", ", ",")) for column in table.columns
    ]


@pytest.mark.parametrize("made_before", [0, 1, 2])
def test_a_new_database_says_in_its_comments_and_keys_what_the_ddl_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_before: int
) -> None:
    monkeypatch.setattr("linernotes.storage.duckdb.database.EMPTY_FILES", EmptyFiles())
    for number in range(made_before):
        with DBStorage.create(tmp_path / f"{number}.duckdb") as storage:
            storage.execute("insert into artist (artist_id) values (1)")
    with DBStorage.create(tmp_path / "new.duckdb") as storage:
        assert storage.scalar("select count(*) from artist") == 0
        tables = dict(tuples(storage, "select table_name, comment from duckdb_tables()"))
        columns = tuples(
            storage, "select table_name, column_name, comment from duckdb_columns() where not internal"
        )
        keys = tuples(
            storage,
            "select table_name, constraint_column_names from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY'",
        )
    assert tables == {table.name: table.comment for table in TABLES.values()}
    assert set(columns) == {
        (t.name, column.name, column.comment) for t in TABLES.values() for column in t.columns
    }
    assert {name: tuple(key) for name, key in keys} == {table.name: table.key for table in TABLES.values()}


def test_a_new_database_is_written_in_the_format_of_duckdb_1_2(tmp_path: Path) -> None:
    with DBStorage.create(tmp_path / "new.duckdb"):
        pass
    header = (tmp_path / "new.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20])[0] <= 65  # the number of 1.2.0; 2.0.0 writes 69 by itself


DDL = """-- One row per thing.
-- There are few.
create table thing (
    thing_id bigint,      -- its id
    price decimal(12, 2), -- what it costs, in EUR;
                          -- NULL = nothing
    names varchar[],      -- its names
    primary key (thing_id)
);
"""


def test_a_ddl_file_is_read_with_its_comments() -> None:
    table = parse_ddl(DDL)
    assert (table.name, table.comment, table.key) == (
        "thing",
        "One row per thing. There are few.",
        ("thing_id",),
    )
    assert [(column.name, column.type, column.comment) for column in table.columns] == [
        ("thing_id", "bigint", "its id"),
        ("price", "decimal(12, 2)", "what it costs, in EUR; NULL = nothing"),
        ("names", "varchar[]", "its names"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(" -- its id", "", id="a-column-without-comment"),
        pytest.param("-- One row per thing.\n-- There are few.\n", "", id="no-header"),
        pytest.param("    primary key (thing_id)\n", "", id="no-key"),
        pytest.param("primary key (thing_id)", "primary key (other_id)", id="a-key-that-is-no-column"),
        pytest.param("names varchar[]", "names varchar[] not null", id="something-else-in-the-line"),
        pytest.param(");\n", ");\ndrop table thing;\n", id="a-second-statement"),
    ],
)
def test_a_ddl_file_that_is_laid_out_otherwise_is_refused(old: str, new: str) -> None:
    assert old in DDL
    with pytest.raises(BuildError):
        parse_ddl(DDL.replace(old, new))


def test_the_data_dictionary_in_docs_is_the_one_that_the_database_gives(tmp_path: Path) -> None:
    write_data_dictionary(tmp_path / "tables.md")
    assert (DOCS / "tables.md").read_bytes() == (tmp_path / "tables.md").read_bytes(), "run: make docs"


def test_the_data_dictionary_has_every_column_once(tmp_path: Path) -> None:
    with DBStorage.create(tmp_path / "new.duckdb") as storage:
        lines = data_dictionary(storage).splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| column |")]
    assert len(rows) == sum(len(table.columns) for table in TABLES.values())
    assert [line[5:-1] for line in lines if line.startswith("### ")] == list(TABLES)
