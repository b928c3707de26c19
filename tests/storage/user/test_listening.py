"""Views, follows, plays and spins: what the user makes is kept, in order, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linernotes.errors import UsageError
from linernotes.storage.user.listening import SPINS_KEPT, Listening
from linernotes.storage.user.store import UserStore

MONDAY = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    with UserStore.open(tmp_path / "user.db") as user:
        yield user.listening


def test_a_view_keeps_its_place_when_it_is_saved_again(listening: Listening) -> None:
    first = listening.save_view("  Blue   Notes ", "label=Blue+Note")
    listening.save_view("Acid", "style=Acid+Jazz")
    again = listening.save_view("Blue Notes", "label=Blue+Note&genre=Jazz")
    assert again.view_id == first.view_id
    assert [(view.name, view.query) for view in listening.views()] == [
        ("Acid", "style=Acid+Jazz"),
        ("Blue Notes", "label=Blue+Note&genre=Jazz"),
    ]


def test_a_view_that_is_deleted_can_be_saved_again(listening: Listening) -> None:
    view = listening.save_view("Acid", "style=Acid+Jazz")
    deleted = listening.delete_view(view.view_id)
    assert deleted is not None
    assert listening.views() == []
    assert listening.save_view(deleted.name, deleted.query).query == "style=Acid+Jazz"
    assert listening.delete_view(99) is None


def test_a_view_needs_a_name(listening: Listening) -> None:
    with pytest.raises(UsageError, match="name"):
        listening.save_view(" \t", "")


def test_following_twice_is_following_once(listening: Listening) -> None:
    listening.follow(23755)
    since = listening.follows()[23755]
    listening.follow(23755)
    assert listening.follows() == {23755: since}
    listening.unfollow(23755)
    listening.unfollow(23755)
    assert listening.follows() == {}


def test_plays_are_listed_latest_first_and_can_be_taken_back(listening: Listening) -> None:
    listening.play(1, MONDAY)
    wrong = listening.play(1, MONDAY + timedelta(days=1))
    listening.play(2, MONDAY + timedelta(hours=1))
    assert [play.played_at for play in listening.plays(1)] == [MONDAY + timedelta(days=1), MONDAY]
    assert [play.release_id for play in listening.plays()] == [1, 2, 1]
    listening.unplay(wrong.play_id)
    assert listening.last_played() == {1: MONDAY, 2: MONDAY + timedelta(hours=1)}


def test_only_the_latest_spins_are_kept(listening: Listening) -> None:
    for release_id in range(SPINS_KEPT + 5):
        listening.spin(release_id)
    assert listening.spins(3) == [SPINS_KEPT + 4, SPINS_KEPT + 3, SPINS_KEPT + 2]
    assert len(listening.spins(SPINS_KEPT * 2)) == SPINS_KEPT


def test_everything_is_exported(tmp_path: Path) -> None:
    with UserStore.open(tmp_path / "user.db") as user:
        view = user.listening.save_view("Acid", "style=Acid+Jazz")
        user.listening.follow(7)
        play = user.listening.play(1, MONDAY)
        user.listening.spin(2)
        exported = user.export()
    assert (exported.views, exported.plays) == ([view], [play])
    assert [one.artist_id for one in exported.follows] == [7]
    assert [one.release_id for one in exported.spins] == [2]
