"""Whoever looks sees how far the work with dumps is; only one process does it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linernotes.errors import SyncRunningError
from linernotes.processes.progress import Progress, Wait, Work
from linernotes.storage.home import dump_activity
from linernotes.storage.home.dump_activity import DumpWork, read_dump_activity


def test_a_home_without_work_shows_none(tmp_path: Path) -> None:
    assert read_dump_activity(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_others_see_what_was_noted_and_the_listener_hears_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump_activity, "monotonic", lambda: 100.0)  # all of it within a moment
    heard: list[Progress] = []
    with DumpWork(tmp_path, heard.append) as work:
        work.note("download", "a.xml.gz", 0, 100)
        seen = read_dump_activity(tmp_path)
        assert seen is not None
        assert (seen.step, seen.item, seen.done, seen.total, seen.seconds_left) == (
            "download",
            "a.xml.gz",
            0,
            100,
            None,
        )
        work.note("download", "a.xml.gz", 50, 100)  # too soon after the one before to be told
        work.note("download", "a.xml.gz", 100, 100)
        work.note("import", "a.xml.gz", 3, None)
        assert read_dump_activity(tmp_path) == heard[-1]
    assert [(one.step, one.done) for one in heard] == [("download", 0), ("download", 100), ("import", 3)]
    assert read_dump_activity(tmp_path) is None


def test_a_wait_is_noted_with_how_far_the_file_is_and_ends_with_the_next_bytes(tmp_path: Path) -> None:
    until = datetime(2026, 11, 29, 12, tzinfo=UTC)
    with DumpWork(tmp_path, lambda _: None) as work:
        work.wait(Wait("The dump site answers 503: waits 2 s", until))  # for the list of dumps
        assert read_dump_activity(tmp_path) == Progress(
            Work.DUMP, "download", waiting=Wait("The dump site answers 503: waits 2 s", until)
        )
        work.note("download", "a.xml.gz", 50, 100)
        wait = Wait("The dump site answers 429: waits 20 s", until)
        work.wait(wait)
        seen = read_dump_activity(tmp_path)
        assert seen is not None
        assert (seen.item, seen.done, seen.waiting) == ("a.xml.gz", 50, wait)
        work.note("download", "a.xml.gz", 51, 100)
        seen = read_dump_activity(tmp_path)
        assert seen is not None
        assert (seen.done, seen.waiting) == (51, None)


def test_a_remark_stays_as_long_as_the_work(tmp_path: Path) -> None:
    with DumpWork(tmp_path, lambda _: None) as work:
        work.remark("a.xml.gz is fetched again.")
        work.wait(Wait("Process 7 is syncing", None))
        work.note("import", "a.xml.gz", 1, 100)
        work.remark("Nothing is needed of b.xml.gz.")
        seen = read_dump_activity(tmp_path)
        assert seen is not None
        assert seen.remarks == ("a.xml.gz is fetched again.", "Nothing is needed of b.xml.gz.")
        assert (seen.item, seen.waiting) == ("a.xml.gz", None)


def test_the_second_is_refused_and_learns_who_is_first(tmp_path: Path) -> None:
    with (
        DumpWork(tmp_path, lambda _: None),
        pytest.raises(SyncRunningError, match=f"Process {os.getpid()} works with dumps") as caught,
        DumpWork(tmp_path, lambda _: None),
    ):
        pass
    assert caught.value.pid is not None
    with DumpWork(tmp_path, lambda _: None):
        pass


def test_a_note_that_cannot_be_written_or_read_stops_nobody(tmp_path: Path) -> None:
    heard: list[Progress] = []
    (tmp_path / "dumps").write_text("a file where the folder should be")
    with DumpWork(tmp_path, heard.append) as work:
        work.note("import", "a.xml.gz", 1, 2)
        assert read_dump_activity(tmp_path) == Progress(Work.DUMP, "import")
    assert len(heard) == 1


def test_a_wait_without_a_moment_ends_when_the_work_goes_on(tmp_path: Path) -> None:
    heard: list[Progress] = []
    with DumpWork(tmp_path, heard.append) as work:
        work.wait(Wait("Process 7 is syncing", None))
        work.go_on()
        work.remark("nothing is needed of artists")
    assert [progress.waiting is not None for progress in heard] == [True, False, False]
