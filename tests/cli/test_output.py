"""What is printed cannot harm the terminal that shows it."""

from __future__ import annotations

import contextlib
import io

from linernotes.cli.output import put, put_table, reader_is_there, say

HOSTILE = "\x1b[31mRed\x07\x9b2J Album\x00"


def test_escape_codes_in_data_do_not_reach_the_terminal(capsys):
    put(HOSTILE)
    say(HOSTILE)
    put_table(("title", HOSTILE), [(HOSTILE, 1)])
    out, said = capsys.readouterr()
    assert [code for code in out + said if code != "\n" and (ord(code) < 32 or 127 <= ord(code) < 160)] == []
    assert "Red" in out
    assert "Red" in said


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
