"""Several processes, and processes that die: nothing is torn, nothing that was acknowledged is lost."""

from __future__ import annotations

import importlib.util
import os
import random
import resource
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from linernotes.errors import DiskFullError
from linernotes.storage.landing import Landing, bodies

WRITER = Path(__file__).with_name("writer.py")
_spec = importlib.util.spec_from_file_location("landing_writer", WRITER)
assert _spec is not None
assert _spec.loader is not None
writer = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(writer)


def start_writer(path: Path, first: int, count: int, limit: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(path), str(first), str(count), *([limit] if limit else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def assert_whole(path: Path) -> int:
    """Every document is there with its history or not at all, in one unbroken row; returns how many there are."""
    with Landing.open(path) as landing:
        assert landing._file.damage() is None
        numbers = []
        for landed in landing.documents("release"):
            assert landed.body == writer.body_of(landed.key.id)
            numbers.append(landed.key.id)
        assert numbers == list(range(len(numbers)))
        assert list(landing.release_stats()) == [writer.stats_of(number) for number in numbers]
        with landing._file.reading() as db:
            assert db.execute("select count(*) from body").fetchone() == (len(numbers),)
        return len(numbers)


def kill_in_mid_write(path: Path, rounds: int, dice: random.Random) -> None:
    landed = 0
    for _ in range(rounds):
        with start_writer(path, landed, 100_000) as process:
            assert process.stdout is not None
            acknowledged = landed
            for line in (process.stdout.readline() for _ in range(dice.randint(1, 150))):
                acknowledged = int(line) + 1
            os.kill(process.pid, signal.SIGKILL)
            for line in process.stdout:  # what it acknowledged before it died
                if line.endswith("\n"):
                    acknowledged = int(line) + 1
        landed = assert_whole(path)
        assert acknowledged <= landed <= acknowledged + 1


def test_a_writer_killed_in_mid_write_loses_nothing_that_it_acknowledged(path: Path) -> None:
    kill_in_mid_write(path, 9, random.Random(1))
    with Landing.open(path) as landing:  # long enough for a dictionary to have come into it
        assert landing.counts()["release", "api"].documents > bodies.TRAINING_DOCUMENTS


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(25))
def test_a_writer_killed_500_times_loses_nothing_that_it_acknowledged(tmp_path: Path, seed: int) -> None:
    kill_in_mid_write(tmp_path / "landing.db", 20, random.Random(seed))


def test_one_process_reads_while_another_writes(path: Path) -> None:
    Landing.open(path).close()
    with start_writer(path, 0, 300) as process, Landing.open(path, read_only=True) as reader:
        seen = 0
        while process.poll() is None:
            found = [landed.key.id for landed in reader.documents("release")]
            assert found == list(range(len(found)))
            assert len(found) >= seen
            seen = len(found)
            with reader.snapshot():
                assert sum(1 for _ in reader.documents("release")) == sum(1 for _ in reader.release_stats())
        assert process.stdout is not None
        process.stdout.read()
    assert process.returncode == 0
    assert assert_whole(path) == 300


def test_two_processes_write_at_once_and_wait_for_each_other(path: Path) -> None:
    # Neither has made the file before the other begins.
    with start_writer(path, 0, 250) as one, start_writer(path, 250, 250) as two:
        for process in (one, two):
            assert process.stdout is not None
            process.stdout.read()
    assert (one.returncode, two.returncode) == (0, 0)
    assert assert_whole(path) == 500


def test_six_processes_may_make_the_file_at_once(path: Path) -> None:
    processes = [start_writer(path, number, 1) for number in range(6)]
    for process in processes:
        with process:
            assert process.stdout is not None
            assert process.stdout.read().split() == [str(processes.index(process))]
    assert assert_whole(path) == 6


@pytest.mark.parametrize("limit", [400_000, 1_500_000, 3_000_000])
def test_a_file_size_limit_ends_in_one_line_and_loses_nothing(path: Path, limit: int) -> None:
    with start_writer(path, 0, 100_000, limit=str(limit)) as process:
        assert process.stdout is not None
        *acknowledged, error = process.stdout.read().splitlines()
    assert process.returncode == 1
    assert error.startswith("DiskFullError: ")
    assert str(path) in error
    assert len(acknowledged) > 10
    landed = assert_whole(path)
    assert landed == len(acknowledged)
    with start_writer(path, landed, 30) as process:  # there is room again
        assert process.stdout is not None
        process.stdout.read()
    assert assert_whole(path) == landed + 30


def test_a_file_that_cannot_even_be_begun_says_so(path: Path) -> None:
    with start_writer(path, 0, 10, limit="0") as process:
        assert process.stdout is not None
        assert process.stdout.read().startswith(f"DiskFullError: {path} cannot grow")
    assert assert_whole(path) == 0


def test_a_full_disk_undoes_the_whole_batch(path: Path, fetch, noon: datetime) -> None:
    with Landing.open(path) as landing:
        landing.save(fetch("release", 0, writer.body_of(0)), history=[writer.stats_of(0)])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
        try:
            with pytest.raises(DiskFullError):
                landing.save_many(fetch("release", number, os.urandom(9_000)) for number in range(1, 200))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert landing.counts()["release", "api"].documents == 1
    assert assert_whole(path) == 1
