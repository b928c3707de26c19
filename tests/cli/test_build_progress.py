"""What is said of a build where nobody sees a bar."""

from __future__ import annotations

import pytest

from linernotes.cli import build_progress
from linernotes.cli.build_progress import BuildLines
from linernotes.storage.build_activity import BuildActivity


def test_a_long_build_is_told_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(build_progress, "monotonic", lambda: now)
    lines = BuildLines()
    lines.show(BuildActivity("collection", 0.0, 0.0, None))
    lines.show(BuildActivity("discographies", 0.1, 1.9, 17.1))
    assert capsys.readouterr().err == ""
    lines.show(BuildActivity("masters", 0.18, 3.6, 16.4))
    assert capsys.readouterr().err == "Building: masters, 18%, about 16 s left\n"
    now += 14.0
    lines.show(BuildActivity("relations", 0.55, 17.6, 14.4))
    assert capsys.readouterr().err == ""
    now += 1.0
    lines.show(BuildActivity("communities", 0.6, 18.6, None))
    assert capsys.readouterr() == ("", "Building: communities, 60%\n")
