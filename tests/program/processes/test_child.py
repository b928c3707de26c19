"""A child process: what it gets, what it says, and how it ends."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.building import Published
from linernotes.errors import ConfigError, LandingError, ProcessError, SyncRunningError
from linernotes.processes.child import Child
from linernotes.processes.messages import Failed
from linernotes.processes.progress import Progress
from linernotes.settings import load_settings
from linernotes.storage.builds.build_activity import STEPS
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import BuildLock
from linernotes.storage.landing import Landing

#: How it starts and ends is what this is about.
pytestmark = pytest.mark.usefixtures("real_processes")

ROLES = {"Kazoo": {"instrument": "no such instrument"}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Landing.open(tmp_path / LANDING_DB).close()
    return tmp_path


def test_it_answers_and_says_how_far_it_is_on_the_way(home: Path) -> None:
    seen: list[Progress] = []
    with Child("build", load_settings(home=home), seen.append) as child:
        assert child.wait(120)
        published = child.result(Published)
    assert (home / "builds" / f"{published.build_id}.duckdb").is_file()
    assert [one.step for one in seen] == list(STEPS)
    assert child.status == 0


def test_its_error_is_raised_here_as_the_one_that_it_was(tmp_path: Path) -> None:
    with Child("build", load_settings(home=tmp_path)) as child, pytest.raises(LandingError) as failure:
        child.result(object)
    assert str(failure.value) == f"nothing has landed in {tmp_path} yet. Run: linernotes sync"
    assert child.status == LandingError.exit_status


def test_its_log_reaches_ours_with_path_and_status(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "linernotes")
    shelf = load_catalogue("synthetic", items=1, seed=5)
    with Sandbox(shelf, limit=100_000, faults="429retry:/oauth/identity#1") as sandbox:
        few = {"neighbours": False, "max_artist_pages": 1, "credited_min": 99}
        settings = load_settings(home=tmp_path, api_url=sandbox.url, token=sandbox.token, sync=few)
        with Child("sync", settings) as child:
            child.result(object)
    waits = [vars(record) for record in caplog.records if record.message == "waiting to try again"]
    assert [(one["path"], one["status"], one["levelname"]) for one in waits] == [
        ("/oauth/identity", 429, "INFO")
    ]


def test_an_error_keeps_what_it_carries() -> None:
    error = Failed.of(SyncRunningError("busy", pid=7)).error()
    assert isinstance(error, SyncRunningError)
    assert (str(error), error.pid, error.exit_status) == ("busy", 7, 4)


def test_it_gets_every_setting_and_none_through_its_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The roles are those of the caller, wherever it had them from; what the environment says is not read again."""
    monkeypatch.setenv("LINERNOTES_CREDITED_MIN", "no number")
    monkeypatch.setenv("LINERNOTES_HOME", "/nowhere")
    with Child("build", load_settings(home=home, roles=ROLES)) as child:
        with pytest.raises(ConfigError, match="Kazoo"):
            child.result(object)
        assert child.status == 1


def test_no_secret_stands_where_other_processes_may_read_it(home: Path) -> None:
    with BuildLock(home), Child("build", load_settings(home=home, token="s3cret")) as child:
        proc = Path(f"/proc/{child.pid}")
        if not proc.exists():
            pytest.skip("needs /proc")
        assert not child.wait(1.0)  # it has started, and waits for the lock
        assert b"s3cret" not in (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()


@pytest.mark.parametrize("after", [0.0, 1.5], ids=["at-once", "at-work"])
def test_a_child_that_is_killed_is_an_error(home: Path, after: float) -> None:
    with BuildLock(home), Child("build", load_settings(home=home)) as child:
        assert not child.wait(after)
        child.kill()
        with pytest.raises(ProcessError, match="signal 9 ended it"):
            child.result(object)
    assert child.status == -9


def test_a_child_that_cannot_start_says_why() -> None:
    with Child("no_such_entry", None) as child, pytest.raises(ProcessError, match="no_such_entry"):
        child.result(object)


def test_an_interrupted_child_ends_with_the_status_of_that(home: Path) -> None:
    with BuildLock(home), Child("build", load_settings(home=home)) as child:
        assert not child.wait(2.0)
        child.interrupt()
        assert child.wait(30)
    assert child.status in (130, -signal.SIGTERM)


PARENT = """
import sys, time
from pathlib import Path
from linernotes.processes.child import Child
from linernotes.settings import load_settings
child = Child("build", load_settings(home=Path(sys.argv[1])))
print(child.pid, flush=True)
time.sleep(100)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_it_ends_when_its_parent_is_killed(home: Path) -> None:
    with BuildLock(home):
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(home)], stdout=subprocess.PIPE, text=True
        )
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(1.0)
        parent.kill()
        parent.communicate()
        deadline = time.monotonic() + 30
        while _is_there(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _is_there(pid)


def _is_there(pid: int) -> bool:
    """Whether it runs; one that ended and that nobody has asked about is a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
