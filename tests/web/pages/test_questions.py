"""The questions on the SQL page have answers on the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from linernotes.insights.questions import Question, read_questions
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.user_query import run_query


def test_there_is_a_dozen_and_each_asks_something():
    questions = read_questions()
    assert len(questions) >= 12
    assert all(question.text.endswith("?") for question in questions)
    assert len({question.text for question in questions}) == len(questions)


@pytest.mark.parametrize("question", read_questions(), ids=lambda question: question.text)
def test_each_question_has_an_answer(question: Question, demo_home: Path):
    """It runs as a user's query runs, and what comes back is worth looking at."""
    build = current_build(demo_home)
    assert build is not None
    result = run_query(build.path, question.sql)
    assert result.rows
    assert not result.truncated
    for number, column in enumerate(result.columns):
        assert any(row[number] is not None for row in result.rows), f"{column} is never known"
