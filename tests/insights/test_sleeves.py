"""How the artists of a record stand on its sleeve."""

from __future__ import annotations

import pytest

from linernotes.insights.sleeves import sleeve_line


@pytest.mark.parametrize(
    ("credits", "line"),
    [
        pytest.param([("Can", None)], "Can", id="one"),
        pytest.param([("Brian Eno", "/"), ("David Byrne", None)], "Brian Eno / David Byrne", id="a-sign"),
        pytest.param(
            [("Crosby", ","), ("Stills", "&"), ("Nash", None)], "Crosby, Stills & Nash", id="a-comma"
        ),
        pytest.param([("Fripp", "&"), ("Eno", ",")], "Fripp & Eno", id="nothing-after-the-last"),
        pytest.param([("A", None), ("B", None)], "A, B", id="no-phrase-at-all"),
        pytest.param([(None, None)], "Unknown", id="no-name"),
        pytest.param([], "", id="nobody"),
    ],
)
def test_artists_are_joined_as_on_the_sleeve(credits, line):
    assert sleeve_line(credits) == line
