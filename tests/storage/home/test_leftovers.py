"""What a killed process leaves behind goes with the next start of what made it; a running one keeps its own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.secrets import Account, PersonalToken, SecretsYAML
from linernotes.storage.home.covers import Cover, CoverStore
from linernotes.storage.home.layout import reset
from linernotes.storage.home.working_folder import LOCK, working_folder
from linernotes.web.site.folder import MANIFEST, PART, SiteFolder

EXPORTS = {
    "tables": ("export", "tables", "--format", "csv"),
    "network": ("export", "network", "--format", "graphml"),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Home:
    with Sandbox(load_catalogue("synthetic", items=8, seed=7), limit=100_000) as sandbox:
        home = Home(tmp_path_factory.mktemp("shelf"), sandbox)
        home.sync()
    return home


def _at_work(out: Path) -> bool:
    return any("-new-" not in lock.parent.name for lock in out.glob(f".linernotes-export-*/{LOCK}"))


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".*"))


@pytest.mark.parametrize("words", EXPORTS.values(), ids=EXPORTS.keys())
def test_a_killed_export_leaves_nothing_that_the_next_one_does_not_sweep(
    shelf: Home, tmp_path: Path, words: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    for _ in range(10):
        process = shelf.start(*words, "--out", str(out))
        # A folder that is still called new is left alone for a minute: it may be about to be locked.
        while not _at_work(out) and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.communicate()
        if hidden(out):
            break
    assert hidden(out)
    done = shelf.run(*words, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert hidden(out) == []


def test_two_exports_into_one_folder_are_both_whole(shelf: Home, tmp_path: Path) -> None:
    alone, shared = tmp_path / "alone", tmp_path / "shared"
    assert shelf.run(*EXPORTS["tables"], "--out", str(alone)).returncode == 0
    running = [shelf.start(*EXPORTS["tables"], "--out", str(shared)) for _ in range(2)]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert hidden(shared) == []
    assert {p.name: p.read_bytes() for p in shared.iterdir()} == {
        p.name: p.read_bytes() for p in alone.iterdir()
    }


def test_a_folder_that_somebody_works_in_is_not_swept(tmp_path: Path) -> None:
    with working_folder(tmp_path, ".w-", ["a"]) as first:
        (first / "a").touch()
        os.utime(first, (0, 0))
        with working_folder(tmp_path, ".w-", ["a"]) as second:
            assert first.exists()
            assert first != second
        assert (first / "a").exists()
    assert list(tmp_path.iterdir()) == []


def test_many_who_begin_at_once_do_not_sweep_one_another(tmp_path: Path) -> None:
    lost: list[str] = []

    def work() -> None:
        for _ in range(10):
            with working_folder(tmp_path, ".w-", ["a"]) as folder:
                (folder / "a").touch()
                if not (folder / "a").exists():
                    lost.append(folder.name)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []
    assert list(tmp_path.iterdir()) == []


def abandoned(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (1, 1))
    return path


def test_drafts_of_secrets_go_with_the_next_change_and_with_a_reset(tmp_path: Path) -> None:
    secrets = SecretsYAML(tmp_path / "secrets.yml")
    actions: list[Callable[[], object]] = [
        secrets.clear,
        lambda: secrets.save_token(PersonalToken("token"), Account("rodneyfool")),
        lambda: reset(tmp_path, {"secrets"}),
    ]
    for act in actions:
        left = abandoned(tmp_path / ".secrets.yml.abcd1234")
        act()
        assert not left.exists()
    young = tmp_path / ".secrets.yml.abcd1234"
    young.write_text("of one who is at work")
    secrets.save_token(PersonalToken("another"), Account("rodneyfool"))
    assert young.exists()
    assert yaml.safe_load((tmp_path / "secrets.yml").read_text())["discogs"]["token"] == "another"


def test_drafts_of_covers_go_when_the_first_is_saved(tmp_path: Path) -> None:
    left = [abandoned(tmp_path / "covers" / shard / ".1-small-ab.jpg.0123abcd") for shard in ("01", "77")]
    young = tmp_path / "covers" / "02" / ".2-small-ab.jpg.0123abcd"
    young.parent.mkdir()
    young.touch()
    CoverStore(tmp_path).save(Cover(5, "small", "https://i.discogs.com/a.jpg"), b"x", "jpg")
    assert not any(path.exists() for path in left)
    assert young.exists()


def test_pages_of_a_site_that_was_killed_are_known_to_the_next_export(tmp_path: Path) -> None:
    out = tmp_path / "site"
    killed = SiteFolder(out)
    killed.write("record/1.html", "gone from the shelf by the next time")
    killed.write("index.html", "half")
    assert (out / PART).exists()
    again = SiteFolder(out)
    again.write("index.html", "whole")
    again.finish()
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == ["index.html", MANIFEST]


def test_a_list_of_begun_pages_names_nothing_outside(tmp_path: Path) -> None:
    out = tmp_path / "site"
    SiteFolder(out)
    (tmp_path / "mine.txt").write_text("mine")
    (out / PART).write_text("../mine.txt\n/etc/passwd\n\x00\n")
    SiteFolder(out).finish()
    assert (tmp_path / "mine.txt").exists()


@pytest.mark.parametrize("seconds", [3600, 10**9], ids=["an-hour-ahead", "thirty-years-ahead"])
def test_what_was_left_by_a_clock_that_was_ahead_goes_too(tmp_path: Path, seconds: int) -> None:
    """A file from the future is no young one: else it stays until that day."""
    ahead = time.time() + seconds
    secret, folder = tmp_path / ".secrets.yml.abcd1234", tmp_path / ".w-lost"
    secret.write_text("half")
    folder.mkdir()
    (folder / "a").touch()
    for path in (secret, folder):
        os.utime(path, (ahead, ahead))
    SecretsYAML(tmp_path / "secrets.yml").clear()
    with working_folder(tmp_path, ".w-", ["a"]):
        pass
    assert [path.name for path in (secret, folder) if path.exists()] == []
