"""Garbage collection is rare within a build, and as before afterwards."""

from __future__ import annotations

import gc

import pytest

from linernotes.processes.garbage import rare_garbage_collection


def _fail() -> None:
    assert gc.get_threshold()[0] > 10_000
    raise RuntimeError


def test_it_is_rare_inside_and_as_before_afterwards() -> None:
    """A build that fails leaves the process as it was, too."""
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), rare_garbage_collection():
        _fail()
    assert gc.get_threshold() == before
