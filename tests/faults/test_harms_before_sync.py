"""Whatever happened to a file before a sync: the sync takes it, or names it with a way out that works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.faults.harms import FILES, Harm, all_harms
from tests.faults.test_harms import is_wrong
from tests.faults.test_spoilt_syncs import different
from tests.homes import Home
from typer.testing import CliRunner

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.cli import app, load_commands
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore

#: What a sync reads and writes.
OF_A_SYNC = ("landing", "user", "pointer", "copy", "config", "secrets", "builds", "progress")
HARMS = [harm for harm in all_harms() if harm.file in OF_A_SYNC]
FEW = ("landing-half",)
#: What was recorded over time goes with the file that it was recorded in.
RECORDED = ("collection_value", "collection_changes", "release_stats", "master_stats")


@dataclass(frozen=True)
class Account:
    """A home that was synced, its sandbox, and the tables that came of it."""

    home: Path
    sandbox: Sandbox
    tables: dict[str, Any]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    home = tmp_path_factory.mktemp("synced") / "home"
    with Sandbox(load_catalogue("synthetic", items=3, seed=3), limit=1_000_000) as sandbox:
        for words in (["auth", "--token", sandbox.token], ["sync"], ["sync"]):
            status, said = run(home, sandbox, words)
            assert status == 0, said
        with UserStore.open(home / USER_DB) as user:
            user.listening.play(20003)
        (home / "config.toml").write_text("[sync]\nneighbours = true\n")
        yield Account(home, sandbox, lasting_tables(home))


def run(home: Path, sandbox: Sandbox, words: list[str]) -> tuple[int, str]:
    """A command in this process, which has the token from secrets.yml alone: its status, and what it said."""
    load_commands()
    addresses = {"LINERNOTES_API_URL": sandbox.url, "LINERNOTES_WWW_URL": sandbox.www_url}
    done = CliRunner(env=addresses).invoke(app, ["--home", str(home), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def lasting_tables(home: Path) -> dict[str, Any]:
    return {name: rows for name, rows in Home(home).tables().items() if name not in RECORDED}


def try_one(harm: Harm, account: Account, tmp_path: Path) -> None:
    home = Path(shutil.copytree(account.home, tmp_path / "home", symlinks=True))
    path = harm.do(home)
    status, said = run(home, account.sandbox, ["sync"])
    # A token that is gone with its file is no damage: nothing is to be done to the file, and it is not named.
    is_lost = harm.file == "secrets" and "Run: linernotes auth" in said
    assert is_lost or not is_wrong(status, said, path), said
    if status != 0 or is_no_copy(path, said):
        assert FILES[harm.file](home) == path
        if not is_lost and (path.is_symlink() or path.exists()):
            path.rename(home / "moved away")
        if harm.file == "secrets":
            status, said = run(home, account.sandbox, ["auth", "--token", account.sandbox.token])
            assert status == 0, said
        status, said = run(home, account.sandbox, ["sync"])
        assert status == 0, said
    assert different(lasting_tables(home), account.tables | noted(harm, home)) == {}


def is_no_copy(path: Path, said: str) -> bool:
    """Whether the sync was well but for the copy for other programs, and says so: something else is in its place."""
    return f"{path} still shows an older build" in said


def noted(harm: Harm, home: Path) -> dict[str, Any]:
    """What stays noted: documents under ids that are on no shelf, which no sync fetches again."""
    if str(harm) != "landing-documents-of-others":
        return {}
    problems = lasting_tables(home)["problem"]
    owned = {id for (id,) in Home(home).rows("select release_id from collection_items")}
    assert not owned & {row[1] for row in problems}
    return {"problem": problems}


@pytest.mark.parametrize("harm", [harm for harm in HARMS if str(harm) in FEW], ids=str)
def test_a_sync_after_a_harm_comes_to_the_same(harm: Harm, account: Account, tmp_path: Path) -> None:
    try_one(harm, account, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("harm", [harm for harm in HARMS if str(harm) not in FEW], ids=str)
def test_a_sync_after_any_harm_comes_to_the_same(harm: Harm, account: Account, tmp_path: Path) -> None:
    try_one(harm, account, tmp_path)


def test_the_few_are_among_them() -> None:
    assert set(FEW) <= {str(harm) for harm in HARMS}
    assert {harm.file for harm in HARMS} == set(OF_A_SYNC)
