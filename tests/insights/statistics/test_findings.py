"""Findings: the first few things that a shelf tells about itself."""

from __future__ import annotations

from pathlib import Path

from tests.insights.deriving import derive, record, shelf
from tests.insights.random_shelves import row

from linernotes.insights.contributors.contributors import Contributor
from linernotes.insights.statistics.highlights import read_findings
from linernotes.storage.duckdb.database import DBStorage


def test_a_sideman_is_found_on_an_album_by_somebody_without_a_page(tmp_path: Path) -> None:
    """A main artist that is only a name (id 0 at Discogs) leads nobody to him, but he did play."""
    rows = shelf(
        record(11, (), (7, "Drums")),
        record(12, (5,), (8, "Bass")),
        names={5: "Leader", 7: "Drummer", 8: "Bassist"},
    )
    rows["release_artists"].append(row("release_artists", release_id=11, position=0, name="Just A Name"))
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        found = read_findings(derive(storage, rows))
    assert found.sidemen == (
        Contributor("Bassist", 1, ("Leader",), 8, 8),
        Contributor("Drummer", 1, (), 7, 7),
    )
