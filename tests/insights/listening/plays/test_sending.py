"""Plays are sent only by those who want it, none is lost and none is sent twice, whatever the connection does."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from tests.homes import Home
from tests.insights.listening.plays.fake_listenbrainz import TOKEN, FakeListenBrainz, Fault, listenbrainz
from tests.program.forks.client import start

from linernotes.insights.snapshot import Snapshot
from linernotes.secrets import SecretsYAML
from linernotes.storage.user.store import UserStore

AT = datetime(2026, 5, 1, 20, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[FakeListenBrainz]:
    with listenbrainz() as running:
        yield running


@pytest.fixture
def owned(demo: Snapshot) -> list[int]:
    return demo.storage.values(int, "select distinct release_id from collection_items order by release_id")


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, fake: FakeListenBrainz, owned: list[int]) -> Home:
    """A home that may send, with three plays."""
    home = Home(tmp_path / "home", send_plays="true", listenbrainz_url=fake.url)
    copytree(demo_home / "builds", home.path / "builds")
    SecretsYAML(home.path / "secrets.yml").save_listenbrainz_token(TOKEN, fake.url)
    with UserStore.open(home.path / "user.db") as user:
        for number, id in enumerate(owned[:3]):
            user.listening.play(id, AT + timedelta(hours=number, microseconds=7))
    return home


def plays_taken(fake: FakeListenBrainz) -> Counter[int]:
    """How often the first track of each release was taken."""
    about = [one["track_metadata"]["additional_info"] for one in fake.taken]
    return Counter(one["discogs_release_id"] for one in about if one["tracknumber"] == 1)


def test_without_the_setting_nothing_is_sent(home: Home, fake: FakeListenBrainz) -> None:
    home.environment.pop("LINERNOTES_SEND_PLAYS")
    refused = home.run("plays", "send")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "off" in refused.stderr
    assert fake.requests == []


def test_each_play_is_sent_once(home: Home, fake: FakeListenBrainz, owned: list[int]) -> None:
    assert home.json("plays", "send") == {"sent": 3, "arrived": 0, "unknown": 0}
    assert plays_taken(fake) == Counter(owned[:3])
    assert home.json("plays", "send")["sent"] == 0
    with UserStore.open(home.path / "user.db") as user:
        user.listening.play(1, AT)  # of which nothing is known
        user.listening.play(owned[3], AT)
    assert home.json("plays", "send") == {"sent": 1, "arrived": 0, "unknown": 1}
    assert plays_taken(fake) == Counter(owned[:4])


def test_what_came_from_a_file_is_not_sent(home: Home, fake: FakeListenBrainz, owned: list[int]) -> None:
    with UserStore.open(home.path / "user.db") as user:
        user.listening.add_plays([(owned[5], AT)])
    home.json("plays", "send")
    assert owned[5] not in plays_taken(fake)


def check_none_lost_none_twice(
    home: Home, fake: FakeListenBrainz, faults: list[Fault], owned: list[int]
) -> None:
    fake.faults = list(faults)
    for _ in range(len(faults) + 1):
        done = home.run("plays", "send")
        assert done.stderr.count("\n") == (done.returncode != 0)
        assert TOKEN not in done.stderr + done.stdout
    assert done.returncode == 0, done.stderr
    assert plays_taken(fake) == Counter(owned[:3])


def test_no_play_is_lost_and_none_sent_twice(home: Home, fake: FakeListenBrainz, owned: list[int]) -> None:
    check_none_lost_none_twice(home, fake, ["lost", "vanish", "broken", "busy", "bad"], owned)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_connection_does(
    home: Home, fake: FakeListenBrainz, owned: list[int], seed: int
) -> None:
    kinds: list[Fault] = ["lost", "vanish", "broken", "busy", "bad"]
    check_none_lost_none_twice(home, fake, Random(seed).choices(kinds, k=8), owned)


def test_a_wrong_token_is_not_authenticated_and_a_token_goes_to_its_address_alone(
    home: Home, fake: FakeListenBrainz
) -> None:
    secrets = SecretsYAML(home.path / "secrets.yml")
    secrets.save_listenbrainz_token(TOKEN, "http://127.0.0.1:1")
    refused = home.run("plays", "send")
    assert (refused.returncode, refused.stderr.count("\n"), fake.requests) == (3, 1, [])
    secrets.save_listenbrainz_token("another", fake.url)
    refused = home.run("plays", "send")
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)
    secrets.save_listenbrainz_token(TOKEN, fake.url)
    assert home.json("plays", "send")["sent"] == 3


@pytest.mark.parametrize(
    "strange",
    [b'{"payload": {"listens": [7]}}', b'{"payload": 1}', b"\xff", b"[" * 100_000, b" " * (17 << 20)],
    ids=["number", "other", "bytes", "deep", "long"],
)
def test_an_answer_of_another_kind_is_one_line_and_sends_nothing_twice(
    home: Home, fake: FakeListenBrainz, owned: list[int], strange: bytes
) -> None:
    fake.faults = ["lost"]
    assert home.run("plays", "send").returncode == 1
    fake.strange = strange
    refused = home.run("plays", "send")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "Check listenbrainz_url" in refused.stderr
    fake.strange = b""
    assert home.json("plays", "send") == {"sent": 2, "arrived": 1, "unknown": 0}
    assert plays_taken(fake) == Counter(owned[:3])


def connect(home: Home, token: str) -> int:
    """The status of the command that reads a token from a pipe."""
    pipe = subprocess.PIPE
    words = [sys.executable, "-m", "linernotes", "plays", "connect"]
    process = start(words, env=home.environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe)
    said = process.communicate(f"{token}\n", timeout=60)
    assert token not in "".join(said)
    return process.returncode


def test_connecting_saves_a_token_that_listenbrainz_knows(home: Home, fake: FakeListenBrainz) -> None:
    path = home.path / "secrets.yml"
    path.write_text("discogs:\n  user: ella\n  token: abc\nmine: 1\n")
    assert connect(home, "wrong") == 3
    assert "listenbrainz" not in path.read_text()
    assert connect(home, TOKEN) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {"user: ella", "mine: 1"} <= {line.strip() for line in path.read_text().splitlines()}
    assert home.json("plays", "send")["sent"] == 3
