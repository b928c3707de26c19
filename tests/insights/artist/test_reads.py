"""How many SELECTs an answer takes once what the build shares is in memory: each costs a page one to three ms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from linernotes.insights.artist.answer import read_artist_answer
from linernotes.insights.release.record_answer import read_record_answer
from linernotes.insights.sleeve.imprint import read_company
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage, Row


class CountingStorage(DBStorage):
    """A build that counts what it is asked."""

    asked = 0

    def _answer(self, sql: str, params: Sequence[object]) -> tuple[tuple[str, ...], list[Row]]:
        self.asked += 1
        return super()._answer(sql, params)


def test_answers_ask_few_questions(demo_home: Path) -> None:
    build = current_build(demo_home)
    assert build is not None
    with CountingStorage.open(build.path) as storage:
        snapshot = Snapshot(storage)
        artists = storage.values(int, "select artist_id from artist_vertex order by artist_id limit 20")
        records = storage.values(int, "select distinct release_id from collection_items order by 1 limit 20")
        companies = storage.values(
            int, "select distinct company_id from release_companies order by 1 limit 20"
        )

        def most(read: Callable[[int], object], ids: Sequence[int]) -> int:
            counts = []
            for _ in range(2):  # the first time reads what all share
                counts.clear()
                for id in ids:
                    before = storage.asked
                    read(id)
                    counts.append(storage.asked - before)
            return max(counts)

        assert most(lambda id: read_artist_answer(snapshot, (), id), artists) <= 9
        assert most(lambda id: read_record_answer(snapshot, id), records) <= 12
        assert most(lambda id: read_company(snapshot, id), companies) == 1
