"""Why a child process of ours ended."""

from __future__ import annotations

import pytest

from linernotes.children import why_it_ended

HOW_FAR = "Building: similarity, 86%, about 3 s left\n"


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        pytest.param(HOW_FAR + "Error: the disk is full\n", 1, "the disk is full", id="it-told"),
        pytest.param("Error: the disk is full\n" + HOW_FAR, 1, "the disk is full", id="it-told-earlier"),
        pytest.param(HOW_FAR, -9, "signal 9 ended it", id="killed"),
        pytest.param("", -9, "signal 9 ended it", id="killed-at-once"),
        pytest.param("x\nModuleNotFoundError: no duckdb\n", 1, "ModuleNotFoundError: no duckdb", id="broken"),
        pytest.param(" \n", 2, "", id="nothing"),
    ],
)
def test_the_reason_is_what_it_told_or_what_ended_it(said: str, status: int, why: str) -> None:
    assert why_it_ended(said, status) == why
