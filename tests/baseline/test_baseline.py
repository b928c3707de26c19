"""The demo's tables and JSON answers are those that were saved before the tree moved (`collect.py`).

All tables are compared, and some answers of each form; all answers are a long trial.

A key that was renamed stands in RENAMED, and in the changelog. A value that differs on purpose stands in CHANGED.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.baseline.collect import addresses, collect, load

SAVED = Path(__file__).with_name("demo.jsonl.gz")
#: Old key -> new key, in every answer.
RENAMED: dict[str, str] = {"from_": "start", "to": "end"}
#: Keys that answers have now and did not have before.
ADDED = {"artists", "copies", "facts"}
#: Addresses (or tables) whose values differ on purpose -> why.
CHANGED: dict[str, str] = {
    "/api/gaps": "suggestions of equal weight stand in the order of their ids; their order was that of roundings",
}


def renamed(value: Any) -> Any:
    """A saved value under the keys of today."""
    if isinstance(value, dict):
        return {RENAMED.get(key, key): renamed(one) for key, one in value.items()}
    return [renamed(one) for one in value] if isinstance(value, list) else value


def differences(saved: Any, now: Any, place: str) -> Iterator[str]:
    """Each place where two values differ, as one line."""
    if isinstance(saved, dict) and isinstance(now, dict):
        for key in sorted(saved.keys() | now.keys() - (ADDED - saved.keys())):
            yield from differences(saved.get(key), now.get(key), f"{place}.{key}")
    elif isinstance(saved, list) and isinstance(now, list) and len(saved) == len(now):
        for number, (one, other) in enumerate(zip(saved, now, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif saved != now:
        yield f"{place}: {str(saved)[:80]} -> {str(now)[:80]}"


# TestClient runs the app's own thread; what starlette warns of there is no fault of the answers.
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("each", [8, pytest.param(1, marks=pytest.mark.soak)])
def test_no_table_and_no_answer_changed_by_accident(demo_home: Path, each: int) -> None:
    saved, now = load(SAVED), collect(demo_home, each)
    there = now.keys() | set(addresses(demo_home))
    assert saved.keys() - there - CHANGED.keys() == set()
    found = [
        line
        for name in saved.keys() & now.keys() - CHANGED.keys()
        for line in differences(renamed(saved[name]), now[name], name)
    ]
    assert found[:20] == []
