"""An archive that an enemy made is refused, or what is wrong with it is noted, within limits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.etl.dumps.hostile_archives import HOSTILE, NAME, WANTED, good, of
from tests.faults.bounded import run_bounded
from tests.homes import Home
from tests.storage.backup.test_hostile_backups import content

from linernotes.storage.landing import Landing

#: Tried by `make test`: one of each kind.
QUICK = (
    "a-pipe",
    "entities-that-grow",
    "something-between-records",
)

SECONDS = 90.0


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows which releases are wanted, and nothing of them."""
    folder = tmp_path_factory.mktemp("shelf")
    rows = "\n".join(f"C{id},Artist,Title,Label,LP,,1999,{id},Shelf,2020-09-15 17:31:59" for id in WANTED)
    head = "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added"
    (folder / "collection.csv").write_text(f"{head}\n{rows}\n")
    done = Home(folder / "home").run("import", str(folder / "collection.csv"))
    assert done.returncode == 0, done.stderr
    return folder / "home"


def landed(home: Path) -> int:
    with Landing.open(home / "landing.db", read_only=True) as landing:
        return sum(one.source.startswith("dump:") for one in landing.documents("release"))


def try_one(name: str, shelf: Path, tmp_path: Path) -> None:
    home, place = tmp_path / "home", tmp_path / NAME
    shutil.copytree(shelf, home, symlinks=True)
    HOSTILE[name](place)
    before = content(home)
    shown = Home(home).environment
    done = run_bounded(["dump", "import", str(place), "--no-build"], shown, seconds=SECONDS)
    if done.status:
        assert done.status == 1
        assert done.said.count("Error: ") == 1
        assert content(home)["landing.db"] == before["landing.db"]
        assert landed(home) == 0
    # The same file, when it is right, is taken afterwards: nothing counts as looked for.
    if done.status:
        if place.is_dir() and not place.is_symlink():
            place.rmdir()
        else:
            place.unlink()
        of(good())(place)
        assert run_bounded(["dump", "import", str(place), "--no-build"], shown, seconds=SECONDS).status == 0
        assert landed(home) == len(WANTED)
    else:
        assert run_bounded(["build"], shown, seconds=SECONDS).status == 0


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_archive_is_refused_or_noted_within_limits(name: str, shelf: Path, tmp_path: Path) -> None:
    try_one(name, shelf, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in QUICK])
def test_fifty_hostile_archives_are_refused_or_noted_within_limits(
    name: str, shelf: Path, tmp_path: Path
) -> None:
    try_one(name, shelf, tmp_path)


def test_there_are_fifty() -> None:
    assert len(HOSTILE) >= 50
