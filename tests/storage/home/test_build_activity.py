"""How far a build is, as the process that builds tells it and others read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linernotes.processes.progress import Progress, Work
from linernotes.storage.builds.build_activity import STEPS, BuildWork, read_build_activity
from linernotes.storage.home.locks import BuildLock


def at(step: str, share: float, seconds: float, left: object) -> Progress:
    return Progress(Work.BUILD, step, share, 1.0, seconds=seconds, seconds_left=left)  # type: ignore[arg-type]


def test_the_shares_of_all_steps_are_the_whole_work() -> None:
    assert sum(STEPS.values()) == pytest.approx(1.0)


def test_nobody_builds(tmp_path: Path) -> None:
    assert read_build_activity(tmp_path) is None


def test_what_is_left_is_what_the_pace_so_far_says_and_shrinks_with_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("linernotes.storage.builds.build_activity.monotonic", lambda: now)
    monkeypatch.setattr("linernotes.storage.builds.build_activity.time", lambda: now)
    heard: list[Progress] = []
    with BuildLock(tmp_path), BuildWork(tmp_path, heard.append) as work:
        work.begin("collection")
        assert read_build_activity(tmp_path) == at("collection", 0.0, 0.0, None)
        now += 9.0
        work.begin("communities")
        assert heard[-1] == at("communities", 0.45, 9.0, pytest.approx(11.0))
        now += 2.0
        assert read_build_activity(tmp_path) == at("communities", 0.45, 11.0, pytest.approx(9.0))
        now += 20.0
        seen = read_build_activity(tmp_path)
        assert seen is not None
        assert seen.seconds_left is None, "it takes longer than was thought"
    assert read_build_activity(tmp_path) is None


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b"{}", b'{"noted_at": 1, "stage": "x"}', b'{"noted_at": "x"}']
)
def test_a_note_that_does_not_read_tells_nothing(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "builds").mkdir()
    (tmp_path / "builds/progress.json").write_bytes(note)
    with BuildLock(tmp_path):
        assert read_build_activity(tmp_path) is None


def test_what_a_killed_build_left_is_not_part_of_the_next(tmp_path: Path) -> None:
    with BuildLock(tmp_path):
        BuildWork(tmp_path).begin("similarity")
        assert (tmp_path / "builds/progress.json").exists()
        with BuildWork(tmp_path):
            assert read_build_activity(tmp_path) is None


def test_a_home_that_cannot_be_written_to_hears_nothing_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "builds").write_text("a file where the folder should be")
    with BuildWork(tmp_path) as work:
        work.begin("collection")
