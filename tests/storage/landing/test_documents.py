"""What is saved is read back, the newest first, and problems come and go with the documents."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.documents import DocumentKey, Fetched
from linernotes.storage.landing import Count, Landed, Landing, Problem, bodies

INT64 = st.integers(-(2**63), 2**63 - 1)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
UTC_TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(
            NAMES | st.just("release"),
            INT64,
            st.integers(1, 2**63 - 1),
            st.just("api") | NAMES,
            st.binary(max_size=5000),
            UTC_TIMES,
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[:4],
    )
)
def test_what_is_saved_is_read_back_whatever_the_bytes_ids_pages_and_sources(batch) -> None:
    with tempfile.TemporaryDirectory() as folder, Landing.open(Path(folder) / "landing.db") as landing:
        for kind, id, page, source, body, at in batch:
            landing.save(Fetched(DocumentKey(kind, id, page), body, at), source=source)
        for kind, id, page, source, body, at in batch:
            key = DocumentKey(kind, id, page)
            assert landing.document(key, source) == Landed(key, source, at, body)
        for kind in {one[0] for one in batch}:
            expected = sorted((one[1], one[2], one[3], one[4]) for one in batch if one[0] == kind)
            found = [
                (one.key.id, one.key.page, one.source, one.body)
                for one in landing.documents(kind, newest=False)
            ]
            # SQLite orders text by its UTF-8 bytes, which is the order of the characters' numbers, as Python's.
            assert found == expected


def test_recorded_documents_come_back_byte_for_byte(landing: Landing, fetch, fixtures: Path) -> None:
    files = sorted((fixtures / "release").glob("*.json"))
    landing.save_many(fetch("release", number, file.read_bytes()) for number, file in enumerate(files))
    assert len(files) > 400
    for landed in landing.documents("release"):
        assert landed.body == files[landed.key.id].read_bytes()


def test_a_document_fetched_again_replaces_the_one_before(landing: Landing, fetch) -> None:
    landing.save(fetch("release", 1, b"old" * 900))
    landing.save(fetch("release", 1, b"new", hours=1))
    assert [one.body for one in landing.documents("release", newest=False)] == [b"new"]
    assert landing.counts() == {
        ("release", "api"): Count(1, 3, landing.counts()["release", "api"].stored_bytes)
    }


def test_replacing_and_deleting_leave_no_bodies_behind(landing: Landing, fetch, path: Path) -> None:
    for hours in range(5):
        landing.save_listing(
            "wants", [fetch("wants", 0, b"w", page=page, hours=hours) for page in range(1, 9 - hours)]
        )
        landing.save(fetch("release", 1, b"r", hours=hours))
    with Landing.open(path) as other, other._file.reading() as db:
        assert db.execute("select count(*) from body").fetchone() == (5,)
        assert db.execute(
            "select count(*) from body where body_no not in (select body_no from document)"
        ).fetchone() == (0,)


def test_a_document_that_never_came_is_none(landing: Landing, fetch) -> None:
    landing.save(fetch("release", 1))
    assert landing.document(DocumentKey("release", 2)) is None
    assert landing.document(DocumentKey("release", 1), "dump:20260101") is None


def test_of_several_sources_the_newest_is_read(landing: Landing, fetch) -> None:
    landing.save(fetch("release", 1, b"dump", hours=2), source="dump:20260101")
    landing.save(fetch("release", 1, b"api", hours=1))
    landing.save(fetch("release", 2, b"api", hours=3))
    landing.save(fetch("release", 2, b"dump", hours=2), source="dump:20260101")
    assert [one.body for one in landing.documents("release")] == [b"dump", b"api"]
    newest = landing.document(DocumentKey("release", 1))
    assert newest is not None
    assert (newest.source, newest.body) == ("dump:20260101", b"dump")


def test_in_a_tie_the_api_wins_then_the_later_dump(landing: Landing, fetch) -> None:
    landing.save(fetch("release", 1, b"1"), source="dump:20250101")
    landing.save(fetch("release", 1, b"2"), source="dump:20260101")
    assert [one.body for one in landing.documents("release")] == [b"2"]
    landing.save(fetch("release", 1, b"3"))
    assert [one.body for one in landing.documents("release")] == [b"3"]
    assert landing.document(DocumentKey("release", 1)) == next(landing.documents("release"))


def test_documents_come_by_id_and_page(landing: Landing, fetch) -> None:
    for id, page in [(30, 2), (4, 1), (30, 1), (-2, 1), (30, 10)]:
        landing.save(fetch("artist_releases", id, page=page))
    keys = [(one.key.id, one.key.page) for one in landing.documents("artist_releases")]
    assert keys == [(-2, 1), (4, 1), (30, 1), (30, 2), (30, 10)]


def test_documents_of_some_ids_come_once_each_and_in_order(landing: Landing, fetch) -> None:
    landing.save_many(fetch("release", id, b"%d" % id) for id in range(1500))
    wanted = [*range(1400, 100, -1), 700, 99_999]
    found = [one.key.id for one in landing.documents("release", ids=wanted)]
    assert found == list(range(101, 1401))
    assert list(landing.documents("release", ids=[])) == []


def test_saving_while_documents_are_being_read_is_allowed(landing: Landing, fetch) -> None:
    landing.save_many(fetch("release", id, b"first") for id in range(50))
    seen = []
    for one in landing.documents("release"):
        landing.save(fetch("release", one.key.id, b"second", hours=1))
        seen.append(one.key.id)
    assert seen == list(range(50))
    assert {one.body for one in landing.documents("release")} == {b"second"}


def test_fetched_at_is_about_first_pages(landing: Landing, fetch, noon: datetime) -> None:
    landing.save(fetch("artist_releases", 7, page=1))
    landing.save(fetch("artist_releases", 7, page=2, hours=5))
    landing.save(fetch("artist_releases", 8, page=2, hours=5))
    landing.save(fetch("artist_releases", 7, page=1, hours=-3), source="dump:20260101")
    assert landing.fetched_at("artist_releases") == {7: noon}
    assert landing.fetched_at("artist_releases", source="dump:20260101") == {7: noon - timedelta(hours=3)}
    assert landing.pages("artist_releases") == {
        7: {1: noon, 2: noon + timedelta(hours=5)},
        8: {2: noon + timedelta(hours=5)},
    }


def test_a_time_in_another_zone_is_the_same_moment(landing: Landing, noon: datetime) -> None:
    pacific = noon.astimezone(timezone(timedelta(hours=-8)))
    landing.save(Fetched(DocumentKey("release", 1), b"{}", pacific))
    assert landing.fetched_at("release") == {1: noon}


def test_a_time_without_a_zone_is_refused_and_nothing_is_saved(landing: Landing) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        landing.save(Fetched(DocumentKey("release", 1), b"{}", datetime(2026, 1, 1)))
    assert landing.counts() == {}


def test_page_counts_are_what_the_newest_first_pages_say(landing: Landing, fetch) -> None:
    def page(pages: object) -> bytes:
        return json.dumps({"pagination": {"pages": pages, "items": 1}, "releases": []}).encode()

    landing.save(fetch("artist_releases", 1, page(9), hours=-1), source="dump:20260101")
    landing.save(fetch("artist_releases", 1, page(3)))
    landing.save(fetch("artist_releases", 1, page(4), page=2))
    landing.save(fetch("artist_releases", 2, page("many")))
    landing.save(fetch("artist_releases", 3, b"not JSON"))
    landing.save(fetch("artist_releases", 4, b"{}"))
    assert landing.page_counts("artist_releases") == {1: 3}


def test_a_listing_replaces_all_pages_of_the_one_before(landing: Landing, fetch) -> None:
    landing.save_listing(
        "collection", [fetch("collection", 0, b"%d" % page, page=page) for page in (1, 2, 3)]
    )
    landing.save_failed(DocumentKey("collection", 0, 3), seen_at=fetch("x").fetched_at, reason="500")
    landing.save(fetch("wants", 0, b"w"))
    landing.save(fetch("collection", 0, b"csv"), source="csv")
    landing.save_listing("collection", [fetch("collection", 0, b"only", hours=1)])
    assert [(one.source, one.body) for one in landing.documents("collection", newest=False)] == [
        ("api", b"only"),
        ("csv", b"csv"),
    ]
    assert [one.body for one in landing.documents("wants")] == [b"w"]
    assert list(landing.problems()) == []


def test_a_page_of_another_kind_is_no_part_of_a_listing(landing: Landing, fetch) -> None:
    with pytest.raises(ValueError, match="not a page of wants"):
        landing.save_listing("wants", [fetch("collection")])


def test_pages_beyond_the_end_of_a_shorter_list_are_dropped(landing: Landing, fetch, noon: datetime) -> None:
    for id in (7, 8):
        landing.save_many(fetch("artist_releases", id, page=page) for page in range(1, 5))
    landing.save_failed(DocumentKey("artist_releases", 7, 5), seen_at=noon, reason="500")
    landing.save_gone(DocumentKey("artist_releases", 7, 6), seen_at=noon)
    landing.save_unreadable(DocumentKey("artist_releases", 7, 4), seen_at=noon, reason="odd", body=b"x")
    landing.save_failed(DocumentKey("artist_releases", 7, 2), seen_at=noon, reason="502")
    landing.drop_pages("artist_releases", 7, after=2)
    assert {id: list(pages) for id, pages in landing.pages("artist_releases").items()} == {
        7: [1, 2],
        8: [1, 2, 3, 4],
    }
    assert [one.reason for one in landing.problems()] == ["502"]


def test_what_is_gone_keeps_what_was_fetched_of_it(landing: Landing, fetch, noon: datetime) -> None:
    landing.save(fetch("release", 1, b"once"))
    landing.save_failed(DocumentKey("release", 1), seen_at=noon, reason="500")
    landing.save_gone(DocumentKey("release", 1), seen_at=noon + timedelta(days=1), status=410)
    assert landing.gone("release") == {1: noon + timedelta(days=1)}
    assert [one.body for one in landing.documents("release")] == [b"once"]
    assert list(landing.problems()) == [
        Problem("release", 1, noon + timedelta(days=1), "gone: Discogs answered 410", None)
    ]


def test_what_cannot_be_read_keeps_its_bytes_and_what_was_fetched_before(
    landing: Landing, fetch, noon: datetime
) -> None:
    key = DocumentKey("release", 1)
    landing.save(fetch("release", 1, b"good"))
    landing.save_unreadable(
        key, seen_at=noon, reason="expected `int`", location="$.year", body=b"\x00bad\xff" * 999
    )
    assert landing.unreadable("release") == {1: noon}
    assert landing.unreadable_body(key) == b"\x00bad\xff" * 999
    assert landing.unreadable_body(DocumentKey("release", 2)) is None
    assert [one.body for one in landing.documents("release")] == [b"good"]
    assert list(landing.problems()) == [Problem("release", 1, noon, "expected `int`", "$.year")]


def test_a_reason_with_half_a_surrogate_pair_can_be_kept(landing: Landing, noon: datetime) -> None:
    landing.save_unreadable(
        DocumentKey("release", 1), seen_at=noon, reason="bad \ud800 text", location="$.\udfff", body=b"{}"
    )
    assert list(landing.problems()) == [Problem("release", 1, noon, "bad ? text", "$.?")]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("api", [], id="the-api-settles-everything"),
        pytest.param("dump:1", ["gone: Discogs answered 404", "r", "500"], id="a-dump-settles-its-own"),
        pytest.param(
            "dump:2", ["gone: Discogs answered 404", "r", "dump", "500"], id="another-dump-settles-nothing"
        ),
    ],
)
def test_a_document_that_comes_settles_its_problems(
    landing: Landing, fetch, noon: datetime, source: str, left: list[str]
) -> None:
    key = DocumentKey("release", 1)
    landing.save_unreadable(key, seen_at=noon, reason="r", body=b"x")
    landing.save_unreadable(key, source="dump:1", seen_at=noon + timedelta(1), reason="dump", body=b"x")
    landing.save_gone(key, seen_at=noon)
    landing.save_failed(key, seen_at=noon, reason="500")
    landing.save(fetch("release", 1), source=source)
    assert [one.reason for one in landing.problems()] == left


def test_an_answer_of_any_kind_settles_a_failure(landing: Landing, noon: datetime) -> None:
    key = DocumentKey("release", 1)
    landing.save_failed(key, seen_at=noon, reason="500")
    landing.save_gone(key, seen_at=noon)
    assert [one.reason for one in landing.problems()] == ["gone: Discogs answered 404"]
    landing.save_unreadable(key, seen_at=noon, reason="r", body=b"x")
    assert [one.reason for one in landing.problems()] == ["r"]
    assert landing.gone("release") == {}


def test_problems_stand_in_one_order_and_name_their_page(landing: Landing, noon: datetime) -> None:
    landing.save_failed(DocumentKey("release", 3), seen_at=noon, reason="500")
    landing.save_failed(DocumentKey("artist_releases", 3, 2), seen_at=noon, reason="502")
    landing.save_unreadable(
        DocumentKey("artist_releases", 3, 10), seen_at=noon, reason="odd", location="$.a", body=b"x"
    )
    landing.save_unreadable(DocumentKey("artist_releases", 2, 10), seen_at=noon, reason="HTML", body=b"<")
    assert list(landing.problems()) == [
        Problem("artist_releases", 2, noon, "HTML", "page 10"),
        Problem("artist_releases", 3, noon, "502", "page 2"),
        Problem("artist_releases", 3, noon, "odd", "page 10 $.a"),
        Problem("release", 3, noon, "500", None),
    ]


def test_counts_tell_documents_and_bytes_by_kind_and_source(landing: Landing, fetch) -> None:
    landing.save_many([fetch("release", 1, b"x" * 1000), fetch("release", 2, b"y" * 500)])
    landing.save(fetch("release", 1, b"z" * 7), source="dump:20260101")
    counts = landing.counts()
    assert {key: (count.documents, count.raw_bytes) for key, count in counts.items()} == {
        ("release", "api"): (2, 1500),
        ("release", "dump:20260101"): (1, 7),
    }
    assert 0 < counts["release", "api"].stored_bytes < 100


def _release(number: int) -> bytes:
    """A document that resembles its neighbours, as real ones do."""
    tracks = [
        {
            "position": f"A{n}",
            "title": f"Song {number * n % 97}",
            "type_": "track",
            "duration": f"{n}:{number % 60:02}",
        }
        for n in range(1, 12)
    ]
    return json.dumps(
        {
            "id": number,
            "title": f"Title {number}",
            "uri": f"https://www.discogs.com/release/{number}",
            "tracklist": tracks,
        }
    ).encode()


def test_a_dictionary_is_trained_once_and_all_bodies_stay_readable(
    landing: Landing, fetch, path: Path
) -> None:
    many = bodies.TRAINING_DOCUMENTS + 300
    for number in range(many):
        landing.save(fetch("release", number, _release(number)))
    landing.save(fetch("master", 1, _release(1)))
    with landing._file.reading() as db:
        assert db.execute("select dictionary_id, kind from dictionary").fetchall() == [(1, "release")]
        used = dict(
            db.execute("select dictionary_id, count(*) from document where kind = 'release' group by 1")
        )
        sizes = dict(
            db.execute(
                "select dictionary_id, avg(stored_bytes) from document where kind = 'release' group by 1"
            )
        )
    assert used == {None: bodies.TRAINING_DOCUMENTS, 1: 300}
    assert sizes[1] < sizes[None] * 0.7
    with Landing.open(path) as again:  # another process, as far as dictionaries go
        again.save(fetch("release", many, _release(many)))
        with again._file.reading() as db:
            assert db.execute("select dictionary_id from document where id = ?", [many]).fetchone() == (1,)
        assert [one.body for one in again.documents("release")] == [_release(n) for n in range(many + 1)]
    assert [one.body for one in landing.documents("release")] == [_release(n) for n in range(many + 1)]


def test_documents_too_small_to_learn_from_are_kept_as_they_are(landing: Landing, fetch) -> None:
    landing.save_many(fetch("release", number, b"") for number in range(bodies.TRAINING_DOCUMENTS + 5))
    landing.save(fetch("release", 1_000, b"later"))
    with landing._file.reading() as db:
        assert db.execute("select count(*) from dictionary").fetchone() == (0,)
    assert [one.body for one in landing.documents("release", ids=[1_000])] == [b"later"]


def test_a_dictionary_that_a_killed_process_did_not_train_is_made_good(
    landing: Landing, fetch, path: Path
) -> None:
    landing.save_many(
        fetch("release", number, _release(number)) for number in range(bodies.TRAINING_DOCUMENTS)
    )
    with landing._file.writing() as db:
        db.execute("delete from dictionary")  # as if it had died just before; no body needs it yet
    with Landing.open(path) as later:
        later.save(fetch("release", 9_001, _release(9_001)))
        later.save(fetch("release", 9_002, _release(9_002)))
        with later._file.reading() as db:
            assert db.execute("select count(*) from dictionary").fetchone() == (1,)
            used = db.execute("select dictionary_id from document where id > 9000 order by id").fetchall()
    assert used == [(None,), (1,)]


def test_a_snapshot_shows_one_state_whatever_is_saved_meanwhile(landing: Landing, fetch, path: Path) -> None:
    landing.save(fetch("release", 1, b"old"))
    with Landing.open(path, read_only=True) as reader:
        with reader.snapshot():
            assert [one.body for one in reader.documents("release")] == [b"old"]
            landing.save(fetch("release", 1, b"new", hours=1))
            landing.save(fetch("release", 2, b"more"))
            assert [one.body for one in reader.documents("release")] == [b"old"]
        assert [one.body for one in reader.documents("release")] == [b"new", b"more"]


def test_errors_inside_a_snapshot_are_the_callers_own(landing: Landing) -> None:
    with pytest.raises(OSError, match="mine"), landing.snapshot():
        raise OSError("mine")
    assert landing.counts() == {}
