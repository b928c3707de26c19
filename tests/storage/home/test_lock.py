"""One process syncs, one builds; a lock is free as soon as its process is dead."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from linernotes.errors import BuildError, DiskFullError, StoreError, SyncRunningError
from linernotes.storage.home import locks as lock_module
from linernotes.storage.home.locks import BuildLock, Holder, SyncLock, is_process_alive

HOLD = """
import sys, time, pathlib
from linernotes.storage.home import locks
with getattr(locks, sys.argv[1])(pathlib.Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held_elsewhere(kind: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a lock of the home."""
    command = [sys.executable, "-c", HOLD, kind, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_sync_is_refused_and_learns_who_runs(tmp_path: Path) -> None:
    with held_elsewhere("SyncLock", tmp_path) as process:
        with pytest.raises(SyncRunningError) as caught, SyncLock(tmp_path):
            pass
        assert caught.value.pid == process.pid
        assert caught.value.exit_status == 4
        assert f"Process {process.pid}" in str(caught.value)
        assert str(tmp_path) in str(caught.value)


def test_the_lock_is_free_when_its_process_is_killed(tmp_path: Path) -> None:
    with held_elsewhere("SyncLock", tmp_path) as process:
        assert SyncLock(tmp_path).is_held()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not SyncLock(tmp_path).is_held()
        with SyncLock(tmp_path) as lock:
            assert lock.holder().pid == os.getpid()


def test_the_same_process_cannot_hold_it_twice(tmp_path: Path) -> None:
    with SyncLock(tmp_path) as lock:
        assert not lock.try_acquire()
        with pytest.raises(SyncRunningError) as caught, SyncLock(tmp_path):
            pass
        assert caught.value.pid == os.getpid()
    with SyncLock(tmp_path):
        pass


def test_a_child_does_not_keep_its_parents_lock(tmp_path: Path) -> None:
    lock = SyncLock(tmp_path)
    assert lock.try_acquire()
    child = os.fork()
    if child == 0:
        time.sleep(30)
        os._exit(0)
    try:
        os.close(lock._file or -1)  # as the death of the parent would, without a word to the lock
        lock._file = None
        deadline = time.monotonic() + 60  # the child may not have come to itself yet
        while SyncLock(tmp_path).is_held():
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_child_that_ends_does_not_free_its_parents_lock(tmp_path: Path) -> None:
    with SyncLock(tmp_path):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        assert is_held_for_others(tmp_path)
    assert not is_held_for_others(tmp_path)


def is_held_for_others(home: Path) -> bool:
    """Whether another process finds the lock taken."""
    code = (
        "import sys, pathlib; from linernotes.storage.home.locks import SyncLock;"
        "print(SyncLock(pathlib.Path(sys.argv[1])).is_held())"
    )
    return subprocess.check_output([sys.executable, "-c", code, str(home)], text=True) == "True\n"


def test_looking_whether_it_is_held_refuses_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "_GRACE_SECONDS", 0)
    with SyncLock(tmp_path):
        pass
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            SyncLock(tmp_path).is_held()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for _ in range(30):
            with SyncLock(tmp_path):
                pass
    finally:
        stop.set()
        thread.join()


def test_an_absent_lock_is_not_held_and_not_made_by_looking(tmp_path: Path) -> None:
    assert not SyncLock(tmp_path).is_held()
    assert SyncLock(tmp_path).holder() == Holder(None, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"pid": "x"}',
        b'{"pid": 1}',
        b'{"pid": Infinity, "started_at": ""}',
        pytest.param(b"[" * 1_000_000, id="deep"),
    ],
)
def test_a_note_that_cannot_be_read_names_nobody(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "sync.lock").write_bytes(note)
    assert SyncLock(tmp_path).holder() == Holder(None, None)
    with SyncLock(tmp_path) as lock:  # and is in nobody's way
        assert lock.holder().pid == os.getpid()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_names_nobody(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe would be waited for, and a device has no end."""
    make(tmp_path / "sync.lock")
    assert SyncLock(tmp_path).holder() == Holder(None, None)


def test_a_build_waits_for_the_one_before_and_says_so(tmp_path: Path) -> None:
    waited: list[Holder] = []
    with held_elsewhere("BuildLock", tmp_path) as process:

        def on_wait(holder: Holder) -> None:
            waited.append(holder)
            process.kill()

        with BuildLock(tmp_path, timeout=30, on_wait=on_wait) as lock:
            assert lock.is_held()
    assert [holder.pid for holder in waited] == [process.pid]
    assert waited[0].started_at is not None


def test_a_build_gives_up_after_its_time(tmp_path: Path) -> None:
    with (
        held_elsewhere("BuildLock", tmp_path) as process,
        pytest.raises(BuildError, match=f"Process {process.pid} .*0.2 s: wait"),
        BuildLock(tmp_path, timeout=0.2),
    ):
        pass


def test_a_build_that_gives_up_says_so_where_nobody_knows_who_builds(tmp_path: Path) -> None:
    with held_elsewhere("BuildLock", tmp_path):
        (tmp_path / "build.lock").write_text("no note")
        with (
            pytest.raises(BuildError, match="^Another process is still building"),
            BuildLock(tmp_path, timeout=0.2),
        ):
            pass


def test_a_build_and_a_sync_do_not_exclude_each_other(tmp_path: Path) -> None:
    with SyncLock(tmp_path), BuildLock(tmp_path, timeout=0):
        pass


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(StoreError, match="cannot be made"), SyncLock(tmp_path / "home"):
        pass


def test_a_full_disk_is_said_and_leaves_the_lock_free(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(DiskFullError), SyncLock(tmp_path):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not SyncLock(tmp_path).is_held()


def test_processes_are_alive_or_dead() -> None:
    assert is_process_alive(os.getpid())
    assert is_process_alive(1)
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert not is_process_alive(process.pid)


def test_who_looks_is_not_taken_for_a_holder_by_others_who_look(tmp_path: Path) -> None:
    """Several pages ask at once whether a sync runs; none does."""
    SyncLock(tmp_path).__enter__().release()
    with ThreadPoolExecutor(8) as threads:
        seen = threads.map(lambda _: SyncLock(tmp_path).is_held(), range(2000))
        assert not any(seen)
