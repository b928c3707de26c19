"""Publishing: the build in use is whole at every moment, and readers keep what they have."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.rows import put, tuples

from linernotes.errors import BuildError
from linernotes.storage.builds.publish import Build, current_build, new_build, publish, published_builds
from linernotes.storage.builds.search import search
from linernotes.storage.duckdb.database import DBStorage

Make = Callable[[str], Build]


def name_of(path: Path) -> str:
    """What the build that lies there is called."""
    with DBStorage.open(path) as storage:
        return str(storage.scalar("select value from meta where key = 'name'"))


def names_in_builds(home: Path) -> set[str]:
    return {path.name for path in (home / "builds").iterdir()}


def files_of(*builds: Build) -> set[str]:
    return {f"{build.build_id}.{what}" for build in builds for what in ("duckdb", "search.db", "copy")} | {
        "current"
    }


def test_there_is_no_build_before_the_first(tmp_path: Path) -> None:
    assert current_build(tmp_path) is None
    assert current_build(tmp_path / "nowhere") is None


def test_a_published_build_is_current_with_its_index_and_its_copy(tmp_path: Path, make_build: Make) -> None:
    build = make_build("first")
    assert current_build(tmp_path) == build
    assert name_of(build.path) == name_of(tmp_path / "collection.duckdb") == "first"
    assert [hit.id for hit in search(build.search_path, "miles", "artist")] == [23755]
    assert names_in_builds(tmp_path) == files_of(build)


def test_a_draft_is_not_current_however_complete_it_is(tmp_path: Path, make_build: Make) -> None:
    build = make_build("first")
    draft = new_build(tmp_path)
    with draft, DBStorage.create(draft.path):
        pass
    assert current_build(tmp_path) == build


def test_ids_sort_in_the_order_in_which_builds_began_and_never_repeat(tmp_path: Path) -> None:
    ids = []
    for _ in range(50):
        draft = new_build(tmp_path)
        draft.path.write_text("")
        ids.append(draft.build_id)
    assert ids == sorted(set(ids))


def test_ids_ascend_even_if_the_clock_was_set_back(tmp_path: Path) -> None:
    future = Build(tmp_path, "29991231T235959999999Z-ffff")
    future.path.parent.mkdir()
    future.path.write_text("")
    future.search_path.write_text("")
    assert new_build(tmp_path).build_id > future.build_id


def test_a_build_after_the_clock_was_set_back_becomes_and_stays_current(
    tmp_path: Path, make_build: Make
) -> None:
    """The build before is dated ahead by centuries: what comes after it is newer all the same."""
    ahead = Build(tmp_path, "29991231T235959999999Z-ffff")
    shutil.copytree(make_build("ahead").path.parent, tmp_path / "kept")
    shutil.rmtree(tmp_path / "builds")
    ahead.path.parent.mkdir()
    for path in (ahead.path, ahead.search_path):
        [made] = (tmp_path / "kept").glob(f"*{''.join(path.suffixes)}")
        shutil.copy(made, path)
    assert current_build(tmp_path) == ahead
    second = make_build("second")
    assert [current_build(tmp_path), *published_builds(tmp_path)] == [second, ahead, second]
    third = make_build("third")
    (tmp_path / "builds" / "current").unlink()
    assert [current_build(tmp_path), *published_builds(tmp_path)] == [third, second, third]
    assert name_of(tmp_path / "collection.duckdb") == "third"


@pytest.mark.parametrize(
    "moment",
    ["99999999T000000000000", "20261301T000000000000", "20261129T990000000000", "99991231T235959999999"],
)
def test_a_file_that_is_named_after_no_moment_is_no_build(
    tmp_path: Path, make_build: Make, moment: str
) -> None:
    """The last moment that there is counts as none: no build could come after it."""
    first = make_build("first")
    stray = [
        tmp_path / "builds" / f"{moment}Z-ffff.{what}" for what in ("duckdb", "search.db", "draft.duckdb")
    ]
    for path in stray:
        path.write_text("mine")
    assert current_build(tmp_path) == first
    second = make_build("second")
    assert published_builds(tmp_path) == [first, second]
    assert all(path.read_text() == "mine" for path in stray)


def test_the_newest_two_builds_are_kept(tmp_path: Path, make_build: Make) -> None:
    builds = [make_build(str(number)) for number in range(4)]
    assert names_in_builds(tmp_path) == files_of(*builds[2:])
    assert name_of(builds[2].path) == "2"


def test_the_size_and_the_copy_are_reported(tmp_path: Path) -> None:
    draft = new_build(tmp_path)
    with draft, DBStorage.create(draft.path):
        pass
    published = publish(draft)
    build = published.build
    assert published.bytes == build.path.stat().st_size + build.search_path.stat().st_size
    assert (published.copied, published.note) == (True, None)


def test_an_error_while_a_draft_grows_deletes_it(tmp_path: Path, make_build: Make) -> None:
    first = make_build("first")

    def fail() -> None:
        draft = new_build(tmp_path)
        with draft, DBStorage.create(draft.path):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names_in_builds(tmp_path) == files_of(first)
    assert current_build(tmp_path) == first


def test_what_killed_builds_left_behind_is_deleted_and_nothing_else(tmp_path: Path, make_build: Make) -> None:
    first = make_build("first")
    folder = tmp_path / "builds"
    for orphan in ("duckdb", "duckdb.wal", "search.db", "search.db-journal"):
        (folder / f"20200101T000000000000Z-0000.draft.{orphan}").write_text("half")
    (folder / "20200101T000000000000Z-0000.draft.duckdb.tmp").mkdir()
    (folder / "mine.txt").write_text("not yours")
    new_build(tmp_path)
    assert names_in_builds(tmp_path) == files_of(first) | {"mine.txt"}


@pytest.mark.parametrize(
    "pointer",
    ["", "{", "null", "[1]", '{"build_id": 5}', '{"build_id": "20200101T000000000000Z-0000"}', "\xff\xfe"],
)
def test_a_damaged_pointer_means_the_newest_build(tmp_path: Path, make_build: Make, pointer: str) -> None:
    make_build("first")
    second = make_build("second")
    (tmp_path / "builds" / "current").write_bytes(pointer.encode("latin-1"))
    assert current_build(tmp_path) == second


@pytest.mark.parametrize("what", ["path", "search_path"])
def test_a_current_build_that_is_gone_means_the_one_before(
    tmp_path: Path, make_build: Make, what: str
) -> None:
    first = make_build("first")
    second = make_build("second")
    getattr(second, what).unlink()
    assert current_build(tmp_path) == first
    third = make_build("third")
    assert current_build(tmp_path) == third
    assert names_in_builds(tmp_path) == files_of(first, third)


def test_readers_keep_a_build_that_has_been_deleted(tmp_path: Path, make_build: Make) -> None:
    first = make_build("first")
    with DBStorage.open(first.path) as storage, closing(sqlite3.connect(first.search_path)) as index:
        for number in range(3):
            make_build(str(number))
        assert not first.path.exists()
        assert not first.search_path.exists()
        assert tuples(storage, "select name from release_artists") == [("Miles Davis",)]
        with storage.cursor() as cursor:
            assert cursor.scalar("select count(*) from release_tracks") == 1
        # An index keeps ids alone.
        assert index.execute("select rowid from artist where artist match 'evans'").fetchall() == [(97545,)]


def test_a_draft_without_a_database_is_not_published(tmp_path: Path, make_build: Make) -> None:
    first = make_build("first")
    with pytest.raises(BuildError):
        publish(new_build(tmp_path))
    assert current_build(tmp_path) == first
    assert names_in_builds(tmp_path) == files_of(first)


def test_a_copy_that_cannot_be_made_is_noted_and_the_build_is_published(
    tmp_path: Path, make_build: Make
) -> None:
    (tmp_path / "collection.duckdb").mkdir()
    (tmp_path / "collection.duckdb" / "mine.txt").write_text("keep me")
    draft = new_build(tmp_path)
    with draft, DBStorage.create(draft.path):
        pass
    published = publish(draft)
    assert current_build(tmp_path) == published.build
    assert not published.copied
    assert published.note is not None
    assert published.note.startswith(f"{tmp_path / 'collection.duckdb'} still shows an older build")
    assert "\n" not in published.note
    assert (tmp_path / "collection.duckdb" / "mine.txt").read_text() == "keep me"


PUBLISH = """
import sys
from pathlib import Path
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.builds.publish import new_build, publish
from linernotes.storage.duckdb.rows import ArtistUrlsRow, MetaRow
home, first = Path(sys.argv[1]), int(sys.argv[2])
for number in range(first, first + 1000):
    draft = new_build(home)
    with draft, DBStorage.create(draft.path) as storage:
        facts = {"name": str(number), "build_id": draft.build_id}
        storage.insert("meta", [MetaRow(key, value) for key, value in facts.items()])
        storage.insert("artist_urls", [ArtistUrlsRow(i, 0, str(number)) for i in range(1000)])
    print("publishing", number, flush=True)
    publish(draft)
    print("published", number, flush=True)
