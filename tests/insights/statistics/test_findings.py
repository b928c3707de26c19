"""Findings: the first few things that a shelf tells about itself."""

from __future__ import annotations

from pathlib import Path

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.highlights import Sideman, read_findings
from linernotes.storage.duckdb.database import DBStorage


def test_a_sideman_is_found_on_an_album_by_somebody_without_a_page(tmp_path: Path) -> None:
    """A main artist that is only a name (id 0 at Discogs) leads nobody to him, but he did play."""
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        storage.execute(
            """
            insert into collection_items (instance_id, release_id) values (1, 11), (2, 12);
            insert into release (release_id, source) values (11, 'api'), (12, 'api');
            insert into release_artists (release_id, position, artist_id, name) values
                (11, 0, null, 'Just A Name'), (12, 0, 5, 'Leader');
            insert into artist (artist_id, name, display_name, source) values
                (5, 'Leader', 'Leader', 'api'), (7, 'Drummer', 'Drummer', 'api'), (8, 'Bassist', 'Bassist', 'api');
            insert into release_credits (release_id, position, role_no, artist_id, name, role) values
                (11, 0, 0, 7, 'Drummer', 'Drums'), (12, 0, 0, 8, 'Bassist', 'Bass');
            insert into role (role, category, as_edge) values ('Drums', 'percussion', true), ('Bass', 'bass', true);
            """
        )
    with DBStorage.open(tmp_path / "build.duckdb") as storage:
        found = read_findings(Snapshot(storage))
    assert found.sidemen == (Sideman("Bassist", 1, ("Leader",), 8), Sideman("Drummer", 1, (), 7))
