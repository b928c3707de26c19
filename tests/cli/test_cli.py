"""The command line as its users meet it: what is said where, with which exit status, and what it never does."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.commands import commands, options
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.settings import SyncOptions
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import Landing

PROJECT = Path(__file__).resolve().parents[2]
COMMANDS = dict(commands())

#: Commands that only set something or serve; every other one reports.
SILENT = {"mcp", "pause", "resume", "sandbox", "serve"}


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Home:
    """A home that has the demo. Only for reading."""
    return Home(demo_home)


@pytest.fixture
def copied(demo: Home, tmp_path: Path) -> Home:
    """A demo home to spoil."""
    shutil.copytree(demo.path, tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("synthetic", items=15, seed=9), limit=100_000) as sandbox:
        yield sandbox


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_of_itself(name):
    assert f"Example: linernotes {name}" in COMMANDS[name].help
    assert all(parameter.help for parameter in COMMANDS[name].params if parameter.name != "help")


def test_help_lists_the_exit_statuses_and_every_command(empty):
    done = empty.run("--help")
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    for status in ("0 done", "1 failed", "2 wrong usage", "3 not authenticated", "4 another sync", "130"):
        assert status in said
    assert [name for name in COMMANDS if name.split()[0] not in done.stdout] == []


def test_every_command_that_reports_has_json():
    assert [name for name in COMMANDS if name not in SILENT and "--json" not in options(COMMANDS[name])] == []


@pytest.mark.parametrize("name", ["sync", "plan"])
def test_every_setting_of_a_sync_has_its_option(name):
    settings = {f"--{setting.replace('_', '-')}" for setting in SyncOptions.model_fields}
    assert settings <= set(options(COMMANDS[name]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        pytest.param(["frobnicate"], marks=pytest.mark.soak),
        pytest.param(["--version"], marks=pytest.mark.soak),
        pytest.param(["status"], marks=pytest.mark.soak),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("real_processes")
def test_python_m_linernotes_is_the_command(empty, arguments):
    program = Path(sys.executable).with_name("linernotes")
    one = empty.run_process(*arguments)
    other = subprocess.run([program, *arguments], env=empty.environment, capture_output=True, text=True)
    assert one.returncode == other.returncode
    assert words(one.stdout) == words(other.stdout)
    assert words(one.stderr) == words(other.stderr)


def words(text: str) -> list[str]:
    """What is said, whatever the program calls itself and wherever lines break."""
    return text.replace("python -m linernotes", "linernotes").split()


# Exit status


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["frobnicate"], id="no-such-command"),
        pytest.param(["status", "--frobnicate"], id="no-such-option"),
        pytest.param(["sql"], id="an-argument-is-missing"),
        pytest.param(["export", "tables"], id="an-option-is-missing"),
        pytest.param(["export", "tables", "--format", "xml", "--out", "x"], id="no-such-format"),
        pytest.param(["sync", "--credited-min", "0"], id="out-of-range"),
        pytest.param(["sync", "--discographies", "some"], id="no-such-choice"),
        pytest.param(["plan", "--refresh-after", "soon"], id="no-age"),
        pytest.param(["sandbox", "--catalogue", "frob"], id="no-such-catalogue"),
        pytest.param(["sandbox", "--faults", "frob"], id="no-such-fault"),
        pytest.param(["sandbox", "--port", "65536"], id="no-such-port"),
        pytest.param(["sandbox", "--catalogue", "recorded"], id="recorded-without-its-folder"),
    ],
)
def test_wrong_usage_is_status_2_and_said_on_stderr(copied, arguments):
    done = copied.run(*arguments, cwd=copied.path.parent)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_in_a_file_that_cannot_be_used_is_status_1(empty):
    empty.path.mkdir()
    (empty.path / "config.toml").write_text("[sync]\ncredited_min = 0\n")
    done = empty.run("status")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sync.credited_min" in done.stderr


@pytest.mark.parametrize("command", ["sync", "plan"])
def test_without_an_account_it_is_status_3(empty, command):
    done = empty.run(command)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Run: linernotes auth" in done.stderr


@pytest.mark.parametrize("arguments", [["sql", "select 1"], ["export", "tables", "--out", "x"]])
def test_without_anything_published_it_says_what_to_run(empty, arguments):
    done = empty.run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Run: linernotes sync" in done.stderr


# Results and messages


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["status"], id="status"),
        pytest.param(["sql", "select artist_id, name from artist limit 3"], id="sql"),
        pytest.param(["build"], id="build", marks=pytest.mark.soak),
        pytest.param(["demo"], id="demo", marks=pytest.mark.soak),
        pytest.param(["export", "tables", "--format", "csv", "--out", "files"], id="export"),
        pytest.param(["backup", "--out", "copy.zip"], id="backup"),
        pytest.param(["reset", "--yes"], id="reset"),
    ],
)
def test_json_is_one_document_on_stdout_and_nothing_else(copied, arguments):
    done = copied.run(*arguments, "--json", cwd=copied.path.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("command", ["plan", pytest.param("sync", marks=pytest.mark.soak)])
def test_json_of_what_asks_discogs_is_one_document_too(tmp_path, sandbox, command):
    done = Home(tmp_path, sandbox).run(command, "--json")
    assert json.loads(done.stdout)["requests"] > 0
    assert done.stdout.count("\n") == 1


def test_json_has_no_numbers_that_json_does_not_know(demo):
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    done = demo.run("sql", "select 'nan'::double as a, [1.5, 'inf'::float] as b", "--json")
    assert json.loads(done.stdout, parse_constant=refuse) == [{"a": None, "b": [1.5, None]}]


def test_columns_of_one_name_are_all_in_the_json(demo):
    assert demo.json("sql", "select 1 as a, 2 as a, 3 as a") == [{"a": 1, "a_2": 2, "a_3": 3}]


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_cut_answer_says_so_on_stderr(demo, arguments):
    done = demo.run("sql", "select unnest(range(10001))", *arguments)
    assert "Only the first 10,000 rows" in done.stderr


def test_a_wrong_query_is_one_line(demo):
    done = demo.run("sql", "select nothing from nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"Error: .*nowhere.*\n", done.stderr)


@pytest.mark.parametrize(
    "command",
    [
        "sql 'from range(9999)'",
        pytest.param("status", marks=pytest.mark.soak),
        pytest.param("plan --help", marks=pytest.mark.soak),
    ],
)
def test_a_reader_that_had_enough_is_no_error(demo, command):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m linernotes {command} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        env=demo.environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_status_of_a_home_that_is_not_there_makes_none(empty):
    assert empty.json("status")["build_id"] is None
    assert not empty.path.exists()


def test_status_tells_how_complete_and_how_fresh_the_database_is(demo):
    coverage = {one["subject"]: one for one in demo.json("status")["coverage"]}
    assert coverage["releases"]["known"] == coverage["releases"]["total"] > 80
    shown = demo.run("status").stdout
    assert re.search(rf"releases +{coverage['releases']['known']} of \d+ +\d{{4}}-\d\d-\d\d", shown)


# Whole ways through a home


@pytest.mark.soak  # storage/duckdb/test_export counts the rows of each format
def test_every_table_is_exported_with_all_its_rows(demo, tmp_path):
    written = demo.json("export", "tables", "--format", "jsonl", "--out", str(tmp_path))
    tables = dict(demo.rows("select table_name, 0 from duckdb_tables()"))
    assert {one["table"] for one in written} == set(tables)
    for one in written:
        assert demo.rows(f"select count(*) from {one['table']}") == [(one["rows"],)]
        assert len(Path(one["path"]).read_text().splitlines()) == one["rows"]


@pytest.mark.soak  # tests/storage/backup restores without a build
def test_a_backup_restores_into_an_empty_home_and_builds_the_same(demo, tmp_path):
    path = demo.json("backup", "--out", str(tmp_path / "copy.zip"))["path"]
    other = Home(tmp_path / "other")
    restored = other.run("backup", "--restore", path)
    assert (restored.returncode, "linernotes build" in restored.stdout) == (0, True)
    assert other.run("build").returncode == 0
    assert other.tables(without={"built_at"}) == demo.tables(without={"built_at"})


def test_a_reset_deletes_what_was_fetched_and_keeps_what_was_set(copied):
    (copied.path / "config.toml").write_text("")
    (copied.path / "secrets.yml").write_text("discogs:\n  user: somebody\n")
    assert copied.run("reset", "--yes").returncode == 0
    assert {path.name for path in copied.path.iterdir()} - {"sync.lock", "build.lock"} == {
        "config.toml",
        "secrets.yml",
    }


def test_a_reset_of_everything_leaves_nothing_of_the_user(copied):
    for name in ("config.toml", "secrets.yml", "user.db"):
        (copied.path / name).write_bytes(b"")
    (copied.path / "before-restore-1").mkdir()
    (copied.path / "before-restore-1" / "landing.db").write_bytes(b"old")
    assert copied.run("reset", "--everything", "--yes").returncode == 0
    assert {path.name for path in copied.path.iterdir()} <= {"sync.lock", "build.lock"}


def test_a_reset_asks_first_and_without_a_terminal_it_refuses(copied):
    done = copied.run("reset")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes" in done.stderr
    assert (copied.path / "landing.db").exists()


def test_who_says_no_keeps_everything(copied):
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "linernotes", "reset"],
            env=copied.environment,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.write(ours, b"n\n")
        out, said = process.communicate(timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert (process.returncode, out) == (1, "")
    assert "Nothing was deleted" in said
    assert (copied.path / "landing.db").exists()


def test_a_reset_while_a_sync_runs_is_refused(copied):
    with SyncLock(copied.path):
        done = copied.run("reset", "--yes")
    assert (done.returncode, done.stdout) == (4, "")
    assert str(os.getpid()) in done.stderr
    assert (copied.path / "landing.db").exists()


def test_a_token_may_come_from_a_pipe_and_is_never_shown(tmp_path, sandbox):
    home = Home(tmp_path, api_url=sandbox.url)
    done = subprocess.run(
        [sys.executable, "-m", "linernotes", "auth", "--json"],
        env=home.environment,
        input=f"{sandbox.token}\n",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["user"]
    assert sandbox.token not in done.stdout + done.stderr
    assert home.run("plan").returncode == 0


def test_without_a_token_and_without_a_terminal_auth_says_how_to_give_one(empty):
    done = empty.run("auth")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--token" in done.stderr
    assert "Warning" not in done.stderr


def test_a_sync_that_begins_paused_says_how_it_goes_on(tmp_path, sandbox):
    home = Home(tmp_path, sandbox)
    assert home.run("pause").returncode == 0
    process = home.start("sync")
    assert process.stderr is not None
    asked = len(sandbox.requests)
    said = next(line for line in process.stderr if "aused" in line)
    assert "linernotes resume" in said
    time.sleep(0.5)
    assert len(sandbox.requests) == asked
    assert home.run("resume").returncode == 0
    process.communicate(timeout=200)
    assert process.returncode == 0


def test_status_says_in_which_stage_a_running_sync_is(tmp_path):
    catalogue = load_catalogue("synthetic", items=40, seed=9)
    odd_ones_come = "stall:/releases/*[02468]"
    with Sandbox(catalogue, limit=100_000, faults=odd_ones_come, stall_seconds=600) as slow:
        home = Home(tmp_path, slow)
        process = home.start("sync")
        try:
            while not landed_releases(home):
                time.sleep(0.05)
            status = home.run("status").stdout
        finally:
            process.terminate()
            process.communicate(timeout=200)
    assert re.search(r"Sync: +running as process \d+, releases \d+ of \d+", status)


def test_status_tells_why_a_sync_failed(empty):
    empty.path.mkdir()
    now = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    with Landing.open(empty.path / "landing.db") as landing:
        run = landing.start_run(1, now)
        counts = {"requests": 30, "documents": 0, "problems": 0}
        landing.finish_run(run, "failed", **counts, now=now, reason="Discogs answers 500.")
    empty.environment["LINERNOTES_ZONE"] = "Asia/Kolkata"
    shown = empty.run("status").stdout
    assert re.search(r"^Sync: +failed 2026-03-01 18:00, 30 requests: Discogs answers 500\.$", shown, re.M)
    assert empty.json("status")["run"]["reason"] == "Discogs answers 500."


def landed_releases(home: Home) -> bool:
    path = home.path / "landing.db"
    if not path.exists():
        return False
    with Landing.open(path, read_only=True) as landing:
        return any(kind == "release" for kind, _ in landing.counts())


def test_a_port_that_is_taken_is_said_in_one_line(empty):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = empty.run_process("sandbox", "--port", str(port), timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        rf"Error: cannot listen on port {port}: .*\. Another --port may be free\n", done.stderr
    )


# Documentation


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(name):
    sections = (PROJECT / "docs" / "commands.md").read_text("utf-8").split("\n## ")
    section = next((one for one in sections if one.startswith(f"`linernotes {name}`")), "")
    missing = [option for option in options(COMMANDS[name]) if f"`{option}`" not in section]
    assert section, "run: python -m tests.cli.commands"
    assert missing == [], "run: python -m tests.cli.commands"


def test_the_readme_names_no_command_that_is_not_there():
    text = (PROJECT / "README.md").read_text("utf-8")
    named = set(re.findall(r"`linernotes ([a-z]+)", text))
    assert named
    assert named <= {name.split()[0] for name in COMMANDS}


@pytest.mark.parametrize(
    "surroundings",
    [
        pytest.param({"PYTHONIOENCODING": "cp1252"}, id="cp1252", marks=pytest.mark.soak),
        pytest.param({"PYTHONIOENCODING": "iso-8859-1"}, id="iso-8859-1", marks=pytest.mark.soak),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ascii"),
    ],
)
def test_what_a_terminal_cannot_show_is_replaced(demo, surroundings):
    environment = demo.environment | surroundings
    query = "select 'Ryuichi ' || chr(22338) as name"
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "linernotes", "sql", query, *more], env=environment, capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b"")
        if more:
            assert json.loads(done.stdout) == [{"name": "Ryuichi \u5742"}]
        else:
            assert b"Ryuichi ?" in done.stdout
