"""What is said of a build, or of other work in one piece, where nobody sees a bar."""

from __future__ import annotations

import pytest
from rich.console import Console

from linernotes.cli.terminal import progress_bar, progress_lines
from linernotes.cli.terminal.progress_bar import Counting, ProgressBar
from linernotes.cli.terminal.progress_lines import ProgressLines
from linernotes.processes.progress import Progress, Work


class Clock:
    """What the time is."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_bar, "monotonic", clock)
    monkeypatch.setattr(progress_lines, "monotonic", clock)
    monkeypatch.setattr(progress_bar, "messages", Console(stderr=True, force_terminal=False))
    return clock


def at(step: str, share: float, seconds: float, left: float | None) -> Progress:
    return Progress(Work.BUILD, step, share, 1.0, seconds=seconds, seconds_left=left)


def test_a_long_build_is_shown_now_and_then(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    lines = ProgressLines()
    lines.show(at("collection", 0.0, 0.0, None))
    lines.show(at("discographies", 0.1, 1.9, 17.1))
    assert capsys.readouterr().err == ""
    lines.show(at("masters", 0.18, 3.6, 16.4))
    assert capsys.readouterr().err == "Building: masters, 18%, about 16 s left\n"
    clock.now += 14.0
    lines.show(at("relations", 0.55, 17.6, 14.4))
    assert capsys.readouterr().err == ""
    clock.now += 1.0
    lines.show(at("communities", 0.6, 18.6, None))
    assert capsys.readouterr() == ("", "Building: communities, 60%\n")


def test_what_is_counted_is_shown_with_what_is_left_at_the_pace_so_far(
    capsys: pytest.CaptureFixture[str], clock: Clock
) -> None:
    with ProgressBar() as progress:
        counting = Counting(progress, "records")
        for done in range(201):
            counting.count(done, 200)
            clock.now += 0.125
    assert capsys.readouterr().err.splitlines() == [
        "Writing records, 8%, about 23 s left",
        "Writing records, 68%, about 8 s left",
    ]
