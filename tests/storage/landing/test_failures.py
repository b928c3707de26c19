"""A landing.db that is broken, foreign, locked or not permitted: always one of our errors, in one line."""

from __future__ import annotations

import inspect
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import AccountMismatchError, HomeVersionError, LandingError
from linernotes.processes.progress import Step
from linernotes.storage.landing import (
    CollectionChange,
    CollectionValue,
    Landing,
    MasterStats,
    ReleaseStats,
    Version,
    bodies,
    refusal,
)
from linernotes.storage.sqlite import errors as sqlite_errors

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = DocumentKey("release", 7)

#: Every public method of Landing, called as a caller would. A test below fails when one is missing.
CALLS: dict[str, Callable[[Landing], object]] = {
    "fetched_at": lambda landing: landing.fetched_at("release"),
    "pages": lambda landing: landing.pages("release"),
    "page_counts": lambda landing: landing.page_counts("release"),
    "given": lambda landing: landing.given("release"),
    "searched": lambda landing: landing.searched("release"),
    "searched_as_of": lambda landing: landing.searched_as_of("discography"),
    "save_searched": lambda landing: landing.save_searched("dump:20261101", "release", "document", {1: 0}),
    "gone": lambda landing: landing.gone("master"),
    "unreadable": lambda landing: landing.unreadable("master"),
    "document": lambda landing: landing.document(KEY),
    "unreadable_body": lambda landing: landing.unreadable_body(DocumentKey("master", 3)),
    "documents": lambda landing: [*landing.documents("release"), *landing.documents("release", ids=[1, 7])],
    "versions": lambda landing: landing.versions(),
    "pass_over_refused": lambda landing: landing.pass_over_refused(),
    "save_left_out": lambda landing: _save_left_out(landing),
    "counts": lambda landing: landing.counts(),
    "problems": lambda landing: list(landing.problems()),
    "collection_values": lambda landing: list(landing.collection_values()),
    "release_stats": lambda landing: list(landing.release_stats()),
    "master_stats": lambda landing: list(landing.master_stats()),
    "collection_changes": lambda landing: list(landing.collection_changes()),
    "account": lambda landing: landing.account(),
    "run_state": lambda landing: landing.run_state(),
    "runs": lambda landing: list(landing.runs()),
    "control": lambda landing: landing.control(),
    "snapshot": lambda landing: landing.snapshot().__enter__(),
    "claim_account": lambda landing: landing.claim_account(1, "rodneyfool"),
    "set_control": lambda landing: landing.set_control("pause"),
    "save": lambda landing: landing.save(Fetched(KEY, b"{}", NOON)),
    "save_many": lambda landing: landing.save_many([Fetched(KEY, b"{}", NOON)]),
    "save_listing": lambda landing: landing.save_listing(
        "collection", [Fetched(DocumentKey("collection"), b"{}", NOON)]
    ),
    "save_gone": lambda landing: landing.save_gone(KEY, seen_at=NOON),
    "save_unreadable": lambda landing: landing.save_unreadable(KEY, seen_at=NOON, reason="odd", body=b"x"),
    "save_failed": lambda landing: landing.save_failed(KEY, seen_at=NOON, reason="500"),
    "drop_pages": lambda landing: landing.drop_pages("collection", 0, after=1),
    "start_run": lambda landing: landing.start_run(1, NOON),
    "report": lambda landing: landing.report(1, [Step("releases", 1, 2)], now=NOON),
    "finish_run": lambda landing: landing.finish_run(
        1, "done", requests=1, documents=1, problems=0, now=NOON
    ),
}


