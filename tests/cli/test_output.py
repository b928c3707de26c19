"""What is printed cannot harm the terminal that shows it."""

from __future__ import annotations

from linernotes.cli.output import put, put_table, say

HOSTILE = "\x1b[31mRed\x07\x9b2J Album\x00"


def test_escape_codes_in_data_do_not_reach_the_terminal(capsys):
    put(HOSTILE)
    say(HOSTILE)
    put_table(("title", HOSTILE), [(HOSTILE, 1)])
    out, said = capsys.readouterr()
    assert [code for code in out + said if code != "\n" and (ord(code) < 32 or 127 <= ord(code) < 160)] == []
    assert "Red" in out
    assert "Red" in said


def test_line_breaks_stay_for_notes_have_them(capsys):
    put("one\ntwo")
    assert capsys.readouterr().out == "one\ntwo\n"
