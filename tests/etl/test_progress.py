"""The states of a sync's stages: what an estimate may still change, and what has happened."""

from __future__ import annotations

import pytest

from linernotes.etl import progress as progress_module
from linernotes.etl.progress import SyncWork
from linernotes.processes.progress import Step


@pytest.fixture
def reported() -> list[Step]:
    return []


@pytest.fixture
def progress(reported: list[Step], monkeypatch: pytest.MonkeyPatch) -> SyncWork:
    monkeypatch.setattr(progress_module, "INTERVAL", 0.0)
    return SyncWork(reported.append)


def test_a_stage_that_nothing_is_left_of_when_it_has_run_was_not_skipped(progress, reported):
    progress.begin("pictures", 2)
    progress.advance("pictures")
    progress.advance("pictures", problem=True)
    progress.end("pictures")
    progress.skip("pictures")  # the estimate after the last stage finds nothing to ask for any more
    progress.estimate("pictures", 7)
    assert reported[-1] == Step("pictures", begun=True, ended=True, done=2, total=2, exact=True, problems=1)
    assert progress.stages["pictures"] == reported[-1]


def test_what_is_skipped_costs_nothing_until_it_is_expected_after_all(progress):
    progress.estimate("neighbours", 5)
    progress.skip("neighbours")
    assert progress.requests_left == 0
    progress.estimate("neighbours", 4)
    assert (progress.requests_left, progress.stages["neighbours"].skipped) == (4, False)


def test_a_stage_is_reported_at_its_begin_and_end_and_in_between_only_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress_module, "INTERVAL", 3600.0)
    reported: list[Step] = []
    progress = SyncWork(reported.append)
    progress.begin("releases", 3)
    for _ in range(3):
        progress.advance("releases")
    progress.end("releases")
    assert [(state.done, state.ended) for state in reported] == [(0, False), (3, True)]
    assert (progress.documents, progress.problems) == (3, 0)