"""


def kill_while_publishing(home: Path, *, kills: int, seed: int) -> None:
    """Kill a process that publishes one build after another, and look at what is there, again and again."""
    chance = random.Random(seed)
    next_, published = 0, -1
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(home), str(next_)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(chance.choice([1, 1, 3]))]
        time.sleep(chance.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        for word, number in (line.split() for line in said):
            published = int(number) if word == "published" else published
            next_ = int(number) + 1
        check_whole(home, published, next_ - 1)


def check_whole(home: Path, published: int, begun: int) -> None:
    """The build in use is the one whose publishing ended last, or one whose publishing was cut short."""
    build = current_build(home)
    assert build is not None or published == -1
    if build is None:
        return
    with DBStorage.open(build.path) as storage:
        facts = dict(tuples(storage, "select key, value from meta"))
        assert published <= int(facts["name"]) <= begun
        assert facts["build_id"] == build.build_id
        assert tuples(storage, "select count(*), min(url), max(url) from artist_urls") == [
            (1000, facts["name"], facts["name"])
        ]
    with closing(sqlite3.connect(build.search_path)) as index:
        assert index.execute("pragma integrity_check").fetchall() == [("ok",)]
    if published >= 0:
        assert json.loads((home / "builds" / "current").read_text()) == {"build_id": build.build_id}
        assert published <= int(name_of(home / "collection.duckdb")) <= int(facts["name"])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_kill_at_any_moment_leaves_the_old_build_in_use_or_the_new_one(tmp_path: Path) -> None:
    kill_while_publishing(tmp_path, kills=3, seed=1)
    draft = new_build(tmp_path)
    with draft, DBStorage.create(draft.path) as storage:
        put(storage, "meta", [("name", "last")])
    build = publish(draft).build
    assert name_of(tmp_path / "collection.duckdb") == "last"
    assert not [name for name in names_in_builds(tmp_path) if "draft" in name or name.endswith(".new")]
    assert current_build(tmp_path) == build


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 22))
def test_five_hundred_kills_leave_a_build_in_use(tmp_path: Path, seed: int) -> None:
    kill_while_publishing(tmp_path, kills=25, seed=seed)


FULL_DISK = """
import resource, sys
from pathlib import Path
from linernotes.errors import DiskFullError
from linernotes.storage.builds.publish import Build, publish
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    publish(Build(Path(sys.argv[1]), sys.argv[2], is_draft=True))
except DiskFullError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_while_publishing_leaves_the_old_build_in_use(tmp_path: Path, make_build: Make) -> None:
    first = make_build("first")
    draft = new_build(tmp_path)
    with draft, DBStorage.create(draft.path) as storage:
        put(storage, "artist", [(i, None, f"Artist {i} {i * 7919:x}", *([None] * 12)) for i in range(20_000)])
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), draft.build_id], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert current_build(tmp_path) == first
    assert names_in_builds(tmp_path) == files_of(first)
