"""What the run does before its first test: bytecode is written once, and long trials are no items where none is run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import pytest_pycollect_makeitem
from tests.program.forks import bytecode


def test_a_module_without_bytecode_or_newer_than_it_gets_some(
    tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "TESTS", tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept, stale = tmp_path / "test_kept.py", tmp_path / "test_stale.py"
    for module in (kept, stale):
        module.write_text("def test_it():\n    assert 1 == 1\n")
    bytecode.write_bytecode(pytestconfig)
    places = [bytecode.bytecode_of(module) for module in (kept, stale)]
    before = [place.read_bytes() for place in places]
    places[0].write_bytes(b"kept")
    stale.write_text("def test_it():\n    assert 2 == 2\n")
    bytecode.write_bytecode(pytestconfig)
    assert places[0].read_bytes() == b"kept"
    assert places[1].read_bytes() != before[1]


@pytest.mark.parametrize(
    ("marks", "is_left_out"), [("not soak and not recorded", True), ("soak", False), ("", False)]
)
def test_long_trials_are_items_only_where_they_may_be_run(marks: str, is_left_out: bool) -> None:
    @pytest.mark.soak
    def long_trial() -> None: ...

    def trial() -> None: ...

    collector = SimpleNamespace(config=SimpleNamespace(getoption={"markexpr": marks}.get))
    assert pytest_pycollect_makeitem(collector, "long_trial", long_trial) == ([] if is_left_out else None)
    assert pytest_pycollect_makeitem(collector, "trial", trial) is None
