"""A command starts with what it needs, and no more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.cli.commands import commands
from tests.homes import Home

from linernotes.cli import MODULES, globals_first


def test_every_command_has_its_modules():
    assert {name.partition(" ")[0] for name, _ in commands()} == set(MODULES)


@pytest.mark.parametrize("command", ["sync", "serve"])
def test_what_only_a_build_needs_is_not_imported_before(command):
    """igraph, numpy and Arrow take longer to import than everything else together."""
    looked = (
        f"import sys; from linernotes.cli import load_commands; load_commands(['--home', 'x', '{command}'])"
    )
    heavy = "print(*{'igraph', 'numpy', 'pyarrow'} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", f"{looked}; {heavy}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_the_version_needs_no_command():
    looked = "import sys; from linernotes.cli import load_commands; load_commands(['--version'])"
    loaded = "print([name for name in sys.modules if name.startswith('linernotes.etl')])"
    done = subprocess.run(
        [sys.executable, "-c", f"{looked}; {loaded}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "name",
    ["dump", pytest.param("export", marks=pytest.mark.soak), pytest.param("sql", marks=pytest.mark.soak)],
)
def test_a_command_is_there_with_its_modules_alone(name):
    """A process that has loaded no other command knows it, subcommands included."""
    show = (
        "import typer.main; from linernotes.cli import app, load_commands; load_commands([sys.argv[1]]);"
        " found = typer.main.get_command(app).commands[sys.argv[1]]; print(*sorted(getattr(found, 'commands', [])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {show}", name], capture_output=True, text=True, check=True
    )
    whole = {path.partition(" ")[2] for path, _ in commands() if path.partition(" ")[0] == name} - {""}
    assert set(done.stdout.split()) == whole


@pytest.mark.parametrize(
    ("words", "sorted_words"),
    [
        ("status --home X", "--home X status"),
        ("status --home=X --json", "--home=X status --json"),
        ("export tables --out files -v --home X", "-v --home X export tables --out files"),
        ("--home X status", "--home X status"),
        ("artist -- --home X", "artist -- --home X"),
        ("status -vvv --json -v", "-vvv -v status --json"),
        ("status --home", "--home"),  # so that the answer is that a folder is missing, not the option
    ],
)
def test_global_options_may_stand_behind_the_command(words, sorted_words):
    assert globals_first(words.split()) == sorted_words.split()


def test_a_home_behind_the_command_is_the_home(tmp_path):
    done = Home(tmp_path).run_process("status", "--home", str(tmp_path / "there"))
    assert str(tmp_path / "there") in done.stdout


def test_a_home_without_a_folder_is_said_to_lack_it(tmp_path):
    done = Home(tmp_path).run_process("status", "--home")
    assert done.returncode == 2
    assert "No such option" not in done.stderr
    assert "--home" in done.stderr
    assert "argument" in done.stderr


@pytest.mark.parametrize("where", ["argument", "setting"])
def test_a_name_that_is_no_text_is_refused_in_one_line(tmp_path, where):
    """Names of files are bytes to the system; those that are no UTF-8 no database takes."""
    name = bytes(tmp_path) + b"/sh\xe9lf"
    program = [
        sys.executable,
        "-m",
        "linernotes",
        *(["--home", name] if where == "argument" else []),
        "status",
    ]
    given = {**os.environ, **({"LINERNOTES_HOME": os.fsdecode(name)} if where == "setting" else {})}
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=given)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "lf" in line
    assert "UTF-8" in line


def test_a_file_to_import_may_have_any_name(tmp_path):
    export = tmp_path / os.fsdecode(b"sh\xe9lf.csv")
    export.write_text("release_id,Artist,Title,CollectionFolder,Date Added\n1,A,T,F,2020-01-01\n")
    done = Home(tmp_path / "home").run_process("import", str(export))
    assert done.returncode == 0, done.stderr
