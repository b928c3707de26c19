"""What is printed cannot harm the terminal that shows it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.program.forks.client import start

from linernotes.cli.terminal.output import put, put_json, put_table, reader_is_there, say

HOSTILE = "\x1b[31mRed\x07\x9b2J Album\x00"


def test_escape_codes_in_data_do_not_reach_the_terminal(capsys):
    put(HOSTILE)
    say(HOSTILE)
    put_table(("title", HOSTILE), [(HOSTILE, 1)])
    out, said = capsys.readouterr()
    assert [code for code in out + said if code != "\n" and (ord(code) < 32 or 127 <= ord(code) < 160)] == []
    assert "Red" in out
    assert "Red" in said


@dataclass
class Written:
    """An answer that names a file."""

    path: Path


@pytest.mark.parametrize(
    "answer", [Written(Path("/a\udcff")), (Written(Path("/a\udcff")),)], ids=["one", "several"]
)
def test_an_answer_names_a_file_of_any_name(capsys, answer):
    put_json(answer)
    printed = json.loads(capsys.readouterr().out)
    assert (printed[0] if isinstance(printed, list) else printed) == {"path": "/a\udcff"}


def test_a_table_in_a_pipe_is_as_wide_as_its_content(capsys):
    profile = "An American trumpet player. " * 400
    put_table(
        ("artist", "profile", "copies"), [("Someone", profile.strip(), 3), ("Nobody", "", 12)], right=(2,)
    )
    header, someone, nobody = capsys.readouterr().out.splitlines()
    assert profile.strip() in someone
    assert [line.split()[-1] for line in (header, someone, nobody)] == ["copies", "3", "12"]


def test_line_breaks_stay_for_notes_have_them(capsys):
    put("one\ntwo")
    assert capsys.readouterr().out == "one\ntwo\n"


def test_a_stdout_without_a_descriptor_counts_as_read():
    """As a program has it that calls ours and keeps what it prints."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert reader_is_there()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ["status", "--json"],
        ["--help"],
        *(
            pytest.param(words, marks=pytest.mark.soak)
            for words in (["status"], ["--version"], ["sandbox", "--help"])
        ),
    ],
)
def test_output_that_cannot_be_written_is_said_in_one_line(tmp_path, words):
    with Path("/dev/full").open("w") as full:
        process = start(
            [sys.executable, "-m", "linernotes", *words],
            env=os.environ | {"LINERNOTES_HOME": str(tmp_path / "home")},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.splitlines() == [
        "Error: the output cannot be written: No space left on device. Make room, or write it elsewhere."
    ]


def test_a_table_without_headings_begins_with_its_first_row(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(("", ""), [("Instrument", "Bass")])
    assert capsys.readouterr().out == "Instrument  Bass\n"
