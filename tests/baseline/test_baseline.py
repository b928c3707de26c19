"""The demo's tables and JSON answers are those that were saved before the tree moved (`collect.py`).

All tables are compared, and some answers of each form; all answers are a long trial. The recorded catalogue's are
compared by `tools/compare_recorded.py`.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from tests.baseline.collect import addresses, collect, load
from tests.baseline.compare import differences, is_changed

SAVED = Path(__file__).with_name("demo.jsonl.gz")
#: The day on which they were saved: how long a record has been owned counts in a draw.
SAVED_ON = date(2026, 11, 29)


# TestClient runs the app's own thread; what starlette warns of there is no fault of the answers.
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("each", [25, pytest.param(1, marks=pytest.mark.soak)])
def test_no_table_and_no_answer_changed_by_accident(
    demo_home: Path, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.web.query.user_facts.today", lambda zone: SAVED_ON)
    saved, now = load(SAVED), collect(demo_home, each)
    there = now.keys() | set(addresses(demo_home))
    assert [name for name in saved.keys() - there if not is_changed(name)] == []
    assert list(islice(differences(saved, now), 20)) == []
