"""With CI=true no test may skip: one that would is a failure that says why."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.conftest import refuse_to_skip


def report(**values: object) -> SimpleNamespace:
    longrepr = ("tests/test_x.py", 3, "Skipped: needs a browser")
    return SimpleNamespace(**{"outcome": "skipped", "skipped": True, "longrepr": longrepr} | values)


def test_a_skipped_test_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    one = refuse_to_skip(report())
    assert one.outcome == "failed"
    assert "needs a browser" in str(one.longrepr)


def test_elsewhere_it_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert refuse_to_skip(report()).outcome == "skipped"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"outcome": "passed", "skipped": False}, id="passed"),
        pytest.param({"wasxfail": "a known fault"}, id="expected-to-fail"),
    ],
)
def test_other_reports_stay(monkeypatch: pytest.MonkeyPatch, values: dict[str, object]) -> None:
    monkeypatch.setenv("CI", "true")
    assert refuse_to_skip(report(**values)).outcome == values.get("outcome", "skipped")


def test_pytest_asks(request: pytest.FixtureRequest) -> None:
    """The rule is a hook of the run: `pytest_runtest_makereport` of the conftest of all tests."""
    hooks = request.config.hook.pytest_runtest_makereport.get_hookimpls()
    names = {impl.function.__module__.rpartition(".")[2] for impl in hooks}
    assert "conftest" in names