def _save_left_out(landing: Landing) -> None:
    landing.left_out.refused[Version(KEY, "api")] = refusal("odd")
    landing.save_left_out(NOON)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing.db with something in every table."""
    path = tmp_path_factory.mktemp("full") / "landing.db"
    dice = random.Random(3)
    with Landing.open(path) as landing:
        for number in range(bodies.TRAINING_DOCUMENTS + 40):
            title = dice.choice(["Blue Train", "Kind of Blue", "Giant Steps", "Mingus Ah Um"])
            body = b'{"pagination": {"pages": 2}, "id": %d, "title": "%s"}' % (number, title.encode())
            stats = ReleaseStats(number, NOON, 1, 2, 3.5, 4, 5, Decimal("1.20"), "EUR")
            fetched = Fetched(DocumentKey("release", number), body * dice.randint(1, 30), NOON)
            landing.save(fetched, history=[stats, MasterStats(number, NOON, 1, 2, 3, Decimal(4), "EUR")])
        landing.save_listing(
            "collection",
            [Fetched(DocumentKey("collection", 0, page), b"{}", NOON) for page in (1, 2)],
            changes=[CollectionChange(number, NOON, "added", None, "{}") for number in range(5)],
            history=[CollectionValue(NOON, 1, Decimal(1), Decimal(2), None, "EUR")],
        )
        landing.save_gone(DocumentKey("master", 1), seen_at=NOON)
        landing.save_failed(DocumentKey("master", 2), seen_at=NOON, reason="500")
        landing.save_unreadable(
            DocumentKey("master", 3), seen_at=NOON, reason="odd", location="$.a", body=b"x"
        )
        landing.save_searched("dump:20261101", "release", "document", {1: 1, 2: 0})
        landing.claim_account(1, "rodneyfool")
        landing.report(landing.start_run(1, NOON), [Step("releases", 1, 2)], now=NOON)
        with landing._file.reading() as db:
            tables = [row[0] for row in db.execute("select name from sqlite_schema where type = 'table'")]
            assert all(db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)
    return path


def break_file(kind: str, data: bytes, dice: random.Random) -> bytes:
    """The bytes of a broken landing.db."""
    at = dice.randrange(100, len(data) - 9000)
    match kind:
        case "truncated":
            return data[: dice.randrange(1, len(data))]
        case "header overwritten":
            return b"This is no database." * 5 + data[100:]
        case "page overwritten":
            return data[:at] + dice.randbytes(8192) + data[at + 8192 :]
        case "few bytes overwritten":
            return data[:at] + dice.randbytes(5) + data[at + 5 :]
        case "page of zeros":
            return data[:at] + bytes(8192) + data[at + 8192 :]
    raise AssertionError(kind)


def assert_one_line(error: BaseException, path: Path) -> None:
    assert str(path) in str(error)
    assert "\n" not in str(error)


def test_every_public_method_is_called_here() -> None:
    public = {name for name, _ in inspect.getmembers(Landing, inspect.isfunction) if not name.startswith("_")}
    assert public - {"close"} == set(CALLS)


@pytest.mark.parametrize(
    "kind",
    [
        "truncated",
        "header overwritten",
        "page overwritten",
        pytest.param("few bytes overwritten", marks=pytest.mark.soak),
        pytest.param("page of zeros", marks=pytest.mark.soak),
    ],
)
def test_a_broken_file_raises_landing_error_from_every_method(full: Path, tmp_path: Path, kind: str) -> None:
    data = full.read_bytes()
    raised = 0
    for seed in range(40):
        home = tmp_path / f"{seed}"
        home.mkdir()
        path = home / "landing.db"
        path.write_bytes(break_file(kind, data, random.Random(seed)))
        try:
            with Landing.open(path) as landing:
                raised += call_all(landing)
        except (LandingError, HomeVersionError) as error:
            assert_one_line(error, path)
            raised += 1
        shutil.rmtree(home)
    assert raised >= 10


def call_all(landing: Landing) -> int:
    """Call everything; a method may succeed, for the damage may lie elsewhere. How many raised."""
    raised = 0
    for name, call in CALLS.items():
        if name == "snapshot":
            continue
        try:
            result = call(landing)
            if name == "problems" and any("damaged" in str(one) for one in result):  # type: ignore[attr-defined]
                raised += 1  # one document alone: it is noted, and fetched again
        except LandingError as error:
            assert_one_line(error, landing.path)
            raised += 1
        except AccountMismatchError:  # a flipped bit in the account's number
            assert name == "claim_account"
    return raised


def test_every_method_of_a_closed_landing_raises_landing_error(full: Path) -> None:
    landing = Landing.open(full)
    landing.close()
    landing.close()
    for call in CALLS.values():
        with pytest.raises(LandingError) as caught:
            call(landing)
        assert_one_line(caught.value, full)


def test_a_damaged_file_is_left_as_it_was_and_the_message_says_what_to_do(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "landing.db"
    broken = break_file("header overwritten", full.read_bytes(), random.Random(0))
    path.write_bytes(broken)
    for read_only in (False, True):
        with pytest.raises(LandingError, match="damaged.*move it away and restore a backup"):
            Landing.open(path, read_only=read_only)
    assert path.read_bytes() == broken
    assert sorted(file.name for file in tmp_path.iterdir()) == ["landing.db"]


def spoil(path: Path, statement: str, parameters: list[object]) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement, parameters)
    db.close()


def flip_a_bit(path: Path, id: int) -> None:
    with sqlite3.connect(path) as db:
        body_no, blob = db.execute(
            "select body_no, bytes from document join body using (body_no) where kind = 'release' and id = ?",
            [id],
        ).fetchone()
        spoiled = bytearray(blob)
        spoiled[-1] ^= 1  # of the checksum
        db.execute("update body set bytes = ? where body_no = ?", [bytes(spoiled), body_no])
    db.close()


def test_a_damaged_document_takes_no_other_with_it_and_is_fetched_again(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "landing.db"
    shutil.copy(full, path)
    flip_a_bit(path, 7)
    with Landing.open(path) as landing:
        others = landing.fetched_at("release").keys() - {7}
        assert {one.key.id for one in landing.documents("release")} == others
        assert landing.document(KEY) is None
        landing.save_left_out(NOON)
        assert landing.fetched_at("release").keys() == others
        (problem,) = [one for one in landing.problems() if one.kind == "release"]
        assert (problem.id, problem.seen_at) == (7, NOON)
        assert "damaged" in problem.reason
        landing.save(Fetched(KEY, b"{}", NOON))
        assert [one for one in landing.problems() if one.kind == "release"] == []


def test_of_two_sources_the_one_that_is_not_damaged_is_read(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "landing.db"
    shutil.copy(full, path)
    with Landing.open(path) as landing:
        landing.save(Fetched(KEY, b"<release/>", NOON), source="dump:20261101")
    flip_a_bit(path, 7)
    with Landing.open(path) as landing:
        found = landing.document(KEY)
        assert found is not None
        assert found.source in ("api", "dump:20261101")
        assert len(list(landing.documents("release", ids=[7], newest=False))) == 1


def test_a_body_that_claims_to_be_huge_takes_no_memory(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "landing.db"
    shutil.copy(full, path)
    spoil(path, "update body set bytes = ?", [bytes.fromhex("28b52ffd e0 ffffffffffffff7f 010000")])
    with Landing.open(path) as landing:
        assert landing.document(KEY) is None
        assert list(landing.documents("release")) == []


@pytest.mark.parametrize("harm", ["delete from dictionary", "update dictionary set bytes = x'37a430ec00'"])
def test_without_its_dictionary_documents_are_damaged_and_new_ones_are_saved(
    full: Path, tmp_path: Path, harm: str
) -> None:
    path = tmp_path / "landing.db"
    shutil.copy(full, path)
    spoil(path, harm, [])
    with Landing.open(path) as landing:
        read = {one.key.id for one in landing.documents("release")}
        assert 0 < len(read) < len(landing.fetched_at("release"))
        landing.save(Fetched(DocumentKey("release", 10_000), b"{}", NOON))
        assert landing.document(DocumentKey("release", 10_000)) is not None


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "landing.db"
    with sqlite3.connect(path) as db:
        db.execute("create table theirs (x)")
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LandingError, match="not a landing.db of linernotes"):
            Landing.open(path, read_only=read_only)
    with sqlite3.connect(path) as db:
        assert db.execute("select name from sqlite_schema").fetchall() == [("theirs",)]
    db.close()
    assert len(path.read_bytes()) == len(before)


def test_a_file_that_is_absent_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match="run `linernotes sync` first"):
        Landing.open(tmp_path / "landing.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "landing.db").mkdir()
    with pytest.raises(LandingError, match="is a folder where a file should be: move it away"):
        Landing.open(tmp_path / "landing.db")


def test_a_link_to_nowhere_in_the_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "landing.db").symlink_to(tmp_path / "nowhere" / "x")
    with pytest.raises(LandingError, match="is a link to something that is not there: move it away"):
        Landing.open(tmp_path / "landing.db")


def test_a_file_in_the_place_of_the_home_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(LandingError, match="cannot be opened: .* Check the folder and its permissions"):
        Landing.open(tmp_path / "home" / "landing.db")


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may write everywhere, so that root is nobody in here."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_that_may_not_be_written_is_one_line(full: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "landing.db"
        shutil.copy(full, path)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        with without_privileges(), pytest.raises(LandingError, match=r"permission|Permission") as caught:
            Landing.open(path)
        assert_one_line(caught.value, path)
        path.parent.chmod(0o700)


def test_a_file_where_nothing_may_be_written_is_read_all_the_same(full: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "landing.db"
        shutil.copy(full, path)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        with without_privileges(), Landing.open(path, read_only=True) as landing:
            assert landing.document(KEY) is not None
            assert landing.run_state() is not None
        assert [one.name for one in path.parent.iterdir()] == ["landing.db"]
        path.parent.chmod(0o700)


def test_saving_through_a_connection_for_reading_is_refused(full: Path) -> None:
    with Landing.open(full, read_only=True) as landing:
        with pytest.raises(LandingError, match="may not be written"):
            landing.save(Fetched(KEY, b"{}", NOON))
        assert landing.document(KEY) is not None


def test_a_file_that_another_process_keeps_locked_is_one_line(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "landing.db"
    shutil.copy(full, path)
    monkeypatch.setattr("linernotes.storage.sqlite.file.BUSY_SECONDS", 0.2)
    with Landing.open(path) as landing:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(LandingError, match="another process locked it") as caught:
            landing.set_control("pause")
        assert sqlite_errors.is_locked(caught.value)
        assert landing.control() == "run"  # reading goes on
        other.execute("rollback")
        other.close()
        landing.set_control("pause")
