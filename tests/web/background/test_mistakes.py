"""A mistake of ours in a job: the page says where to look, and the log of the app has the stack trace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from linernotes.insights.status.progress import HomeProgress
from linernotes.settings import Settings
from linernotes.web.background.running import Jobs


def test_a_page_says_where_to_look_and_the_log_has_the_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = Jobs(Settings(home=tmp_path))

    async def build() -> None:
        await jobs.start("build", "no settings")
        while jobs.has_child("build"):
            await asyncio.sleep(0.05)

    asyncio.run(build())
    [failure] = jobs.failures(HomeProgress())
    assert failure.said.startswith("a mistake in linernotes, not yours: AttributeError: ")
    assert failure.said.endswith("The output of linernotes serve shows where.")
    assert "-vv" not in failure.said
    assert "Traceback (most recent call last):" in caplog.text
    assert "jobs/build.py" in caplog.text
