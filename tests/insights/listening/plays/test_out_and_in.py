"""Plays that went out and come in are equal, in either format, whatever the titles, the zone and its clock changes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.homes import Home

from linernotes.errors import UsageError
from linernotes.insights.listening.plays.listenbrainz import read_listens, write_listens
from linernotes.insights.listening.plays.listens import Listen, Played, Sounding
from linernotes.insights.listening.plays.matching import Records, find_plays
from linernotes.insights.listening.plays.scrobbler_log import moment, read_log, write_log
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.user.store import UserStore

#: Clocks that change, by an hour and by half of one, on either side of the equator; and some that do not.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")
#: What a file of a format may break: tabs, line breaks, quotes, letters of all kinds.
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ("\t", "a\tb", "a\nb", "\r\n", "#RELEASE/1", "#", " ", "\u2028", "Ä\u0308", '"', "\x85", "a\x00b")
)
SECONDS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.fixture(scope="module")
def records(demo: Snapshot) -> Records:
    return Records(demo)


@pytest.fixture(scope="module")
def owned(demo: Snapshot) -> list[int]:
    return demo.storage.values(int, "select distinct release_id from collection_items order by release_id")


@pytest.fixture(scope="module")
def sounding(demo: Snapshot, owned: list[int]) -> Sounding:
    return Sounding(demo, owned)


def there_and_back(records: Records, listens: list[Listen], format: str) -> Counter[Played]:
    if format == "listenbrainz":
        read, unread = read_listens(write_listens(listens))
    else:
        read, unread = read_log(write_log(listens, records.is_clear), UTC)
    assert unread == 0
    assert len(read) == len(listens)
    return Counter(find_plays(records, read).plays)


@pytest.mark.parametrize("format", ["listenbrainz", "scrobbler"])
@given(data=st.data())
def test_plays_that_went_out_come_in(
    records: Records, owned: list[int], sounding: Sounding, format: str, data: st.DataObject
) -> None:
    """Also two of one record in a row, two at once, and one that begins while another plays."""
    few = data.draw(st.lists(st.sampled_from(owned), min_size=1, max_size=3))
    begun = data.draw(SECONDS)
    later = st.integers(0, 7200).map(lambda seconds: begun + timedelta(seconds=seconds))
    plays = data.draw(st.lists(st.builds(Played, st.sampled_from(few), later | SECONDS), max_size=6))
    plays.sort(key=lambda play: play.at)
    listens = [listen for play in plays for listen in sounding.listens(play)]
    assert there_and_back(records, listens, format) == Counter(plays)


@pytest.mark.parametrize("format", ["listenbrainz", "scrobbler"])
def test_every_record_of_the_shelf_comes_back_as_the_pressing_that_it_is(
    records: Records, owned: list[int], sounding: Sounding, format: str
) -> None:
    at = datetime(2026, 3, 29, 12, tzinfo=UTC)
    plays = [Played(id, at + timedelta(days=number)) for number, id in enumerate(owned)]
    listens = [listen for play in plays for listen in sounding.listens(play)]
    assert len(listens) > 400
    assert there_and_back(records, listens, format) == Counter(plays)


@given(artist=HOSTILE, track=HOSTILE, record=HOSTILE, at=SECONDS)
def test_hostile_titles_are_one_listen_with_its_time_and_pressing(
    records: Records, owned: list[int], artist: str, track: str, record: str, at: datetime
) -> None:
    one = Listen(at, artist, track, record or None, 3, 200, owned[0])
    (read,), unread = read_log(write_log([one], records.is_clear), UTC)
    assert (read.listened_at, read.number, read.seconds, unread) == (at, 3, 200, 0)
    assert records.find(read) == owned[0]
    assert read_listens(write_listens([one])) == ([one], 0)


@given(seconds=st.integers(0, 4_102_444_800), name=st.sampled_from(ZONES))
def test_a_clock_without_a_zone_is_read_as_the_collectors(seconds: int, name: str) -> None:
    """But for the hour that comes twice, where the clock does not say which it was."""
    zone = ZoneInfo(name)
    at = datetime.fromtimestamp(seconds, UTC)
    shown = at.astimezone(zone)
    clock = int(shown.replace(tzinfo=UTC).timestamp())
    found = moment(clock, zone)
    assert found.astimezone(zone).replace(tzinfo=None, fold=0) == shown.replace(tzinfo=None, fold=0)
    assert found == at or shown.fold == 1


def test_a_player_without_a_zone_writes_what_its_clock_shows() -> None:
    log = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox ipod 1.1\nA\tB\tC\t1\t10\tL\t1785585600\t\n"
    (one,), _ = read_log(log, ZoneInfo("Europe/Berlin"))
    assert one.listened_at == datetime(2026, 8, 1, 10, tzinfo=UTC)
    (other,), _ = read_log(log.replace("UNKNOWN", "UTC"), ZoneInfo("Europe/Berlin"))
    assert other.listened_at == datetime(2026, 8, 1, 12, tzinfo=UTC)


def test_skipped_tracks_are_no_listens_and_what_cannot_be_read_is_counted() -> None:
    log = (
        "\ufeff#AUDIOSCROBBLER/1.0\r\n#TZ/UTC\r\nA\tB\tC\t1\t10\tS\t100\t\r\nA\tB\tC\t1\t10\tL\tnever\t\r\n"
        "A\tB\r\nA\tB\tD\t2\t\tL\t200\r\n"
    )
    found, unread = read_log(log, None)
    assert [(one.track, one.number, one.seconds) for one in found] == [("D", 2, None)]
    assert unread == 2


def listen(at: int, **about: object) -> dict[str, object]:
    return {"listened_at": at, "track_metadata": {"artist_name": "A", "track_name": "T", **about}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([listen(200), listen(100)]),
        json.dumps({"payload": {"count": 2, "listens": [listen(200), listen(100)]}}),
        json.dumps({"listen_type": "import", "payload": [listen(100), listen(200)]}),
        f"{json.dumps(listen(100))}\n\n{json.dumps(listen(200))}\n",
    ],
    ids=["array", "api", "submission", "lines"],
)
def test_every_form_of_listenbrainz_is_read_the_earliest_first(text: str) -> None:
    found, unread = read_listens(text)
    assert ([int(one.listened_at.timestamp()) for one in found], unread) == ([100, 200], 0)


@pytest.mark.parametrize("text", ["", "no json", "3", '{"a": 1}', "[" * 100_000])
def test_what_is_no_list_of_listens_is_refused_in_one_line(text: str) -> None:
    if text == "":
        assert read_listens(text) == ([], 0)
        return
    with pytest.raises(UsageError) as refused:
        read_listens(text)
    assert "\n" not in str(refused.value)


def test_entries_that_are_none_are_counted() -> None:
    strange = [
        listen(-1),
        listen(10**20),
        listen(5, artist_name=None),
        {"listened_at": 5},
        7,
        None,
        listen(5),
    ]
    found, unread = read_listens(json.dumps(strange))
    assert (len(found), unread) == (1, 6)


@pytest.mark.parametrize("seconds", [10**15 - 1, 10**40, -5])
def test_a_duration_that_no_track_has_is_unknown(records: Records, owned: list[int], seconds: int) -> None:
    more = {"duration": seconds, "discogs_release_id": owned[0]}
    in_json = [listen(at, additional_info=more) for at in (100, 200)]
    found, _ = read_listens(json.dumps(in_json))
    logged, _ = read_log(f"#AUDIOSCROBBLER/1.1\n#RELEASE/{owned[0]}\nA\tB\tC\t1\t{seconds}\tL\t100\t\n", UTC)
    assert [one.seconds for one in found + logged] == [None] * 3
    assert find_plays(records, found).matched == 2


def test_a_listen_after_the_calendar_of_any_zone_is_none() -> None:
    last = 253_402_300_799  # in the east it is a year that no calendar here has
    found, unread = read_listens(json.dumps([listen(last), listen(5)]))
    assert ([one.listened_at.year for one in found], unread) == ([1970], 1)
    assert read_log(f"#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\nA\tB\tC\t1\t9\tL\t{last}\t\n", UTC) == ([], 1)


def test_what_matches_nothing_says_why(records: Records, owned: list[int]) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    found = find_plays(
        records,
        [
            Listen(at, "Miles Davis", "So What", None),
            Listen(at, "Nobody", "Nothing", "Not a record"),
            Listen(at, "Nobody", "Nothing", "Not a record"),
            Listen(at, "A", "B", "C", release_id=1),
            Listen(at, "Oliver Nelson", "Stolen Moments", "the blues & the abstract truth"),
        ],
    )
    assert (found.listens, found.matched, len(found.plays)) == (5, 1, 1)
    assert {one.reason: one.listens for one in found.unmatched} == {
        "names no record": 1,
        "no record of that name is on the shelf": 2,
        "its pressing is not known here": 1,
    }
    assert found.unmatched[0].examples == ("Nobody - Not a record - Nothing",)


@pytest.mark.parametrize("format", ["listenbrainz", "scrobbler"])
def test_commands_take_plays_out_and_in_and_double_none(
    demo_home: Path, tmp_path: Path, owned: list[int], format: str
) -> None:
    """In days of the collector's zone: 23:30 in Berlin on the last day of March is that day."""
    home = Home(tmp_path / "home", zone="Europe/Berlin")
    copytree(demo_home / "builds", home.path / "builds")
    late = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    with UserStore.open(home.path / "user.db") as user:
        for id, at in ((owned[0], late), (owned[1], late + timedelta(hours=1)), (owned[1], late), (1, late)):
            user.listening.play(id, at)
    file = tmp_path / "listens"
    out = home.json(
        "plays",
        "export",
        "--format",
        format,
        "--out",
        str(file),
        "--since",
        "2026-03-31",
        "--until",
        "2026-03-31",
    )
    assert (out["plays"], out["unknown"]) == (2, 1)
    again = home.json("plays", "import", str(file))
    assert (again["plays"], again["added"]) == (2, 0)
    with UserStore.open(home.path / "user.db") as user:
        for play in user.listening.plays():
            user.listening.unplay(play.play_id)
    back = home.json("plays", "import", str(file))
    assert (back["added"], back["matched"], back["unread"], back["unmatched"]) == (2, out["listens"], 0, [])
    with UserStore.open(home.path / "user.db") as user:
        assert {(one.release_id, one.played_at) for one in user.listening.plays()} == {
            (owned[0], late),
            (owned[1], late),
        }


def test_a_play_of_another_day_is_logged_by_command(
    demo_home: Path, tmp_path: Path, owned: list[int]
) -> None:
    home = Home(tmp_path / "home", zone="Europe/Berlin")
    copytree(demo_home / "builds", home.path / "builds")
    added = home.json("plays", "add", f"r{owned[0]}", "--on", "2026-03-29")
    assert added["played_at"] == "2026-03-29T10:00:00Z"
    for words in (
        ["r1"],
        [f"r{owned[0]}", "--on", "2026-02-30"],
        ["x"],
        [f"r{owned[0]}", "--on", "9999-01-01"],
    ):
        wrong = home.run("plays", "add", *words)
        assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    wrong = home.run("plays", "import", str(tmp_path / "nothing"))
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_two_plays_of_one_second_are_two(tmp_path: Path) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with UserStore.open(tmp_path / "user.db") as user:
        user.listening.play(7, at + timedelta(microseconds=5))
        assert user.listening.add_plays([(7, at), (7, at), (8, at)]) == 2
        assert user.listening.add_plays([(7, at), (7, at), (8, at)]) == 0
        assert user.listening.play_count() == 3
